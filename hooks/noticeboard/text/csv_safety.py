"""Cells that no spreadsheet runs as a formula.

An apostrophe precedes whatever a spreadsheet would take for a formula, and an apostrophe itself:
removing one leading apostrophe from a cell restores its text. Quotation marks or a space would
not do: spreadsheets drop the former and run what follows the latter, and neither can be undone.
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
"""The first characters of a formula, by OWASP's page on CSV injection."""


def safe_cell(text: str) -> str:
    """Return the text with an apostrophe before what a spreadsheet would run."""
    return f"{APOSTROPHE}{text}" if text.startswith(_FORMULA) else text


def plain_cell(cell: str) -> str:
    """Return the text that `safe_cell` was given."""
    return cell.removeprefix(APOSTROPHE)
