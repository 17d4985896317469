"""Register -> the files beside the pages of which there are many: sources, data and feeds."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from pathlib import Path

from noticeboard.build.loader import program
from noticeboard.exports.api import BASE, COMMIT_MARK, as_json, commit_value, full_notice
from noticeboard.exports.feeds import Feed, atom, content, feeds, json_feed
from noticeboard.exports.verification import Verification
from noticeboard.incremental.artifacts import SiteFile, Stamp
from noticeboard.incremental.cache import key
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.text.rendering import Body
from noticeboard.text.safe_files import plain_files_below

TEXTS_AT_HAND = 500
"""Notices' texts kept while feeds are made: what is in one feed is mostly in the next ones too."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files are made from; `bodies` and `digests` are by id, `site_url` ends with /."""

    notices: Sequence[Notice]
    bodies: Mapping[str, Body]
    digests: Mapping[str, bytes]
    site_url: str


def source_files(
    notices: Iterable[Notice], notices_dir: Path, digests: Mapping[str, bytes]
) -> Iterator[SiteFile]:
    """What each notice was made from, and its attachments."""
    for notice in notices:
        base = f"notices/{notice.id}"
        source, digest = notices_dir / f"{notice.id}.md", digests[notice.id]
        yield SiteFile(f"{base}/notice.md", source.read_bytes, partial(key, digest))
        folder = notices_dir / notice.id
        for path in plain_files_below(folder):
            address = f"{base}/{path.relative_to(folder).as_posix()}"
            yield SiteFile(address, path.read_bytes, partial(_content_key, path))


def _content_key(path: Path) -> bytes:
    return key("content", path.read_bytes())


def notice_files(
    sources: Sources, verification: Callable[[Notice], Verification], commit: str | None
) -> Iterator[SiteFile]:
    """Each notice as JSON; `verification` is how to check it."""
    stamp = Stamp(COMMIT_MARK, commit_value(commit))
    digests, site_url = sources.digests, sources.site_url

    def file(notice: Notice) -> SiteFile:
        def make() -> bytes:
            body = sources.bodies[notice.id]
            return as_json(full_notice(notice, body, verification(notice), site_url)).encode()

        def made_from() -> bytes:
            return key("data", program(), digests[notice.id], site_url, repr(verification(notice)))

        return SiteFile(f"{BASE}notices/{notice.id}.json", make, made_from, stamp)

    return map(file, sources.notices)


def feed_files(
    sources: Sources, groups: NoticeGroups, site_name: str, added: Mapping[str, date]
) -> Iterator[SiteFile]:
    """Every feed, as Atom and as JSON Feed; `added` as `feeds` is given it."""
    url = sources.site_url
    by_id = groups.register.by_id

    @lru_cache(TEXTS_AT_HAND)
    def full_text(notice_id: str) -> str:
        notice = by_id[notice_id]
        return content(notice, sources.bodies[notice_id].html, url + notice.url)

    def file(feed: Feed, name: str, write: Callable[..., str | bytes]) -> SiteFile:
        def made_from() -> bytes:
            digests = (sources.digests[notice.id] for notice in feed.notices)
            return key("feed", program(), url, feed.base, feed.title, *digests)

        def made() -> bytes:
            texts = {notice.id: full_text(notice.id) for notice in feed.notices}
            written = write(feed, texts, url)
            return written.encode() if isinstance(written, str) else written

        return SiteFile(feed.base + name, made, made_from)

    for feed in feeds(groups, site_name, added):
        yield file(feed, "feed.xml", atom)
        yield file(feed, "feed.json", json_feed)
