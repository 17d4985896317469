"""Files broken at random, for FUZZ_SECONDS (ten minutes): reader and importer answer each of them.

A file that breaks them is kept in .cache/fuzz/; mended, it belongs into tests/cases/broken/.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from made import text
from pathological import FRONT_MATTER, MARKDOWN
from test_bounds import through

from noticeboard.importing import ImportProblem, import_file

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
PIECES = (
    *(case.text(60).encode() for case in (*MARKDOWN, *FRONT_MATTER)),
    *(bytes([number]) for number in (0, 9, 10, 13, 27, 0x80, 0xFF)),
    *(c.encode("utf-8", "surrogatepass") for c in "\u202e\u2028\ufeff\ud800\U0010ffff：（】×○"),
    b"---\n", b"\n\n", b": ", b"- ", b"|", b"&a ", b"*a", b"!!python/name:os.system ", b"{", b"}",
)  # fmt: skip


def mutated(seed: bytes, chance: random.Random) -> bytes:
    """The file with some of its bytes taken out, doubled, changed, or strange ones put in."""
    content = bytearray(seed)
    for _ in range(chance.choice((1, 1, 2, 4, 12))):
        start = chance.randrange(len(content) + 1)
        end = min(len(content), start + chance.choice((0, 1, 3, 20, 300)))
        piece = chance.choice(
            (b"", content[start:end] * 2, chance.choice(PIECES), chance.randbytes(2))
        )
        content[start:end] = piece
    return bytes(content)


def repacked(document: bytes, chance: random.Random) -> bytes:
    """A .docx with one of its parts mutated, or the archive itself."""
    if chance.random() < 0.2:
        return mutated(document, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as whole, zipfile.ZipFile(out, "w") as broken:
        names = whole.namelist()
        chosen = chance.choice([*names, "word/document.xml", "word/document.xml"])
        for name in names:
            part = whole.read(name)
            broken.writestr(name, mutated(part, chance) if name == chosen else part)
    return out.getvalue()


def word() -> bytes:
    """A document with headings, a table and a list."""
    document = docx.Document()
    document.add_heading("中共示例区示范局党组关于巡察整改进展情况的通报", 0)
    for line in text().split("\n"):
        document.add_paragraph(line)
    document.add_paragraph("建立台账", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "问题"
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def imported(path: Path, content: bytes) -> None:
    """Import a file: it is refused, or its draft is a file that the reader reads."""
    path.write_bytes(content)
    try:
        draft = import_file(path)
    except ImportProblem:
        return
    through(draft.markdown.encode())


def try_all(
    work: Callable[[bytes], object], make: Callable[[], bytes], kept: Path, until: float
) -> int:
    """Try made files until the time is over; how many."""
    tried = 0
    while time.monotonic() < until:
        content = make()
        try:
            work(content)
        except Exception:
            kept.mkdir(parents=True, exist_ok=True)
            (kept / hashlib.sha256(content).hexdigest()[:12]).write_bytes(content)
            raise
        tried += 1
    return tried


@pytest.mark.parametrize("kind", ["notice", "text", "word"])
def test_no_broken_file_breaks_the_program(kind: str, project: Path, tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("FUZZ_SEED", "1"))
    notices = [path.read_bytes() for path in sorted(project.glob("tests/cases/check/*.md"))]
    texts = [(project / "tests/cases/seed.txt").read_bytes(), text().encode("gb18030")]
    document = word()
    make: dict[str, Callable[[], bytes]] = {
        "notice": lambda: mutated(chance.choice(notices), chance),
        "text": lambda: mutated(chance.choice(texts), chance),
        "word": lambda: repacked(document, chance),
    }
    work: dict[str, Callable[[bytes], object]] = {
        "notice": through,
        "text": lambda content: imported(tmp_path / "a.txt", content),
        "word": lambda content: imported(tmp_path / "a.docx", content),
    }
    until = time.monotonic() + SECONDS / 3
    tried = try_all(work[kind], make[kind], project / ".cache/fuzz" / kind, until)
    print(f"{kind}: {tried:,} broken files")
    assert tried
