"""Office files as ZIP archives of bounded size, whose XML parts are safe to parse."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterable, Iterator

from lxml import etree

from noticeboard.attachments.inspection import AS_PDF, Inspection, TextLine, incomplete, inspected
from noticeboard.files.fault import Fault
from noticeboard.files.file_signatures import wrong_type
from noticeboard.files.zip_guard import (
    ZipLimits,
    find_xml_threat_in,
    find_zip_threat,
    has_other_data,
)

MAX_UNPACKED_BYTES = 400_000_000
MAX_XML_BYTES = 60_000_000
_MAX_ENTRIES = 3_000
_PARSER = etree.XMLParser(resolve_entities=False, no_network=True)
_SAFER = "用原来的软件打开，另存为这种格式（不加密）；也可以另存为 PDF"
_ENCRYPTED = Fault("设了打开密码，公众打不开", "去掉密码后重新保存")
_BOMB = Fault("解压后大得不正常（像压缩炸弹）", f"删去很大的图片和用不到的表；或{AS_PDF}")
_TWICE = Fault("里有两个同名的部分", _SAFER)
_OTHER_DATA = Fault("里藏着目录以外的别的数据", _SAFER)
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


class Package:
    """The parts of an archive by name, without its folders."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]

    def read(self, name: str) -> bytes:
        """Return the content of a part."""
        return self._archive.read(name)

    def xml(self, name: str) -> etree._Element:
        """Return the root element of an XML part."""
        return etree.fromstring(self._archive.read(name), _PARSER)


def inspect_package(
    content: bytes,
    suffix: str,
    main: str,
    find_faults: Callable[[Package], Iterable[Fault]],
    find_text: Callable[[Package], Iterable[TextLine]],
) -> Inspection:
    """Inspect an archive that must hold the part `main`, first as an archive, then its parts."""
    if not content.startswith(b"PK\3\4"):  # some programs run what precedes an archive
        return incomplete(suffix)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            fault = next(_archive_faults(archive, content, suffix, main), None)
            if fault:
                return inspected([fault])
            package = Package(archive)
            faults = list(find_faults(package))
            return inspected(faults, () if faults else find_text(package))
    except MemoryError:
        raise
    # On damaged data zipfile, zlib, struct, lzma and lxml each raise their own errors.
    except Exception:
        return incomplete(suffix)


def _archive_faults(
    archive: zipfile.ZipFile, content: bytes, suffix: str, main: str
) -> Iterator[Fault]:
    """Yield the faults, the cheapest check first; the sizes are checked before unpacking."""
    threat = find_zip_threat(
        archive, ZipLimits(_MAX_ENTRIES, MAX_UNPACKED_BYTES, None, MAX_XML_BYTES)
    )
    if threat:
        yield _ENCRYPTED if threat == "encrypted" else _BOMB
    names = archive.namelist()
    if main not in names:
        actual = next((content for name, content in _TYPES if name in names), "别的压缩包")
        yield wrong_type(actual, suffix)
    if len({name.casefold() for name in names}) < len(names):
        yield _TWICE
    if archive.testzip() is not None:
        yield incomplete(suffix).faults[0]
    if has_other_data(archive, content):
        yield _OTHER_DATA
    xml_threat = find_xml_threat_in(archive)
    if xml_threat:
        yield Fault(xml_threat, _SAFER)


def local_name(element: etree._Element) -> str:
    """Return the name of an element without its namespace; empty for comments."""
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def attribute(element: etree._Element, name: str) -> str:
    """Return an attribute's value by its name without namespace; empty if there is none.

    Programs differ in which of several they read: joined they are in no list of what is allowed.
    """
    return "\0".join(value for key, value in element.items() if key.rpartition("}")[2] == name)
