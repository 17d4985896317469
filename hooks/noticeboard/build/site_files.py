"""Every file of the site as an artifact: pages, sources, data, feeds, and the files for machines."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path

from noticeboard.build.derived.matter_files import matter_files
from noticeboard.build.environment import signing_key_file
from noticeboard.build.gathering_files import gathering_files, register_sources
from noticeboard.build.site import SiteBuild
from noticeboard.build.swap import ENGINE_FOLDER
from noticeboard.exports.api import (
    BASE,
    COMMIT_PLACEHOLDER,
    as_json,
    commit_json,
    full_notice,
    list_artifacts,
)
from noticeboard.exports.boards import BOARDS_ADDRESS, boards_json
from noticeboard.exports.checksums import (
    SIGNERS,
    sha256_of,
    sign,
    write_checksums,
    write_signers,
)
from noticeboard.exports.csv_table import as_csv
from noticeboard.exports.feed_formats import Feed, atom, json_feed
from noticeboard.exports.feeds import NoticeFeed, changes_feed, notice_feeds
from noticeboard.exports.json_schema import SCHEMA_ADDRESS, notice_schema, schema_json
from noticeboard.exports.openapi import OPENAPI_ADDRESS, openapi
from noticeboard.exports.rounds import ROUNDS_ADDRESS, round_feed, rounds_json
from noticeboard.exports.security import SECURITY_TXT, security_txt
from noticeboard.exports.sitemap import PageAddress, robots, sitemaps
from noticeboard.files.safe_files import list_regular_files
from noticeboard.incremental.artifacts import Artifact, Stamp, write_artifacts
from noticeboard.incremental.cache import open_cache
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.incremental.output_tree import OutputTree, addresses_below
from noticeboard.incremental.pool import start_in_process
from noticeboard.model.groups import NoticeGroup
from noticeboard.model.notice import Notice
from noticeboard.pages.write import FOLDER
from noticeboard.search.documents import INDEX_FOLDER, notices_digest, search_documents


def start_index(build: SiteBuild) -> Callable[[], Mapping[str, str]]:
    """Start to write the search index in a process of its own, for it takes as long as the rest.

    The function returned waits for it, and returns the SHA-256 of each file by address.
    """
    settings = build.settings
    documents = search_documents(build.register, build.bodies, build.text_fingerprints)
    notices = published_digest(build)

    def write() -> Mapping[str, str]:
        # numpy takes a tenth of a second to import.
        from noticeboard.search.index import open_index_tree, write_index

        tree = open_index_tree(settings.target, build.cache, settings.live_site)
        return write_index(documents, tree, open_cache(settings.cache_dir / "search"), notices)

    return start_in_process(write, parallel=not settings.serving)


def published_digest(build: SiteBuild) -> str:
    """Return the digest of the published notices that the search index and a database state."""
    parsed = ((each.parsed.notice, each.sha256) for each in build.loaded)
    register = build.register.by_id
    return notices_digest((one.id, sha) for one, sha in parsed if one and one.id in register)


def write_site(
    build: SiteBuild,
    bulk_pages: Iterable[Artifact],
    addresses: Iterable[PageAddress],
    index: Callable[[], Mapping[str, str]],
) -> None:
    """Write everything that the site generator does not write itself, and the checksums.

    `addresses` are those of all pages; `index` is the result of `start_index`. Raise
    NoticeboardError if the checksums cannot be signed.
    """
    target = build.settings.target
    excluded = {ENGINE_FOLDER, INDEX_FOLDER}
    tree = OutputTree(target, build.cache, build.settings.live_site, excluded)
    artifacts = [*engine_files(target / ENGINE_FOLDER), *root_files(build, addresses)]
    if build.is_complete:
        artifacts += [*bulk_pages, *data_files(build)]
        artifacts += editor_files(build)
    manifest = write_artifacts(artifacts, tree, build.processes)
    shutil.rmtree(target / ENGINE_FOLDER)
    if build.is_complete:
        sums = {address: entry.sha256.hex() for address, entry in manifest.items()}
        write_signed_checksums(build, {**sums, **index()})


def engine_files(folder: Path) -> Iterator[Artifact]:
    """Yield what the site generator has written into a folder of its own."""
    for address in addresses_below(folder):
        if not address.startswith("sitemap.xml"):  # the sitemap is ours
            path = folder / address
            yield Artifact(address, path.read_bytes, partial(_content_fingerprint, path))


def data_files(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the sources, the data and the feeds of all notices and rounds."""
    settings, history = build.settings, build.history
    site_url, time = settings.site_url, settings.built_at
    yield from list_artifacts(build.register, history, time, site_url, build.verification)
    yield Artifact(ROUNDS_ADDRESS, rounds_json(build.rounds, history, time, site_url).encode)
    if build.portal:
        yield Artifact(BOARDS_ADDRESS, boards_json(build.portal, build.register).encode)
    yield Artifact(
        OPENAPI_ADDRESS, openapi(settings.site.name, site_url, bool(build.portal)).encode
    )
    yield from register_sources(build)
    yield from gathering_files(build)
    for status in build.rounds:
        feed = round_feed(status, site_url)
        yield Artifact(f"{status.url}feed.xml", partial(atom, feed))
        yield Artifact(f"{status.url}feed.json", partial(json_feed, feed))
    yield from _region_tables(build)
    yield from _notice_json(build)
    yield from matter_files(build)
    yield from _feeds(build)
    yield from _changes_feeds(build)
    yield from source_files(build, build.register.notices)


