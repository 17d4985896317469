"""The status of rounds on a day, in the model, pages, data and feeds."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from itertools import chain
from typing import Any

import feedparser
import pytest
from hypothesis import given
from hypothesis import strategies as st
from jsonschema import Draft202012Validator, FormatChecker
from support.factories import made_round, notice

from noticeboard.exports.feed_formats import atom, json_feed
from noticeboard.exports.openapi import openapi
from noticeboard.exports.rounds import round_feed, rounds_json
from noticeboard.history.log import History
from noticeboard.model.register import Register
from noticeboard.model.round_status import RoundStatus, all_statuses
from noticeboard.model.rounds import Deadline
from noticeboard.model.vocabularies import UNIT_STATE_LABELS
from noticeboard.pages.rounds import round_chart, round_pages

SITE = "https://noticeboard.example/"
MADE = datetime(2025, 2, 1, tzinfo=UTC)
SIX = Deadline(6, "示例办法第三条")
GROUND = "涉及国家秘密，依照示例办法第三条不公布"
UNITS: list[Any] = ["示范局党组", "示例局党组", {"unit": "示例保密局党组", "ground": GROUND}]


def status_on(day: date, deadline: Deadline | None = SIX, **changes: Any) -> RoundStatus:
    inspection_round = made_round(**{"units": UNITS, **changes})
    (status,) = all_statuses([inspection_round], Register([notice()]), deadline, day)
    return status


def states(status: RoundStatus) -> list[str]:
    return [unit.state for unit in status.units]


def test_the_day_of_the_deadline_is_in_time() -> None:
    on, after = status_on(date(2024, 12, 15)), status_on(date(2024, 12, 16))
    assert states(on) == ["published", "pending", "exempt"]
    assert states(after) == ["published", "overdue", "exempt"]
    assert [unit.days_late for unit in after.units] == [0, 1, 0]
    assert [unit.days for unit in after.units] == [170, 184, None]
    assert [str(unit.due) for unit in after.units] == ["2024-12-15", "2024-12-15", "None"]
    assert after.summary == "共3个单位：已公布1个，逾期未公布1个，不公布1个"


def test_nothing_is_overdue_without_a_deadline() -> None:
    status = status_on(date(2999, 1, 1), None)
    assert states(status) == ["published", "unpublished", "exempt"]
    assert all(unit.due is None and unit.days_late == 0 for unit in status.units)


def test_the_rounds_own_deadline_takes_precedence() -> None:
    changes: dict[str, Any] = {"due_months": "3", "due_source": "示例办法第九条"}
    status = status_on(date(2024, 10, 1), **changes)
    assert status.deadline == Deadline(3, "示例办法第九条")
    assert states(status) == ["published", "overdue", "exempt"]
    assert status.units[0].days_late == 78  # published on 2 December, due on 15 September


def test_a_withdrawn_notice_is_reported() -> None:
    gone = notice(withdrawn={"date": "2025-01-01", "reason": "重复公布"})
    (status,) = all_statuses([made_round()], Register([gone]), SIX, date(2025, 2, 1))
    assert states(status) == ["withdrawn"]
    assert str(status.last_change) == "2025-01-01"
    assert "2025年1月1日撤回：重复公布" in json_feed(round_feed(status, SITE)).decode()


@given(st.dates(date(2024, 6, 16), date(2030, 1, 1)), st.none() | st.integers(1, 60))
def test_every_unit_has_one_state_and_its_bar_fits(day: date, months: int | None) -> None:
    status = status_on(day, Deadline(months, "某条") if months else None)
    assert sum(status.counts.values()) == len(status.units)
    assert set(status.counts) <= set(UNIT_STATE_LABELS)
    for bar in round_chart(status).bars:
        assert all(0 <= share <= 100 for share in (bar.width, bar.due) if share is not None)
        assert (bar.unit.state == "overdue") == (bar.unit.days_late > 0 and bar.unit.notice is None)


def test_anchors_are_unique_and_stable_when_units_are_added() -> None:
    units: list[Any] = ["示范局党组", {"unit": "示范局党组", "region": "示例省/示例市/另一区"}]
    before = [unit.anchor for unit in status_on(date(2025, 1, 1), units=units).units]
    after = [
        unit.anchor for unit in status_on(date(2025, 1, 1), units=[*units, "示例局党组"]).units
    ]
    assert len(set(after)) == 3
    assert after[:2] == before


def test_each_round_has_a_page_and_the_index_needs_none() -> None:
    (only,) = chain(*round_pages(()))
    assert (only.uri, only.context["rounds"]) == ("rounds/index.md", ())
    statuses = all_statuses(
        [made_round(), made_round("b", feedback="2024-09-01")], Register([]), None, date(2025, 1, 1)
    )
    pages = list(chain(*round_pages(statuses)))
    assert [page.uri for page in pages] == [
        "rounds/index.md",
        "rounds/b.md",
        "rounds/shili-2024-1.md",
    ]
    assert str(pages[0].last_change) == "2024-09-01"


def test_the_data_matches_the_openapi_description() -> None:
    description = json.loads(openapi("公开栏", SITE))
    answer = description["paths"]["/rounds.json"]["get"]["responses"]["200"]
    schema = {**answer["content"]["application/json"]["schema"]}
    schema["components"] = description["components"]
    for statuses in ((), (status_on(date(2025, 2, 1)),)):
        document = json.loads(rounds_json(statuses, History(), MADE, SITE))
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(document)
        assert document["total"] == len(document["rounds"]) == len(statuses)
    (data,) = document["rounds"]
    assert (data["as_of"], data["due_months"]) == ("2025-02-01", 6)
    assert data["counts"] == {"published": 1, "overdue": 1, "exempt": 1}
    assert data["units"][0]["notice_url"] == f"{SITE}notices/2024/shifanju/"
    assert data["units"][2]["ground"] == GROUND


def test_a_feed_entry_changes_only_with_the_state() -> None:
    pending, overdue = status_on(date(2024, 12, 1)), status_on(date(2025, 1, 1))
    later = status_on(date(2025, 3, 1))
    read = feedparser.parse(atom(round_feed(overdue, SITE)))
    assert not read.bozo, read.get("bozo_exception")
    titles = {entry.id: entry.title for entry in read.entries}
    place = f"{SITE}rounds/shili-2024-1/#{overdue.units[1].anchor}"
    assert titles[place] == "【逾期未公布】示例局党组"
    assert read.entries[0].id == place  # the newest change
    assert read.entries[0].updated == "2024-12-16T00:00:00+08:00"
    assert atom(round_feed(overdue, SITE)) == atom(round_feed(later, SITE))
    assert atom(round_feed(pending, SITE)) != atom(round_feed(overdue, SITE))
    items = json.loads(json_feed(round_feed(overdue, SITE)))["items"]
    assert [item["id"] for item in items] == [entry.id for entry in read.entries]
    assert items[0]["content_text"] == "2024年6月15日反馈。公布期限：2024年12月15日。"


@pytest.mark.parametrize(
    "changes",
    [
        {"unit": "示例区示范局党组"},
        {"unit": "示范局党委"},
        {"inspection__feedback": None},
        {"region": "示例区"},
        {"unit": "示例区示范局党组", "inspection__feedback": "2024-06-18"},
    ],
)
def test_no_unit_is_late_while_a_notice_may_be_its_own(changes: dict[str, Any]) -> None:
    inspection_round = made_round(units=["示范局党组", "水务中心党组"])
    register = Register([notice(**changes)])
    (status,) = all_statuses([inspection_round], register, SIX, date(2026, 1, 1))
    assert states(status) == ["unclear", "overdue"]
    assert (status.units[0].days_late, status.units[0].days) == (0, None)
    assert [one.id for one in status.units[0].candidates] == ["2024/shifanju"]
