"""Fields of a paragraph: an instruction, and the result that Word last computed from it.

Source: ECMA-376 part 1, 17.16.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import NamedTuple
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.content import LinkStart
from noticeboard.importing.docx.equations import evaluate_eq
from noticeboard.importing.docx.symbols import symbol
from noticeboard.importing.docx.wml import W, attr, children, find_child, is_on, parse_int
from noticeboard.importing.source import PRONUNCIATION

_SILENT = {"", "ADVANCE", "ASK", "BIBLIOGRAPHY", "BOOKMARK", "HYPERLINK", "INDEX", "PRIVATE", "RD", "SET", "TA", "TC", "TOC", "XE"}  # fmt: skip
"""Fields that show nothing when they have no result."""
_HYPERLINK = re.compile(r'\s*HYPERLINK\s+"([^"]*)"', re.IGNORECASE)
_SYMBOL = re.compile(r'\s*SYMBOL\s+(\d+|0x[0-9a-f]+)(?:.*\\f\s*"?([^"\\]+))?', re.IGNORECASE)


class Shown(NamedTuple):
    """What a field shows instead of its result, and what to remark about it."""

    text: str = ""
    remark: str = ""
    sentence: str = ""


@dataclass(slots=True)
class Field:
    """A field while its paragraph is read.

    `form` is the `w:ffData` of a form field; `length` is that of the paragraph's text at the result;
    `hiding` is why the field is not shown, if it is struck out or hidden.
    """

    instruction: str = ""
    form: Element | None = None
    in_result: bool = False
    length: int = 0
    link: LinkStart | None = None
    hiding: str = ""

    @property
    def name(self) -> str:
        """The first word of the instruction, in capitals."""
        return (self.instruction.split() or [""])[0].upper()

    @property
    def hyperlink(self) -> str:
        """The address of a HYPERLINK field, or an empty text."""
        match = _HYPERLINK.match(self.instruction)
        return match[1] if match else ""

    @property
    def computed(self) -> bool:
        """Whether the result is not what Word shows."""
        return self.name in {"EQ", "FORMCHECKBOX", "FORMDROPDOWN", "MACROBUTTON", "SYMBOL"}

    def shown(self) -> Shown:
        """Return what the field shows when it is `computed` or has no result."""
        match self.name:
            case "EQ":
                return _equation(self.instruction)
            case "FORMCHECKBOX":
                return Shown("☑" if self._is_checked() else "☐", "复选框写成了符号，请核对")
            case "FORMDROPDOWN":
                text = self._selected()
                return Shown(text, "下拉框只取了选中的一项，请核对", text)
            case "FORMTEXT":
                text = attr(find_child(self.form, "textInput", "default"))
                return Shown(text, "填写框里是预设的文字，请核对", text) if text else Shown()
            case "MACROBUTTON":
                text = " ".join(self.instruction.split()[2:])
                return Shown(text, "按钮上的文字当作正文，请核对", text)
            case "SYMBOL":
                return _symbol(self.instruction)
            case name if name in _SILENT:
                return Shown()
        return Shown("", f"域“{self.name}”没有算出的内容，请在原处补上", self.instruction.strip())

    def _is_checked(self) -> bool:
        box = find_child(self.form, "checkBox")
        checked = find_child(box, "checked")
        return is_on(checked if checked is not None else find_child(box, "default"))

    def _selected(self) -> str:
        choices = find_child(self.form, "ddList")
        chosen = find_child(choices, "result")
        index = attr(chosen if chosen is not None else find_child(choices, "default"))
        entries = [attr(entry) for entry in children(choices, "listEntry")]
        number = parse_int(index, 0)
        return entries[number] if 0 <= number < len(entries) else ""


def form_data(begin: Element) -> Element | None:
    """Return the `w:ffData` of a field's first `w:fldChar`."""
    return begin.find(W + "ffData")


def _equation(instruction: str) -> Shown:
    text, pronunciation = evaluate_eq(instruction.strip()[2:])
    if pronunciation:
        return Shown(text, PRONUNCIATION, f"{text}（{pronunciation}）")
    return Shown(text, "带圈字符、分数等由公式域写成的内容按文字写出，请核对", text)


def _symbol(instruction: str) -> Shown:
    match = _SYMBOL.match(instruction)
    code = int(match[1], 0) if match and match[1].isascii() and len(match[1]) < 8 else 0
    font = (match[2] or "").strip() if match else ""
    text = symbol(font, code) or ""
    return Shown(text, f"符号字体“{font}”里的一个符号按文字写出或没有采用，请核对", text)
