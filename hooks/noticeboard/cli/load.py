"""`noticeboard load`: bring all published notices into PostgreSQL."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from noticeboard.build import environment
from noticeboard.build.settings import Settings
from noticeboard.build.site import SiteBuild
from noticeboard.build.site_files import published_digest
from noticeboard.cli.common import (
    INTERRUPTED,
    board_config,
    database_package,
    existing_notices_dir,
    interrupt,
    usage_errors,
)
from noticeboard.exports.api import contact_entry, list_entry
from noticeboard.exports.rounds import round_entry
from noticeboard.incremental.digests import digest
from noticeboard.incremental.progress import track
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.reading.site_config import site_config_in, site_url_in
from noticeboard.rules.problem_formats import as_summary
from noticeboard.search.documents import SearchDocument, search_documents

if TYPE_CHECKING:
    from noticeboard.database.loading import Content
    from noticeboard.database.records import Source

MKDOCS = Path("mkdocs.yml")


@click.command(help="把全部通报载入 PostgreSQL 数据库，只写有变化的。")
@click.argument("url", metavar="postgresql://用户名@主机:端口/数据库名")
def load(url: str) -> None:
    """Exit 0 when the database holds the notices, 2 for an error, 130 when it is interrupted."""
    started = time.monotonic()
    signal.signal(signal.SIGTERM, interrupt)
    try:
        with usage_errors(), database_package():
            from noticeboard.database.connection import connect, database_errors
            from noticeboard.database.loading import load as load_content

            # A wrong address is reported before the notices are read.
            with database_errors(), connect(url) as connection:
                counts = load_content(connection, _content(_read()))
    except KeyboardInterrupt:
        click.echo("载入被中断；再运行一次就会补齐，通报都在文件里，不会丢", err=True)
        raise SystemExit(INTERRUPTED) from None
    seconds = time.monotonic() - started
    click.echo(
        f"数据库里有 {counts.added + counts.changed + counts.kept} 篇通报："
        f"新增 {counts.added}，更新 {counts.changed}，去掉 {counts.removed}，"
        f"没有变化 {counts.kept}；用时 {seconds:.1f} 秒"
    )


def _read() -> SiteBuild:
    """Return the notices as a site of them would have them. Raise NoticeboardError for errors."""
    folder, root, board = existing_notices_dir(), Path.cwd(), board_config()
    settings = board.effective_settings(os.environ)
    build = SiteBuild(
        Settings(
            root=root,
            docs_dir=root / "docs",
            notices_dir=folder.absolute(),
            target=environment.site_dir(root),
            live_site=None,
            cache_dir=environment.cache_dir(root),
            site=site_config_in(MKDOCS, board.site),
            site_url=site_url_in(MKDOCS, settings.get("site_url")),
            repo_url="",
            built_at=environment.build_time(),
        )
    )
    problems = build.read()
    if has_errors(problems):
        summary = as_summary(problems, environment.site_url())
        raise NoticeboardError(f"通报没有通过检查，数据库没有改动：\n{summary}")
    return build


def _content(build: SiteBuild) -> Content:
    from noticeboard.database.loading import Content

    site_url = build.settings.site_url
    return Content(
        sources=_sources(build),
        lists={
            "contacts": [
                contact_entry(contact).model_dump_json() for contact in build.register.contacts
            ],
            "rounds": [round_entry(status, site_url).model_dump_json() for status in build.rounds],
        },
        notices=published_digest(build),
    )


def _sources(build: SiteBuild) -> Iterator[Source]:
    documents = search_documents(build.register, build.bodies)
    for document in track("载入数据库", documents):
        yield _source(build, document)


def _source(build: SiteBuild, document: SearchDocument) -> Source:
    from noticeboard.database.records import Source

    notice = build.register.by_id[document.id]

    def entry() -> str:
        verification = build.verification(notice)
        return list_entry(notice, verification, build.settings.site_url).model_dump_json()

    fingerprint = digest(build.text_fingerprints[notice.id], entry())
    return Source(document, fingerprint.hex(), entry)
