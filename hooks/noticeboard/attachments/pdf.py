"""PDF files (ISO 32000): only passive content, nothing that runs, opens or is carried along.

Everything that can act is matched with a list of what may be there. The objects are
those of the file's own tables and those that a search finds, because programs that repair a broken
table see what it hides.
"""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTContainer, LTTextContainer
from pdfminer.pdfdocument import PDFDocument, PDFEncryptionError, PDFPasswordIncorrect
from pdfminer.pdfparser import PDFParser, PDFStreamParser
from pdfminer.pdftypes import PDFStream, resolve1
from pdfminer.psparser import PSException, PSLiteral

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.inspection import PRINTED, Inspection, TextLine, incomplete, inspected
from noticeboard.files.fault import Fault
from noticeboard.text.links import is_web_link

MAX_UNPACKED_BYTES = 400_000_000
_MAX_VERSIONS = 10
_OBJECT = re.compile(rb"(?<!\d)\d{1,10}\s{1,9}\d{1,5}\s{1,9}obj(?![a-z])")
_NOTHING = object()
_STREAM_START = re.compile(rb"stream\r?\n(?=[\x08-\x78])")
_CHUNK = 1 << 16
_CLICKED = allow_list("pdf", "clicked")
_OPENED = allow_list("pdf", "opened")
_NAMED = allow_list("pdf", "named")
_REFUSED = allow_list("pdf", "refused")
_ANNOTATIONS = allow_list("pdf", "annotations")
_DRAWN = allow_list("pdf", "drawn")
_FILTERS = allow_list("pdf", "filters")
_NAME_TREES = allow_list("pdf", "names")
_EMBEDDED_KEYS = ("EF", "EmbeddedFiles", "AF", "Collection")
_EXTERNAL_KEYS = ("F", "FFilter", "Ref", "OPI")
"""In a stream's dictionary: its data, or a page, come from another file."""

_BOMB = Fault("解压后大得不正常（像压缩炸弹）", PRINTED)
_SCRIPT = Fault("带有脚本（JavaScript）", PRINTED)
_RUNS = Fault("打开、翻页或点击时会执行动作（启动程序、提交表单、跳到别的文件等）", PRINTED)
_FORM = Fault("带有动态表单（XFA）", PRINTED)
_EMBEDDED = Fault("里面还夹带别的文件", f"{PRINTED}；夹带的文件单独作为附件")
_ENCRYPTED = Fault("设了密码或限制（加密）", f"去掉密码和限制，重新另存为 PDF；或{PRINTED}")
_EXTERNAL = Fault("要到别的文件里取内容", PRINTED)
_MEDIA = Fault("带有音频、视频、三维模型或文件图标", PRINTED)
_UNKNOWN = Fault("带有不认识的编码或对象", PRINTED)
_TRAILING = Fault("在文件结尾以后还有别的数据", PRINTED)


def inspect_pdf(content: bytes) -> Inspection:
    """Inspect a PDF. May take memory and time; see `limited`."""
    ending = content.rfind(b"%%EOF")
    if not content.startswith(b"%PDF-") or ending < 0:
        return incomplete(".pdf")
    if _unpacked_exceeds(content, MAX_UNPACKED_BYTES):
        return inspected([_BOMB])
    try:
        document = PDFDocument(PDFParser(io.BytesIO(content)))
        faults = list(_document_faults(document))
        for value in _dictionaries([*_listed(document), *_findable(document, content)]):
            faults += _dictionary_faults(value)
        if content[ending + 5 :].strip(b"\0 \r\n\t\f"):
            faults.append(_TRAILING)
        return inspected(faults, () if faults else _text(content, document))
    except MemoryError:
        raise
    except (PDFEncryptionError, PDFPasswordIncorrect):
        return inspected([_ENCRYPTED])
    # On damaged data pdfminer raises errors of many kinds.
    except Exception:
        return incomplete(".pdf")


def _unpacked_exceeds(content: bytes, limit: int) -> bool:
    """Return whether a compressed stream holds more bytes; the library unpacks it as a whole."""
    for match in _STREAM_START.finditer(content):
        unpacker, at, size = zlib.decompressobj(), match.end(), 0
        with suppress(zlib.error):  # another filter, or the end of the stream
            while not unpacker.eof and at < len(content):
                size += len(
                    unpacker.decompress(
                        unpacker.unconsumed_tail or content[at : at + _CHUNK], _CHUNK << 4
                    )
                )
                at += 0 if unpacker.unconsumed_tail else _CHUNK
                if size > limit:
                    return True
    return False


