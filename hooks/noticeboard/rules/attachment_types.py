"""What may be attached, how it is known, and what a file is instead."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path

from noticeboard.rules.office_archives import archive_fault

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"
_STARTS = (
    (b"%PDF-", "PDF"),
    (_PNG, "PNG 图片"),
    (b"\xff\xd8\xff", "JPEG 图片"),
    (b"GIF8", "GIF 图片"),
    (b"PK\3\4", "压缩包或 Office 文件"),
    (b"\xd0\xcf\x11\xe0", "旧格式或加密的 Office 文件"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"<!doctype html", "网页"),
    (b"<html", "网页"),
    (b"<svg", "SVG 图片"),
    (b"<?xml", "XML 文件"),
    (b"#!", "脚本程序"),
)
_OF_SUFFIX = {".pdf": "PDF", ".png": "PNG 图片", ".jpg": "JPEG 图片", ".jpeg": "JPEG 图片"}
_OF_SUFFIX |= dict.fromkeys((".docx", ".xlsx", ".ofd"), "压缩包或 Office 文件")


def disguised(path: Path) -> str | None:
    """What a file is by its first bytes when its name says something else."""
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n")
    found = next((kind for sign, kind in _STARTS if start.lower().startswith(sign.lower())), None)
    return None if found == _OF_SUFFIX.get(path.suffix.lower(), "") else found


def _fault(path: Path) -> str:
    kind = disguised(path)
    if kind:
        return f"的内容是{kind}，扩展名却是 {path.suffix.lower()}"
    return f"不是完整的 {path.suffix.lower()} 文件"


def _pdf(path: Path) -> str | None:
    content = path.read_bytes()
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    return None if whole else _fault(path)


def _png(path: Path) -> str | None:
    """Every chunk with its checksum, from IHDR to IEND (ISO/IEC 15948)."""
    content = path.read_bytes()
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return _fault(path)
    at = len(_PNG)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        chunk, check = (
            content[at + 4 : at + 8 + length],
            content[at + 8 + length : at + 12 + length],
        )
        if zlib.crc32(chunk) != int.from_bytes(check):
            return _fault(path)
        if chunk[:4] == b"IEND":
            return None
        at += 12 + length
    return _fault(path)


def _jpeg(path: Path) -> str | None:
    content = path.read_bytes().rstrip(b"\0")
    whole = content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")
    return None if whole else _fault(path)


def _text(path: Path) -> str | None:
    if disguised(path):
        return _fault(path)
    content = path.read_bytes()
    for encoding in ("utf-8", "gb18030"):
        try:
            return _fault(path) if "\0" in content.decode(encoding) else None
        except UnicodeDecodeError:
            continue
    return _fault(path)


def _office(members: tuple[str, ...], path: Path) -> str | None:
    """An archive of an office program with these members."""
    # What stands before an archive would be found by a program, and not by an archiver.
    found = "" if disguised(path) else archive_fault(path, members)
    return found or (None if found is None else _fault(path))


TYPES: dict[str, Callable[[Path], str | None]] = {
    ".pdf": _pdf,
    ".docx": partial(_office, ("[Content_Types].xml", "word/document.xml")),
    ".xlsx": partial(_office, ("[Content_Types].xml", "xl/workbook.xml")),
    ".ofd": partial(_office, ("OFD.xml",)),
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".csv": _text,
    ".txt": _text,
}
"""The kinds by the ending of the name: each says what is wrong with a file, or None.

Formats that run programs or styles are left out.
"""
