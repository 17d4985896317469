from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import notice, rendered

from noticeboard.model.inspection import Progress
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.notice import (
    BLANKED,
    NoticeLinks,
    attached_files,
    citation,
    kind_of_file,
    neighbours,
    notice_context,
    notice_description,
    notice_links,
    notice_page,
    progress_bar,
    readable_size,
)
from noticeboard.text.rendering import render

ADDRESS = "https://example.com/notices/2024/shifanju/"


NEW_PHONE = [{"number": "0999-7654321"}]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, None),
        ({"contact__verified": "2025-01-05"}, "2024/a"),
        ({"other": {"published": "2025-05-05"}}, None),
        ({"other": {"published": "2025-05-05", "contact__phones": NEW_PHONE}}, "2024/b"),
        (
            {"contact__verified": "2025-09-01", "other": {"published": "2025-05-05", "contact__phones": NEW_PHONE}},
            "2024/a",
        ),
        (
            {"other": {"published": "2025-05-05", "contact__phones": NEW_PHONE, "withdrawn": {"date": "2025-06-01", "reason": "内容有误"}}},
            None,
        ),
    ],
)  # fmt: skip
def test_a_notice_knows_the_newer_contact_of_its_unit(
    changes: dict[str, Any], expected: str | None
) -> None:
    other = changes.pop("other", None)
    own = notice("2024/a", **changes)
    register = Register([own, *([notice("2024/b", **other)] if other else [])])
    newer = notice_links(own, register).contact
    assert (newer and newer.id) == expected


def test_a_withdrawn_notice_says_so_wherever_it_is_forwarded() -> None:
    own = notice(summary="摘要。", withdrawn={"date": "2025-02-01", "reason": "数字有误"})
    page = notice_page(own, Register([own]))
    assert own.marked_title == f"【已撤回】{own.title}"
    description = notice_description(page, render(own.body, own.id))
    assert description == "【已撤回】本通报已于2025年2月1日撤回：数字有误。摘要。"
    assert "【已撤回】" in citation(own, ADDRESS)
    assert notice().marked_title == notice().title


def test_neighbours_are_of_the_same_unit_by_publication() -> None:
    first = notice("2024/a", published="2024-12-02")
    second = notice("2024/b", published="2024-12-05")
    third = notice("2024/c", published="2024-12-09")
    other = notice("2024/d", published="2024-12-06", unit="别的局党组")
    register = Register([third, first, other, second])
    assert neighbours(second, register) == (first, third)
    assert neighbours(first, register) == (None, second)
    assert neighbours(third, register) == (second, None)
    assert neighbours(other, register) == (None, None)


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 字节"), (1023, "1023 字节"), (1024, "1 KB"), (12_700, "12 KB"), (1_572_864, "1.5 MB")],
)
def test_sizes_are_readable(size: int, text: str) -> None:
    assert readable_size(size) == text


@given(st.integers(0, 10**10))
def test_a_size_is_short(size: int) -> None:
    assert len(readable_size(size)) <= 11


def test_file_kinds_are_named_by_ending() -> None:
    assert kind_of_file("清单.PDF") == "PDF 文件"
    assert kind_of_file("清单.docx") == "Word 文档"
    assert kind_of_file("清单.wps") == "WPS 文件"
    assert kind_of_file("清单.odt") == "ODT 文件"
    assert kind_of_file("清单") == "文件"


def test_attachments_have_type_and_size(tmp_path: Path) -> None:
    own = notice(attachments=["附件1.txt", {"file": "b.pdf", "title": "整改清单"}])
    (tmp_path / own.id).mkdir(parents=True)
    (tmp_path / own.id / "附件1.txt").write_bytes(b"x" * 2048)
    (tmp_path / own.id / "b.pdf").write_bytes(b"x")
    one, two = attached_files(own, tmp_path)
    assert (one.title, one.kind, one.size) == ("附件1.txt", "文本文件", "2 KB")
    assert (two.title, two.url) == ("整改清单", "notices/2024/shifanju/b.pdf")


def test_a_bar_needs_problems_and_rectified() -> None:
    assert progress_bar(None) is None
    assert progress_bar(Progress(problems=5)) is None
    assert progress_bar(Progress(problems=0, rectified=0)) is None
    bar = progress_bar(Progress(problems=25, rectified=19, ongoing=6))
    assert bar
    assert (bar.done, bar.ongoing) == (76.0, 24.0)


@given(st.integers(1, 999), st.integers(0, 2000), st.integers(0, 2000))
def test_a_bar_never_overflows(problems: int, rectified: int, ongoing: int) -> None:
    bar = progress_bar(Progress(problems=problems, rectified=rectified, ongoing=ongoing))
    assert bar
    assert 0 <= bar.done <= 100
    assert bar.done + bar.ongoing <= 100.1


def test_the_citation_names_issuer_title_day_and_address() -> None:
    assert citation(notice(), ADDRESS) == (
        "中共示例区示范局党组. 中共示例区示范局党组关于巡察整改进展情况的通报[EB/OL]. "
        f"(2024-12-02). {ADDRESS}"
    )


def context_of(one: Notice, register: Register) -> Mapping[str, object]:
    return notice_context(notice_page(one, register), one, render(one.body, one.id), ADDRESS)


def test_the_context_has_reading_time_and_links() -> None:
    before = notice("2023/a", published="2023-12-01", inspection__start="2023-01",
                    inspection__end="2023-02", inspection__feedback="2023-03")  # fmt: skip
    after = notice(follow_up_of="2023/a", body="字" * 1200)
    register = Register([before, after])
    context = context_of(after, register)
    assert context["minutes"] == 3
    assert context["links"] == notice_links(after, register)
    assert notice_links(after, register) == NoticeLinks(before, None, (before,), before)
    short = notice("2022/a", body="短。")
    assert context_of(short, Register([short]))["minutes"] == 1
    assert notice_links(short, Register([short])) == NoticeLinks(None, None, (), None)


def test_the_description_is_the_summary_or_the_first_paragraph() -> None:
    notices = [notice("2024/a", summary="摘要"), notice("2024/b"), notice("2024/c", body="")]
    register = Register(notices)
    bodies = rendered(register)
    descriptions = {
        one.id: notice_description(notice_page(one, register), bodies[one.id]) for one in notices
    }
    assert descriptions["2024/a"] == "摘要"
    assert descriptions["2024/b"].startswith("根据区委统一部署")
    assert len(descriptions["2024/b"]) <= 120
    assert descriptions["2024/c"] == BLANKED
