"""The files for machines that gather, as artifacts: ResourceSync, DCAT, OPML, archives."""

from __future__ import annotations

import hashlib
import mimetypes
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path

from noticeboard.build.site import SiteBuild
from noticeboard.exports.checksums import sha256_of
from noticeboard.exports.feeds import notice_feeds
from noticeboard.exports.gathering import catalogue, opml
from noticeboard.exports.gathering.archives import NAME, archive
from noticeboard.exports.gathering.resource_sync import (
    CHANGES,
    Change,
    Resource,
    change_list,
    entry_points,
    resource_lists,
)
from noticeboard.files.safe_files import list_regular_files
from noticeboard.incremental.artifacts import Artifact
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.model.dates import latest, start_of_day
from noticeboard.model.notice import Notice
from noticeboard.reading.source_files import UNITS
from noticeboard.text.addresses import percent_encode

_MARKDOWN = "text/markdown"


def gathering_files(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the files; lists with addresses only where the site has one."""
    parts = list(_parts(build))
    for url, _, notices in parts:
        yield _archive(build, f"{url}{NAME}", notices)
    site_url, time = build.settings.site_url, build.settings.built_at
    if not site_url:
        return
    for address, content in resource_lists(list(_resources(build)), site_url, time).items():
        yield Artifact(address, partial(bytes, content))
    yield Artifact(CHANGES, lambda: change_list(_changes(build), site_url, time))
    for address, content in entry_points(site_url):
        yield Artifact(address, partial(bytes, content))
    listed = [
        catalogue.Part(
            title,
            site_url + url,
            f"{site_url}{url}{NAME}",
            latest((notice.last_change for notice in notices), None),
        )
        for url, title, notices in parts
    ]
    data = catalogue.catalogue(build.settings.site, site_url, listed, build.register.last_change)
    yield Artifact(catalogue.ADDRESS, data.encode)
    yield Artifact(opml.ADDRESS, partial(_opml, build))


def _parts(build: SiteBuild) -> Iterator[tuple[str, str, Sequence[Notice]]]:
    """Yield address, title and notices of each year, and of each region that notices state."""
    for year, notices in build.register.by_year.items():
        yield f"notices/{year}/", f"{year}年", notices
    regions: dict[str, list[Notice]] = defaultdict(list)
    for notice in build.register.notices:
        regions[notice.region].append(notice)
    for region, of_region in regions.items():
        yield build.groups.region_url(of_region[0]), region.replace("/", ""), of_region


def _files(build: SiteBuild, notice: Notice) -> Mapping[str, Path]:
    """Return the source and the attachments of a notice by their paths below the folder."""
    folder = build.settings.notices_dir
    attachments = list_regular_files(folder / notice.id)
    return {
        path.relative_to(folder).as_posix(): path
        for path in (folder / f"{notice.id}.md", *attachments)
    }


def _archive(build: SiteBuild, address: str, notices: Sequence[Notice]) -> Artifact:
    def files() -> Iterator[tuple[str, Path]]:
        for notice in notices:
            yield from _files(build, notice).items()

    def fingerprint() -> bytes:
        sums = (f"{name} {_sha256(path)}" for name, path in files() if path.suffix != ".md")
        sources = (f"{notice.id} {build.verification(notice).sha256}" for notice in notices)
        return digest("archive", program_digest(), *sources, *sums)

    return Artifact(address, lambda: archive(files()), fingerprint, topic=notices[0].id)


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _resources(build: SiteBuild) -> Iterator[Resource]:
    """Yield every source and attachment, and the sources of rounds and units."""
    site_url = build.settings.site_url
    for notice in build.register.notices:
        moment = start_of_day(notice.last_change)
        versions = build.verification(notice).versions
        moment = versions[0].committed_at if versions else moment
        for name, path in _files(build, notice).items():
            is_source = name == f"{notice.id}.md"
            file = "notice.md" if is_source else percent_encode(path.name)
            sha256 = build.verification(notice).sha256 if is_source else sha256_of(path)
            kind = _MARKDOWN if is_source else mimetypes.guess_type(name)[0] or ""
            yield Resource(
                f"{site_url}{notice.url}{file}", kind, moment, sha256, path.stat().st_size
            )
    for artifact in register_sources(build):
        content = artifact.render()
        sha256 = hashlib.sha256(content).hexdigest()
        url = site_url + artifact.address
        yield Resource(url, "application/yaml", sha256=sha256, length=len(content))


def _changes(build: SiteBuild) -> Iterator[Resource]:
    """Yield every version of each notice; without Git its publication and its last change."""
    site_url, known = build.settings.site_url, build.register.by_id
    for notice in build.register.notices:
        url = f"{site_url}{notice.url}notice.md"
        verification = build.verification(notice)
        versions = [(v.committed_at, v.sha256) for v in reversed(verification.versions)]
        if not versions:
            days = dict.fromkeys((notice.published, notice.last_change))
            versions = [(start_of_day(day), None) for day in days]
        versions[-1] = versions[-1][0], verification.sha256
        for number, (moment, sha256) in enumerate(versions):
            change: Change = "updated" if number else "created"
            yield Resource(url, _MARKDOWN, moment, sha256, change=change)
    for notice_id, history in build.history.versions.items():
        if notice_id not in known and history[0].deleted:
            url = f"{site_url}notices/{notice_id}/notice.md"
            yield Resource(url, _MARKDOWN, history[0].committed_at, change="deleted")


def _opml(build: SiteBuild) -> bytes:
    site_url, name = build.settings.site_url, build.settings.site.name
    titles = {"regions": "地区", "units": "单位", "inspections": "整改类别"}
    groups: dict[str, list[opml.FeedLink]] = {"全站": []}
    for feed in notice_feeds(build.groups, name, build.history.dates_added()):
        if not feed.place.is_archive:
            group = titles.get(feed.base.partition("/")[0], "全站")
            page = site_url + feed.base
            link = opml.FeedLink(feed.title, page, f"{page}feed.xml")
            groups.setdefault(group, []).append(link)
    groups["巡察轮次"] = [
        opml.FeedLink(each.round.name, site_url + each.url, f"{site_url}{each.url}feed.xml")
        for each in build.rounds
    ]
    return opml.opml(f"{name}的订阅", groups, build.settings.built_at)


def register_sources(build: SiteBuild) -> Iterator[Artifact]:
    """Yield the files of the rounds and the register of units, which portals gather."""
    folder = build.settings.notices_dir
    for status in build.rounds:
        source = folder.parent / status.round.path
        yield Artifact(f"{status.url}round.yml", source.read_bytes)
    if (folder / UNITS).is_file():
        yield Artifact(f"units/{UNITS}", (folder / UNITS).read_bytes)
