"""Reading of OFD, the national format of printed pages (GB/T 33190-2016)."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from xml.etree.ElementTree import Element

from noticeboard.files.zip_guard import find_xml_threat_in, find_zip_threat
from noticeboard.importing.docx.package import LIMITS
from noticeboard.importing.docx.wml import local_name, parse_int
from noticeboard.importing.docx.xml import parse_xml
from noticeboard.importing.formats.page_layout import text_width
from noticeboard.importing.formats.printed_lines import Fragment, document_of
from noticeboard.importing.source import ImportFailedError, SourceDocument

_MAX_PAGES = 200
_MAX_DELTAS = 100_000
ROOT = "OFD.xml"


def read_ofd(data: bytes) -> SourceDocument:
    """Read an OFD file; raise ImportFailedError when it is protected, damaged or has no text."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            threat = find_zip_threat(archive, LIMITS, len(data)) or find_xml_threat_in(archive)
            if threat:
                raise ImportFailedError("OFD 文件加了密或不正常，不能导入；请另存为 .docx 或 PDF。")
            reader = _Reader(archive)
            pages = list(reader.pages())
    except (ImportFailedError, MemoryError):
        raise
    # zipfile, zlib and ElementTree each raise errors of their own on damaged data.
    except Exception as error:
        raise ImportFailedError("OFD 文件已损坏；请重新导出 OFD 或 PDF 后再导入。") from error
    if not any(fragment.text.strip() for page in pages for fragment in page):
        raise ImportFailedError("这份 OFD 里没有文字（也许整页是图片）；请用能选中文字的文档导入。")
    return document_of(pages, reader.notes())


class _Reader:
    """Reads the pages of an archive."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._names = {name.lower().lstrip("/"): name for name in archive.namelist()}
        self._pictures = 0
        self._annotations = 0
        self._fonts: dict[str, str] = {}

    def notes(self) -> list[str]:
        """Return sentences on what is not read."""
        notes = []
        if self._pictures:
            notes.append(f"OFD 里的{self._pictures}张图片没有采用，需要时另存为附件")
        if self._annotations:
            notes.append("OFD 里的批注没有采用")
        return notes

    def pages(self) -> Iterator[list[Fragment]]:
        """Yield the texts of each page, with those of the templates on it."""
        for root in _texts(self._part(ROOT), "DocRoot"):
            document = self._part(root)
            folder = posixpath.dirname(root)
            self._annotations += sum(1 for _ in _texts(document, "Annotations"))
            for resource in (*_texts(document, "PublicRes"), *_texts(document, "DocumentRes")):
                self._read_fonts(_join(folder, resource))
            templates = {
                item.get("ID", ""): _join(folder, item.get("BaseLoc", ""))
                for item in _named(document, "TemplatePage")
            }
            pages = [
                item for parent in _named(document, "Pages") for item in _named(parent, "Page")
            ]
            if len(pages) > _MAX_PAGES:
                raise ImportFailedError(f"OFD 超过{_MAX_PAGES}页，不像一篇通报；请只保留通报本身。")
            for item in pages:
                page = self._part(_join(folder, item.get("BaseLoc", "")))
                used = [
                    templates.get(part.get("TemplateID", ""), "")
                    for part in _named(page, "Template")
                ]
                parts = [page, *(self._part(name) for name in used if name)]
                yield [fragment for part in parts for fragment in self._fragments(part)]

    def _part(self, name: str) -> Element:
        return parse_xml(self._archive.read(self._names[name.lower().lstrip("/")]))

    def _read_fonts(self, name: str) -> None:
        if name.lower().lstrip("/") in self._names:
            for font in _named(self._part(name), "Font"):
                self._fonts[font.get("ID", "")] = font.get("FontName", "")

    def _fragments(self, page: Element) -> Iterator[Fragment]:
        for element in page.iter():
            if local_name(element) == "ImageObject":
                self._pictures += 1
            elif local_name(element) == "TextObject" and element.get("Visible", "true") != "false":
                yield from _text_object(element, self._fonts.get(element.get("Font", ""), ""))


def _text_object(element: Element, font: str) -> Iterator[Fragment]:
    """Yield the texts of a text object; a point is base + CTM × (x, y), in millimetres."""
    left, top = [*_numbers(element.get("Boundary", "")), 0.0, 0.0][:2]
    matrix = _numbers(element.get("CTM", ""))
    a, b, c, d, e, f = matrix if len(matrix) == 6 else (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)
    size = next(iter(_numbers(element.get("Size", ""))), 0.0) or 1.0
    x = y = 0.0
    for code in element:
        if local_name(code) != "TextCode" or not code.text:
            continue
        # Without a position a text follows that of the code before.
        x = next(iter(_numbers(code.get("X", ""))), x)
        y = next(iter(_numbers(code.get("Y", ""))), y)
        text = code.text.strip("\r\n")
        steps = _deltas(code.get("DeltaX", ""))
        places = [0.0]
        for index in range(1, len(text)):
            known = index - 1 < len(steps)
            places.append(
                places[-1] + (steps[index - 1] if known else text_width(text[index - 1]) * size)
            )
        scale = abs(a) or abs(b) or 1.0
        for character, place in zip(text, places, strict=False):
            start = left + a * (x + place) + c * y + e
            base = top + b * (x + place) + d * y + f
            yield Fragment(
                character,
                start,
                start + text_width(character) * size * scale,
                base,
                size * scale,
                font,
            )


def _numbers(text: str) -> list[float]:
    return [
        float(part)
        for part in text.split()
        if re.fullmatch(r"-?\d{0,9}(?:\.\d{1,12})?", part) and part not in {"", "-"}
    ]


def _deltas(text: str) -> list[float]:
    """Return the distances of `DeltaX`, where `g 3 5.5` means 5.5 three times."""
    deltas: list[float] = []
    parts = iter(text.split())
    for part in parts:
        if part == "g":
            count = min(max(parse_int(next(parts, ""), 0), 0), _MAX_DELTAS)
            deltas += _numbers(next(parts, "")) * count
        else:
            deltas += _numbers(part)
        if len(deltas) > _MAX_DELTAS:
            break
    return deltas


def _named(element: Element, name: str) -> Iterator[Element]:
    return (item for item in element.iter() if local_name(item) == name)


def _texts(element: Element, name: str) -> Iterator[str]:
    return (item.text.strip() for item in _named(element, name) if item.text)


def _join(folder: str, name: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, name)).lstrip("/")
