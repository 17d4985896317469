"""The QR code of a printed page, as an SVG path."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from zxingcpp import BarcodeFormat, create_barcode

_DARK_RUN = re.compile(rb"\x00+")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of `side` × `side` modules; `path` is the dark ones as an SVG path."""

    side: int
    path: str


def qr_code(address: str) -> QrCode:
    """Return the QR code of an address.

    Error correction level M restores 15 % of the code (ISO/IEC 18004), enough for a photocopy.
    """
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M")
    image = code.to_image(add_quiet_zones=False)  # a byte for each module, 0 where it is dark
    side = image.shape[0]
    modules = bytes(image)  # type: ignore[call-overload]  # a buffer, which its stub omits
    rows = [modules[start : start + side] for start in range(0, side * side, side)]
    path = "".join(
        f"M{left} {top}h{width}v{height}h-{width}Z"
        for left, top, width, height in _dark_rectangles(rows)
    )
    return QrCode(side, path)


def _dark_rectangles(rows: Iterable[bytes]) -> list[list[int]]:
    """Return left, top, width and height of rectangles that cover the dark modules.

    Equal runs in successive rows form one rectangle: a path shorter by a fifth.
    """
    rectangles: list[list[int]] = []
    above: dict[tuple[int, int], list[int]] = {}
    for top, row in enumerate(rows):
        current = {}
        for left, right in (run.span() for run in _DARK_RUN.finditer(row)):
            rectangle = above.get((left, right))
            if rectangle is None:
                rectangle = [left, top, right - left, 0]
                rectangles.append(rectangle)
            rectangle[3] += 1
            current[left, right] = rectangle
        above = current
    return rectangles
