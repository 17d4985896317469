"""Register -> the site's generated pages: address, template, what the template is given."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.notice import notice_links
from noticeboard.rules.catalogue import catalogue
from noticeboard.text.paging import Pager, split
from noticeboard.text.rendering import Body

NEWEST_ON_HOME = 8
BLANKED = "本通报已经撤回，正文已经删去。"
"""What describes a notice whose text was removed."""


@dataclass(frozen=True, slots=True)
class SitePage:
    """A page that no file of docs/ stands for.

    `uri` is its source address as MkDocs counts it (`notices/2024/x.md` becomes
    `/notices/2024/x/`); `view` is what the template is given; `notice` is there for a notice's
    page only. Of pages that are `many` there are the more, the more notices there are: no
    hand-written page links to them.
    """

    uri: str
    template: str
    title: str
    description: str
    view: Mapping[str, object]
    last_change: PartialDate | None = None
    notice: Notice | None = None
    many: bool = False

    @property
    def url(self) -> str:
        """Its address from the site's root, which ends with a slash."""
        return self.uri.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"


PageGroup = Iterator[SitePage]
"""Pages of which none is made before it is asked for; those that are not `many` come first."""


def site_pages(register: Register) -> Iterator[PageGroup]:
    """The pages of the site that no other module makes; those of notices without their text."""
    yield (notice_page(notice, register) for notice in register.notices)
    years = _years(register)
    yield _list_pages("notices/", "全部通报", register.notices, {"years": years})
    for year, notices in register.by_year.items():
        view = {"years": years, "year": year}
        yield _list_pages(f"notices/{year}/", f"{year}年公布的通报", notices, view)
    yield _contact_pages(register)
    yield _single_pages()


def _single_pages() -> PageGroup:
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
    yield SitePage("data.md", "data.html", "开放数据", "下载全部通报的表格和数据，自由使用", {})


def rules_page() -> SitePage:
    """The page that explains every rule; messages of the check lead to it."""
    groups = catalogue()
    view = {"groups": groups, "count": sum(map(len, groups.values()))}
    description = "提交通报时检查的每一条，各有一个不对的和一个对的例子"
    return SitePage("contribute/rules.md", "rules.html", "检查哪些内容", description, view)


def home_view(register: Register) -> Mapping[str, object]:
    """What the home page shows of the register."""
    return {
        "newest": register.notices[:NEWEST_ON_HOME],
        "total": len(register.notices),
        "years": _years(register),
        "unit_total": len(register.by_unit),
    }


def notice_page(notice: Notice, register: Register) -> SitePage:
    """The page of one notice; what `with_text` adds comes from its text alone."""
    return SitePage(
        f"notices/{notice.id}.md",
        "notice.html",
        notice.title,
        notice.summary or "",
        {"links": notice_links(notice, register)},
        last_change=notice.last_change,
        notice=notice,
        many=True,
    )


def with_text(page: SitePage, body: Body) -> SitePage:
    """The page of a notice with what its text says of it."""
    return replace(page, description=page.description or _opening(body) or BLANKED)


def _opening(body: Body) -> str:
    """The first paragraph, cut for lists and search engines."""
    first = next((block.text for block in body.blocks if block.kind == "body"), "")
    return first if len(first) <= 120 else first[:119] + "…"


def _years(register: Register) -> list[tuple[str, int]]:
    return [(year, len(notices)) for year, notices in register.by_year.items()]


def _list_pages(
    base: str, title: str, notices: Sequence[Notice], view: Mapping[str, object]
) -> PageGroup:
    description = f"{title}，共{len(notices)}篇，按公布日期从新到旧排列"
    for pager, part in split(base, notices):
        full = {**view, "notices": part, "pager": pager, "heading": title}
        yield list_page(pager, "list.html", title, description, full, part)


def _contact_pages(register: Register) -> PageGroup:
    title = "各单位联系方式"
    description = "对整改情况有意见，可以直接打电话、发邮件或写信给被巡察单位"
    for pager, part in split("contacts/", register.contacts):
        view = {"contacts": part, "pager": pager, "heading": title}
        notices = [entry.notice for entry in part]
        yield list_page(pager, "contacts.html", title, description, view, notices)


def list_page(
    pager: Pager,
    template: str,
    title: str,
    description: str,
    view: Mapping[str, object],
    notices: Sequence[Notice],
) -> SitePage:
    """One page of a list; its last change is the newest of its notices."""
    name = title if pager.number == 1 else f"{title}（第{pager.number}页）"
    uri = f"{pager.base}index.md" if pager.number == 1 else f"{pager.base}page/{pager.number}.md"
    newest = max((notice.last_change for notice in notices), key=lambda day: day.last, default=None)
    many = pager.number > 1 or pager.base.count("/") > 1
    return SitePage(uri, template, name, description, view, last_change=newest, many=many)
