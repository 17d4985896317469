"""Rules about a notice's fields: what they report, where, and in which words."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from support.factories import BODY, notice

from noticeboard.rules.base import Context, Finding
from noticeboard.rules.record import (
    blanked_is_empty,
    change_after_publication,
    contact_in_text,
    date_not_in_future,
    dates_in_order,
    field_placeholder,
    text_present,
)

WITHDRAWN = {"date": "2025-01-02", "reason": "含有个人信息"}


def test_future_dates_are_reported_at_their_fields() -> None:
    record = notice(
        contact__verified="2024-12-03",
        progress={"as_of": "2024-11"},
        withdrawn=WITHDRAWN,
        corrections=[{"date": "2024-12-04", "note": "甲"}, {"date": "2024-12-05", "note": "乙"}],
    )
    findings = list(date_not_in_future(record, Context(Path(), date(2024, 6, 14))))
    assert [(finding.loc, finding.message) for finding in findings] == [
        (loc, f"日期 {day} 在将来（今天是 2024-06-14）")
        for loc, day in (
            (("published",), "2024-12-02"),
            (("contact", "verified"), "2024-12-03"),
            (("progress", "as_of"), "2024-11"),
            (("withdrawn", "date"), "2025-01-02"),
            (("inspection", 0, "feedback"), "2024-06-15"),
            (("corrections", 0, "date"), "2024-12-04"),
            (("corrections", 1, "date"), "2024-12-05"),
        )
    ]
    assert {finding.help for finding in findings} == {
        "核对年份和月份；到那一天再公布的写 scheduled: true，没有写完的写 draft: true"
    }


def test_only_the_publication_of_a_draft_may_be_in_the_future() -> None:
    record = notice(draft="true", contact__verified="2024-12-03")
    findings = date_not_in_future(record, Context(Path(), date(2024, 6, 14)))
    assert [finding.loc for finding in findings] == [
        ("contact", "verified"),
        ("inspection", 0, "feedback"),
    ]


def test_all_dates_may_be_the_same_day() -> None:
    day = "2024-12-02"
    record = notice(
        inspection__start=day,
        inspection__end=day,
        inspection__feedback=day,
        corrections=[{"date": day, "note": "甲"}],
    )
    assert list(dates_in_order(record)) == []
    assert list(change_after_publication(record)) == []


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ("电话：0999-812 3456，邮箱：SHIFANJU@EXAMPLE．COM", []),
        ("邮箱：shifanju@example.com", [("contact", "phones", 0, "number")]),
        ("电话：0999-8123456", [("contact", "email")]),
        ("电话：0999-8123450", [("contact", "phones", 0, "number"), ("contact", "email")]),
    ],
)
def test_channels_missing_from_the_text_are_reported(body: str, fields: list[Any]) -> None:
    assert [finding.loc for finding in contact_in_text(notice(body=body))] == fields


@pytest.mark.parametrize(
    ("field", "loc"),
    [
        ("title", ("title",)),
        ("unit", ("unit", 0)),
        ("region", ("region",)),
        ("issuer", ("issuer",)),
        ("inspection__group", ("inspection", 0, "group")),
        ("contact__address", ("contact", "address")),
    ],
)
def test_placeholder_is_reported_at_its_field(field: str, loc: Any) -> None:
    message = "“示例XX局”里有没有填写的占位符"
    assert list(field_placeholder(notice(**{field: "示例XX局"}))) == [
        Finding(loc, message, "填上实际内容")
    ]


def test_notice_without_text_is_reported_with_help() -> None:
    help_text = "在第二行 --- 之后写通报全文"
    record = notice(body="")
    assert list(text_present(record)) == [Finding((), "没有正文", help_text, line=record.body_line)]
    help_text += "；因隐私等原因删去正文的，在 withdrawn 里写 blanked: true"
    record = notice(body="\n", withdrawn=WITHDRAWN)
    assert list(text_present(record)) == [Finding((), "没有正文", help_text, line=record.body_line)]


def test_remaining_content_of_a_blanked_notice_is_reported(tmp_path: Path) -> None:
    folder = tmp_path / "2024/shifanju/表"
    folder.mkdir(parents=True)
    (folder / "b.pdf").write_bytes(b"x")
    (folder.parent / "a.pdf").write_bytes(b"x")
    record = notice(
        withdrawn={**WITHDRAWN, "blanked": "true"},
        summary="甲",
        topics=["乙"],
        progress={"problems": "3"},
        attachments=["a.pdf"],
    )
    assert list(blanked_is_empty(record, Context(tmp_path, date(2025, 1, 1)))) == [
        Finding(
            (),
            "写了正文已删去，正文还在",
            "删去第二行 --- 之后的全部文字",
            line=record.body_line,
        ),
        *(
            Finding((name,), f"写了正文已删去，{name} 还在", f"删去 {name}；附件的文件也要删去")
            for name in ("summary", "topics", "progress", "attachments")
        ),
        *(
            Finding(
                ("withdrawn", "blanked"),
                f"写了正文已删去，附件 {name} 还在",
                "删去这个文件，它会随网站公布",
            )
            for name in ("a.pdf", "b.pdf")
        ),
    ]
    assert (
        list(blanked_is_empty(notice(body=BODY, summary="甲"), Context(tmp_path, date(2025, 1, 1))))
        == []
    )
