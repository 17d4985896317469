"""The privacy rules read the text of attachments."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from support.factories import write
from support.office_files import docx_of, word_document, xlsx_of
from support.pdf_files import changed_pdf, pdf_bytes, stream

from noticeboard.attachments.inspection import Inspection
from noticeboard.incremental.cache import Cache
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import read_all
from noticeboard.rules import check
from noticeboard.rules.check import check_notices

MOBILE = "13900001234"
HEADER = "application/vnd.openxmlformats-officedocument.wordprocessingml.header+xml"


form = stream(
    f"BT /F1 12 Tf 72 720 Td ({MOBILE}) Tj ET".encode(),
    "/Type /XObject /Subtype /Form /BBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >>",
)


def problems(
    folder: Path, files: dict[str, bytes], cache: Cache | None = None, **fields: Any
) -> list[Problem]:
    """Return the problems of a notice with these attachments."""
    write(folder, attachments=list(files), **fields)
    (folder / "2024/shifanju").mkdir(exist_ok=True)
    for name, content in files.items():
        (folder / "2024/shifanju" / name).write_bytes(content)
    return check_notices(read_all(folder), folder, cache=cache)


@pytest.mark.parametrize(
    ("name", "content", "place"),
    [
        ("名单.txt", f"王某\n电话 {MOBILE}\n".encode(), "第2行"),
        ("名单.csv", f"姓名,电话\n王某,{MOBILE}\n".encode(), "第2行"),
        ("名单.xlsx", xlsx_of(f'<row r="7"><c r="A7"><v>{MOBILE}</v></c></row>'), "第1个表第7行"),
        ("名单.docx", docx_of(f"<w:p><w:r><w:t>电话 {MOBILE[:5]}</w:t></w:r><w:r><w:t>{MOBILE[5:]}</w:t></w:r></w:p>"), ""),
        ("名单.docx", docx_of(f"<w:p><w:del><w:r><w:delText>电话 {MOBILE}</w:delText></w:r></w:del></w:p>"), ""),
        ("名单.xlsx", xlsx_of('<row r="7"><c r="A7"><v>1.3900001234E10</v></c></row>'), "第1个表第7行"),
        ("名单.pdf", pdf_bytes(text=MOBILE), "第1页"),
        ("名单.pdf", pdf_bytes(objects={4: stream(b"/a Do"), 6: form}, page="/Resources << /XObject << /a 6 0 R >> /Font << /F1 5 0 R >> >>"), "第1页"),
        ("名单.pdf", pdf_bytes(objects={6: f"<< /Title (tel {MOBILE}) >>"}, trailer="/Info 6 0 R"), "文件属性"),
        ("名单.pdf", pdf_bytes(page=f"/Annots [<< /Type /Annot /Subtype /Text /Contents (tel {MOBILE}) >>]"), "书签、批注或表单"),
        ("名单.pdf", pdf_bytes("/Outlines 6 0 R", objects={6: "<< /First 7 0 R >>", 7: f"<< /Parent 6 0 R /Title (tel {MOBILE}) >>"}), "书签、批注或表单"),
        ("名单.pdf", changed_pdf(pdf_bytes(text=MOBILE), "deleted"), "以前的版本"),
        ("名单.docx", docx_of(parts={"customXml/item1.xml": f"<a><b>tel {MOBILE}</b></a>".encode()}), "文件属性"),
        ("名单.docx", docx_of(parts={"other/header.xml": word_document(f"<w:p><w:r><w:t>{MOBILE}</w:t></w:r></w:p>")}, types={"other/header.xml": HEADER}), "页眉、脚注、批注等"),
        ("名单.xlsx", xlsx_of(sheet=f"<headerFooter><oddHeader>电话 {MOBILE}</oddHeader></headerFooter>"), "第1个表页眉、页脚"),
    ],
)  # fmt: skip
def test_personal_data_in_attachments_are_refused(
    tmp_path: Path, name: str, content: bytes, place: str
) -> None:
    (problem,) = problems(tmp_path / "notices", {name: content})
    assert (problem.rule, problem.severity) == ("mobile-number", "error")
    assert problem.message.startswith(f"附件 {name} {place}".strip() + "：这里像是")
    assert MOBILE not in problem.message
    assert "原来的文件" in problem.help


def test_an_exception_covers_attachments(tmp_path: Path) -> None:
    reason = "值班手机，经本单位同意公开"
    files = {"名单.txt": f"电话 {MOBILE}".encode()}
    exceptions = [{"what": MOBILE, "reason": reason}]
    assert problems(tmp_path / "notices", files, privacy_ok=exceptions) == []
    unused = [{"what": "13900005678", "reason": reason}, *exceptions]
    (problem,) = problems(tmp_path / "notices", files, privacy_ok=unused)
    assert problem.rule == "privacy-ok-unused"
    (problem,) = problems(tmp_path / "other", {"名单.txt": b"x"}, privacy_ok=exceptions)
    assert problem.rule == "privacy-ok-unused"


def test_long_lists_are_reported_by_their_first_rows(tmp_path: Path) -> None:
    rows = "\n".join(f"139000012{n:02}" for n in range(30))
    assert len(problems(tmp_path / "notices", {"名单.csv": rows.encode()})) == 5


def test_results_are_cached_by_content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = Cache(tmp_path / "cache.sqlite")
    folder = tmp_path / "notices"
    files = {"a.txt": f"电话 {MOBILE}".encode(), "b.txt": b"\xff"}
    first = problems(folder, files, cache)
    assert {problem.rule for problem in first} == {"mobile-number", "attachment-content"}
    inspected: list[Path] = []

    def inspect_files(paths: list[Path], processes: int) -> list[Inspection]:
        inspected.extend(paths)
        return [Inspection() for _ in paths]

    monkeypatch.setattr(check, "inspect_files", inspect_files)
    assert problems(folder, files, cache) == first
    assert inspected == []
    problems(folder, {**files, "b.txt": b"new"}, cache)
    assert [path.name for path in inspected] == ["b.txt"]
