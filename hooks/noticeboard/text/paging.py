"""Pagination of long lists."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeVar

T = TypeVar("T")

PER_PAGE = 20
"""Entries on a page of any list."""


@dataclass(frozen=True, slots=True)
class Pager:
    """The position of one page among the pages of a list.

    `number` and `count` count pages from 1, `total` counts entries; `base` is the address of the
    first page, relative to the site's root; `around` are the pages that the page links to.
    """

    number: int
    count: int
    total: int
    base: str
    around: tuple[int, ...] = ()

    def url(self, number: int) -> str:
        """Return the address of one of the pages."""
        return page_url(self.base, number)


def page_url(base: str, number: int) -> str:
    """Return the address of a page of a list; `base` is the address of its first page."""
    return base if number == 1 else f"{base}page/{number}/"


def paginate(
    base: str, items: Sequence[T], per_page: int = PER_PAGE
) -> Iterator[tuple[Pager, Sequence[T]]]:
    """Yield pages of `per_page` items each; a single empty page when there are no items."""
    count = max(1, -(-len(items) // per_page))
    for number in range(1, count + 1):
        near = {1, count, *range(max(1, number - 2), min(count, number + 2) + 1)}
        pager = Pager(number, count, len(items), base, tuple(sorted(near)))
        yield pager, items[(number - 1) * per_page : number * per_page]
