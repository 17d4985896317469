"""Measure a printed PDF: pages, lines and letters; all lengths in points."""

from __future__ import annotations

import logging
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from pdfminer.high_level import extract_pages
from pdfminer.layout import LAParams, LTChar, LTContainer, LTItem, LTPage

POINTS_PER_MM = 72 / 25.4

# pdfminer warns about each font of Chromium, because it has no FontBBox.
logging.getLogger("pdfminer").setLevel(logging.ERROR)


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter: `left` and `right` from the left edge, `base` from the top edge of the page."""

    text: str
    font: str
    size: float
    left: float
    right: float
    base: float


@dataclass(frozen=True, slots=True)
class Line:
    """Letters on a baseline, from left to right."""

    letters: tuple[Letter, ...]

    @property
    def text(self) -> str:
        """Return the text of the line."""
        return "".join(letter.text for letter in self.letters)

    @property
    def fonts(self) -> set[str]:
        """Return the font families, without the subset prefix."""
        return {letter.font for letter in self.letters}

    @property
    def size(self) -> float:
        """Return the median size of the letters."""
        return median(letter.size for letter in self.letters)

    @property
    def left(self) -> float:
        """Return the left edge of the first letter."""
        return self.letters[0].left

    @property
    def right(self) -> float:
        """Return the right edge of the last letter."""
        return self.letters[-1].right

    @property
    def base(self) -> float:
        """Return the baseline, from the top edge of the page."""
        return self.letters[0].base


@dataclass(frozen=True, slots=True)
class PrintedPage:
    """A page: its size and its lines, from top to bottom."""

    width: float
    height: float
    lines: tuple[Line, ...]


def measure(pdf: Path) -> list[PrintedPage]:
    """Return the pages of a PDF."""
    layouts = extract_pages(pdf, laparams=LAParams(all_texts=True))
    return [PrintedPage(page.width, page.height, _lines(page)) for page in layouts]


def _lines(page: LTPage) -> tuple[Line, ...]:
    rows: dict[int, list[Letter]] = {}
    for letter in _letters(page, page.height):
        # Baselines of one line may differ by rounding.
        rows.setdefault(round(letter.base / 3), []).append(letter)
    lines = (Line(tuple(sorted(rows[row], key=lambda letter: letter.left))) for row in sorted(rows))
    return tuple(line for line in lines if line.text.strip())


def _letters(container: Iterable[LTItem], height: float) -> Iterator[Letter]:
    for item in container:
        if isinstance(item, LTChar):
            font = item.fontname.partition("+")[2] or item.fontname
            # The last entry of the matrix is the baseline, from the bottom edge of the page.
            base = height - item.matrix[5]
            text = unicodedata.normalize("NFKC", item.get_text())
            if text.strip():
                yield Letter(text, font, item.size, item.x0, item.x1, base)
        elif isinstance(item, LTContainer):
            yield from _letters(item, height)
