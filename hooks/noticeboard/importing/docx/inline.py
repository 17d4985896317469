"""The content of a Word paragraph: text, inline markup, text boxes, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.content import InlineContent
from noticeboard.importing.docx.coverage import TextCoverage
from noticeboard.importing.docx.equations import math_text
from noticeboard.importing.docx.fields import Field, form_data
from noticeboard.importing.docx.parts import PackageParts
from noticeboard.importing.docx.styles import Styles, effective_property
from noticeboard.importing.docx.symbols import is_symbol_font, lowered, raised, symbol
from noticeboard.importing.docx.wml import (
    A,
    R,
    V,
    W,
    alternative,
    attr,
    find_child,
    is_on,
    local_name,
    outermost,
)
from noticeboard.importing.markdown import escape
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import DELETED, HIDDEN_TEXT, PRONUNCIATION, STRUCK, Remark

_IGNORED = {"pPr", "rPr", "instrText", "delInstrText", "proofErr", "lastRenderedPageBreak", "softHyphen",
            "bookmarkStart", "bookmarkEnd", "sdtEndPr", "rubyPr", "annotationRef", "footnoteRef",
            "endnoteRef", "fldData", "ffData", "tblPr", "tblGrid", "smartTagPr", "separator",
            "continuationSeparator", "commentReference"}  # fmt: skip
_OMITTED = {
    "del": DELETED,
    "moveFrom": "修订中移走的文字没有采用",
    "delText": DELETED,
}
_HIDING = {
    "vanish": HIDDEN_TEXT,
    "strike": STRUCK,
    "dstrike": STRUCK,
}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
_GENERATED = {"pgNum", "dayShort", "dayLong", "monthShort", "monthLong", "yearShort", "yearLong"}
_BLOCKS = {"p", "tbl", "tr", "tc"}
_MAX_DESCRIPTION = 80
_CONTEXT = 30
"""Characters of the text before a sign that a remark shows."""


class InlineReader:
    """Reads the paragraphs of one document.

    `footnote` is called with the kind (`footnote` or `endnote`) and id of each note referred to;
    it returns the label, or None for a note that does not exist.
    """

    def __init__(
        self, styles: Styles, parts: PackageParts, coverage: TextCoverage,
        footnote: Callable[[str, str], str | None],
    ) -> None:  # fmt: skip
        self._styles = styles
        self._parts = parts
        self._coverage = coverage
        self._footnote = footnote
        self._paragraph = Element(W + "p")
        self._fields: list[Field] = []
        self._hiding = ""
        self._content = InlineContent()

    def read(self, paragraph: Element, content: InlineContent | None = None) -> InlineContent:
        """Return the content of a `w:p`, after that of a paragraph which it continues."""
        self._content = content or InlineContent()
        self._paragraph = paragraph
        self._fields = []
        self._walk(paragraph)
        while self._fields:
            self._end_field()
        return self._content

    def _walk(self, element: Element, properties: list[Element] | None = None) -> None:
        for child in element:
            self._read(child, properties or [])

    def _read(self, element: Element, properties: list[Element]) -> None:
        """Read one element inside a paragraph; `properties` are those of its run."""
        name = local_name(element)
        if name in _IGNORED:
            if name == "instrText" and self._fields:
                self._fields[-1].instruction += element.text or ""
                self._fields[-1].hiding = self._hiding
        elif name in _OMITTED:
            self._content.omit(_OMITTED[name], self._coverage.read_all(element))
        elif name in _CHARACTERS:
            self._content.add(_CHARACTERS[name])
        elif name in {"br", "cr"}:
            self._content.line_break()
        elif name in _GENERATED:
            self._content.remark("Word 自动写出的页码或日期没有采用，请在原处补上", self._context())
        elif name in _BLOCKS:
            # A damaged file can have these in a paragraph.
            self._content.line_break()
            self._walk(element, properties)
            self._content.line_break()
        elif name in _READERS:
            _READERS[name](self, element, properties)
        else:
            self._walk(element, properties)

    def _context(self) -> str:
        return self._content.lines[-1][-_CONTEXT:]

    def _run(self, run: Element, _: list[Element]) -> None:
        properties = self._styles.run_properties(run, self._paragraph)
        marks = (effective_property(properties, name) for name in _HIDING)
        reason = next(
            (_HIDING[local_name(mark)] for mark in marks if mark is not None and is_on(mark)), ""
        )
        if reason and next(outermost(run, "fldChar", "instrText"), None) is None:
            if next(outermost(run, "drawing", "pict", "object"), None) is not None:
                self._content.remark(reason.replace("文字", "图片或对象"), self._context())
            self._content.omit(reason, self._coverage.read_all(run))
            return
        # The marks of a field count although they are hidden or struck out.
        self._hiding = reason
        self._walk(run, properties)
        self._hiding = ""

    def _text(self, element: Element, properties: list[Element]) -> None:
        if self._fields and not self._fields[-1].in_result:
            self._fields[-1].instruction += element.text or ""
            return
        if any(field.in_result and field.computed for field in self._fields):
            # An old result. What is not read, the coverage reports.
            return
        text = self._coverage.read(element)
        if not all(field.in_result for field in self._fields):
            return
        if self._hiding:
            self._content.omit(self._hiding, text)
            return
        fonts = effective_property(properties, "rFonts")
        font = attr(fonts, "ascii") or attr(fonts, "hAnsi")
        if is_symbol_font(font) or re.search("[\uf000-\uf0ff]", text):
            for character in text:
                self._character(character, font)
            return
        position = attr(effective_property(properties, "vertAlign"))
        shifted = {"superscript": raised, "subscript": lowered}.get(position)
        if shifted and text.strip():
            shown = shifted(text)
            if shown is None:
                self._content.remark("上标或下标按普通文字写出，请核对", self._context() + text)
            text = shown or text
        self._content.add(text)

    def _character(self, character: str, font: str) -> None:
        """Add a character of a run whose Latin font is a symbol font."""
        code = ord(character)
        if character.isspace() or not (code < 0x100 or 0xF000 <= code < 0xF100):
            self._content.add(character)
        else:
            self._symbol_of(font, code, character)

    def _symbol(self, element: Element, _: list[Element]) -> None:
        code = attr(element, "char")
        number = int(code, 16) if re.fullmatch("[0-9A-Fa-f]{1,6}", code) else 0
        self._symbol_of(attr(element, "font"), number)

    def _symbol_of(self, font: str, code: int, character: str = "") -> None:
        sign = symbol(font, code)
        done = f"写成了“{sign}”，请核对" if sign else "不能转成文字，请在原处补上"
        reason = f"符号字体“{font}”里的一个符号{done}"
        self._content.remark(reason, self._context() + character)
        self._content.add(sign or "")

    def _note_reference(self, element: Element, _: list[Element]) -> None:
        kind = local_name(element).removesuffix("Reference")
        label = self._footnote(kind, attr(element, "id"))
        if label:
            self._content.insert(f"[^{label}]")

    def _math(self, element: Element, _: list[Element]) -> None:
        text = math_text(element, self._coverage.read)
        self._content.add(text)
        self._content.remark("公式只取了其中的文字，请核对", text)

    def _ruby(self, element: Element, properties: list[Element]) -> None:
        for above in element.findall(W + "rt"):
            self._content.omit(PRONUNCIATION, self._coverage.read_all(above))
        for base in element.findall(W + "rubyBase"):
            self._walk(base, properties)

    def _alternatives(self, element: Element, properties: list[Element]) -> None:
        chosen = alternative(element)
        if chosen is not None:
            self._walk(chosen, properties)

    def _content_control(self, element: Element, properties: list[Element]) -> None:
        if find_child(element, "sdtPr", "showingPlcHdr") is not None:
            text = "".join(child.text or "" for child in element.iter(W + "t"))
            self._content.remark("这里还是控件的提示文字，没有填写", text)
        self._walk(element, properties)

    def _hyperlink(self, element: Element, properties: list[Element]) -> None:
        target = self._parts.link_target(element.get(R + "id", ""))
        start = self._content.open_link(target)
        self._walk(element, properties)
        self._content.close_link(target, start)

    def _field_character(self, element: Element, _: list[Element]) -> None:
        kind = attr(element, "fldCharType")
        if kind == "begin":
            self._fields.append(Field(form=form_data(element), length=self._content.length))
        elif kind == "separate" and self._fields:
            self._begin_result(self._fields[-1])
        elif kind == "end" and self._fields:
            self._end_field()

    def _simple_field(self, element: Element, properties: list[Element]) -> None:
        self._fields.append(Field(attr(element, "instr"), form_data(element)))
        self._begin_result(self._fields[-1])
        self._walk(element, properties)
        self._end_field()

    def _begin_result(self, current: Field) -> None:
        current.in_result = True
        current.length = self._content.length
        current.link = self._content.open_link(current.hyperlink)

    def _end_field(self) -> None:
        """Add what the field shows unless its result did."""
        current = self._fields.pop()
        if current.link:
            self._content.close_link(current.hyperlink, current.link)
        if self._fields and not self._fields[-1].in_result:
            # A field in the instruction of another is a part of it.
            shown = current.shown()
            self._fields[-1].instruction += shown.text
        elif current.computed or self._content.length == current.length:
            shown = current.shown()
            if current.hiding:
                self._content.omit(current.hiding, shown.text)
                return
            self._content.add(shown.text)
            if shown.remark:
                self._content.remark(shown.remark, shown.sentence or self._context())

    def _drawing(self, element: Element, properties: list[Element]) -> None:
        """Keep the pictures and text boxes of a drawing, and remark on anything else."""
        content, name = self._content, local_name(element)
        text_boxes = list(outermost(element, "txbxContent"))
        content.text_boxes += text_boxes
        relation_ids = [
            blip.get(R + "embed") or blip.get(R + "link") for blip in element.iter(A + "blip")
        ]
        relation_ids += [data.get(R + "id") for data in element.iter(V + "imagedata")]
        for relation_id in filter(None, relation_ids):
            image = self._parts.collect_image(relation_id)
            if image:
                content.insert(escape(_description(element)), image)
            else:
                content.remark("有一张图片不能保存（链接到别处，或格式网页不能显示）")
        if name == "object":
            content.remark("嵌入的对象没有放进正文，请核对")
        elif not relation_ids and not text_boxes:
            text = self._coverage.read_all(element) + self._parts.drawing_text(element)
            content.remarks.append(Remark("有一个图形（线条、图表或艺术字）没有采用", text, True))


_READERS: dict[str, Callable[[InlineReader, Element, list[Element]], None]] = {
    "r": InlineReader._run,
    "t": InlineReader._text,
    "sym": InlineReader._symbol,
    "footnoteReference": InlineReader._note_reference,
    "endnoteReference": InlineReader._note_reference,
    "oMath": InlineReader._math,
    "oMathPara": InlineReader._math,
    "ruby": InlineReader._ruby,
    "AlternateContent": InlineReader._alternatives,
    "sdt": InlineReader._content_control,
    "hyperlink": InlineReader._hyperlink,
    "fldChar": InlineReader._field_character,
    "fldSimple": InlineReader._simple_field,
    "drawing": InlineReader._drawing,
    "pict": InlineReader._drawing,
    "object": InlineReader._drawing,
}


def _description(drawing: Element) -> str:
    """Return the description of a picture as one line."""
    for element in drawing.iter():
        if local_name(element) == "docPr":
            description = strip_hidden(element.get("descr", ""))
            return " ".join(description.split())[:_MAX_DESCRIPTION]
    return ""
