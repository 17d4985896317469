"""The package of a .docx: a ZIP of limited size, its parts and their relationships.

Source: ECMA-376 part 2.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Mapping
from typing import NamedTuple
from urllib.parse import unquote
from xml.etree.ElementTree import Element

from noticeboard.files.zip_guard import ZipLimits, find_xml_threat_in, find_zip_threat
from noticeboard.importing.docx.xml import parse_xml
from noticeboard.importing.source import ImportFailedError

LIMITS = ZipLimits(entries=3_000, unpacked_bytes=200_000_000, ratio=200, xml_bytes=40_000_000)
_OTHER_TYPES = (("xl/", "电子表格"), ("ppt/", "演示文稿"), ("content.xml", "OpenDocument 文档"))
_DEFAULT_DOCUMENT = "word/document.xml"


def damaged_file_error() -> ImportFailedError:
    """Return the error for any damage inside a file."""
    return ImportFailedError(
        "文件已损坏，或者不是 Word 文档；请在 Word 或 WPS 中重新另存为 .docx 后再导入。"
    )


class Relation(NamedTuple):
    """A relationship: the last word of its type, and the target.

    The target is a part's name, or an address when `external`.
    """

    type: str
    target: str
    external: bool


class Package:
    """The parts of a .docx; raise ImportFailedError for another, protected or hostile file."""

    def __init__(self, data: bytes) -> None:
        try:
            self._archive = zipfile.ZipFile(io.BytesIO(data))
            # The names of parts do not distinguish case.
            self._names = {name.lower(): name for name in self._archive.namelist()}
            _check_directory(self._archive, len(data))
            _check_type(set(self._archive.namelist()))
            threat = find_xml_threat_in(self._archive)
            if threat:
                raise ImportFailedError(f"文件{threat}，正常的 Word 文档没有，不能导入。")
        except ImportFailedError:
            raise
        # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
        except Exception as error:
            raise damaged_file_error() from error

    def has(self, part: str) -> bool:
        """Return whether there is such a part."""
        return part.lower() in self._names

    def content(self, part: str) -> bytes:
        """Return the content of a part that exists."""
        return self._archive.read(self._names[part.lower()])

    def root(self, part: str) -> Element:
        """Return the root element of an XML part that exists."""
        return parse_xml(self.content(part))

    def document_part(self) -> str:
        """Return the name of the main part."""
        relations = self.relations("").values()
        parts = [relation.target for relation in relations if relation.type == "officeDocument"]
        return next(filter(self.has, parts), _DEFAULT_DOCUMENT)

    def relations(self, part: str) -> Mapping[str, Relation]:
        """Return the relationships of a part by id; those of the package for an empty name."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if not self.has(source):
            return {}
        return {element.get("Id", ""): _relation(element, folder) for element in self.root(source)}


def _relation(element: Element, folder: str) -> Relation:
    target = element.get("Target", "")
    # Word writes links within the document as internal relationships too.
    external = element.get("TargetMode", "").lower() == "external" or target.startswith("#")
    if not external:
        target = posixpath.normpath(posixpath.join("/", folder, unquote(target))).lstrip("/")
    return Relation(element.get("Type", "").rpartition("/")[2], target, external)


def _check_directory(package: zipfile.ZipFile, packed_bytes: int) -> None:
    threat = find_zip_threat(package, LIMITS, packed_bytes)
    if threat == "too-many-entries":
        count = len(package.infolist())
        raise ImportFailedError(f"文件里装了{count}个部件，不像正常的 Word 文档，不能导入。")
    if threat == "too-large":
        raise ImportFailedError("文件解压后大得不正常（像压缩炸弹），不能导入。")
    if threat == "encrypted":
        raise ImportFailedError("这个文件设了密码；请在 Word 或 WPS 中去掉密码后再导入。")


def _check_type(names: set[str]) -> None:
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return
    for prefix, kind in _OTHER_TYPES:
        if any(name.startswith(prefix) for name in names):
            raise ImportFailedError(f"这是{kind}，不是 Word 文档；请另存为 .docx 后再导入。")
    raise ImportFailedError("这是压缩包，不是 Word 文档；请先解压，再导入里面的 .docx。")
