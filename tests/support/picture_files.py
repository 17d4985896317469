"""Write small PNG and JPEG files, honest and hostile."""

from __future__ import annotations

import zlib

from support.archives import PNG, png_chunk


def png_of(
    width: int = 2,
    height: int = 2,
    rows: bytes | None = None,
    extra: bytes = b"",
    after: bytes = b"",
) -> bytes:
    """Return a grey PNG; `rows` replaces its decoded rows, `extra` are chunks before them."""
    header = width.to_bytes(4) + height.to_bytes(4) + b"\x08\0\0\0\0"
    data = bytes((width + 1) * height) if rows is None else rows
    packed = png_chunk(b"IDAT", zlib.compress(data))
    return PNG + png_chunk(b"IHDR", header) + extra + packed + png_chunk(b"IEND") + after


def jpeg_of(width: int = 1, height: int = 1, scans: int = 1, after: bytes = b"") -> bytes:
    """Return the structure of a grey JPEG with as many scans."""
    frame = b"\x08" + height.to_bytes(2) + width.to_bytes(2) + b"\x01\x01\x11\0"
    scan = b"\xff\xda\0\x08\x01\x01\0\0\x3f\0" + b"\x12\xff\0\x34"
    return (
        b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1\0\0\1\0\1\0\0"
        + b"\xff\xc0" + (len(frame) + 2).to_bytes(2) + frame
        + scan * scans + b"\xff\xd9" + after
    )  # fmt: skip
