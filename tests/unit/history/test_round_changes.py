"""The changelog of an inspection round, from Git and from its corrections."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import Any

from support.factories import made_round, write_round
from support.repositories import commit, git

from noticeboard.history.log import History, Version, read_history
from noticeboard.history.round_changes import RoundEntry, round_log
from noticeboard.model.dates import BEIJING
from noticeboard.model.register import Register
from noticeboard.model.round_status import all_statuses
from noticeboard.pages.rounds import round_page

NOTE = {"date": "2025-01-05", "note": "名单漏了期限"}


def test_every_change_of_a_round_is_listed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    notices = tmp_path / "notices"
    versions: tuple[dict[str, Any], ...] = (
        {"units": ["甲局党组"]},
        {"units": ["甲局党组", "乙局党组"]},
        {"units": ["甲局党组", "乙局党组"], "feedback": "2024-09-15"},
        {"units": ["甲局党组"], "due_months": "6", "due_source": "示例", "corrections": [NOTE]},
    )
    for changes in versions:
        write_round(notices, **changes)
        commit(tmp_path)
    history = read_history(tmp_path, notices)
    assert set(history.rounds) == {"shili-2024-1"}
    assert history.versions == {}
    current = made_round(**versions[-1])
    entries = round_log(current, history.rounds["shili-2024-1"], history.contents)
    assert [entry.kind for entry in entries] == ["corrected", "unexplained", "updated", "published"]
    assert entries[0].reason == NOTE["note"]
    assert [(c.label, c.old_text, c.new_text) for entry in entries for c in entry.changes] == [
        ("反馈日期", "2024年9月15日", "2024年6月15日"),
        ("公布期限（月）", "", "6"),
        ("期限的依据", "", "示例"),
        ("被巡察单位", "乙局党组", ""),
        ("反馈日期", "2024年6月15日", "2024年9月15日"),
        ("被巡察单位", "", "乙局党组"),
    ]
    assert {entry.commit for entry in entries} == {
        version.commit for version in history.rounds["shili-2024-1"]
    }


def test_without_git_the_corrections_are_listed() -> None:
    current = made_round(corrections=[NOTE])
    (entry,) = round_log(current, (), {})
    assert entry == RoundEntry("corrected", current.corrections[0].date, NOTE["note"])


def test_the_page_of_a_round_has_its_changes() -> None:
    (status,) = all_statuses([made_round(corrections=[NOTE])], Register(()), None, date(2025, 2, 1))
    version = Version("a" * 40, datetime(2025, 1, 1, tzinfo=BEIJING))
    page = round_page(status, History(rounds={status.round.slug: (version,)}))
    entries: Any = page.context["changes"]
    assert [entry.label for entry in entries] == ["更正", "公布"]
