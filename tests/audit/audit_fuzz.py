"""Files broken at random and by a guided fuzzer, for FUZZ_SECONDS (ten minutes): reader and importer answer each of them.

A file that breaks them is kept in .cache/fuzz/; mended, it belongs into tests/cases/broken/.
"""

from __future__ import annotations

import hashlib
import io
import os
import random
import re
import shutil
import subprocess
import sys
import time
import zipfile
from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path

import docx
import pytest
from support.checking import check_bytes
from support.documents import docx_bytes, numbered_docx, styled_docx, unstyled_docx
from support.docx_mutation import mutate_docx
from support.factories import text
from support.pathological import FRONT_MATTER, MARKDOWN

from noticeboard.importing import ImportProblem, import_file

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
GUIDED = find_spec("atheris") is not None
"""Where the fuzzer is that looks at what the code does; it does not come for every machine."""
SHARES = {"notice": 0.1 if GUIDED else 0.25, "text": 0.2, "word": 0.4 if GUIDED else 0.55}
GUIDED_SHARE = 1 - sum(SHARES.values())
"""Of the time: a Word file takes the longest."""
LONGEST = 30
"""Seconds that one file may take beneath the fuzzer, which slows it down."""
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
    """A .docx with the trees of its parts changed, the bytes of a part, or those of the archive."""
    kind = chance.random()
    if kind < 0.7:
        return mutate_docx(document, chance)
    if kind < 0.8:
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
    return docx_bytes(document)


def imported(path: Path, content: bytes) -> None:
    """Import a file: it is refused, or its draft is a file that the reader reads."""
    path.write_bytes(content)
    try:
        draft = import_file(path)
    except ImportProblem:
        return
    check_bytes(draft.markdown.encode())


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


if GUIDED:

    def test_no_guided_file_breaks_the_reader(project: Path, tmp_path: Path) -> None:
        kept = project / ".cache/fuzz/guided"
        kept.mkdir(parents=True, exist_ok=True)
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        for path in project.glob("tests/cases/check/*.md"):
            shutil.copy(path, seeds)
        options = [f"-max_total_time={SECONDS * GUIDED_SHARE:.0f}", f"-artifact_prefix={kept}/"]
        options += ["-max_len=20000", f"-timeout={LONGEST}", "-print_final_stats=1"]
        run = subprocess.run(
            [sys.executable, project / "tests/support/fuzz_reader.py", seeds, *options],
            env={**os.environ, "PYTHONPATH": str(project / "tests")},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr[-3_000:]
        (tried,) = re.findall(r"stat::number_of_executed_units: (\d+)", run.stderr)
        print(f"guided: {int(tried):,} broken files")


@pytest.mark.parametrize("kind", SHARES)
def test_no_broken_file_breaks_the_program(kind: str, project: Path, tmp_path: Path) -> None:
    chance = random.Random(os.environ.get("FUZZ_SEED", "1"))
    notices = [path.read_bytes() for path in sorted(project.glob("tests/cases/check/*.md"))]
    texts = [(project / "tests/cases/seed.txt").read_bytes(), text().encode("gb18030")]
    documents = [word(), styled_docx(), unstyled_docx(), numbered_docx()]
    make: dict[str, Callable[[], bytes]] = {
        "notice": lambda: mutated(chance.choice(notices), chance),
        "text": lambda: mutated(chance.choice(texts), chance),
        "word": lambda: repacked(chance.choice(documents), chance),
    }
    work: dict[str, Callable[[bytes], object]] = {
        "notice": check_bytes,
        "text": lambda content: imported(tmp_path / "a.txt", content),
        "word": lambda content: imported(tmp_path / "a.docx", content),
    }
    until = time.monotonic() + SECONDS * SHARES[kind]
    tried = try_all(work[kind], make[kind], project / ".cache/fuzz" / kind, until)
    print(f"{kind}: {tried:,} broken files")
    assert tried
