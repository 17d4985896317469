"""The source document, independent of its file format: paragraphs, remarks and embedded files."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from noticeboard.model.problems import NoticeboardError

Kind = Literal["text", "table", "bullet", "footnote"]


class ImportFailedError(NoticeboardError):
    """Raised for a file that cannot become a draft; the message is one Chinese sentence."""


@dataclass(frozen=True, slots=True)
class Insertion:
    """Markup to insert before `text[offset]` of a paragraph.

    For a picture `image` is the name of the saved file and `markdown` the alternative text; the
    address is rendered later because it depends on the notice's slug.
    """

    offset: int
    markdown: str = ""
    image: str = ""


@dataclass(frozen=True, slots=True)
class Formatting:
    """Formatting of a paragraph in Word.

    `heading` is the heading level 1–9, 0 for none; `size` is in points, 0 when unknown.
    """

    title: bool = False
    heading: int = 0
    centred: bool = False
    right: bool = False
    bold: bool = False
    font: str = ""
    size: float = 0


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph as typed, with its automatic number; also a table or a footnote.

    For a table `rows` holds the cells and `text` joins them, one row per line; for a footnote
    `label` is its number.
    """

    text: str
    kind: Kind = "text"
    formatting: Formatting = Formatting()
    insertions: tuple[Insertion, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    label: str = ""


@dataclass(frozen=True, slots=True)
class Remark:
    """A point for the editor to review: a Chinese explanation, and the text concerned.

    The text is not in the draft when `omitted`.
    """

    reason: str
    sentence: str = ""
    omitted: bool = False


@dataclass(frozen=True, slots=True)
class SourceDocument:
    """A document in reading order.

    `files` holds the (name, bytes) to save with the notice; `attached` names those that are
    attachments rather than pictures.
    """

    paragraphs: tuple[Paragraph, ...]
    remarks: tuple[Remark, ...] = ()
    files: tuple[tuple[str, bytes], ...] = ()
    attached: tuple[str, ...] = ()
