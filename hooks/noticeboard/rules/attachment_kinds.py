"""What may be attached, how it is known, and what a file is instead."""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""

MAX_UNPACKED = 20 * MAX_BYTES
_MAX_PARTS = 3_000
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


def _archive_with(*members: str) -> Callable[[Path], str | None]:
    """A zip archive that is whole, has these members, and holds no macros."""

    def fault(path: Path) -> str | None:
        try:
            with zipfile.ZipFile(path) as archive:
                entries = archive.infolist()
                unpacked = sum(entry.file_size for entry in entries)
                if len(entries) > _MAX_PARTS or unpacked > MAX_UNPACKED:
                    return "解压后大得不正常（像压缩炸弹）"
                names = set(archive.namelist())
                if not names.issuperset(members) or archive.testzip() is not None:
                    return _fault(path)
                if any(_has_entities(archive, entry) for entry in entries):
                    return "里有 XML 实体定义（像 XML 炸弹）"
        # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
        except Exception:
            return _fault(path)
        return "带有宏" if any("vbaproject" in name.lower() for name in names) else None

    return fault


def _has_entities(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether an XML part begins with a document type, which no such format has."""
    if not entry.filename.lower().endswith((".xml", ".rels")):
        return False
    with archive.open(entry) as part:
        start = part.read(4096).replace(b"\0", b"").upper()
    return b"<!DOCTYPE" in start or b"<!ENTITY" in start


TYPES: dict[str, Callable[[Path], str | None]] = {
    ".pdf": _pdf,
    ".docx": _archive_with("[Content_Types].xml", "word/document.xml"),
    ".xlsx": _archive_with("[Content_Types].xml", "xl/workbook.xml"),
    ".ofd": _archive_with("OFD.xml"),
    ".png": _png,
    ".jpg": _jpeg,
    ".jpeg": _jpeg,
    ".csv": _text,
    ".txt": _text,
}
"""The kinds by the ending of the name: each says what is wrong with a file, or None.

Formats that run programs or styles are left out.
"""
