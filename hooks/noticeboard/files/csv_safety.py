"""Write CSV tables, their cells protected against formula injection.

An apostrophe is put before text that a spreadsheet would run as a formula, and before a leading
apostrophe, so that removing one leading apostrophe restores the text. Quotation marks or a space
do not work: spreadsheets drop quotation marks and run what follows a space.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

BOM = "\ufeff"
"""Without it Excel reads the file in the system's legacy encoding."""
APOSTROPHE = "'"
_FORMULA = tuple("=+-@\t\r\n＝＋－＠")
"""First characters of a formula, from OWASP's page on CSV injection."""


def write_csv(rows: Iterable[Sequence[str | float]]) -> str:
    """Return the rows as CSV (RFC 4180, CRLF, BOM), with every text safe for spreadsheets."""
    table = io.StringIO(newline="")
    csv.writer(table).writerows(
        [safe_cell(cell) if isinstance(cell, str) else cell for cell in row] for row in rows
    )
    return BOM + table.getvalue()


def is_formula(text: str) -> bool:
    """Return whether a spreadsheet would run a cell with this text."""
    return text.startswith(_FORMULA)


def safe_cell(text: str) -> str:
    """Return the text, prefixed with an apostrophe if a spreadsheet would run it."""
    return f"{APOSTROPHE}{text}" if is_formula(text) or text.startswith(APOSTROPHE) else text
