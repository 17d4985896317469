"""A Word paragraph -> its text with what stands in it, and what it holds beside the text."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from noticeboard.importing.docx.styles import Styles, setting
from noticeboard.importing.docx.wml import MC, A, R, V, W, is_on, name_of, value
from noticeboard.importing.markdown import escape
from noticeboard.importing.normalize import visible
from noticeboard.importing.source import Insert, Remark

_SKIPPED = {"pPr", "rPr", "instrText", "delInstrText", "proofErr", "lastRenderedPageBreak", "softHyphen",
            "bookmarkStart", "bookmarkEnd", "sdtPr", "sdtEndPr", "rt", "rubyPr", "annotationRef",
            "footnoteRef", "endnoteRef", "fldData", "ffData", "tblPr", "tblGrid", "smartTagPr"}  # fmt: skip
_DELETED = {"del": "修订中删除的文字没有采用", "moveFrom": "修订中移走的文字没有采用"}
_CHARACTERS = {"tab": " ", "noBreakHyphen": "-", "ptab": " "}


@dataclass(slots=True)
class Inline:
    """What one paragraph gives. `lines` are its parts between soft breaks."""

    lines: list[str] = field(default_factory=lambda: [""])
    inserts: list[list[Insert]] = field(default_factory=lambda: [[]])
    remarks: list[Remark] = field(default_factory=list)
    boxes: list[Any] = field(default_factory=list)

    def add(self, text: str) -> None:
        """Text to the current line."""
        self.lines[-1] += visible(text)

    def insert(self, markdown: str = "", image: str = "") -> None:
        """Markdown, or a saved image, at this place of the current line."""
        self.inserts[-1].append(Insert(len(self.lines[-1]), markdown, image))

    def line_break(self) -> None:
        """Begin the next line."""
        self.lines.append("")
        self.inserts.append([])


class InlineReader:
    """Reads paragraphs of one document.

    `image` takes a relationship id and gives the saved file's name, or None; `link` gives the
    target of a hyperlink; `note` takes the kind and id of a foot- or endnote and gives its label.
    """

    def __init__(
        self,
        styles: Styles,
        image: Callable[[str], str | None],
        link: Callable[[str], str],
        note: Callable[[str, str], str | None],
    ) -> None:
        self._styles = styles
        self._image = image
        self._link = link
        self._note = note

    def read(self, paragraph: Any) -> Inline:
        """The contents of one `w:p`."""
        inline = Inline()
        self._walk(paragraph, paragraph, inline)
        return inline

    def _walk(self, element: Any, paragraph: Any, inline: Inline) -> None:
        for child in element:
            name = name_of(child)
            if name in _SKIPPED or not name:
                continue
            if name in _DELETED:
                self._deleted(child, _DELETED[name], inline)
            elif name == "r":
                self._run(child, paragraph, inline)
            elif name == "hyperlink":
                self._hyperlink(child, paragraph, inline)
            elif name in {"oMath", "oMathPara"}:
                text = "".join(child.itertext())
                inline.add(text)
                inline.remarks.append(Remark("公式只取了其中的文字，请核对", text))
            else:
                self._walk(child, paragraph, inline)

    @staticmethod
    def _deleted(element: Any, reason: str, inline: Inline) -> None:
        text = "".join(part.text or "" for part in element.iter(W + "delText", W + "t"))
        if text.strip():
            inline.remarks.append(Remark(reason, text))

    def _hyperlink(self, element: Any, paragraph: Any, inline: Inline) -> None:
        target = self._link(str(element.get(R + "id") or ""))
        before = len(inline.lines[-1]), len(inline.lines)
        is_web = re.fullmatch(r"https?://[^\s<>()\[\]\\]+", target) is not None
        if is_web:
            inline.insert("[")
        self._walk(element, paragraph, inline)
        if is_web and (len(inline.lines) != before[1] or len(inline.lines[-1]) == before[0]):
            # No address may span a line break or stand on nothing.
            for inserts in inline.inserts:
                inserts[:] = [insert for insert in inserts if insert.markdown != "["]
            inline.remarks.append(Remark("超链接的地址没有采用", target))
        elif is_web:
            inline.insert(f"]({target})")
        elif target and not target.startswith("#"):
            inline.remarks.append(Remark("超链接的地址没有采用", target))

    def _run(self, run: Any, paragraph: Any, inline: Inline) -> None:
        hidden = setting(self._styles.run(run, paragraph), "vanish")
        if hidden is not None and is_on(hidden):
            text = "".join(part.text or "" for part in run.iter(W + "t"))
            if text.strip():
                inline.remarks.append(Remark("隐藏文字没有采用", text))
            return
        for part in run:
            self._part(part, paragraph, inline)

    def _part(self, part: Any, paragraph: Any, inline: Inline) -> None:
        name = name_of(part)
        if name == "t":
            inline.add(part.text or "")
        elif name in _CHARACTERS:
            inline.add(_CHARACTERS[name])
        elif name in {"br", "cr"}:
            inline.line_break()
        elif name == "sym":
            self._symbol(part, inline)
        elif name in {"footnoteReference", "endnoteReference"}:
            self._footnote(name, part, inline)
        elif name in {"drawing", "pict", "object"}:
            self._picture(part, name, inline)
        elif name == "AlternateContent":
            self._alternate(part, paragraph, inline)
        elif name == "ruby":
            self._walk(part, paragraph, inline)
            parsed_notices = "".join(
                text.text or "" for rt in part.iter(W + "rt") for text in rt.iter(W + "t")
            )
            inline.remarks.append(Remark("文字上方的拼音没有采用", parsed_notices))
        elif name not in _SKIPPED:
            self._walk(part, paragraph, inline)

    def _alternate(self, part: Any, paragraph: Any, inline: Inline) -> None:
        """One of two forms of the same thing: Word's new one, else the old one."""
        choice = part.find(MC + "Choice")
        chosen = choice if choice is not None and len(choice) else part.find(MC + "Fallback")
        for child in chosen if chosen is not None else ():
            self._part(child, paragraph, inline)

    @staticmethod
    def _symbol(part: Any, inline: Inline) -> None:
        """A character of a symbol font: its code says nothing outside that font."""
        reason = f"符号字体“{value(part, 'font')}”里的一个符号不能转成文字，请在原处补上"
        inline.remarks.append(Remark(reason, inline.lines[-1][-30:]))

    def _footnote(self, name: str, part: Any, inline: Inline) -> None:
        label = self._note(name.removesuffix("Reference"), value(part, "id"))
        if label:
            inline.insert(f"[^{label}]")

    def _picture(self, part: Any, name: str, inline: Inline) -> None:
        boxes = list(part.iter(W + "txbxContent"))
        inline.boxes += boxes
        ids = [
            str(blip.get(R + "embed") or blip.get(R + "link") or "")
            for blip in part.iter(A + "blip")
        ]
        ids += [str(data.get(R + "id") or "") for data in part.iter(V + "imagedata")]
        saved = 0
        for relation in filter(None, ids):
            image = self._image(relation)
            if image:
                inline.insert(escape(_description(part)), image)
                saved += 1
            else:
                inline.remarks.append(
                    Remark("有一张图片不能保存（链接到别处，或格式网页不能显示）")
                )
        if name == "object":
            inline.remarks.append(Remark("嵌入的对象没有放进正文，请核对"))
        elif not saved and not ids and not boxes:
            inline.remarks.append(
                Remark("有一个图形（线条、图表或艺术字）没有采用", "".join(part.itertext()).strip())
            )


def _description(part: Any) -> str:
    """The picture's description, on one line."""
    for child in part.iter():
        if name_of(child) == "docPr":
            return " ".join(visible(str(child.get("descr") or "")).split())[:80]
    return ""