def _document_faults(document: PDFDocument) -> Iterator[Fault]:
    if document.encryption or any("Encrypt" in xref.get_trailer() for xref in document.xrefs):
        yield _ENCRYPTED
    if not isinstance(resolve1(document.catalog.get("Pages")), dict):
        raise ValueError("no pages")
    uri = resolve1(document.catalog.get("URI"))
    if isinstance(uri, dict) and "Base" in uri and not is_web_link(_text_of(uri["Base"])):
        yield _link_fault(_text_of(uri["Base"]))


def _listed(document: PDFDocument) -> Iterator[Any]:
    """Yield the objects that the file's own tables list, and its trailers."""
    yield from (xref.get_trailer() for xref in document.xrefs)
    for number in {number for xref in document.xrefs for number in xref.get_objids()}:
        with suppress(PSException):
            yield document.getobj(number)


def _findable(document: PDFDocument, content: bytes) -> Iterator[Any]:
    """Yield every object that a search of the file finds, those of object streams included."""
    parser = PDFParser(io.BytesIO(content))
    parser.set_document(document)
    parser.fallback = True  # read streams up to their end mark
    for match in _OBJECT.finditer(content):
        parser.seek(match.end())
        value = _next_object(parser)
        yield value
        if isinstance(value, PDFStream) and _name(value.attrs, "Type") == "ObjStm":
            packed = PDFStreamParser(value.get_data())
            packed.set_document(document)
            while (value := _next_object(packed)) is not _NOTHING:
                yield value


def _next_object(parser: PDFParser) -> Any:
    """Return the next object; _NOTHING at the end or where there is none."""
    try:
        return parser.nextobject()[1]
    except MemoryError:
        raise
    except Exception:
        return _NOTHING


def _dictionaries(objects: Iterable[Any]) -> Iterator[dict[str, Any]]:
    """Yield every dictionary in the objects, those of streams included."""
    for value in objects:
        stack = [value]
        while stack:
            value = stack.pop()
            if isinstance(value, PDFStream):
                yield {**value.attrs, _STREAM: True}
                stack.extend(value.attrs.values())
            elif isinstance(value, dict):
                yield value
                stack.extend(value.values())
            elif isinstance(value, list):
                stack.extend(value)


_STREAM = ""
"""The key that marks the dictionary of a stream; no name in a file is empty."""


def _dictionary_faults(value: dict[str, Any]) -> Iterator[Fault]:
    if "JS" in value or "JavaScript" in value:
        yield _SCRIPT
    yield from _action_faults(value)
    if (
        any(_is_filled(value.get(key)) for key in _EMBEDDED_KEYS)
        or _name(value, "Type") == "EmbeddedFile"
    ):
        yield _EMBEDDED
    if _is_filled(value.get("XFA")):
        yield _FORM
    names = resolve1(value.get("Names"))
    if isinstance(names, dict) and not _NAME_TREES.issuperset(names):
        yield _SCRIPT if "JavaScript" in names else _EMBEDDED
    annotations = [item for item in _items(value.get("Annots")) if isinstance(item, dict)]
    annotations += [value] if _name(value, "Type") == "Annot" else []
    if any(_name(item, "Subtype") not in _ANNOTATIONS for item in annotations):
        yield _MEDIA
    drawn = resolve1(value.get("XObject"))
    objects = [resolve1(item) for item in drawn.values()] if isinstance(drawn, dict) else []
    if any(isinstance(o, PDFStream) and _name(o.attrs, "Subtype") not in _DRAWN for o in objects):
        yield _UNKNOWN
    if _STREAM in value:
        yield from _stream_faults(value)


