"""The home page, the lists of all notices, and the single pages without a list."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import PageGroup, SitePage, list_page
from noticeboard.pages.contacts import contact_pages
from noticeboard.pages.notice import notice_page
from noticeboard.pages.timeline import TimelineChart, timeline_chart, timeline_steps
from noticeboard.rules.catalogue import catalogue
from noticeboard.rules.changes.table import PAST_NOTICE, PAST_ROUND
from noticeboard.text.markup.line_joins import one_line
from noticeboard.text.paging import paginate
from noticeboard.text.rendering import RenderedBody

NEWEST_ON_HOME = 8
FEW = 4
"""Notices of a board that is too small for lists, years and regions."""


@dataclass(frozen=True, slots=True)
class ShownNotice:
    """A notice that the home page of a small board shows itself."""

    notice: Notice
    timeline: TimelineChart
    beginning: str


def home_context(
    register: Register, bodies: Mapping[str, RenderedBody] | None = None
) -> Mapping[str, object]:
    """Return what the home page shows of the register; of a small one it shows the notices."""
    bodies = bodies or {}
    few = register.notices if len(register.notices) <= FEW else ()
    shown = [
        ShownNotice(
            notice,
            timeline_chart(timeline_steps(notice)),
            one_line(bodies[notice.id].first_paragraph) if notice.id in bodies else "",
        )
        for notice in few
    ]
    return {
        "few": shown,
        "is_small": len(register.notices) <= FEW,
        "newest": register.notices[:NEWEST_ON_HOME],
        "total": len(register.notices),
        "years": _years(register),
        "unit_total": len(register.by_unit),
    }


def _no_extras(notice: Notice) -> Mapping[str, object]:
    return {}


def register_pages(
    register: Register, extras: Callable[[Notice], Mapping[str, object]] = _no_extras
) -> Iterator[PageGroup]:
    """Yield the pages of the notices, their lists, the contacts and the single pages.

    `extras` returns what only a build knows of a notice, as `notice_page` takes it.
    """
    yield (notice_page(notice, register, extras(notice)) for notice in register.notices)
    yield from notice_lists(register)
    yield contact_pages(register)
    yield single_pages()


def notice_lists(register: Register) -> Iterator[PageGroup]:
    """Yield the list of all notices, then that of each year."""
    years = _years(register)
    yield _list_pages("notices/", "全部通报", register.notices, {"years": years})
    for year, notices in register.by_year.items():
        context = {"years": years, "year": year}
        yield _list_pages(f"notices/{year}/", f"{year}年公布的通报", notices, context)


def single_pages() -> PageGroup:
    """Yield the pages of rules, search, verification and open data."""
    yield rules_page()
    yield SitePage(
        "search.md", "search.html", "搜索", "在全部通报的标题、单位、正文和联系方式中查找", {}
    )
    yield SitePage(
        "about/verify.md",
        "verify.html",
        "怎样核对整个网站",
        "用五行命令核对网站和公开仓库是否一致",
        {},
    )
    description = "用阅读器或者邮件，得知新的通报、更正和撤回"
    yield SitePage("follow.md", "follow.html", "怎样得知新通报和改动", description, {})
    yield SitePage("data.md", "data.html", "开放数据", "下载全部通报的表格和数据，自由使用", {})


def rules_page() -> SitePage:
    """Return the page that explains every rule; messages of the check link to it."""
    groups = catalogue()
    context = {
        "groups": groups,
        "count": sum(map(len, groups.values())),
        "past_notice": PAST_NOTICE,
        "past_round": PAST_ROUND,
    }
    description = "提交通报时检查的每一条，各有一个不对的和一个对的例子"
    return SitePage("contribute/rules.md", "rules.html", "检查哪些内容", description, context)


def _years(register: Register) -> list[tuple[str, int]]:
    return [(year, len(notices)) for year, notices in register.by_year.items()]


def _list_pages(
    base: str, title: str, notices: Sequence[Notice], context: Mapping[str, object]
) -> PageGroup:
    description = f"{title}，共{len(notices)}篇，按公布日期从新到旧排列"
    for pager, part in paginate(base, notices):
        full = {**context, "notices": part, "pager": pager, "heading": title}
        yield list_page(pager, "list.html", title, description, full, part)
