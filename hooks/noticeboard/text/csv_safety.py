"""Protect CSV cells against formula injection.

An apostrophe is put before text that a spreadsheet would run as a formula, and before a leading
apostrophe, so that removing one leading apostrophe restores the text. Quotation marks or a space
do not work: spreadsheets drop quotation marks and run what follows a space.
"""

from __future__ import annotations

APOSTROPHE = "'"
_FORMULA = (
    APOSTROPHE,
    "=",
    "+",
    "-",
    "@",
    "\t",
    "\r",
    "\n",
    "＝",
    "＋",
    "－",
    "＠",
)
"""First characters of a formula, from OWASP's page on CSV injection."""


def safe_cell(text: str) -> str:
    """Return the text, prefixed with an apostrophe if a spreadsheet would run it."""
    return f"{APOSTROPHE}{text}" if text.startswith(_FORMULA) else text


def plain_cell(cell: str) -> str:
    """Return the original text of a cell that `safe_cell` returned."""
    return cell.removeprefix(APOSTROPHE)
