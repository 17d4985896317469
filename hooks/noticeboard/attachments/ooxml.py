"""Word and Excel files: known parts and relationships only, and links that only a reader follows."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from functools import partial
from urllib.parse import unquote

from lxml import etree

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.field_codes import field_faults
from noticeboard.attachments.formulas import formula_faults
from noticeboard.attachments.images import embedded_picture_fault
from noticeboard.attachments.inspection import AS_PDF, Inspection
from noticeboard.attachments.office_text import sheet_text, word_text
from noticeboard.attachments.package import Package, attribute, inspect_package, local_name
from noticeboard.files.fault import Fault
from noticeboard.text.links import is_web_link

_TYPES_PART = "[Content_Types].xml"
_MAIN_PARTS = {".docx": "word/document.xml", ".xlsx": "xl/workbook.xml"}
_OFFICE = "application/vnd.openxmlformats-officedocument."
_MAIN_TYPES = {
    ".docx": f"{_OFFICE}wordprocessingml.document.main+xml",
    ".xlsx": f"{_OFFICE}spreadsheetml.sheet.main+xml",
}
_PICTURES = allow_list("office_types", "pictures")
_TYPES = {
    suffix: _PICTURES | allow_list("office_types", "both") | allow_list("office_types", suffix[1:])
    for suffix in _MAIN_TYPES
}
_CUSTOM_XML = "application/xml"
"""Of the parts in customXml/, which hold data and no markup of a document."""
_BASES = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
)
_HYPERLINKS = {f"{base}hyperlink" for base in _BASES}
_RELATIONSHIPS = allow_list("office_relationships", "others") | {
    base + name for base in _BASES for name in allow_list("office_relationships", "standard")
}
_XML_TYPES = ("+xml", "/xml", "vmlDrawing")
_XML_ENDINGS = (".xml", ".vml")
_SCHEMA_LOCATION = "{http://www.w3.org/2001/XMLSchema-instance}schemaLocation"
_PICTURE_ADDRESS = "{urn:schemas-microsoft-com:office:office}href"
_REMOVE = "在 Word 或 WPS 里删去后重新保存；或" + AS_PDF
_NO_MAIN = Fault("没有写明主文档，或者主文档带宏", AS_PDF)
_OUTSIDE = Fault("打开时会到别处取内容（外部的模板、图片、对象或链接的文件）", _REMOVE)
_MACRO = Fault("带有会运行宏的按钮或图形", _REMOVE)
_ACTING = {
    "mailMerge": Fault("带有邮件合并的数据源", _REMOVE),
    "webVideoPr": Fault("带有网上的视频", _REMOVE),
    **dict.fromkeys(("FmlaMacro", "entryMacro", "exitMacro"), _MACRO),
}
"""Elements that act, and their faults."""


def inspect_docx(content: bytes) -> Inspection:
    """Inspect a Word document."""
    find_faults = partial(_faults, suffix=".docx")
    return inspect_package(content, ".docx", _MAIN_PARTS[".docx"], find_faults, word_text)


def inspect_xlsx(content: bytes) -> Inspection:
    """Inspect an Excel workbook."""
    find_faults = partial(_faults, suffix=".xlsx")
    return inspect_package(content, ".xlsx", _MAIN_PARTS[".xlsx"], find_faults, sheet_text)


def _faults(package: Package, suffix: str) -> Iterator[Fault]:
    types = _content_types(package)
    main = [name for name, kind in types.items() if kind == _MAIN_TYPES[suffix]]
    if main != [_MAIN_PARTS[suffix]]:
        yield _NO_MAIN
    for name, kind in types.items():
        is_xml = kind.endswith(_XML_TYPES)
        if name.casefold().endswith(".rels"):
            yield from _relationship_faults(package.xml(name))
        elif (kind not in _TYPES[suffix] and not _is_custom_xml(name, kind)) or (
            is_xml and not name.endswith(_XML_ENDINGS)
        ):
            yield Fault(f"里有不能公布的部分 {name}（宏、控件、嵌入的对象或外部数据）", _REMOVE)
        elif kind in _PICTURES:
            fault = embedded_picture_fault(package.read(name))
            if fault:
                yield fault
        elif is_xml:
            yield from _markup_faults(package.xml(name))


def _content_types(package: Package) -> dict[str, str]:
    """Return the content type of each part, empty if none is stated (part 2, 7.2.3)."""
    root = package.xml(_TYPES_PART)
    entries = [(local_name(element), element) for element in root]
    defaults = {
        attribute(e, "Extension").lower(): attribute(e, "ContentType")
        for n, e in entries
        if n == "Default"
    }
    overrides = {
        attribute(e, "PartName").lstrip("/").casefold(): attribute(e, "ContentType")
        for n, e in entries if n == "Override"
    }  # fmt: skip
    return {
        name: overrides.get(name.casefold(), defaults.get(name.rpartition(".")[2].lower(), ""))
        for name in package.names
        if name != _TYPES_PART
    }


def _is_custom_xml(name: str, kind: str) -> bool:
    return kind == _CUSTOM_XML and name.startswith("customXml/")


def _relationship_faults(root: etree._Element) -> Iterator[Fault]:
    for element in root:
        if local_name(element) != "Relationship":
            continue
        kind = attribute(element, "Type")
        target = attribute(element, "Target")
        if kind not in _RELATIONSHIPS:
            name = kind.rpartition("/")[2][:40]
            yield Fault(f"里有不能公布的关联 {name}（宏、对象、外部的模板或数据）", _REMOVE)
        elif attribute(element, "TargetMode").strip().lower() in ("", "internal"):
            if not _is_inside(target):
                yield _OUTSIDE
        elif kind not in _HYPERLINKS:
            yield _OUTSIDE
        elif not is_web_link(target) and not target.startswith("#"):
            yield Fault(f"里有不是网址的链接“{target[:40]}”", f"删去这个链接，重新保存；或{AS_PDF}")


def _is_inside(target: str) -> bool:
    """Return whether a target is a path inside the archive; fragments and NULL are nothing."""
    path = unquote(target.partition("#")[0]).strip()
    if ":" in path or "\\" in path or path.startswith("//"):
        return False
    # Every part lies at most three folders deep.
    return not posixpath.normpath(posixpath.join("a/b/c", path.lstrip("/"))).startswith("..")


def _markup_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield what acts inside a part: fields, formulas, addresses without relationship, macros."""
    yield from field_faults(root)
    yield from formula_faults(root)
    for element in root.iter():
        name = local_name(element)
        if name in _ACTING:
            yield _ACTING[name]
        if attribute(element, "macro").strip():
            yield _MACRO
        if name == "HyperlinkBase" and element.text and not is_web_link(element.text):
            yield _OUTSIDE
        for key, value in element.items():
            if _leads_outside(key, value.strip()):
                yield _OUTSIDE


def _leads_outside(name: str, value: str) -> bool:
    """Return whether an attribute is an address that needs no relationship, as VML allows."""
    # Of a hyperlink a place in the document itself, of a schema a file.
    if name.lower().endswith("location") and name != _SCHEMA_LOCATION:
        return "//" in value or "\\" in value
    if name.endswith("src"):
        return bool(value) and not value.startswith("rId")
    if not name.endswith("href") or not (":" in value or value.startswith(("\\", "/"))):
        return False
    # `o:href` is where a picture comes from, `href` where a click leads.
    return name == _PICTURE_ADDRESS or not is_web_link(value)