def _action_faults(value: dict[str, Any]) -> Iterator[Fault]:
    """Yield the faults of the actions that a dictionary holds, or is (12.6)."""
    for key, allowed in (
        ("OpenAction", _OPENED),
        ("A", _CLICKED),
        ("PA", _CLICKED),
        ("Next", _CLICKED),
    ):
        for action in _items(value.get(key)):
            if isinstance(action, dict) and "S" in action and _name(action, "S") not in allowed:
                yield _SCRIPT if _name(action, "S") == "JavaScript" else _RUNS
    additional = resolve1(value.get("AA"))
    if isinstance(additional, dict):
        for action in map(resolve1, additional.values()):
            if not isinstance(action, dict) or _name(action, "S") not in _OPENED:
                yield _RUNS
    kind = _name(value, "S")
    if kind in _REFUSED or (_name(value, "Type") == "Action" and kind not in _CLICKED):
        yield _SCRIPT if kind == "JavaScript" else _RUNS
    if _name(value, "S") == "Named" and _name(value, "N") not in _NAMED:
        yield _RUNS
    if _name(value, "S") == "URI" and not is_web_link(_text_of(value.get("URI"))):
        yield _link_fault(_text_of(value.get("URI")))


def _stream_faults(value: dict[str, Any]) -> Iterator[Fault]:
    if any(_is_filled(value.get(key)) for key in _EXTERNAL_KEYS):
        yield _EXTERNAL
    for name in _items(value.get("Filter")):
        if _literal(name) == "Crypt":
            yield _ENCRYPTED
        elif _literal(name) not in _FILTERS:
            yield _UNKNOWN


def _link_fault(address: str) -> Fault:
    return Fault(f"里有不是网址的链接“{address[:40]}”", f"删去这个链接；或{PRINTED}")


def _is_filled(value: Any) -> bool:
    return bool(resolve1(value))


def _items(value: Any) -> list[Any]:
    """Return the resolved items of an array, or the resolved value as the only one."""
    value = resolve1(value)
    if value is None:
        return []
    return [resolve1(item) for item in value] if isinstance(value, list) else [value]


def _name(value: dict[str, Any], key: str) -> str:
    return _literal(resolve1(value.get(key)))


def _literal(value: Any) -> str:
    """Return a name object as text; empty for other objects."""
    if not isinstance(value, PSLiteral):
        return ""
    return value.name if isinstance(value.name, str) else value.name.decode("latin-1")


def _text_of(value: Any) -> str:
    """Return a string object as text (7.9.2)."""
    value = resolve1(value)
    if not isinstance(value, bytes):
        return ""
    if value.startswith((b"\xfe\xff", b"\xff\xfe")):
        return value.decode("utf-16", "replace")
    return value.removeprefix(b"\xef\xbb\xbf").decode("utf-8", "replace")


def _boxes(container: LTContainer[Any]) -> Iterator[LTTextContainer[Any]]:
    """Yield the text boxes of a page, those in drawn forms included."""
    for item in container:
        if isinstance(item, LTTextContainer):
            yield item
        elif isinstance(item, LTContainer):
            yield from _boxes(item)


def _text(content: bytes, document: PDFDocument) -> Iterator[TextLine]:
    """Yield the text of the pages, of outlines, notes and form fields, then of earlier versions.

    An editor that appends its changes keeps what was deleted in the file (7.5.6).
    """
    yield from _page_lines(content)
    for info in document.info:
        for value in info.values():
            yield TextLine("文件属性", _text_of(value))
    for value in _dictionaries(_listed(document)):
        # The contents of a signature are a certificate; an item of the outline has a parent.
        keys = () if _name(value, "Type") == "Sig" else ("Contents", "V")
        for key in (*keys, "Title") if "Parent" in value else keys:
            for line in _text_of(value.get(key)).splitlines():
                yield TextLine("书签、批注或表单", line)
    ends = [match.end() for match in re.finditer(b"%%EOF", content)][-_MAX_VERSIONS - 1 : -1]
    for end in ends:
        # What ends in the first mark of a file for the web is no document.
        with suppress(Exception):
            yield from (TextLine("以前的版本", line.text) for line in _page_lines(content[:end]))


def _page_lines(content: bytes) -> Iterator[TextLine]:
    layout = LAParams(boxes_flow=None, all_texts=True)
    for number, page in enumerate(extract_pages(io.BytesIO(content), laparams=layout), 1):
        for box in _boxes(page):
            for line in box.get_text().splitlines():
                yield TextLine(f"第{number}页", line)
