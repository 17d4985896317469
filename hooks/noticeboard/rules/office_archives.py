"""Office files as attachments: zip archives of bounded size that hold nothing which acts."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from noticeboard.text.xml_guard import xml_danger

MAX_UNPACKED = 400_000_000
_MAX_PARTS = 3_000
_MAX_RELATIONS = 5_000_000
_ENCRYPTED = 1
_KINDS = (
    ("word/document.xml", "Word 文档"),
    ("xl/workbook.xml", "Excel 表格"),
    ("xl/workbook.bin", "Excel 二进制表格"),
    ("ppt/presentation.xml", "演示文稿"),
    ("OFD.xml", "OFD 文件"),
    ("content.xml", "OpenDocument 文档"),
    ("AndroidManifest.xml", "安卓程序"),
    ("META-INF/MANIFEST.MF", "Java 程序"),
)
_XML = (".xml", ".rels", ".vml")
_ACTIVE = re.compile(r"vbaproject|vbadata|(?:^|/)(?:activex|macrosheets|customui)/", re.IGNORECASE)
_REMOTE = re.compile(r"\s*(?:https?:|ftp:|mhtml:|\\\\|//|file:/*\\\\|file:////)", re.IGNORECASE)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def archive_fault(path: Path, members: tuple[str, ...]) -> str | None:
    """What is wrong with a file that is to be a zip archive with these members, or None.

    A fault that is empty stands for a file that is broken or no archive at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return next(_faults(archive, members), None)
    # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
    except Exception:
        return ""


def _faults(archive: zipfile.ZipFile, members: tuple[str, ...]) -> Iterator[str]:
    """What is wrong, the cheapest to find first: nothing is unpacked before its size is known."""
    entries = archive.infolist()
    if len(entries) > _MAX_PARTS or sum(entry.file_size for entry in entries) > MAX_UNPACKED:
        yield "解压后大得不正常（像压缩炸弹）"
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        yield "设了打开密码，公众打不开"
    names = set(archive.namelist())
    if not names.issuperset(members):
        found = next((kind for name, kind in _KINDS if name in names), "别的压缩包")
        yield f"的内容是{found}，扩展名却是 {Path(archive.filename or '').suffix.lower()}"
    if archive.testzip() is not None:
        yield ""
    for entry in entries:
        if entry.filename.lower().endswith(_XML):
            with archive.open(entry) as part:
                yield from filter(None, [xml_danger(part)])
    if any(map(_ACTIVE.search, names)):
        yield "带有宏或控件"
    if any(_asks_others(archive, entry) for entry in entries):
        yield "打开时会向别的网站取内容（外部的模板、图片或对象）"


def _asks_others(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Whether a program that opens the file would fetch something without being asked.

    Relations are those of ECMA-376, part 2, 6.5; a link waits for the reader's click.
    """
    if not entry.filename.lower().endswith(".rels"):
        return False
    if entry.file_size > _MAX_RELATIONS:
        return True
    relations = etree.fromstring(archive.read(entry), _PARSER).iterfind("{*}Relationship")
    return any(
        relation.get("TargetMode", "").lower() == "external"
        and not relation.get("Type", "").endswith("/hyperlink")
        and _REMOTE.match(relation.get("Target", ""))
        for relation in relations
    )
