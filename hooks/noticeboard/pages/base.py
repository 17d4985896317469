"""A page that the site generates, and the pages of a list."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from noticeboard.model.dates import PartialDate, latest
from noticeboard.model.notice import Notice
from noticeboard.text.paging import Pager


@dataclass(frozen=True, slots=True)
class SitePage:
    """A generated page: its address, its template and what the template is given.

    `uri` is the source address as MkDocs counts it: `notices/2024/x.md` becomes
    `/notices/2024/x/`. `notice` is set on the page of a notice only. The number of `bulk` pages
    grows with the number of notices; no hand-written page links to them.
    """

    uri: str
    template: str
    title: str
    description: str
    context: Mapping[str, object]
    last_change: PartialDate | None = None
    notice: Notice | None = None
    bulk: bool = False

    @property
    def is_indexable(self) -> bool:
        """Whether search engines may list it: of a notice that they may not, neither page nor changes.

        A portal leaves the notices of other boards to these.
        """
        subject = self.notice or self.context.get("changed_notice")
        return not (isinstance(subject, Notice) and (subject.noindex or subject.board))

    @property
    def url(self) -> str:
        """The address relative to the site's root, with a slash at its end."""
        return self.uri.removesuffix("index.md").removesuffix(".md").rstrip("/") + "/"


PageGroup = Iterator[SitePage]
"""Pages that are built one by one on request, single pages before bulk pages."""


def list_page(
    pager: Pager,
    template: str,
    title: str,
    description: str,
    context: Mapping[str, object],
    notices: Sequence[Notice],
) -> SitePage:
    """Return one page of a list; its last change is that of its notices."""
    is_first = pager.number == 1
    url = pager.url(pager.number)
    return SitePage(
        f"{url}index.md" if is_first else f"{url.removesuffix('/')}.md",
        template,
        title if is_first else f"{title}（第{pager.number}页）",
        description,
        context,
        last_change=latest((notice.last_change for notice in notices), None),
        bulk=not is_first or pager.base.count("/") > 1,
    )
