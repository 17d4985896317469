"""The source document of any format: paragraphs, remarks, embedded files; what all formats share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from noticeboard.model.problems import NoticeboardError

Kind = Literal["text", "table", "bullet", "footnote"]

MAX_CHARACTERS = 300_000
MAX_CELLS = 30_000
"""In all tables of a document."""

STRUCK = "用删除线划去的文字没有采用"
HIDDEN_TEXT = "隐藏文字没有采用"
DELETED = "修订中删除的文字没有采用"
PRONUNCIATION = "文字上方的拼音没有采用"
"""Why a text is left out."""


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


def check_length(characters: int) -> None:
    """Raise ImportFailedError for a text that is too long to be a notice."""
    if characters > MAX_CHARACTERS:
        raise ImportFailedError(
            f"文字超过{MAX_CHARACTERS // 10_000}万字，不像一篇通报；请只保留通报本身。"
        )


def check_cells(cells: int) -> None:
    """Raise ImportFailedError for more cells than the tables of a notice have."""
    if cells > MAX_CELLS:
        raise ImportFailedError(
            f"表格超过{MAX_CELLS // 10_000}万格，不像一篇通报；请只保留通报本身。"
        )


def table_paragraph(
    rows: Sequence[tuple[str, ...]], has_merged_cells: bool, remark: Callable[[Remark], None]
) -> Paragraph:
    """Return the paragraph of a table; `remark` keeps a remark on merged cells."""
    if has_merged_cells:
        reason = "表格里有合并的单元格：文字写在第一格，其余留空"
        remark(Remark(reason, " ".join(rows[0])[:60]))
    text = "\n".join(" ".join(filter(None, row)) for row in rows)
    return Paragraph(text, "table", rows=tuple(rows))


def cell_text(paragraphs: Sequence[Paragraph], remark: Callable[[Remark], None]) -> str:
    """Return the text of a cell; `remark` keeps a remark on what a cell cannot hold."""
    text = " ".join(paragraph.text.strip() for paragraph in paragraphs)
    if any(paragraph.insertions for paragraph in paragraphs):
        remark(Remark("表格里的图片、链接或脚注没有放进表格，请核对", text))
    return text


def layout_table(is_nested: bool, text: str = "") -> Remark:
    """Return the remark on a table that only arranges paragraphs."""
    place = "表格里的表格" if is_nested else "只有一行的表格"
    return Remark(f"{place}当作排版用，文字按顺序写出，请核对", text)
