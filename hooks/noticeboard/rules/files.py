"""Attachments: the right kind, not too large, and what they claim to be.

Everything in a notice's folder is published, so everything in it is looked at.
"""

from __future__ import annotations

import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path

from noticeboard.links import target_file, written_links
from noticeboard.notice import Notice
from noticeboard.rules.base import Context, Finding, Rule

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""

_PNG = b"\x89PNG\r\n\x1a\n"


def _is_pdf(path: Path) -> bool:
    content = path.read_bytes()
    return content.startswith(b"%PDF-") and b"%%EOF" in content[-2048:]


def _is_png(path: Path) -> bool:
    """Every chunk with its checksum, from IHDR to IEND (ISO/IEC 15948)."""
    content = path.read_bytes()
    if not content.startswith(_PNG) or content[12:16] != b"IHDR":
        return False
    at = len(_PNG)
    while at + 12 <= len(content):
        length = int.from_bytes(content[at : at + 4])
        chunk, check = (
            content[at + 4 : at + 8 + length],
            content[at + 8 + length : at + 12 + length],
        )
        if zlib.crc32(chunk) != int.from_bytes(check):
            return False
        if chunk[:4] == b"IEND":
            return True
        at += 12 + length
    return False


def _is_jpeg(path: Path) -> bool:
    content = path.read_bytes().rstrip(b"\0")
    return content.startswith(b"\xff\xd8\xff") and content.endswith(b"\xff\xd9")


def _is_text(path: Path) -> bool:
    content = path.read_bytes()
    for encoding in ("utf-8", "gb18030"):
        try:
            return "\0" not in content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return False


def _is_archive_with(*members: str) -> Callable[[Path], bool]:
    """A zip archive that is whole, has these members, and holds no macros."""

    def check(path: Path) -> bool:
        try:
            with zipfile.ZipFile(path) as archive:
                names = set(archive.namelist())
                if sum(entry.file_size for entry in archive.infolist()) > 20 * MAX_BYTES:
                    return False
                whole = archive.testzip() is None
        except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError, zlib.error):
            return False
        return whole and names.issuperset(members) and not any("vbaProject" in n for n in names)

    return check


TYPES: dict[str, Callable[[Path], bool]] = {
    ".pdf": _is_pdf,
    ".docx": _is_archive_with("[Content_Types].xml", "word/document.xml"),
    ".xlsx": _is_archive_with("[Content_Types].xml", "xl/workbook.xml"),
    ".ofd": _is_archive_with("OFD.xml"),
    ".png": _is_png,
    ".jpg": _is_jpeg,
    ".jpeg": _is_jpeg,
    ".csv": _is_text,
    ".txt": _is_text,
}
"""What may be attached, and how it is known. Formats that run programs or styles are left out."""


def attachment_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """列出的附件都在与通报同名的文件夹里。"""
    folder = context.notices_dir / notice.id
    for index, attachment in enumerate(notice.attachments):
        if not (folder / attachment.file).is_file():
            remedy = f"把文件放到 notices/{notice.id}/，或改正文件名（大小写也要一致）"
            yield Finding(("attachments", index), f"找不到附件 {attachment.file}", remedy)


def link_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """正文里的相对链接指向库里有的文件。"""
    for link in written_links(notice.body):
        target = target_file(link.target, notice.id, context.notices_dir)
        if target and not target.is_file():
            message = f"链接“{link.target}”指向的文件不存在"
            line = notice.body_line + link.line - 1
            remedy = "核对路径；它从本文件所在的文件夹算起"
            yield Finding((), message, remedy, line=line, column=link.column)


def attachment_type(notice: Notice, context: Context) -> Iterator[Finding]:
    """附件只能是 PDF、Word（.docx）、Excel（.xlsx）、OFD、图片（.png、.jpg）、.csv 或 .txt。"""
    for path in _files(notice, context):
        if path.suffix.lower() not in TYPES:
            allowed = "、".join(TYPES)
            message = f"附件 {path.name} 的类型不能使用"
            yield Finding(_loc(notice, path), message, f"另存为 {allowed} 之一")


def attachment_size(notice: Notice, context: Context) -> Iterator[Finding]:
    """一个附件不超过 20 MB，也不能是空文件。"""
    for path in _files(notice, context):
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"附件 {path.name} 有 {size / 1e6:.1f} MB，超过 {MAX_BYTES // 10**6} MB"
            yield Finding(_loc(notice, path), message, "压缩其中的图片，或分成几个文件")
        elif not size:
            yield Finding(_loc(notice, path), f"附件 {path.name} 是空文件", "重新放入完整的文件")


def attachment_content(notice: Notice, context: Context) -> Iterator[Finding]:
    """附件的内容与扩展名相符，文件完整，不带宏。"""
    for path in _files(notice, context):
        known = TYPES.get(path.suffix.lower())
        if known and 0 < path.stat().st_size <= MAX_BYTES and not known(path):
            message = f"附件 {path.name} 不是完整的 {path.suffix.lower()} 文件"
            remedy = "用原来的软件打开，另存为这种格式（不带宏、不加密）；只改扩展名不行"
            yield Finding(_loc(notice, path), message, remedy)


def attachment_unlisted(notice: Notice, context: Context) -> Iterator[Finding]:
    """通报文件夹里的每个文件，都列在 attachments 里，或在正文里有链接。"""
    folder = context.notices_dir / notice.id
    listed = {folder / attachment.file for attachment in notice.attachments}
    linked = {
        target_file(link.target, notice.id, context.notices_dir)
        for link in written_links(notice.body)
    }
    for path in _files(notice, context):
        if path not in listed and path not in linked:
            message = f"文件 {path.name} 没有列在 attachments 里，但会随网站公开"
            yield Finding(("attachments",), message, "列为附件；不该公开的删去", "warning")


def _files(notice: Notice, context: Context) -> list[Path]:
    """All that is published from the notice's folder."""
    folder = context.notices_dir / notice.id
    if not folder.is_dir():
        return []
    return sorted(p for p in folder.rglob("*") if p.is_file() and not p.name.startswith("."))


def _loc(notice: Notice, path: Path) -> tuple[str | int, ...]:
    names = [attachment.file for attachment in notice.attachments]
    return ("attachments", names.index(path.name)) if path.name in names else ("attachments",)


FILE_RULES: tuple[Rule, ...] = (
    attachment_present,
    link_present,
    attachment_type,
    attachment_size,
    attachment_content,
    attachment_unlisted,
)
