"""Inspect files in a process of its own with limits on time and memory, so that a bomb ends there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path

from noticeboard.attachments.content import inspect
from noticeboard.attachments.inspection import AS_PDF, Inspection, TextLine
from noticeboard.attachments.types import MAX_BYTES, TYPES
from noticeboard.files.fault import Fault
from noticeboard.files.safe_files import read_regular_file
from noticeboard.incremental.process_limits import limit_process

SECONDS = 40
"""Of processor time for each file."""
MEMORY_BYTES = 2 << 30
_CHUNK = 20
"""Files per process."""

TOO_COMPLEX = Inspection(
    (Fault("太复杂，检查用的时间或内存超过限度（像压缩炸弹）", f"分成几个文件；或{AS_PDF}"),)
)
_HOOKS = Path(__file__).resolve().parents[2]


def inspect_files(paths: Sequence[Path], processes: int = 1) -> Iterator[Inspection]:
    """Yield the inspection of each file, in order; all have an ending of `TYPES`."""
    waiting = [path for path in paths if _is_document(path)]
    chunks = [waiting[start : start + _CHUNK] for start in range(0, len(waiting), _CHUNK)]
    with ThreadPoolExecutor(processes) as pool:
        documents = chain.from_iterable(list(pool.map(_inspect_documents, chunks)))
    for path in paths:
        yield next(documents) if _is_document(path) else inspect_file(path)


def inspect_file(path: Path) -> Inspection:
    """Inspect one file in this process."""
    return inspect(read_regular_file(path, MAX_BYTES), path.suffix.lower())


def _is_document(path: Path) -> bool:
    return TYPES[path.suffix.lower()].is_document


def _inspect_documents(paths: Sequence[Path]) -> list[Inspection]:
    """Inspect files in one process; a file that ends it is refused, and the next ones get another."""
    environment = {**os.environ, "PYTHONPATH": str(_HOOKS), "PYTHONUTF8": "1"}
    command = [sys.executable, "-m", __name__]
    results: list[Inspection] = []
    while paths:
        names = "\0".join(str(path.absolute()) for path in paths)
        run = subprocess.run(
            command, input=os.fsencode(names), capture_output=True, env=environment
        )
        lines = run.stdout.splitlines()
        results += map(_deserialize, lines)
        if run.returncode > 0:
            raise RuntimeError(run.stderr.decode("utf-8", "replace"))
        if len(lines) < len(paths):  # a limit has ended the process
            results.append(TOO_COMPLEX)
        paths = paths[len(lines) + 1 :]
    return results


def _deserialize(line: bytes) -> Inspection:
    faults, lines = json.loads(line)
    return Inspection(
        tuple(Fault(*fault) for fault in faults), tuple(TextLine(*line) for line in lines)
    )


def _main() -> None:
    """Inspect the files named on standard input; write one line of JSON for each."""
    for name in filter(None, sys.stdin.buffer.read().split(b"\0")):
        limit_process(MEMORY_BYTES, SECONDS, renewable=True)
        try:
            inspection = inspect_file(Path(os.fsdecode(name)))
        except (MemoryError, RecursionError):
            inspection = TOO_COMPLEX
        print(json.dumps(inspection), flush=True)


if __name__ == "__main__":
    _main()
