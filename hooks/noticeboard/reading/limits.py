"""How large, how deep and how dense a file may be: known before anything parses it.

Python-Markdown and most parsers take quadratic time over some texts, and recurse over others; a
notice is never like that. The bounds leave room for ten times the longest notice known, and keep
the slowest text within them under a second (tests/test_bounds.py measures it).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_HEAD = 60_000
MAX_HEAD_LINES = 1_000
MAX_HEAD_LINE = 3_000
MAX_TEXT = 300_000
MAX_LINE = 10_000
MAX_DEPTH = 12
MAX_BLOCKS = 5_000
MAX_BLOCK_LINES = 500
MAX_CELLS = 20_000
MAX_COLUMNS = 100
MAX_NOTES = 500
MAX_SIGNS = 20_000
"""Characters of a text that may mean something in Markdown."""
MAX_WORK = 3_000_000
"""Brackets and backticks of a block, times its characters: a parser looks from each to its end."""

_INDENT = 4
_MARKS = re.compile(r"[ \t>]*(?:(?:[-*+>]|\d{1,9}[.)])[ \t>]*)*")
_MARK = re.compile(r"[-*+>]|\d[.)]")
_BORDER = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*")
_SIGNS = "*_[]`\\!<&#~"
_NOTE = re.compile(r" {0,3}\[[^\]\n]*\]:")


class LimitExceeded(NamedTuple):
    """A bound that is passed: where (`line` counts from 0), which rule, what, and the remedy."""

    line: int
    rule: str
    message: str
    help: str


def head_excess(head: str) -> LimitExceeded | None:
    """What is too much in a front matter."""
    lines = head.split("\n")
    remedy = "元数据只写规定的各项，全文写在第二行 --- 之后"
    if len(head) > MAX_HEAD:
        return LimitExceeded(
            0, "too-large", f"元数据有 {len(head):,} 个字，超过 {MAX_HEAD:,} 个字", remedy
        )
    if len(lines) > MAX_HEAD_LINES:
        message = f"元数据有 {len(lines):,} 行，超过 {MAX_HEAD_LINES:,} 行"
        return LimitExceeded(0, "too-large", message, remedy)
    return next(
        (
            LimitExceeded(number, "line-too-long", _long(line, MAX_HEAD_LINE), remedy)
            for number, line in enumerate(lines)
            if len(line) > MAX_HEAD_LINE
        ),
        None,
    )


def _long(line: str, most: int) -> str:
    return f"这一行有 {len(line):,} 个字，超过 {most:,} 个字"


def text_excess(text: str) -> LimitExceeded | None:
    """The first thing that is too much in a notice's text."""
    if len(text) > MAX_TEXT:
        message = f"正文有 {len(text):,} 个字，超过 {MAX_TEXT:,} 个字"
        return LimitExceeded(0, "too-large", message, "把附表、清单作为附件")
    signs = sum(map(text.count, _SIGNS))
    if signs > MAX_SIGNS:
        message = f"正文里有 {signs:,} 个 Markdown 记号（{_SIGNS}），超过 {MAX_SIGNS:,} 个"
        return LimitExceeded(0, "too-many-marks", message, "删去不用的记号，加粗只用于要强调的文字")
    lines = text.split("\n")
    return next(
        (found for check in (_lines, _blocks) for found in check(lines)),
        None,
    )


def _lines(lines: list[str]) -> Iterator[LimitExceeded]:
    notes = 0
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE:
            remedy = "分成几段，段与段之间空一行"
            yield LimitExceeded(number, "line-too-long", _long(line, MAX_LINE), remedy)
        if line.count("|") > MAX_COLUMNS:
            message = f"这一行有 {line.count('|')} 条竖线，表格最多 {MAX_COLUMNS} 列"
            yield LimitExceeded(number, "too-many-parts", message, "把很宽的表格作为附件")
        if line[:1] in _STARTS and _depth(line) > MAX_DEPTH:
            message = f"这一行的列表或引用超过 {MAX_DEPTH} 层"
            yield LimitExceeded(
                number, "too-deep", message, "减少行首的空格、“-”和“>”；层次多的内容用标题分开"
            )
        # Plain characters are found far faster than a form.
        notes += "]:" in line and _NOTE.match(line) is not None
        if notes > MAX_NOTES:
            message = f"脚注和链接定义超过 {MAX_NOTES} 个"
            yield LimitExceeded(number, "too-many-parts", message, "把说明写进正文，或作为附件")


_STARTS = frozenset(" \t>-*+0123456789")


def _depth(line: str) -> int:
    """Steps of indentation and marks of lists and quotes before the text of a line."""
    found = _MARKS.match(line)
    before = found[0] if found else ""
    spaces = len(before.expandtabs(_INDENT)) - len(before.expandtabs(_INDENT).lstrip())
    return spaces // _INDENT + len(_MARK.findall(before))


def _blocks(lines: list[str]) -> Iterator[LimitExceeded]:
    work = cells = 0
    for blocks, (first, block) in enumerate(_split(lines), 1):
        text = "\n".join(block)
        work += len(text) * (text.count("[") + text.count("`"))
        cells += _cells(block)
        if blocks > MAX_BLOCKS:
            message = f"正文超过 {MAX_BLOCKS:,} 段"
            yield LimitExceeded(
                first, "too-many-parts", message, "分成几篇，或把附表、清单作为附件"
            )
        if len(block) > MAX_BLOCK_LINES:
            message = f"从这里起连续 {len(block):,} 行没有空行，超过 {MAX_BLOCK_LINES} 行"
            yield LimitExceeded(
                first, "too-many-parts", message, "段与段之间空一行；很长的表格作为附件"
            )
        if cells > MAX_CELLS:
            message = f"表格超过 {MAX_CELLS:,} 格"
            yield LimitExceeded(first, "too-many-parts", message, "把很大的表格作为附件")
        if work > MAX_WORK:
            message = "这里的方括号“[”或反引号“`”太多"
            remedy = "删去不用的；引文用“”和〔〕，很多链接的清单分成几段"
            yield LimitExceeded(first, "too-many-marks", message, remedy)


def _split(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """The runs of lines between empty ones, with the number of the first."""
    block: list[str] = []
    for number, line in enumerate((*lines, "")):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cells(block: list[str]) -> int:
    """How many cells the block makes if it is a table: each row has as many as the border."""
    if "|" not in block[0]:
        return 0
    borders = [line.count("|") + 1 for line in block if _BORDER.fullmatch(line)]
    return max(borders, default=0) * len(block)
