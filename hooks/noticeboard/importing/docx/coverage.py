"""Which texts of a document were read, so that none is left out without a remark."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.wml import MC, alternative, local_name

_NO_TEXT = {"instrText", "delInstrText", "fldData", "posOffset", "align", "pctWidth", "pctHeight",
            "pctPosHOffset", "pctPosVOffset", "binData"}  # fmt: skip
"""Elements whose content no reader of the document sees."""


class TextCoverage:
    """The texts read so far. The trees must stay in memory, because elements are compared by id."""

    def __init__(self) -> None:
        self._read: set[int] = set()

    def read(self, element: Element) -> str:
        """Return the text of one element, which now counts as read."""
        self._read.add(id(element))
        return element.text or ""

    def read_all(self, element: Element) -> str:
        """Return the joined texts of an element and its descendants, which now count as read."""
        texts = [self.read(child) for child in element.iter() if local_name(child) not in _NO_TEXT]
        return "".join(texts).strip()

    def read_alternatives(self, root: Element) -> None:
        """Count alternatives as read if they have the text of the one that is chosen."""
        for alternatives in root.iter(MC + "AlternateContent"):
            chosen = alternative(alternatives)
            for other in alternatives:
                if chosen is not None and _visible_text(other) == _visible_text(chosen):
                    self._read.update(id(child) for child in other.iter() if other is not chosen)

    def unread(self, root: Element) -> Iterator[str]:
        """Yield the texts below a root that were not read."""
        for element in root.iter():
            known = local_name(element) in _NO_TEXT or id(element) in self._read
            for text in ("" if known else element.text, element.tail):
                if text and text.strip():
                    yield text.strip()


def _visible_text(element: Element) -> str:
    texts = (child.text or "" for child in element.iter() if local_name(child) not in _NO_TEXT)
    return "".join("".join(texts).split())
