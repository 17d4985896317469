"""The member boards of a portal, as the last harvest left them: `.portal.json` below the notices.

Each member's files lie in a folder with its id, which is laid out as the notices of one board.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from functools import cached_property
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from noticeboard.model.notice import Notice
from noticeboard.model.problems import NoticeboardError

FILE = ".portal.json"
_PARTS_IN_PORTAL = 3
"""Of the path of a notice or a round: board, year, file."""


class Board(BaseModel):
    """A member board. `checked` is the last harvest, `fetched` the last one without a fault.

    `held` are the board's own ids of notices that it altered without a correction, or dropped; their
    last state is kept.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    name: str
    url: str
    checked: datetime
    fetched: datetime | None = None
    total: int = 0
    faults: tuple[str, ...] = ()
    held: tuple[str, ...] = ()

    def address_of(self, notice: Notice) -> str:
        """Return the address of a notice's page on the board itself."""
        return f"{self.url}notices/{notice.year}/{notice.slug}/"

    def holds(self, notice: Notice) -> bool:
        """Return whether the board has altered or dropped the notice since, without saying so."""
        return f"{notice.year}/{notice.slug}" in self.held


class Portal(BaseModel):
    """All member boards, in the order of members.yml."""

    model_config = ConfigDict(frozen=True)

    boards: tuple[Board, ...] = ()

    @cached_property
    def by_id(self) -> Mapping[str, Board]:
        """The boards by id."""
        return {board.id: board for board in self.boards}


def read_portal(notices_dir: Path) -> Portal | None:
    """Return the members of a portal; None where the folder holds the notices of one board.

    Raise NoticeboardError if the file is damaged.
    """
    path = notices_dir / FILE
    try:
        return Portal.model_validate_json(path.read_bytes())
    except FileNotFoundError:
        return None
    except (OSError, ValidationError):
        raise NoticeboardError(f"读不出 {path}；再运行一次 noticeboard harvest") from None


def board_folders(notices_dir: Path) -> Mapping[str, Path]:
    """Return the folder of each member by id; of one board itself, with an empty id."""
    portal = read_portal(notices_dir)
    if portal is None:
        return {"": notices_dir}
    return {board.id: notices_dir / board.id for board in portal.boards}


def path_on_board(path: Path, notices_dir: Path) -> Path:
    """Return the path below the folder of the board that a file belongs to."""
    relative = path.relative_to(notices_dir)
    if len(relative.parts) == _PARTS_IN_PORTAL and (notices_dir / FILE).is_file():
        return relative.relative_to(relative.parts[0])
    return relative
