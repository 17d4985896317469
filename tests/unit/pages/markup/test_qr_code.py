"""The QR code of a printed page."""

from __future__ import annotations

import re
from collections.abc import Iterator

import numpy as np
from zxingcpp import read_barcodes

from noticeboard.pages.markup.qr_code import qr_code

ADDRESS = "https://notices.example.cn/notices/2024/shifanju/"


def test_the_qr_code_holds_the_address() -> None:
    code = qr_code(ADDRESS)
    rows = [bytearray(b"\xff" * (code.side + 8)) for _ in range(code.side + 8)]
    for left, top, width in _lines(code.path):
        rows[top + 4][left + 4 : left + 4 + width] = bytes(width)
    # The reader needs several pixels for each module.
    pixels = np.repeat(np.repeat(np.array(rows), 4, axis=0), 4, axis=1)
    assert [barcode.text for barcode in read_barcodes(pixels)] == [ADDRESS]


def _lines(path: str) -> Iterator[tuple[int, int, int]]:
    """Yield left, top and width of each line of the path."""
    for top, moves in re.findall(r"M0 (\d+)\.5([^M]*)", path):
        left = 0
        for light, width in re.findall(r"m(\d+) 0h(\d+)", moves):
            yield left + int(light), int(top), int(width)
            left += int(light) + int(width)
