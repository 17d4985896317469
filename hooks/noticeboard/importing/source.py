"""What a file gives before anything is recognised: its lines, and what else it held."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Kind = Literal["text", "table", "bullet", "footnote"]


@dataclass(frozen=True, slots=True)
class Insert:
    """Markdown that stands in a line without being part of its text.

    It is put in before `text[at]`. `image` holds the name of a saved file instead, because
    its address is known only when the notice's own is.
    """

    at: int
    markdown: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Look:
    """How a line looks in Word. `size` is in points, 0 when unknown; `level` 1–9 for a heading style."""

    title: bool = False
    level: int = 0
    centred: bool = False
    right: bool = False
    bold: bool = False
    font: str = ""
    size: float = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One paragraph or line as typed, with what Word counted before it.

    For a table `text` is all its cells, a row a line, and `rows` the cells; for a footnote
    `label` is its number.
    """

    text: str
    kind: Kind = "text"
    look: Look = Look()
    inserts: tuple[Insert, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """Something the file held that the text does not show as it was: why, and what."""

    reason: str
    sentence: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """A file's lines in order, its remarks, and its (name, bytes) pieces to be saved beside."""

    lines: tuple[Line, ...]
    remarks: tuple[Remark, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    attached: tuple[str, ...] = ()
