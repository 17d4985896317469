"""The member boards of a portal as open data: `/api/v1/boards.json`."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Final, Literal

from pydantic import Field

from noticeboard.exports.api import BASE, as_json
from noticeboard.exports.models import SCHEMA_VERSION, Data
from noticeboard.model.register import Register
from noticeboard.reading.boards import Board, Portal

BOARDS_ADDRESS: Final = f"{BASE}boards.json"


class BoardData(Data):
    """A member board; its notices have `board` and ids that begin with its id."""

    id: str = Field(description="编号，永不改变")
    name: str
    url: str
    total: int = Field(description="本站收有的通报")
    state: Literal["complete", "incomplete", "empty"] = Field(
        description="complete 最近一次收全了，incomplete 没有收全，empty 从来没有收到"
    )
    checked: datetime = Field(description="最近一次收取的时间")
    fetched: datetime | None = Field(description="最近一次收全的时间")
    held: tuple[str, ...] = Field(
        description="原公开栏改了或去掉了而没有更正、撤回的通报；本站保留以前收的"
    )


class BoardList(Data):
    """All member boards, in the order of the portal's list."""

    schema_version: str = SCHEMA_VERSION
    total: int
    boards: tuple[BoardData, ...]


def boards_json(portal: Portal, register: Register) -> str:
    """Return the content of `boards.json`."""
    totals = Counter(notice.board for notice in register.notices)
    boards = tuple(_board(board, totals[board.id]) for board in portal.boards)
    return as_json(BoardList(total=len(boards), boards=boards))


def _board(board: Board, total: int) -> BoardData:
    state: Literal["complete", "incomplete"] = "incomplete" if board.faults else "complete"
    return BoardData(
        id=board.id,
        name=board.name,
        url=board.url,
        total=total,
        state=state if board.fetched or total else "empty",
        checked=board.checked,
        fetched=board.fetched,
        held=tuple(f"{board.id}/{key}" for key in board.held),
    )
