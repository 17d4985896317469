"""Small archives and pictures, for tests of what files hold."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Mapping

PNG = b"\x89PNG\r\n\x1a\n"


def packed(parts: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip archive of these parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as whole:
        for name, content in parts.items():
            whole.writestr(name, content)
    return out.getvalue()


def chunk(kind: bytes, content: bytes = b"") -> bytes:
    """A chunk of a PNG picture."""
    check = zlib.crc32(kind + content).to_bytes(4)
    return len(content).to_bytes(4) + kind + content + check
