"""A build -> the files of the site that MkDocs does not make, in the order in which they are."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from noticeboard.build.data_files import Sources, feed_files, notice_files, source_files
from noticeboard.build.site import SiteBuild
from noticeboard.exports.api import list_files
from noticeboard.exports.checksums import sign, write_checksums, write_signers
from noticeboard.exports.json_schema import ADDRESS as SCHEMA_ADDRESS
from noticeboard.exports.json_schema import as_json as schema_as_json
from noticeboard.exports.json_schema import notice_schema
from noticeboard.exports.openapi import ADDRESS as OPENAPI_ADDRESS
from noticeboard.exports.openapi import openapi
from noticeboard.exports.round_feeds import round_atom, round_json_feed
from noticeboard.exports.rounds import ADDRESS as ROUNDS_ADDRESS
from noticeboard.exports.rounds import rounds_json
from noticeboard.exports.security import SECURITY_TXT, security_txt
from noticeboard.exports.sitemap import robots, sitemap
from noticeboard.incremental.artifacts import SiteFile, write_files
from noticeboard.incremental.output import Output
from noticeboard.incremental.output_tree import ASIDE, FormerFiles
from noticeboard.incremental.pool import background
from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.search.documents import search_documents
from noticeboard.search.writer import former_index

Address = tuple[str, PartialDate | None]
"""A page's full address and its last change."""


def begin_index(build: SiteBuild) -> Callable[[], Mapping[str, str]]:
    """Begin the search index, beside everything else, for it takes as long; what is returned
    waits for it, and gives the SHA-256 of its files by address."""
    settings, cache = build.settings, build.workshop.cache
    former = former_index(settings.site_dir, cache, settings.last_site)

    def write() -> Mapping[str, str]:
        # Loaded where it is used: numpy takes a tenth of a second.
        from noticeboard.search.index import write_index

        documents = search_documents(build.register, build.bodies, build.digests)
        return write_index(documents, settings.site_dir, settings.cache_dir / "search", former)

    return background(write, beside=not settings.serving)


def write_many(build: SiteBuild, pages: Iterable[SiteFile], output: Output) -> None:
    """Write the `pages` of which there are many, and all that stands beside pages for machines."""
    cache, last = build.workshop.cache, build.settings.last_site
    former = FormerFiles(output.root, cache, last, build.listing)
    files = [*_lists(build), *pages, *_data(build)]
    files += notice_sources(build, build.register.notices)
    write_files(files, output, former, build.workshop.processes)


def notice_sources(build: SiteBuild, notices: Iterable[Notice]) -> Iterator[SiteFile]:
    """What these notices were made from."""
    return source_files(notices, build.settings.notices_dir, build.digests)


def write_few(build: SiteBuild, addresses: Iterable[Address], output: Output) -> None:
    """Write what there is one of; the site's pages have these `addresses`."""
    settings = build.settings
    shutil.rmtree(output.root / ASIDE, ignore_errors=True)
    output.write(SCHEMA_ADDRESS, schema_as_json(notice_schema(settings.site_url)))
    output.write("sitemap.xml", sitemap(list(addresses)))
    (output.root / "sitemap.xml.gz").unlink(missing_ok=True)
    output.write("robots.txt", robots(settings.site_url or "/"))
    whom = security_txt(settings.site, *build.addresses, settings.made)
    if whom:
        output.write(SECURITY_TXT, whom)


def seal(build: SiteBuild, output: Output) -> None:
    """Last of all: the sums of what stands, and their signature. Raises NoticeboardError."""
    public_key, private_key = build.settings.site.signing_key, os.environ.get("SIGNING_KEY_FILE")
    if public_key:
        write_signers(output.root, public_key)
    write_checksums(output.root, output.sums)
    if private_key and not build.settings.serving:
        sign(output.root, Path(private_key))


def _data(build: SiteBuild) -> Iterator[SiteFile]:
    """The data and the feeds of which there are many."""
    register, settings = build.register, build.settings
    sources = Sources(register.notices, build.bodies, build.digests, settings.site_url)
    yield from notice_files(sources, build.verification, build.history.commit)
    yield from feed_files(sources, build.groups, settings.site.name, build.history.added())


def _lists(build: SiteBuild) -> Iterator[SiteFile]:
    """The data of which there is one of each kind: made anew each time, for it says when."""
    settings, history = build.settings, build.history
    site_url, made = settings.site_url, settings.made
    yield from list_files(build.register, history, made, site_url)
    yield SiteFile(ROUNDS_ADDRESS, rounds_json(build.rounds, history, made, site_url).encode)
    yield SiteFile(OPENAPI_ADDRESS, openapi(settings.site.name, site_url).encode)
    for status in build.rounds:
        yield SiteFile(f"{status.url}feed.xml", partial(round_atom, status, site_url))
        yield SiteFile(f"{status.url}feed.json", round_json_feed(status, site_url).encode)
