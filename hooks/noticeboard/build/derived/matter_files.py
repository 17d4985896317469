"""The files of the matters as artifacts: their data, and what the search on their page reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from noticeboard.exports.matters import matter_artifacts
from noticeboard.incremental.artifacts import Artifact
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.model.notice import Notice
from noticeboard.pages.matters.lists import search_address
from noticeboard.pages.matters.search_data import search_json

if TYPE_CHECKING:
    from noticeboard.build.site import SiteBuild


def matter_files(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the data of the matters, and what the search on their page reads."""
    settings, matters = build.settings, build.matters
    yield from matter_artifacts(
        matters.by_year,
        matters.ledgers,
        build.fingerprints,
        build.history,
        settings.built_at,
        settings.site_url,
    )

    def artifact(year: str, notices: Iterable[Notice]) -> Artifact:
        def fingerprint() -> bytes:
            keys = (build.fingerprints[notice.id] for notice in notices)
            return digest("matters", program_digest(), *keys)

        return Artifact(
            search_address(year), lambda: search_json(matters, year).encode(), fingerprint
        )

    for year, notices in matters.by_year.items():
        yield artifact(year, notices)
