"""Fuzz the reader and the importer, at random and coverage-guided, for FUZZ_SECONDS (ten minutes).

An input that crashes them is saved in .cache/fuzz/; once fixed, it belongs into tests/cases/broken/.
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

from noticeboard.importing import ImportFailedError
from noticeboard.importing.worker import import_document

SECONDS = float(os.environ.get("FUZZ_SECONDS", "600"))
GUIDED = find_spec("atheris") is not None
"""Whether Atheris is installed; it is not available for every platform."""
SHARES = {
    "notice": 0.1 if GUIDED else 0.25,
    "text": 0.2,
    "word": 0.25 if GUIDED else 0.35,
    "formats": 0.15 if GUIDED else 0.2,
}
GUIDED_SHARE = 1 - sum(SHARES.values())
"""Shares of the time; Word files are the slowest."""
MAX_INPUT_SECONDS = 30
"""The time limit of one input, with the overhead of the instrumentation."""
PIECES = (
    *(case.text(60).encode() for case in (*MARKDOWN, *FRONT_MATTER)),
    *(bytes([number]) for number in (0, 9, 10, 13, 27, 0x80, 0xFF)),
    *(c.encode("utf-8", "surrogatepass") for c in "\u202e\u2028\ufeff\ud800\U0010ffff：（】×○"),
    b"---\n", b"\n\n", b": ", b"- ", b"|", b"&a ", b"*a", b"!!python/name:os.system ", b"{", b"}",
)  # fmt: skip


def mutate_bytes(seed: bytes, rng: random.Random) -> bytes:
    """Return the file with some bytes deleted, duplicated, replaced or inserted."""
    content = bytearray(seed)
    for _ in range(rng.choice((1, 1, 2, 4, 12))):
        start = rng.randrange(len(content) + 1)
        end = min(len(content), start + rng.choice((0, 1, 3, 20, 300)))
        piece = rng.choice((b"", content[start:end] * 2, rng.choice(PIECES), rng.randbytes(2)))
        content[start:end] = piece
    return bytes(content)


def mutate_word_file(document: bytes, rng: random.Random) -> bytes:
    """Return a .docx with mutated XML trees, a mutated part or a mutated archive."""
    kind = rng.random()
    if kind < 0.7:
        return mutate_docx(document, rng)
    if kind < 0.8:
        return mutate_bytes(document, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(document)) as source, zipfile.ZipFile(out, "w") as target:
        names = source.namelist()
        selected = rng.choice([*names, "word/document.xml", "word/document.xml"])
        for name in names:
            part = source.read(name)
            target.writestr(name, mutate_bytes(part, rng) if name == selected else part)
    return out.getvalue()


def word_file() -> bytes:
    """Return a document with headings, a table and a list."""
    document = docx.Document()
    document.add_heading("中共示例区示范局党组关于巡察整改进展情况的通报", 0)
    for line in text().split("\n"):
        document.add_paragraph(line)
    document.add_paragraph("建立台账", style="List Number")
    table = document.add_table(2, 2)
    table.cell(0, 0).text = "问题"
    return docx_bytes(document)


def import_and_check(suffix: str, content: bytes) -> None:
    """Import a file; it must be refused or give a draft that the reader accepts as input."""
    try:
        draft = import_document(content, suffix)
    except ImportFailedError:
        return
    check_bytes(draft.markdown.encode())


def fuzz(
    target: Callable[[bytes], object], generate: Callable[[], bytes], crashes: Path, until: float
) -> int:
    """Run inputs until a point of `time.monotonic()`; return how many. Save an input that crashes."""
    count = 0
    while time.monotonic() < until:
        content = generate()
        try:
            target(content)
        except Exception:
            crashes.mkdir(parents=True, exist_ok=True)
            (crashes / hashlib.sha256(content).hexdigest()[:12]).write_bytes(content)
            raise
        count += 1
    return count


if GUIDED:

    def test_guided_inputs_do_not_crash_the_reader(project: Path, tmp_path: Path) -> None:
        crashes = project / ".cache/fuzz/guided"
        crashes.mkdir(parents=True, exist_ok=True)
        seeds = tmp_path / "seeds"
        seeds.mkdir()
        for path in project.glob("tests/cases/check/*.md"):
            shutil.copy(path, seeds)
        options = [f"-max_total_time={SECONDS * GUIDED_SHARE:.0f}", f"-artifact_prefix={crashes}/"]
        options += ["-max_len=20000", f"-timeout={MAX_INPUT_SECONDS}", "-print_final_stats=1"]
        run = subprocess.run(
            [sys.executable, project / "tests/support/fuzz_reader.py", seeds, *options],
            env={**os.environ, "PYTHONPATH": str(project / "tests")},
            capture_output=True,
            text=True,
        )
        assert run.returncode == 0, run.stderr[-3_000:]
        (count,) = re.findall(r"stat::number_of_executed_units: (\d+)", run.stderr)
        print(f"guided: {int(count):,} inputs")


@pytest.mark.parametrize("kind", SHARES)
def test_random_inputs_do_not_crash_the_program(kind: str, project: Path) -> None:
    rng = random.Random(os.environ.get("FUZZ_SEED", "1"))
    notices = [path.read_bytes() for path in sorted(project.glob("tests/cases/check/*.md"))]
    texts = [(project / "tests/cases/seed.txt").read_bytes(), text().encode("gb18030")]
    documents = [word_file(), styled_docx(), unstyled_docx(), numbered_docx()]
    formats = [
        path.read_bytes() for path in sorted(project.glob("tests/cases/importing/formats/notice.*"))
    ]
    generators: dict[str, Callable[[], bytes]] = {
        "notice": lambda: mutate_bytes(rng.choice(notices), rng),
        "text": lambda: mutate_bytes(rng.choice(texts), rng),
        "word": lambda: mutate_word_file(rng.choice(documents), rng),
        "formats": lambda: mutate_bytes(rng.choice(formats), rng),
    }
    targets: dict[str, Callable[[bytes], object]] = {
        "notice": check_bytes,
        "text": lambda content: import_and_check(".txt", content),
        "word": lambda content: import_and_check(".docx", content),
        "formats": lambda content: import_and_check(".doc", content),
    }
    until = time.monotonic() + SECONDS * SHARES[kind]
    count = fuzz(targets[kind], generators[kind], project / ".cache/fuzz" / kind, until)
    print(f"{kind}: {count:,} inputs")
    assert count
