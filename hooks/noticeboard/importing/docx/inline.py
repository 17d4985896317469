"""The content of a Word paragraph: text, inline markup, text boxes, and what is left out."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from noticeboard.importing.docx.parts import PackageParts
from noticeboard.importing.docx.styles import Styles, effective_property
from noticeboard.importing.docx.wml import MC, A, R, V, W, attr, is_on, local_name, text_of
from noticeboard.importing.markdown import escape
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import Insertion, Remark

_IGNORED = {"pPr", "rPr", "instrText", "delInstrText", "proofErr", "lastRenderedPageBreak", "softHyphen",
            "bookmarkStart", "bookmarkEnd", "sdtPr", "sdtEndPr", "rt", "rubyPr", "annotationRef",
            "footnoteRef", "endnoteRef", "fldData", "ffData", "tblPr", "tblGrid", "smartTagPr"}  # fmt: skip
_DELETED = {"del": "修订中删除的文字没有采用", "moveFrom": "修订中移走的文字没有采用"}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}
_WEB_ADDRESS = re.compile(r"https?://[^\s<>()\[\]\\]+")
_MAX_DESCRIPTION = 80


@dataclass(slots=True)
class InlineContent:
    """The content of one paragraph; soft breaks separate `lines`, which `insertions` parallels."""

    lines: list[str] = field(default_factory=lambda: [""])
    insertions: list[list[Insertion]] = field(default_factory=lambda: [[]])
    remarks: list[Remark] = field(default_factory=list)
    text_boxes: list[Any] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Append text to the current line."""
        self.lines[-1] += strip_hidden(text)

    def insert(self, markdown: str = "", image: str = "") -> None:
        """Insert Markdown or a saved picture at the end of the current line."""
        self.insertions[-1].append(Insertion(len(self.lines[-1]), markdown, image))

    def remark(self, reason: str, sentence: str = "") -> None:
        """Add a remark."""
        self.remarks.append(Remark(reason, sentence))

    def line_break(self) -> None:
        """Start the next line."""
        self.lines.append("")
        self.insertions.append([])


class InlineReader:
    """Reads the paragraphs of one document.

    `footnote` is called with the kind (`footnote` or `endnote`) and id of each note referred to;
    it returns the label, or None for a note that does not exist.
    """

    def __init__(
        self, styles: Styles, parts: PackageParts, footnote: Callable[[str, str], str | None]
    ) -> None:
        self._styles = styles
        self._parts = parts
        self._footnote = footnote

    def read(self, paragraph: Any) -> InlineContent:
        """Return the content of a `w:p`."""
        content = InlineContent()
        self._walk(paragraph, paragraph, content)
        return content

    def _walk(self, element: Any, paragraph: Any, content: InlineContent) -> None:
        for child in element:
            name = local_name(child)
            if name in _IGNORED or not name:
                continue
            if name in _DELETED:
                deleted = text_of(child, "delText", "t")
                if deleted.strip():
                    content.remark(_DELETED[name], deleted)
            elif name == "r":
                self._run(child, paragraph, content)
            elif name == "hyperlink":
                self._hyperlink(child, paragraph, content)
            elif name in {"oMath", "oMathPara"}:
                text = "".join(child.itertext())
                content.add(text)
                content.remark("公式只取了其中的文字，请核对", text)
            else:
                self._walk(child, paragraph, content)

    def _hyperlink(self, element: Any, paragraph: Any, content: InlineContent) -> None:
        target = self._parts.link_target(str(element.get(R + "id") or ""))
        is_web = _WEB_ADDRESS.fullmatch(target) is not None
        line, offset = len(content.lines), len(content.lines[-1])
        if is_web:
            content.insert("[")
        self._walk(element, paragraph, content)
        if is_web and len(content.lines) == line and len(content.lines[-1]) > offset:
            content.insert(f"]({target})")
            return
        if is_web:
            # Markdown has no link without text or over a line break.
            for insertions in content.insertions:
                insertions[:] = [insertion for insertion in insertions if insertion.markdown != "["]
        if is_web or (target and not target.startswith("#")):
            content.remark("超链接的地址没有采用", target)

    def _run(self, run: Any, paragraph: Any, content: InlineContent) -> None:
        properties = self._styles.run_properties(run, paragraph)
        if is_on(effective_property(properties, "vanish")):
            hidden = text_of(run)
            if hidden.strip():
                content.remark("隐藏文字没有采用", hidden)
            return
        for element in run:
            self._run_element(element, paragraph, content)

    def _run_element(self, element: Any, paragraph: Any, content: InlineContent) -> None:
        name = local_name(element)
        if name == "t":
            content.add(element.text or "")
        elif name in _CHARACTERS:
            content.add(_CHARACTERS[name])
        elif name in {"br", "cr"}:
            content.line_break()
        elif name == "sym":
            # The code of a character in a symbol font has no meaning outside that font.
            reason = f"符号字体“{attr(element, 'font')}”里的一个符号不能转成文字，请在原处补上"
            content.remark(reason, content.lines[-1][-30:])
        elif name in {"footnoteReference", "endnoteReference"}:
            label = self._footnote(name.removesuffix("Reference"), attr(element, "id"))
            if label:
                content.insert(f"[^{label}]")
        elif name in {"drawing", "pict", "object"}:
            self._drawing(element, name, content)
        elif name == "AlternateContent":
            for child in _alternative(element):
                self._run_element(child, paragraph, content)
        elif name == "ruby":
            self._walk(element, paragraph, content)
            pronunciation = "".join(text_of(rt) for rt in element.iter(W + "rt"))
            content.remark("文字上方的拼音没有采用", pronunciation)
        elif name not in _IGNORED:
            self._walk(element, paragraph, content)

    def _drawing(self, element: Any, name: str, content: InlineContent) -> None:
        text_boxes = list(element.iter(W + "txbxContent"))
        content.text_boxes += text_boxes
        relation_ids = [
            blip.get(R + "embed") or blip.get(R + "link") for blip in element.iter(A + "blip")
        ]
        relation_ids += [data.get(R + "id") for data in element.iter(V + "imagedata")]
        for relation_id in filter(None, relation_ids):
            image = self._parts.collect_image(str(relation_id))
            if image:
                content.insert(escape(_description(element)), image)
            else:
                content.remark("有一张图片不能保存（链接到别处，或格式网页不能显示）")
        if name == "object":
            content.remark("嵌入的对象没有放进正文，请核对")
        elif not relation_ids and not text_boxes:
            text = "".join(element.itertext()).strip()
            content.remark("有一个图形（线条、图表或艺术字）没有采用", text)


def _alternative(element: Any) -> Any:
    """Return the children of the first `mc:Choice`, or of `mc:Fallback` when it is empty."""
    choice = element.find(MC + "Choice")
    if choice is not None and len(choice):
        return choice
    fallback = element.find(MC + "Fallback")
    return () if fallback is None else fallback


def _description(drawing: Any) -> str:
    """Return the description of a picture as one line."""
    for element in drawing.iter():
        if local_name(element) == "docPr":
            description = strip_hidden(str(element.get("descr") or ""))
            return " ".join(description.split())[:_MAX_DESCRIPTION]
    return ""
