"""The QR code of a printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from zxingcpp import read_barcodes

from noticeboard.pages.qr_code import qr_code

ADDRESS = "https://notices.example.cn/notices/2024/shifanju/"


def test_the_qr_code_holds_the_address() -> None:
    code = qr_code(ADDRESS)
    rows = [bytearray(b"\xff" * (code.side + 8)) for _ in range(code.side + 8)]
    for left, top, width, height in _rectangles(code.path):
        for row in rows[top + 4 : top + 4 + height]:
            row[left + 4 : left + 4 + width] = bytes(width)
    # The reader needs several pixels for each module.
    pixels = np.repeat(np.repeat(np.array(rows), 4, axis=0), 4, axis=1)
    assert [barcode.text for barcode in read_barcodes(pixels)] == [ADDRESS]


def _rectangles(path: str) -> Iterator[tuple[int, int, int, int]]:
    """Yield left, top, width and height of each rectangle of the path."""
    for part in re.findall(r"M(\d+) (\d+)h(\d+)v(\d+)h-\d+Z", path):
        left, top, width, height = map(int, part)
        yield left, top, width, height
