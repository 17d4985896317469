"""Hand-written pages have the date of their last update."""

from pathlib import Path

import pytest
from conftest import PROJECT

from noticeboard.model.dates import PartialDate

PAGES = [path for path in sorted((PROJECT / "docs").rglob("*.md")) if path.name != "index.md"]


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_each_page_has_a_complete_date(path: Path) -> None:
    head = path.read_text("utf-8").split("---")[1]
    (day,) = (line.partition(":")[2] for line in head.splitlines() if line.startswith("updated:"))
    assert PartialDate.parse(day).day
