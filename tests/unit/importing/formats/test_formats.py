"""The same notice in every format: goldens of the draft and its report.

Run this file to update the goldens; review `git diff`.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.importing.worker import import_document

FOLDER = Path(__file__).resolve().parents[3] / "cases/importing/formats"
FILES = ("copied.txt", "notice.html", "notice.mht", "notice.ofd", "notice.pdf", "notice.rtf")


def imported(name: str) -> str:
    """Return the draft of a file and its report."""
    path = FOLDER / name
    draft = import_document(path.read_bytes(), path.suffix)
    return f"{draft.markdown}\n{draft.report()}\n"


@pytest.mark.parametrize("name", FILES)
def test_the_draft_matches_the_golden(name: str) -> None:
    assert imported(name) == (FOLDER / f"{name}.md").read_text("utf-8")


@pytest.mark.parametrize("name", FILES)
def test_the_content_decides_and_not_the_name(name: str) -> None:
    data = (FOLDER / name).read_bytes()
    if name != "copied.txt":
        assert import_document(data, ".doc").body == import_document(data, Path(name).suffix).body


def test_printed_and_copied_lines_give_the_same_paragraphs() -> None:
    bodies = {
        import_document((FOLDER / name).read_bytes(), Path(name).suffix).body
        for name in ("copied.txt", "notice.ofd", "notice.pdf")
    }
    assert len(bodies) == 1


if __name__ == "__main__":
    for file_name in FILES:
        (FOLDER / f"{file_name}.md").write_text(imported(file_name), "utf-8")
