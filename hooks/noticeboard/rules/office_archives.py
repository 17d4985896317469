"""Validation of office files: ZIP archives of bounded size, without active or remote content."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from noticeboard.text.zip_guard import ZipLimits, find_xml_threat_in, find_zip_threat

MAX_UNPACKED_BYTES = 400_000_000
_MAX_ENTRIES = 3_000
_MAX_RELATIONSHIPS_BYTES = 5_000_000
_TYPES = (
    ("word/document.xml", "Word 文档"),
    ("xl/workbook.xml", "Excel 表格"),
    ("xl/workbook.bin", "Excel 二进制表格"),
    ("ppt/presentation.xml", "演示文稿"),
    ("OFD.xml", "OFD 文件"),
    ("content.xml", "OpenDocument 文档"),
    ("AndroidManifest.xml", "安卓程序"),
    ("META-INF/MANIFEST.MF", "Java 程序"),
)
_ACTIVE_CONTENT = re.compile(
    r"vbaproject|vbadata|(?:^|/)(?:activex|macrosheets|customui)/", re.IGNORECASE
)
_REMOTE_TARGET = re.compile(
    r"\s*(?:https?:|ftp:|mhtml:|\\\\|//|file:/*\\\\|file:////)", re.IGNORECASE
)
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)


def archive_fault(path: Path, members: tuple[str, ...]) -> str | None:
    """Return what is wrong with a ZIP archive that must hold these members, None when nothing is.

    An empty string means that the file is damaged or no archive at all.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            return next(_faults(archive, members), None)
    # On damaged data zipfile, zlib, struct and lzma each raise their own errors.
    except Exception:
        return ""


def _faults(archive: zipfile.ZipFile, members: tuple[str, ...]) -> Iterator[str]:
    """Yield the faults, the cheapest check first; the sizes are checked before unpacking."""
    threat = find_zip_threat(archive, ZipLimits(_MAX_ENTRIES, MAX_UNPACKED_BYTES))
    if threat == "encrypted":
        yield "设了打开密码，公众打不开"
    elif threat:
        yield "解压后大得不正常（像压缩炸弹）"
    names = set(archive.namelist())
    if not names.issuperset(members):
        content = next((content for name, content in _TYPES if name in names), "别的压缩包")
        yield f"的内容是{content}，扩展名却是 {Path(archive.filename or '').suffix.lower()}"
    if archive.testzip() is not None:
        yield ""
    xml_threat = find_xml_threat_in(archive)
    if xml_threat:
        yield xml_threat
    if any(map(_ACTIVE_CONTENT.search, names)):
        yield "带有宏或控件"
    if any(_loads_remote_content(archive, entry) for entry in archive.infolist()):
        yield "打开时会向别的网站取内容（外部的模板、图片或对象）"


def _loads_remote_content(archive: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bool:
    """Tell whether opening the file fetches content from elsewhere.

    Relationships are those of ECMA-376, part 2, 6.5. A hyperlink fetches nothing until clicked.
    """
    if not entry.filename.lower().endswith(".rels"):
        return False
    if entry.file_size > _MAX_RELATIONSHIPS_BYTES:
        return True
    relationships = etree.fromstring(archive.read(entry), _PARSER).iterfind("{*}Relationship")
    return any(
        relationship.get("TargetMode", "").lower() == "external"
        and not relationship.get("Type", "").endswith("/hyperlink")
        and _REMOTE_TARGET.match(relationship.get("Target", ""))
        for relationship in relationships
    )
