"""Limits on size, depth and density, checked before a file is parsed.

Python-Markdown and most parsers take quadratic time or deep recursion for some texts. The limits
allow ten times the longest known notice and keep the slowest text within them under a second
(measured by tests/unit/reading/test_limits.py).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

MAX_FRONT_MATTER = 60_000
MAX_FRONT_MATTER_LINES = 1_000
MAX_FRONT_MATTER_LINE = 3_000
MAX_BODY = 300_000
MAX_LINE = 10_000
MAX_DEPTH = 12
MAX_BLOCKS = 5_000
MAX_BLOCK_LINES = 500
MAX_CELLS = 20_000
MAX_COLUMNS = 100
MAX_DEFINITIONS = 500
MAX_MARKUP = 20_000
"""Characters with a meaning in Markdown."""
MAX_SCAN_COST = 3_000_000
"""Brackets of a block times its length: parsers scan from each to the end."""

_INDENT = 2
_PREFIX_START = frozenset(" \t-*0123456789")
_LINE_PREFIX = re.compile(r"[ \t]*(?:(?:[-*]|\d{1,3}\.)[ \t]+)+")
_LIST_MARKER = re.compile(r"[-*]|\d\.")
_TABLE_RULE = re.compile(r"[ \t]*\|?[ \t:|-]*-[ \t:|-]*")
_MARKUP = "*[]\\!<&#"
_DEFINITION = re.compile(r" {0,3}\[[^\]\n]*\]:")


class LimitExceeded(NamedTuple):
    """An exceeded limit, with the id of its rule; `line` counts from 0."""

    line: int
    rule: str
    message: str
    help: str


def exceeded_front_matter_limit(text: str) -> LimitExceeded | None:
    """Return the first limit that a front matter exceeds."""
    lines = text.split("\n")
    help_text = "元数据只写规定的各项，全文写在第二行 --- 之后"
    if len(text) > MAX_FRONT_MATTER:
        return LimitExceeded(
            0,
            "too-large",
            f"元数据有 {len(text):,} 个字，超过 {MAX_FRONT_MATTER:,} 个字",
            help_text,
        )
    if len(lines) > MAX_FRONT_MATTER_LINES:
        message = f"元数据有 {len(lines):,} 行，超过 {MAX_FRONT_MATTER_LINES:,} 行"
        return LimitExceeded(0, "too-large", message, help_text)
    return next(
        (
            LimitExceeded(
                number, "line-too-long", _too_long(line, MAX_FRONT_MATTER_LINE), help_text
            )
            for number, line in enumerate(lines)
            if len(line) > MAX_FRONT_MATTER_LINE
        ),
        None,
    )


def _too_long(line: str, limit: int) -> str:
    return f"这一行有 {len(line):,} 个字，超过 {limit:,} 个字"


def exceeded_body_limit(text: str) -> LimitExceeded | None:
    """Return the first limit that a notice's body exceeds."""
    if len(text) > MAX_BODY:
        message = f"正文有 {len(text):,} 个字，超过 {MAX_BODY:,} 个字"
        return LimitExceeded(0, "too-large", message, "把附表、清单作为附件")
    markup = sum(map(text.count, _MARKUP))
    if markup > MAX_MARKUP:
        message = f"正文里有 {markup:,} 个 Markdown 记号（{_MARKUP}），超过 {MAX_MARKUP:,} 个"
        return LimitExceeded(0, "too-many-marks", message, "删去不用的记号，加粗只用于要强调的文字")
    lines = text.split("\n")
    return next((excess for check in (_lines, _blocks) for excess in check(lines)), None)


def _lines(lines: list[str]) -> Iterator[LimitExceeded]:
    definitions = 0
    for number, line in enumerate(lines):
        if len(line) > MAX_LINE:
            help_text = "分成几段，段与段之间空一行"
            yield LimitExceeded(number, "line-too-long", _too_long(line, MAX_LINE), help_text)
        if line.count("|") > MAX_COLUMNS:
            message = f"这一行有 {line.count('|')} 条竖线，表格最多 {MAX_COLUMNS} 列"
            yield LimitExceeded(number, "too-many-parts", message, "把很宽的表格作为附件")
        if line[:1] in _PREFIX_START and _depth(line) > MAX_DEPTH:
            message = f"这一行的列表超过 {MAX_DEPTH} 层"
            yield LimitExceeded(
                number, "too-deep", message, "减少行首的空格和“-”；层次多的内容用标题分开"
            )
        # A substring search is much faster than the pattern.
        definitions += "]:" in line and _DEFINITION.match(line) is not None
        if definitions > MAX_DEFINITIONS:
            message = f"脚注和链接定义超过 {MAX_DEFINITIONS} 个"
            yield LimitExceeded(number, "too-many-parts", message, "把说明写进正文，或作为附件")


def _depth(line: str) -> int:
    """Count the indentation steps and markers before the text of a list item; 0 for other lines."""
    match = _LINE_PREFIX.match(line)
    prefix = match[0].expandtabs(4) if match else ""
    spaces = len(prefix) - len(prefix.lstrip())
    return spaces // _INDENT + len(_LIST_MARKER.findall(prefix))


def _blocks(lines: list[str]) -> Iterator[LimitExceeded]:
    cost = cells = 0
    for blocks, (first, block) in enumerate(_split(lines), 1):
        text = "\n".join(block)
        cost += len(text) * text.count("[")
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
        if cost > MAX_SCAN_COST:
            message = "这里的方括号“[”太多"
            help_text = "删去不用的；引文用“”和〔〕，很多链接的清单分成几段"
            yield LimitExceeded(first, "too-many-marks", message, help_text)


def _split(lines: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Yield the blocks between empty lines, each with the number of its first line."""
    block: list[str] = []
    for number, line in enumerate((*lines, "")):
        if line.strip():
            block.append(line)
        elif block:
            yield number - len(block), block
            block = []


def _cells(block: list[str]) -> int:
    """Return the cells of a table: the parser pads each row to the width of the delimiter row."""
    if "|" not in block[0]:
        return 0
    widths = [line.count("|") + 1 for line in block if _TABLE_RULE.fullmatch(line)]
    return max(widths, default=0) * len(block)
