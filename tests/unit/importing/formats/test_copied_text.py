"""Text copied from printed pages, in the ways that programs copy it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import printed_documents

from noticeboard.importing.formats.copied_text import rejoin
from noticeboard.importing.plaintext import parse_text

FULL = "一二三四五六七八九十" * 2
LINES = [line for page in printed_documents.PAGES for line in page]
PARAGRAPHS = [text for _, text in printed_documents.PARAGRAPHS]
COPIES: dict[str, Callable[[str, float], str]] = {
    "as it is": lambda text, indent: text,
    "indented": lambda text, indent: ("　　" if indent == 2 else "") + text,
    "indented by spaces": lambda text, indent: ("    " if indent == 2 else "") + text,
    "spaces at the end": lambda text, indent: f"{text}  \r",
    "an empty line after each": lambda text, indent: f"{text}\n",
    "spaces between all letters": lambda text, indent: " ".join(text),
    "bare page numbers": lambda text, indent: text.strip("— "),
    "named page numbers": lambda text, indent: f"第{text.strip('— ')}页" if "—" in text else text,
}


@pytest.mark.parametrize("name", COPIES)
def test_every_copy_gives_the_paragraphs(name: str) -> None:
    copied = "\n".join(COPIES[name](*line) for line in LINES)
    source = parse_text(copied)
    assert [item.text for item in source.paragraphs] == PARAGRAPHS
    assert [remark.reason for remark in source.remarks].count("页码没有采用") == 2


def test_an_empty_line_ends_a_paragraph() -> None:
    copied = [FULL, FULL, FULL, "甲", "", FULL, "", FULL, "乙。"]
    assert rejoin(copied)[0] == [FULL * 3 + "甲", FULL, FULL + "乙。"]


@pytest.mark.parametrize(
    "text",
    [
        "一、整改情况\n已经完成。\n二、下一步打算\n继续整改。",
        "\n".join(f"{number}。{FULL * 4}" for number in range(9)),
        f"{FULL}\n{FULL}\n甲。",
        "1\n2\n整改",
    ],
)
def test_texts_with_one_paragraph_a_line_stay_as_they_are(text: str) -> None:
    assert [item.text for item in parse_text(text).paragraphs] == text.split("\n")


@given(st.lists(st.text("一二三。，、（） aB1@.—\u3000", max_size=30), max_size=12))
def test_joining_keeps_every_character(lines: list[str]) -> None:
    joined, remarks = rejoin(lines)
    numbers = "".join(remark.sentence for remark in remarks if remark.omitted)
    kept = "".join(("".join(joined) + numbers).split())
    assert sorted("".join("".join(lines).split())) == sorted(kept)
