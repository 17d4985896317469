"""Documents that take too long or too much memory end in one sentence."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from support import rich_docx
from support.rich_docx import cell, paragraph, row, run

from noticeboard.importing import ImportFailedError, import_file, limits
from noticeboard.importing.worker import import_document


def test_missing_and_oversized_files_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ImportFailedError, match="找不到文件"):
        import_file(tmp_path / "none.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ImportFailedError, match="20 MB"):
        import_file(large)


def test_the_process_returns_the_same_draft_and_the_same_error(tmp_path: Path) -> None:
    data = rich_docx.document_of(*rich_docx.BODY)
    path = tmp_path / "a.docx"
    path.write_bytes(data)
    assert import_file(path) == import_document(data, ".docx")
    path.write_bytes(b"PK\x03\x04broken")
    with pytest.raises(ImportFailedError, match="已损坏"):
        import_file(path)


@pytest.mark.parametrize("limit", ["CPU_SECONDS", "MEMORY_BYTES", "_WALL_SECONDS"])
def test_a_document_over_a_limit_is_refused(
    limit: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    script = {
        "CPU_SECONDS": "while True: pass",
        "MEMORY_BYTES": "bytearray(2_000_000_000)",
        "_WALL_SECONDS": "import time; time.sleep(100)",
    }[limit]
    if limit == "_WALL_SECONDS":
        monkeypatch.setattr(limits, limit, 1)
    code = f"""
import sys
from noticeboard.importing import worker
worker.CPU_SECONDS = 1
def read_document(data, suffix):
    {script}
worker.read_document = read_document
worker.main(".txt")
"""
    monkeypatch.setattr(limits, "_WORKER", ("-c", code))
    path = tmp_path / "a.txt"
    path.write_bytes(b"a")
    with pytest.raises(ImportFailedError, match="太大或太复杂"):
        import_file(path)


def nested_tables(depth: int) -> str:
    """Return tables of one cell in each other."""
    inner = paragraph(run("最里面的话"))
    for _ in range(depth):
        inner = f"<w:tbl><w:tr><w:tc>{inner}{paragraph('')}</w:tc></w:tr></w:tbl>"
    return inner


def nested_boxes(depth: int) -> str:
    """Return text boxes in each other."""
    inner = paragraph(run("最里面的话"))
    for _ in range(depth):
        inner = paragraph(f"<w:r><w:pict><w:txbxContent>{inner}</w:txbxContent></w:pict></w:r>")
    return inner


WIDE = f"<w:tbl>{row(cell('甲'), cell('乙'), properties=chr(60) + 'w:gridBefore w:val=' + chr(34) + '1000000000' + chr(34) + '/>')}"
HOSTILE = {
    "nested tables": nested_tables(40),
    "nested text boxes": nested_boxes(40),
    "a long run of spaces": paragraph(run("甲" + " " * 20_000 + "乙")),
    "spaces in many places": paragraph(run(("甲" + " " * 200) * 100)),
    "a billion columns": f'{WIDE}{row(cell("丙"), cell("丁"))}</w:tbl>',
    "a deep list level": paragraph(run("甲"), '<w:numPr><w:ilvl w:val="999999999"/><w:numId w:val="1"/></w:numPr>'),
    "a wide span": f'<w:tbl>{row(cell("甲", chr(60) + "w:gridSpan w:val=" + chr(34) + "99999999" + chr(34) + "/>"), cell("乙")) * 40}</w:tbl>',
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_documents_take_little_time(name: str) -> None:
    data = rich_docx.document_of(HOSTILE[name])
    start = time.process_time()
    draft = import_document(data, ".docx")
    assert time.process_time() - start < 10
    assert len(draft.markdown) < 400_000
    kept = {"nested tables": "最里面的话", "nested text boxes": "最里面的话"}.get(name, "甲")
    assert draft.body.count(kept) == (
        40 if name == "a wide span" else 100 if name.startswith("spaces") else 1
    )


@pytest.mark.parametrize("separator", [" ", "\u3000", "\u00a0", "　 "])
def test_long_runs_of_spaces_in_texts_take_little_time(separator: str) -> None:
    text = f"根据区委部署{separator * 20_000}联系电话：027-88937157"
    start = time.process_time()
    import_document(text.encode(), ".txt")
    assert time.process_time() - start < 10
