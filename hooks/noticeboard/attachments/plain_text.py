"""Text and CSV files: UTF-8, because the site serves them as such, and without formulas."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator

from noticeboard.attachments.inspection import Inspection, TextLine, incomplete, inspected
from noticeboard.files.csv_safety import is_formula
from noticeboard.files.encodings import encoding_fault, wide_encoding_fault
from noticeboard.files.fault import Fault
from noticeboard.text.hidden_characters import HIDDEN

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1f\x7f]")
_SHOWN = 3
# Numbers with a sign are harmless: -5, +3.2%, +86 0999-8123456.
_NUMBER = re.compile(r"[-+－＋][0-9０-９ .,%％()（）/-]*")


def inspect_text(content: bytes) -> Inspection:
    """Inspect a .txt file."""
    return _inspect(content, ".txt")


def inspect_csv(content: bytes) -> Inspection:
    """Inspect a .csv file; formulas are looked for with every separator that programs guess."""
    inspection = _inspect(content, ".csv")
    if inspection.faults:
        return inspection
    text = content.decode("utf-8-sig")
    try:
        formulas = dict.fromkeys(
            cell for mark in dict.fromkeys(_separators(text)) for cell in _formulas(text, mark)
        )
    except csv.Error:  # a cell that is larger than the module allows, or no table
        return incomplete(".csv")
    if not formulas:
        return inspection
    shown = "、".join(f"“{cell[:20]}”" for cell in list(formulas)[:_SHOWN])
    help_text = (
        "在 Excel 或 WPS 里把这些格改成文字（或只留算好的数），再另存为 CSV UTF-8；也可以另存为 PDF"
    )
    fault = Fault(f"有 {len(formulas)} 格会被表格软件当作公式运行：{shown}", help_text)
    return inspected([fault])


def _inspect(content: bytes, suffix: str) -> Inspection:
    fault = wide_encoding_fault(content)
    if fault:
        return inspected([fault])
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return inspected([encoding_fault(content, error)])
    if _CONTROL.search(text):
        return incomplete(suffix)
    return inspected((), _lines(text))


def _lines(text: str) -> Iterator[TextLine]:
    for number, line in enumerate(text.splitlines(), 1):
        yield TextLine(f"第{number}行", line)


def _separators(text: str) -> str:
    """Return what programs may read as separators; Excel obeys a first line `sep=^`."""
    own = re.match(r"\"?sep=([^\"\r\n])", text, re.IGNORECASE)
    return f",;\t|{own[1] if own else ''}"


def _formulas(text: str, separator: str) -> Iterator[str]:
    for row in csv.reader(text.splitlines(), delimiter=separator):
        yield from (cell.strip() for cell in row if _is_formula(cell))


def _is_formula(cell: str) -> bool:
    text = HIDDEN.sub("", cell).strip()
    return is_formula(text) and not _NUMBER.fullmatch(text)
