"""The types of files that may be attached: their names, and how their content is verified.

A new type also needs its MIME type in `deploy/nginx.conf` and, if Word files embed it, its suffix in
`importing/docx/parts.py`.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import NamedTuple

from noticeboard.rules.office_archives import archive_fault
from noticeboard.text import file_signatures

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""

_PDF = "PDF"
_PNG = "PNG 图片"
_JPEG = "JPEG 图片"
_ZIP = "压缩包或 Office 文件"
_SIGNATURES = (
    (b"%PDF-", _PDF),
    (file_signatures.PNG, _PNG),
    (file_signatures.JPEG, _JPEG),
    (b"GIF8", "GIF 图片"),
    (b"PK\3\4", _ZIP),
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


def mismatched_type(path: Path) -> str | None:
    """Return the type that a file's first bytes reveal, None when its name agrees or none matches."""
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    matches = (name for signature, name in _SIGNATURES if start.startswith(signature.lower()))
    content = next(matches, None)
    return None if content == TYPES[path.suffix.lower()].content else content


def _fault(path: Path) -> str:
    content = mismatched_type(path)
    if content:
        return f"的内容是{content}，扩展名却是 {path.suffix.lower()}"
    return f"不是完整的 {path.suffix.lower()} 文件"


def _pdf_fault(path: Path) -> str | None:
    content = path.read_bytes()
    complete = content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]
    return None if complete else _fault(path)


def _png_fault(path: Path) -> str | None:
    """Verify every chunk with its checksum, from IHDR to IEND (ISO/IEC 15948)."""
    content = path.read_bytes()
    if not content.startswith(file_signatures.PNG) or content[12:16] != b"IHDR":
        return _fault(path)
    at = len(file_signatures.PNG)
    while at + 12 <= len(content):
        end = at + 8 + int.from_bytes(content[at : at + 4])
        chunk, checksum = content[at + 4 : end], content[end : end + 4]
        if zlib.crc32(chunk) != int.from_bytes(checksum):
            return _fault(path)
        if chunk[:4] == b"IEND":
            return None
        at = end + 4
    return _fault(path)


def _jpeg_fault(path: Path) -> str | None:
    content = path.read_bytes().rstrip(b"\0")
    complete = content.startswith(file_signatures.JPEG) and content.endswith(b"\xff\xd9")
    return None if complete else _fault(path)


def _text_fault(path: Path) -> str | None:
    if mismatched_type(path):
        return _fault(path)
    content = path.read_bytes()
    for encoding in ("utf-8", "gb18030"):
        try:
            return _fault(path) if "\0" in content.decode(encoding) else None
        except UnicodeDecodeError:
            continue
    return _fault(path)


def _office_fault(members: tuple[str, ...], path: Path) -> str | None:
    # Bytes before an archive are executed by some programs and skipped by archivers.
    fault = "" if mismatched_type(path) else archive_fault(path, members)
    return _fault(path) if fault == "" else fault


class AttachmentType(NamedTuple):
    """A type of files that may be attached.

    `name` is shown to readers; `content` is the type that `mismatched_type` expects, None for text;
    `fault` returns what is wrong with a file, in Chinese, None when nothing is.
    """

    name: str
    content: str | None
    fault: Callable[[Path], str | None]


# Formats that can carry programs, scripts or style sheets are left out.
TYPES = {
    ".pdf": AttachmentType("PDF 文件", _PDF, _pdf_fault),
    ".docx": AttachmentType(
        "Word 文档",
        _ZIP,
        partial(_office_fault, ("[Content_Types].xml", "word/document.xml")),
    ),
    ".xlsx": AttachmentType(
        "Excel 表格",
        _ZIP,
        partial(_office_fault, ("[Content_Types].xml", "xl/workbook.xml")),
    ),
    ".ofd": AttachmentType("OFD 文件", _ZIP, partial(_office_fault, ("OFD.xml",))),
    ".png": AttachmentType("图片", _PNG, _png_fault),
    ".jpg": AttachmentType("图片", _JPEG, _jpeg_fault),
    ".jpeg": AttachmentType("图片", _JPEG, _jpeg_fault),
    ".csv": AttachmentType("CSV 表格", None, _text_fault),
    ".txt": AttachmentType("文本文件", None, _text_fault),
}
"""The types by the ending of the file name, in lower case with the dot."""
