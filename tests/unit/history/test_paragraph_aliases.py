"""An earlier address of a paragraph leads to the corrected one, and only to it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.changed_notices import CORRECTED, HIDDEN, WITHDRAWN, commit_history
from support.factories import BODY, rendered

from noticeboard.history.changelog import Changelog
from noticeboard.history.log import read_history
from noticeboard.history.paragraph_aliases import Aliases, notice_aliases, paragraph_aliases
from noticeboard.model.register import Register
from noticeboard.reading.reader import read_all
from noticeboard.rules.privacy import check_privacy
from noticeboard.text.markup.paragraph_ids import Paragraph, read_paragraphs
from noticeboard.text.rendering import render

FIRST = "一是健全采购制度，修订采购管理办法3项，开展培训2次。"
SECOND = "二是加强值班管理，完善值班台账，开展检查5次。"


def paragraphs(*texts: str) -> tuple[Paragraph, ...]:
    return read_paragraphs(render("\n\n".join(texts), "2024/x").html)


def aliases(*versions: tuple[str, ...]) -> Aliases:
    return paragraph_aliases([paragraphs(*version) for version in versions])


def address(text: str) -> str:
    return paragraphs(text)[0].id


def test_a_corrected_paragraph_keeps_its_earlier_address() -> None:
    corrected = FIRST.replace("3项", "4项")
    assert aliases((FIRST, SECOND), (corrected, SECOND)) == {address(corrected): (address(FIRST),)}


def test_an_address_follows_through_all_corrections() -> None:
    steps = [FIRST, FIRST.replace("3项", "4项"), FIRST.replace("3项", "4项").replace("2次", "6次")]
    assert aliases(*[(step, SECOND) for step in steps]) == {
        address(steps[2]): tuple(sorted(map(address, steps[:2])))
    }


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ((FIRST, SECOND), (SECOND,)),
        ((FIRST, SECOND), (SECOND, FIRST)),
        ((FIRST,), ("完全不同的一段文字，讲的是别的事情。",)),
        ((FIRST,), (FIRST, "新的一段。")),
        ((), (FIRST,)),
    ],
)
def test_removed_moved_and_kept_paragraphs_have_no_alias(
    old: tuple[str, ...], new: tuple[str, ...]
) -> None:
    assert aliases(old, new) == {}


def test_a_paragraph_that_stayed_is_not_the_successor_of_another() -> None:
    similar = FIRST.replace("3项", "5项")
    assert aliases((FIRST, similar), (similar,)) == {}


def test_the_second_of_two_equal_paragraphs_leads_to_the_first() -> None:
    assert aliases((FIRST, FIRST), (FIRST,)) == {address(FIRST): (f"{address(FIRST)}-2",)}


def test_a_revoked_correction_leaves_no_alias_to_itself() -> None:
    corrected = FIRST.replace("3项", "4项")
    assert aliases((FIRST,), (corrected,), (FIRST,)) == {address(FIRST): (address(corrected),)}


def test_likeness_decides_at_three_fifths() -> None:
    same, other = "甲乙丙丁戊己", "子丑寅卯"
    assert aliases((same + other,), (f"{same}辰巳午未",))
    assert aliases((f"{same[:5]}{other}申",), (f"{same[:5]}辰巳午未酉",)) == {}


@given(
    st.lists(st.lists(st.sampled_from(["甲乙", "甲丙", "甲乙丁", "甲乙丁戊", "子丑"])), max_size=4)
)
def test_aliases_never_hide_a_present_address(versions: list[list[str]]) -> None:
    read = [paragraphs(*version) for version in versions]
    aliases_of = paragraph_aliases(read)
    present = {one.id for one in read[-1]} if read else set()
    earlier = {one.id for version in read[:-1] for one in version}
    all_aliases = [alias for own in aliases_of.values() for alias in own]
    assert aliases_of.keys() <= present
    assert not present.intersection(all_aliases)
    assert len(set(all_aliases)) == len(all_aliases)
    assert earlier.issuperset(all_aliases)


def test_the_history_yields_aliases_and_hidden_versions_none(tmp_path: Path) -> None:
    commit_history(tmp_path)
    parsed = read_all(tmp_path / "notices")
    register = Register(one.notice for one in parsed if one.notice)
    changelog = Changelog(register, read_history(tmp_path, tmp_path / "notices"), check_privacy)

    def of(notice_id: str) -> Aliases:
        shown = changelog.shown_versions(register.by_id[notice_id])
        return notice_aliases(shown, rendered(register), notice_id)

    old = {one.id for one in read_paragraphs(render(BODY, CORRECTED).html)}
    aliases_of_corrected = {alias for own in of(CORRECTED).values() for alias in own}
    assert len(aliases_of_corrected) == 2
    assert aliases_of_corrected <= old
    assert of(HIDDEN) == of(WITHDRAWN) == {}
