"""What the page of a region opens with."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY, notice, rendered

from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.pages.region_front import MONEY, RegionFront, region_front
from noticeboard.pages.round_links import RoundLinks

REGION = "示例省/示例市/示例区"


def front_of(*notices: Notice) -> RegionFront:
    register = Register(notices)
    groups = NoticeGroups(register)
    own = groups.regions[REGION].notices
    return region_front(REGION, own, groups, RoundLinks(), rendered(register))


def with_text(identity: str, text: str, **changes: object) -> Notice:
    return notice(identity, f"{text}\n\n{BODY}", unit=f"{identity[-1]}局党组", **changes)


def test_sums_are_quoted_with_their_sentence_and_notice() -> None:
    front = front_of(
        with_text("2024/a", "制度已经完善。退回违规资金3.6万元，全部入账。另有2元。"),
        with_text("2024/b", "没有钱数，只有25个问题。"),
        with_text(
            "2024/c", "涉及1,204.50元。", withdrawn={"date": "2025-02-01", "reason": "内容有误"}
        ),
    )
    (quote,) = front.quotes
    assert quote.notice.id == "2024/a"
    assert (quote.before, quote.amount, quote.after) == ("退回违规资金", "3.6万元", "，全部入账。")


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("收回1,204.50元", "1,204.50元"),
        ("共2亿元", "2亿元"),
        ("约3万余元", "3万余元"),
        ("25个", None),
        ("元旦2024年", None),
    ],
)
def test_amounts_are_read_as_they_are_written(text: str, amount: str | None) -> None:
    match = MONEY.search(text)
    assert (match and match[0]) == amount


@given(
    st.lists(
        st.sampled_from(["甲。", "收回3万元，入账。", "乙" * 130 + "1元。", "25个问题；"]),
        max_size=6,
    )
)
def test_a_quote_is_a_whole_sentence_of_its_text(parts: list[str]) -> None:
    text = "".join(parts) or "空"
    for quote in front_of(with_text("2024/a", text)).quotes:
        sentence = f"{quote.before}{quote.amount}{quote.after}"
        assert sentence in text
        assert sentence.endswith("。")


def test_the_slowest_the_changed_and_the_telephones_are_listed() -> None:
    first = with_text("2024/a", "甲", published="2024-12-02")
    later = with_text(
        "2025/b",
        "乙",
        published="2025-06-02",
        corrections=[{"date": "2025-07-01", "note": "改正电话"}],
    )
    gone = with_text(
        "2025/c",
        "丙",
        published="2025-08-02",
        withdrawn={"date": "2025-09-01", "reason": "重复公布"},
    )
    elsewhere = with_text("2025/d", "丁", region="示例省/示例市/示例区外")
    front = front_of(first, later, gone, elsewhere)
    assert [one.id for one in front.slowest] == ["2025/b", "2024/a"]
    assert [(one.notice.id, one.label) for one in front.changes] == [
        ("2025/c", "撤回"),
        ("2025/b", "更正"),
    ]
    assert {unit.name for unit in front.units} == {"a局党组", "b局党组", "c局党组"}
