"""What no XML part of an office file has, and what would make a parser expand without end."""

from __future__ import annotations

import re
from typing import IO

_AT_ONCE = 1 << 20
_OVERLAP = 64
_TYPE = re.compile(rb"<!\s*(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([^\"']+)")
_ENCODINGS = {b"utf-8", b"utf-16", b"us-ascii", b"ascii"}

ENTITIES = "里有 XML 实体定义（像 XML 炸弹）"
ENCODING = "里的 XML 用了不正常的编码"


def xml_danger(part: IO[bytes]) -> str | None:
    """ENTITIES for a document type or an entity anywhere in the part, ENCODING for an encoding in
    which one could hide, None for a harmless part. However large, it is read by the megabyte.
    """
    before = b""
    encoding = None
    while chunk := part.read(_AT_ONCE):
        # As far as these signs go, UTF-16 is ASCII with zeroes between.
        ascii_only = chunk.replace(b"\0", b"")
        if not before:
            encoding = _ENCODING.match(ascii_only.lstrip(b"\xef\xbb\xbf\xff\xfe"))
        before = before[-_OVERLAP:] + ascii_only
        if _TYPE.search(before):
            return ENTITIES
    if encoding and encoding[1].lower() not in _ENCODINGS:
        return ENCODING
    return None
