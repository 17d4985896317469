"""Shorten texts for display, never within a number: 3.6万元 must not read 3."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"[0-9][0-9.,:/%—–-]*[万亿]?[元个件人年月日]?")
_LONGEST_NUMBER = 30
"""Characters of a number with its unit; a longer run of digits is no number to keep."""


def shorten(text: str, length: int) -> str:
    """Return the text, cut to `length` characters with an ellipsis as the last if it is longer."""
    if len(text) <= length:
        return text
    end = around_number(text, length - 1)[0] or length - 1
    return f"{text[:end]}…"


def around_number(text: str, at: int) -> tuple[int, int]:
    """Return start and end of the number that a cut at this place would divide, else `at` twice.

    docs/assets/search/excerpts.js does the same.
    """
    first = max(0, at - _LONGEST_NUMBER)
    for match in _NUMBER.finditer(text, first, min(len(text), at + _LONGEST_NUMBER)):
        if match.start() < at < match.end() and len(match[0]) < _LONGEST_NUMBER:
            return match.span()
    return at, at
