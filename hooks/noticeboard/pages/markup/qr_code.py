"""The QR code of a printed page, as an SVG path."""

from __future__ import annotations

import re
from dataclasses import dataclass

from zxingcpp import BarcodeFormat, create_barcode

_RUN = re.compile(rb"(\xff*)(\x00+)")


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of `side` × `side` modules; `path` draws the dark ones as lines of width 1."""

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
    rows = (modules[start : start + side] for start in range(0, side * side, side))
    return QrCode(side, "".join(f"M0 {top}.5{_lines(row)}" for top, row in enumerate(rows)))


def _lines(row: bytes) -> str:
    """Return the dark modules of a row as relative lines."""
    return "".join([f"m{len(light)} 0h{len(dark)}" for light, dark in _RUN.findall(row)])
