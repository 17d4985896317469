"""`make demo`: the sample board is whole, valid, marked as a sample, and the same each time."""

from __future__ import annotations

from collections import Counter
from datetime import date
from pathlib import Path

import demo
import pytest
from support.repositories import git

from noticeboard.model.problems import has_errors
from noticeboard.model.register import Register
from noticeboard.model.round_status import all_statuses
from noticeboard.model.rounds import Deadline
from noticeboard.reading.board_config import read_board_config
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_rounds
from noticeboard.rules.check import check_notices


@pytest.fixture(scope="module")
def board(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    demo.write(folder)
    return folder


def register(board: Path) -> Register:
    return Register([each.notice for each in read_all(board / "notices") if each.notice])


def test_every_notice_is_valid_and_says_that_it_is_a_sample(board: Path) -> None:
    parsed = read_all(board / "notices")
    problems = check_notices(parsed, board / "notices", rounds=read_rounds(board / "notices"))
    assert not has_errors(problems), problems
    notices = register(board).notices
    assert len(notices) == demo.COUNT
    assert all("（样例）" in notice.title for notice in notices)
    assert all(notice.regions[:2] == demo.REGION for notice in notices)


def test_the_board_is_filled(board: Path) -> None:
    notices = register(board).notices
    assert sum(bool(notice.corrections) for notice in notices) >= 5
    assert sum(bool(notice.withdrawn) for notice in notices) >= 2
    assert sum(bool(notice.attachments) for notice in notices) >= 10
    assert len({notice.year for notice in notices}) >= 4
    assert len({notice.region for notice in notices}) >= 5
    assert all(notice.progress and notice.topics for notice in notices)


def test_rounds_have_every_state(board: Path) -> None:
    rounds = [each.round for each in read_rounds(board / "notices") if each.round]
    deadline = Deadline(demo.DUE_MONTHS, "样例")
    statuses = all_statuses(rounds, register(board), deadline, date(2026, 1, 1))
    states = Counter(unit.state for status in statuses for unit in status.units)
    assert len(states) >= 4, states


def test_every_page_is_marked(board: Path) -> None:
    config = read_board_config(board / "board.yml")
    assert "编造" in config.site["sample"]
    assert config.settings["site_name"].endswith("（样例）")


def test_the_history_is_the_same_each_time(board: Path, tmp_path: Path) -> None:
    demo.write(tmp_path)
    assert git(tmp_path, "rev-parse", "HEAD") == git(board, "rev-parse", "HEAD")
    assert git(board, "status", "--porcelain") == ""
