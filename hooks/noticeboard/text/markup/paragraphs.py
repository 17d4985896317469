"""The lines of a paragraph: which go on with a sentence, and which begin on a line of their own."""

from __future__ import annotations

import re

from noticeboard.text.links import ESCAPE, LINK
from noticeboard.text.markup.line_joins import join_lines

_BREAK = re.compile(r"(?<!\\)(?:\\\\)*\\$")
_NUMERALS = "一二三四五六七八九十"
_DATE_LINE = re.compile(r"[0-9〇○零一二三四五六七八九十]{4}年.{1,3}月(?:.{1,3}日)?")
# The beginning of an item or of a labelled line (电话：…).
_NEW_LINE = re.compile(
    rf"[（(]?[{_NUMERALS}]{{1,3}}[)）、.．]|第[{_NUMERALS}]{{1,3}}[章节]|[{_NUMERALS}]{{1,2}}是"
    r"|[（(]?\d{1,3}[)）、.．]|[①-⑳㈠-㈩]|[\u4e00-\u9fff \u3000]{2,12}[：:]|\u3000"
)
# Links, footnotes and other brackets that end on their line; a link is on one line.
_CLOSED_BRACKETS = re.compile(rf"{ESCAPE}|{LINK}|\[[^\[\]\n]*\](?!\()")
_INLINE_EDGES = re.compile(r"\*\*|\[\^[^\]\s]*\]|\]\([^()\s]*\)|\[")


def join_paragraph(lines: list[str]) -> str:
    """Join the lines of a paragraph; a line feed remains where a line breaks."""
    if len(lines) == 1:
        return lines[0].strip()
    signature = _signature_start(lines)
    text = ""
    for number, line in enumerate(lines):
        is_break = text.endswith("  ") or bool(_BREAK.search(text))
        text = (text[:-1] if is_break and text.endswith("\\") else text).rstrip()
        last = text.rpartition("\n")[2]
        joins = not is_break and number != signature and _continues(last, line)
        text += ("" if joins or not number else "\n") + line.lstrip()
    return text.strip()


def _signature_start(lines: list[str]) -> int:
    """Return the number of the line where issuer and date begin in a paragraph that ends so."""
    start = len(lines)
    if is_date_line(lines[-1]):
        while start and not lines[start - 1].rstrip().endswith(tuple("。！？；：，、")):
            start -= 1
    return start


def _continues(before: str, line: str) -> bool:
    """Return whether a line goes on with the sentence of the one before."""
    if _NEW_LINE.match(line) or is_date_line(line) or "[" in _CLOSED_BRACKETS.sub("", before):
        return False
    # The ** of different lines are no pair, and * and * at a line end are no **.
    if before.count("**") % 2 or line.count("**") % 2 or (before[-1:] == line[:1] == "*"):
        return False
    last = _INLINE_EDGES.sub("", before.rstrip())[-1:]
    first = _INLINE_EDGES.sub("", line.lstrip())[:1]
    return "\n" not in join_lines(f"{last}\n{first}")


def is_date_line(text: str) -> bool:
    """Return whether a paragraph is only a date, as at the end of a notice."""
    return len(text) < 40 and _DATE_LINE.fullmatch(re.sub(r"\s", "", text)) is not None
