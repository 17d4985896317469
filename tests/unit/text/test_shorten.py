"""Shortened texts."""

from __future__ import annotations

import pytest

from noticeboard.text.shorten import shorten


@pytest.mark.parametrize(
    ("text", "length", "result"),
    [("", 3, ""), ("一二三", 3, "一二三"), ("一二三四", 3, "一二…")],
)
def test_longer_texts_end_in_an_ellipsis(text: str, length: int, result: str) -> None:
    assert shorten(text, length) == result
