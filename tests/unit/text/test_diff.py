from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.diff import CONTEXT_CHARS, MAX_SPAN_CHARS, MAX_TOKENS, diff_texts

CHINESE = st.text(alphabet="整改完成的了一二三项。，\n 0123456789-", max_size=60)


def marked(old: str, new: str) -> list[str]:
    """Each hunk as text with `-[removed]` and `+[added]`."""
    marks = {"same": "{}", "removed": "-[{}]", "added": "+[{}]"}
    return [
        "".join(marks[span.kind].format(span.text) for span in hunk.spans)
        for hunk in diff_texts(old, new)
    ]


def test_a_changed_word_is_marked_within_its_sentence() -> None:
    assert marked("示范局立行立改，完成19项。", "示范局认真研究，完成20项。") == [
        "示范局-[立行立改]+[认真研究]，完成-[19]+[20]项。"
    ]


def test_a_telephone_number_is_one_token() -> None:
    assert marked("电话：0999-8123456。", "电话：0999-8123457。") == [
        "电话：-[0999-8123456]+[0999-8123457]。"
    ]


def test_added_removed_and_rewritten_lines() -> None:
    assert marked("一\n二", "一\n新的一段\n二") == ["+[新的一段]"]
    assert marked("一\n要删的一段\n二", "一\n二") == ["-[要删的一段]"]
    rewritten = marked("甲乙丙丁戊己庚辛", "子丑寅卯辰巳午未")
    assert rewritten == ["-[甲乙丙丁戊己庚辛]+[子丑寅卯辰巳午未]"]


def test_single_unchanged_characters_between_changes_are_merged() -> None:
    (hunk,) = marked("全部问题已经整改完毕的情况属实", "全部问题尚未解决的情况属实")
    assert hunk.count("-[") == hunk.count("+[") == 1


def test_distant_changes_are_separate_hunks_with_context() -> None:
    middle = "没有变的话" * 20
    first, second = marked(f"甲{middle}乙", f"子{middle}丑")
    assert first == f"-[甲]+[子]{middle[:CONTEXT_CHARS]}…"
    assert second == f"…{middle[-CONTEXT_CHARS:]}-[乙]+[丑]"


def test_blank_lines_and_trailing_spaces_are_ignored() -> None:
    assert marked("一  \n\n\n二\n", "一\n二") == []


def test_long_spans_are_truncated_but_keep_their_length() -> None:
    ((span,),) = [hunk.spans for hunk in diff_texts("", "长" * (MAX_SPAN_CHARS + 5))]
    assert (len(span.text), span.length, span.truncated) == (
        MAX_SPAN_CHARS,
        MAX_SPAN_CHARS + 5,
        True,
    )
    long = "长" * (MAX_TOKENS + 1)
    ((removed, added),) = [hunk.spans for hunk in diff_texts(long, f"{long}了")]
    assert (removed.length, added.length) == (MAX_TOKENS + 1, MAX_TOKENS + 2)


@given(CHINESE, CHINESE)
def test_hunks_quote_both_texts_exactly(old: str, new: str) -> None:
    def flat(text: str) -> str:
        return "\n".join(line.strip() for line in text.split("\n") if line.strip())

    hunks = diff_texts(old, new)
    assert bool(hunks) == (flat(old) != flat(new))
    for hunk in hunks:
        assert hunk.text("removed") or hunk.text("added")
        for kind, text in (("removed", flat(old)), ("added", flat(new))):
            for span in hunk.spans:
                assert span.kind != kind or span.text in text
    assert not diff_texts(new, new)
