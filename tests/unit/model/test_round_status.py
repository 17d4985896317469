"""How units stand on a day, in pages, data and feeds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

import feedparser
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from support.factories import made_round, notice

from noticeboard.exports.openapi import openapi
from noticeboard.exports.round_feeds import round_atom, round_json_feed
from noticeboard.exports.rounds import rounds_json
from noticeboard.history.log import History
from noticeboard.model.round_status import STATES, RoundStatus, all_statuses
from noticeboard.model.rounds import Deadline
from noticeboard.pages.rounds import draw, round_pages

SITE = "https://noticeboard.example/"
MADE = datetime(2025, 2, 1, tzinfo=UTC)
SIX = Deadline(6, "示例办法第三条")
GROUND = "涉及国家秘密，依照示例办法第三条不公布"
UNITS: list[Any] = ["示范局党组", "示例局党组", {"unit": "示例保密局党组", "ground": GROUND}]


def stands(day: date, deadline: Deadline | None = SIX, **changes: Any) -> RoundStatus:
    found = made_round(**{"units": UNITS, **changes})
    (status,) = all_statuses([found], [notice()], deadline, day)
    return status


def states(status: RoundStatus) -> list[str]:
    return [unit.state for unit in status.units]


def test_the_deadline_itself_is_in_time() -> None:
    on, after = stands(date(2024, 12, 15)), stands(date(2024, 12, 16))
    assert states(on) == ["published", "pending", "exempt"]
    assert states(after) == ["published", "overdue", "exempt"]
    assert [unit.late for unit in after.units] == [0, 1, 0]
    assert [unit.days for unit in after.units] == [170, 184, None]
    assert [str(unit.due) for unit in after.units] == ["2024-12-15", "2024-12-15", "None"]
    assert after.sentence == "共3个单位：已公布1个，逾期未公布1个，不公布1个"


def test_nothing_is_overdue_without_a_deadline() -> None:
    status = stands(date(2999, 1, 1), None)
    assert states(status) == ["published", "unpublished", "exempt"]
    assert all(unit.due is None and unit.late == 0 for unit in status.units)


def test_the_rounds_own_deadline_goes_first() -> None:
    changes: dict[str, Any] = {"due_months": "3", "due_source": "示例办法第九条"}
    status = stands(date(2024, 10, 1), **changes)
    assert status.deadline == Deadline(3, "示例办法第九条")
    assert states(status) == ["published", "overdue", "exempt"]
    assert status.units[0].late == 78  # published on 2 December, due on 15 September


def test_a_withdrawn_notice_is_told() -> None:
    gone = notice(withdrawn={"date": "2025-01-01", "reason": "重复公布"})
    (status,) = all_statuses([made_round()], [gone], SIX, date(2025, 2, 1))
    assert states(status) == ["withdrawn"]
    assert str(status.last_change) == "2025-01-01"
    assert "2025年1月1日撤回：重复公布" in round_json_feed(status, SITE)


@given(st.dates(date(2024, 6, 16), date(2030, 1, 1)), st.none() | st.integers(1, 60))
def test_every_unit_has_one_state_and_the_picture_has_room(day: date, months: int | None) -> None:
    status = stands(day, Deadline(months, "某条") if months else None)
    assert sum(status.counts.values()) == len(status.units)
    assert set(status.counts) <= set(STATES)
    for bar in draw(status).bars:
        assert all(0 <= share <= 100 for share in (bar.width, bar.due) if share is not None)
        assert (bar.unit.state == "overdue") == (bar.unit.late > 0 and bar.unit.notice is None)


def test_anchors_are_unique_and_stay_when_units_are_added() -> None:
    units: list[Any] = ["示范局党组", {"unit": "示范局党组", "region": "示例省/示例市/另一区"}]
    before = [unit.anchor for unit in stands(date(2025, 1, 1), units=units).units]
    after = [unit.anchor for unit in stands(date(2025, 1, 1), units=[*units, "示例局党组"]).units]
    assert len(set(after)) == 3
    assert after[:2] == before


def test_pages_with_and_without_rounds() -> None:
    (only,) = chain(*round_pages(()))
    assert (only.uri, only.view["rounds"]) == ("rounds/index.md", ())
    statuses = all_statuses(
        [made_round(), made_round("b", feedback="2024-09-01")], [], None, date(2025, 1, 1)
    )
    pages = list(chain(*round_pages(statuses)))
    assert [page.uri for page in pages] == [
        "rounds/index.md",
        "rounds/b.md",
        "rounds/shili-2024-1.md",
    ]
    assert str(pages[0].last_change) == "2024-09-01"


def test_the_data_is_as_described() -> None:
    description = json.loads(openapi("公开栏", SITE))
    answer = description["paths"]["/rounds.json"]["get"]["responses"]["200"]
    schema = {**answer["content"]["application/json"]["schema"]}
    schema["components"] = description["components"]
    for statuses in ((), (stands(date(2025, 2, 1)),)):
        found = json.loads(rounds_json(statuses, History(), MADE, SITE))
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(found)
        assert found["total"] == len(found["rounds"]) == len(statuses)
    (data,) = found["rounds"]
    assert (data["as_of"], data["due_months"]) == ("2025-02-01", 6)
    assert data["counts"] == {"published": 1, "overdue": 1, "exempt": 1}
    assert data["units"][0]["notice_url"] == f"{SITE}notices/2024/shifanju/"
    assert data["units"][2]["ground"] == GROUND


def test_a_feed_reader_is_told_once_of_each_change() -> None:
    pending, overdue = stands(date(2024, 12, 1)), stands(date(2025, 1, 1))
    later = stands(date(2025, 3, 1))
    read = feedparser.parse(round_atom(overdue, SITE))
    assert not read.bozo, read.get("bozo_exception")
    titles = {entry.id: entry.title for entry in read.entries}
    place = f"{SITE}rounds/shili-2024-1/#{overdue.units[1].anchor}"
    assert titles[place] == "【逾期未公布】示例局党组"
    assert read.entries[0].id == place  # the newest change
    assert read.entries[0].updated == "2024-12-16T00:00:00+08:00"
    assert round_atom(overdue, SITE) == round_atom(later, SITE)
    assert round_atom(pending, SITE) != round_atom(overdue, SITE)
    items = json.loads(round_json_feed(overdue, SITE))["items"]
    assert [item["id"] for item in items] == [entry.id for entry in read.entries]
    assert items[0]["content_text"] == "2024年6月15日反馈。公布期限：2024年12月15日。"
