"""Refuse XML that could attack a parser: document types, entities, unusual encodings."""

from __future__ import annotations

import re
from typing import IO

_CHUNK_BYTES = 1 << 20
_OVERLAP_BYTES = 64
_DECLARATION = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_ALLOWED_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}

ENTITY_MESSAGE = "里有 XML 实体定义（像 XML 炸弹）"
ENCODING_MESSAGE = "里的 XML 用了不正常的编码"


def find_xml_threat(part: IO[bytes]) -> str | None:
    """Return what is dangerous in an XML part of an office file; None for a harmless part.

    ENTITY_MESSAGE for a document type or entity declaration, ENCODING_MESSAGE for an encoding that
    could hide one. Reads a megabyte at a time.
    """
    window = b""
    encoding = None
    while chunk := part.read(_CHUNK_BYTES):
        # Declarations are ASCII, which UTF-16 interleaves with zero bytes.
        ascii_only = chunk.replace(b"\0", b"")
        if not window:
            encoding = _ENCODING.match(ascii_only.lstrip(b"\xef\xbb\xbf\xff\xfe"))
        window = window[-_OVERLAP_BYTES:] + ascii_only
        if _DECLARATION.search(window):
            return ENTITY_MESSAGE
    if encoding and encoding[1].lower() not in _ALLOWED_ENCODINGS:
        return ENCODING_MESSAGE
    return None
