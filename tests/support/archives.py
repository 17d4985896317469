"""Build small ZIP archives and PNG chunks for attachment tests."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

PNG = b"\x89PNG\r\n\x1a\n"


def zip_bytes(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """Return a ZIP archive of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return out.getvalue()


def png_chunk(kind: bytes, content: bytes = b"") -> bytes:
    """Return a PNG chunk with its length and CRC."""
    checksum = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + checksum