def source_files(build: SiteBuild, notices: Iterable[Notice]) -> Iterator[Artifact]:
    """Yield the Markdown file and the attachments of each notice."""
    for notice in notices:
        base = f"notices/{notice.id}"
        source = build.settings.notices_dir / f"{notice.id}.md"
        fingerprint = build.fingerprints[notice.id]
        yield Artifact(f"{base}/notice.md", source.read_bytes, partial(digest, fingerprint))
        folder = build.settings.notices_dir / notice.id
        for path in list_regular_files(folder):
            address = f"{base}/{path.relative_to(folder).as_posix()}"
            yield Artifact(address, path.read_bytes, partial(_content_fingerprint, path))


def editor_files(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the program of the write page, if the site has one."""
    folder = build.settings.editor_dir
    for path in sorted(folder.rglob("*")) if folder else ():
        if path.is_file():
            address = f"{FOLDER}{path.relative_to(folder or path).as_posix()}"
            yield Artifact(address, path.read_bytes, partial(_content_fingerprint, path))


def root_files(build: SiteBuild, pages: Iterable[PageAddress]) -> Iterator[Artifact]:
    """Yield the schema, the sitemap of the `pages`, robots.txt and security.txt."""
    settings = build.settings
    schema = schema_json(notice_schema(settings.site_url))
    yield Artifact(SCHEMA_ADDRESS, schema.encode)
    for name, content in sitemaps(pages, settings.site_url).items():
        yield Artifact(name, partial(bytes, content))
    yield Artifact("robots.txt", robots(settings.site_url or "/").encode)
    contact = security_txt(settings.site, settings.site_url, settings.repo_url, settings.built_at)
    if contact:
        yield Artifact(SECURITY_TXT, contact.encode)


def write_signed_checksums(build: SiteBuild, sums: Mapping[str, str]) -> None:
    """Write SHA256SUMS, given the SHA-256 of all other files, and sign it. Raise NoticeboardError."""
    target, public_key = build.settings.target, build.settings.site.signing_key
    private_key = signing_key_file()
    if public_key:
        write_signers(target, public_key)
        sums = {**sums, SIGNERS: sha256_of(target / SIGNERS)}
    write_checksums(target, sums)
    if private_key and not build.settings.serving:
        sign(target, private_key)


def _region_tables(build: SiteBuild) -> Iterator[Artifact]:
    """Yield a table of the notices of each region and the places below it."""
    site_url = build.settings.site_url
    for group in build.groups.regions.values():

        def fingerprint(group: NoticeGroup = group) -> bytes:
            notices = (build.fingerprints[notice.id] for notice in group.notices)
            return digest("table", program_digest(), site_url, *notices)

        def render(group: NoticeGroup = group) -> bytes:
            return as_csv(group.notices, site_url).encode()

        yield Artifact(f"{group.url}notices.csv", render, fingerprint, topic=group.newest.id)


def _notice_json(build: SiteBuild) -> Iterator[Artifact]:
    stamp = Stamp(COMMIT_PLACEHOLDER, commit_json(build.history.commit))
    site_url = build.settings.site_url

    def artifact(notice: Notice) -> Artifact:
        def render() -> bytes:
            verification = build.verification(notice)
            data = full_notice(notice, build.bodies[notice.id], verification, site_url)
            return as_json(data).encode()

        def fingerprint() -> bytes:
            notice_key, verification = build.fingerprints[notice.id], build.verification(notice)
            return digest("data", program_digest(), notice_key, site_url, repr(verification))

        return Artifact(
            f"{BASE}notices/{notice.id}.json", render, fingerprint, stamp, topic=notice.id
        )

    return map(artifact, build.register.notices)


def _feeds(build: SiteBuild) -> Iterator[Artifact]:
    site_url = build.settings.site_url

    def artifact(feed: NoticeFeed, name: str, write: Callable[[Feed], bytes]) -> Artifact:
        def fingerprint() -> bytes:
            notices = (build.fingerprints[notice.id] for notice in feed.notices)
            updated = [feed.updated(notice) for notice in feed.notices]
            return digest(
                "feed",
                program_digest(),
                site_url,
                feed.base,
                feed.title,
                repr((feed.place, updated)),
                *notices,
            )

        def render() -> bytes:
            return write(feed.with_bodies(build.bodies, site_url))

        topic = feed.notices[0].id if feed.notices else ""
        return Artifact(feed.base + name, render, fingerprint, topic=topic)

    dates_added = build.history.dates_added()
    for feed in notice_feeds(build.groups, build.settings.site.name, dates_added):
        yield artifact(feed, f"{feed.place.name}.xml", atom)
        if feed.full or feed.place.is_archive:
            yield artifact(feed, f"{feed.place.name}.json", json_feed)


def _changes_feeds(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the feed of each notice's own changes."""
    site_url = build.settings.site_url

    def changes(notice: Notice) -> Artifact:
        entries = build.changelog.of_notice(notice)

        def fingerprint() -> bytes:
            texts = [(entry.anchor, str(entry.date), entry.reason) for entry in entries]
            key = build.fingerprints[notice.id]
            return digest("changes", program_digest(), site_url, key, repr(texts))

        def render() -> bytes:
            return atom(changes_feed(notice, entries, site_url))

        return Artifact(f"{notice.url}feed.xml", render, fingerprint, topic=notice.id)

    return map(changes, build.register.notices)


def _content_fingerprint(path: Path) -> bytes:
    return digest("content", path.read_bytes())
