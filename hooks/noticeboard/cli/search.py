"""`noticeboard search`: scan the notices, with the answer that the site's search gives."""

from __future__ import annotations

import click

from noticeboard.build.loader import NoticeLoader, render_bodies
from noticeboard.cli.common import existing_notices_dir, usage_errors
from noticeboard.incremental.pool import cores
from noticeboard.model.dates import beijing_date
from noticeboard.model.register import Register


@click.command(help="在全部通报里查找，规则与网站的搜索相同。")
@click.argument("query", nargs=-1, required=True)
def search(query: tuple[str, ...]) -> None:
    """Print id, title and excerpts of each hit; exit 1 without one."""
    # Other commands need none of the tables that the search loads.
    from noticeboard.search.documents import search_documents
    from noticeboard.search.scan import scan

    with usage_errors():
        loaded = NoticeLoader(processes=cores()).load(existing_notices_dir())
    notices = (each.parsed.notice for each in loaded if each.parsed.notice)
    register = Register(notice for notice in notices if notice.is_public(beijing_date()))
    documents = search_documents(register, render_bodies(register.notices, cores()))
    hits = scan(documents, " ".join(query))
    for hit in hits:
        click.echo(f"{hit.document.id}  {hit.document.title}")
        for excerpt in hit.excerpts:
            click.echo(f"    {excerpt.text}")
    click.echo(f"共 {len(hits)} 篇")
    raise SystemExit(0 if hits else 1)
