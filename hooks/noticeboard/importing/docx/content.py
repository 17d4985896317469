"""The content of a paragraph as lines of text, with markup to insert and remarks."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple
from xml.etree.ElementTree import Element

from noticeboard.importing.markdown import WEB_ADDRESS
from noticeboard.importing.normalize import strip_hidden
from noticeboard.importing.source import Insertion, Remark


class LinkStart(NamedTuple):
    """Where the text of a link begins: the number of lines so far, and an offset in the last."""

    lines: int
    offset: int


@dataclass(slots=True)
class InlineContent:
    """The content of one paragraph; soft breaks separate `lines`, which `insertions` parallels.

    `hidden` counts the invisible characters that were removed.
    """

    lines: list[str] = field(default_factory=lambda: [""])
    insertions: list[list[Insertion]] = field(default_factory=lambda: [[]])
    remarks: list[Remark] = field(default_factory=list)
    text_boxes: list[Element] = field(default_factory=list)
    hidden: int = 0

    def add(self, text: str) -> None:
        """Append text to the current line."""
        visible = strip_hidden(text)
        self.hidden += len(text) - len(visible)
        self.lines[-1] += visible

    def insert(self, markdown: str = "", image: str = "") -> None:
        """Insert Markdown or a saved picture at the end of the current line."""
        self.insertions[-1].append(Insertion(len(self.lines[-1]), markdown, image))

    def remark(self, reason: str, sentence: str = "") -> None:
        """Add a remark."""
        self.remarks.append(Remark(reason, sentence))

    def omit(self, reason: str, text: str) -> None:
        """Add a remark on a text that is left out."""
        if text.strip():
            self.remarks.append(Remark(reason, text, omitted=True))

    def line_break(self) -> None:
        """Start the next line."""
        self.lines.append("")
        self.insertions.append([])

    @property
    def length(self) -> int:
        """The number of characters so far."""
        return sum(map(len, self.lines))

    def open_link(self, target: str) -> LinkStart:
        """Begin a link; return the place of its text."""
        if WEB_ADDRESS.fullmatch(target):
            self.insert("[")
        return LinkStart(len(self.lines), len(self.lines[-1]))

    def close_link(self, target: str, start: LinkStart) -> None:
        """End a link; remark on an address that cannot be kept."""
        is_web = WEB_ADDRESS.fullmatch(target) is not None
        if is_web and len(self.lines) == start.lines and len(self.lines[-1]) > start.offset:
            self.insert(f"]({target})")
            return
        if is_web:
            # Markdown has no link without text or over a line break.
            opened = self.insertions[start.lines - 1]
            opened.remove(next(item for item in reversed(opened) if item.markdown == "["))
        if is_web or (target and not target.startswith("#")):
            self.remark("超链接的地址没有采用", target)
