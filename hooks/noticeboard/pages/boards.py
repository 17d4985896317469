"""The member boards of a portal: the page `/members/`, and where a notice comes from."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from noticeboard.model.dates import PartialDate, beijing_date
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.base import SitePage
from noticeboard.reading.boards import Board, Portal

PAGE = "members.md"


@dataclass(frozen=True, slots=True)
class Origin:
    """The board that a notice comes from; `address` is that of its page there.

    `held` if the board has altered or dropped it since without a correction or a withdrawal; then
    `fetched` is the day on which the text was still there, if it is known.
    """

    name: str
    url: str
    address: str
    held: bool = False
    fetched: PartialDate | None = None


@dataclass(frozen=True, slots=True)
class BoardRow:
    """A member as the page lists it; `days` have passed since it was `fetched` whole."""

    name: str
    url: str
    total: int
    state: str
    fetched: PartialDate | None
    days: int | None
    faults: int
    held: tuple[Notice, ...]


def origin_of(notice: Notice, portal: Portal | None) -> Origin | None:
    """Return where a notice comes from; None on a board of its own."""
    board = portal and portal.by_id.get(notice.board)
    if not board:
        return None
    origin = Origin(board.name, board.url, board.address_of(notice))
    # Only then, or every harvest would change every page.
    return replace(origin, held=True, fetched=_day(board)) if board.holds(notice) else origin


def boards_page(portal: Portal, register: Register, today: date) -> SitePage:
    """Return the page of all members with their state and age."""
    totals = Counter(notice.board for notice in register.notices)
    rows = [_row(board, totals[board.id], register, today) for board in portal.boards]
    return SitePage(
        PAGE,
        "boards.html",
        "成员公开栏",
        f"本站汇总的 {len(rows)} 个公开栏，各有多少通报，最近什么时候收全",
        {"boards": rows},
    )


def _row(board: Board, total: int, register: Register, today: date) -> BoardRow:
    fetched = _day(board)
    keys = (f"{board.id}/{key}" for key in board.held)
    held = tuple(register.by_id[key] for key in keys if key in register.by_id)
    days = max(0, (today - fetched.first).days) if fetched else None
    state = "没有收全" if board.faults else "正常"
    state = state if fetched or total else "没有收到"
    return BoardRow(board.name, board.url, total, state, fetched, days, len(board.faults), held)


def _day(board: Board) -> PartialDate | None:
    return PartialDate.from_date(beijing_date(board.fetched)) if board.fetched else None
