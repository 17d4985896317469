"""What differs between two texts, as people read it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.diff import AROUND, LONGEST, MOST_TOKENS, passages

CHINESE = st.text(alphabet="整改完成的了一二三项。，\n 0123456789-", max_size=60)


def told(old: str, new: str) -> list[str]:
    """Each passage with `-[taken away]` and `+[added]`."""
    marks = {"same": "{}", "removed": "-[{}]", "added": "+[{}]"}
    return [
        "".join(marks[piece.kind].format(piece.text) for piece in passage.pieces)
        for passage in passages(old, new)
    ]


def test_a_word_within_a_sentence() -> None:
    assert told("示范局立行立改，完成19项。", "示范局认真研究，完成20项。") == [
        "示范局-[立行立改]+[认真研究]，完成-[19]+[20]项。"
    ]


def test_a_telephone_number_is_one_word() -> None:
    assert told("电话：0999-8123456。", "电话：0999-8123457。") == [
        "电话：-[0999-8123456]+[0999-8123457]。"
    ]


def test_lines_added_taken_away_and_rewritten() -> None:
    assert told("一\n二", "一\n新的一段\n二") == ["+[新的一段]"]
    assert told("一\n要删的一段\n二", "一\n二") == ["-[要删的一段]"]
    rewritten = told("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未")
    assert rewritten == ["-[甲乙丙丁戊己庚辛]+[子丑寅卯辰巳午未]"]


def test_no_confetti() -> None:
    """A character that stayed by chance between two changes belongs to the change."""
    (found,) = told("全部问题已经整改完毕的情况属实", "全部问题尚未解决的情况属实")
    assert found.count("-[") == found.count("+[") == 1


def test_far_apart_is_told_apart_with_a_little_around() -> None:
    middle = "没有变的话" * 20
    first, second = told(f"甲{middle}乙", f"子{middle}丑")
    assert first == f"-[甲]+[子]{middle[:AROUND]}…"
    assert second == f"…{middle[-AROUND:]}-[乙]+[丑]"


def test_what_cannot_be_seen_is_no_difference() -> None:
    assert told("一  \n\n\n二\n", "一\n二") == []


def test_much_text_is_cut_and_says_how_long_it_was() -> None:
    ((piece,),) = [passage.pieces for passage in passages("", "长" * (LONGEST + 5))]
    assert (len(piece.text), piece.length, piece.cut) == (LONGEST, LONGEST + 5, True)
    long = "长" * (MOST_TOKENS + 1)
    ((removed, added),) = [passage.pieces for passage in passages(long, f"{long}了")]
    assert (removed.length, added.length) == (MOST_TOKENS + 1, MOST_TOKENS + 2)


@given(CHINESE, CHINESE)
def test_all_that_is_told_is_so(old: str, new: str) -> None:
    def flat(text: str) -> str:
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())

    found = passages(old, new)
    assert bool(found) == (flat(old) != flat(new))
    for passage in found:
        assert passage.said("removed") or passage.said("added")
        for kind, text in (("removed", flat(old)), ("added", flat(new))):
            for piece in passage.pieces:
                assert piece.kind != kind or piece.text in text
    assert not passages(new, new)
