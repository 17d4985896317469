"""LibreOffice opens the CSV table of the open data without executing formulas."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

from lxml import etree
from support.factories import notice

from noticeboard.exports.csv_table import COLUMNS, as_csv, row

SITE = "https://site.example/"
FORMULA_LIKE = (
    "=1+1",
    '=HYPERLINK("https://example.com","x")',
    "+1+1",
    "-1+1",
    "@SUM(1,1)",
    "＝1+1",
    "'=1",
)
TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
# Comma, quotation mark, UTF-8, first line 1 (tokens 1 to 4 of LibreOffice's CSV filter).
IMPORT = "CSV:44,34,76,1"


def open_in_libreoffice(table: Path, folder: Path) -> etree._Element:
    """Convert a table with LibreOffice and return its flat OpenDocument."""
    office = shutil.which("soffice")
    assert office, "the audit needs LibreOffice: apt install libreoffice-calc"
    command = [office, f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless"]
    command += [f"--infilter={IMPORT}", "--convert-to", "fods", "--outdir", str(folder), str(table)]
    subprocess.run(command, check=True, capture_output=True)
    return etree.parse(folder / f"{table.stem}.fods").getroot()


def cells(sheet: etree._Element) -> list[list[str]]:
    """Return the displayed text of each cell, without empty rows."""
    rows = []
    for line in sheet.iter(f"{TABLE}table-row"):
        shown: list[str] = []
        for cell in line.iter(f"{TABLE}table-cell"):
            text = "\n".join("".join(part.itertext()) for part in cell.iter(f"{TEXT}p"))
            shown += [text] * min(int(cell.get(f"{TABLE}number-columns-repeated", 1)), len(COLUMNS))
        rows.append(shown[: len(COLUMNS)])
    return [line for line in rows if any(line)]


def test_libreoffice_opens_the_table_without_formulas(tmp_path: Path) -> None:
    notices = [
        notice(f"2024/n{n}", issuer=text, title=f"标题，“{text}”")
        for n, text in enumerate(FORMULA_LIKE)
    ]
    table = tmp_path / "notices.csv"
    table.write_text(as_csv(notices, SITE), "utf-8", newline="")
    sheet = open_in_libreoffice(table, tmp_path)
    assert not [cell for cell in sheet.iter() if cell.get(f"{TABLE}formula")]
    head, *lines = cells(sheet)
    assert tuple(head) == COLUMNS
    assert len(lines) == len(FORMULA_LIKE)
    for shown, source in zip(lines, sorted(notices, key=lambda source: source.id), strict=True):
        for name, cell, text in zip(COLUMNS, shown, row(source, SITE), strict=True):
            if name in ("id", "title", "unit", "region", "phones", "email", "url"):
                assert cell == text
            if name == "issuer":
                assert cell.lstrip("'") == text.lstrip("'")


def test_libreoffice_executes_an_unescaped_formula(tmp_path: Path) -> None:
    """This shows that the other test can fail."""
    table = tmp_path / "bare.csv"
    table.write_text("a\r\n=1+1\r\n", "utf-8")
    assert [
        cell for cell in open_in_libreoffice(table, tmp_path).iter() if cell.get(f"{TABLE}formula")
    ]
