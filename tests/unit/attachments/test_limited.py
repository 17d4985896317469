"""Documents are inspected in a process with limits, which one file's failure does not outlast."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.honest_files import HONEST
from support.pdf_files import pdf_bytes

from noticeboard.attachments import limited
from noticeboard.attachments.limited import TOO_COMPLEX, inspect_files


def files(folder: Path, *contents: tuple[str, bytes]) -> list[Path]:
    paths = [folder / name for name, _ in contents]
    for path, (_, content) in zip(paths, contents, strict=True):
        path.write_bytes(content)
    return paths


def test_files_are_inspected_in_order(tmp_path: Path) -> None:
    honest = [
        (f"附件{n}{suffix}", content) for n, (suffix, content, _) in enumerate(HONEST.values())
    ]
    results = list(inspect_files(files(tmp_path, *honest), processes=2))
    assert [result.faults for result in results] == [()] * len(honest)
    assert [bool(result.lines) for result in results] == [
        bool(text) for *_, text in HONEST.values()
    ]


@pytest.mark.parametrize("action", ["os.kill(os.getpid(), 24)", "bytes(1 << 32)"])
def test_a_file_that_exceeds_a_limit_is_refused_and_the_next_one_inspected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, action: str
) -> None:
    (tmp_path / "sitecustomize.py").write_text(
        "import os, noticeboard.attachments.content as types\n"
        "inspect = types.inspect\n"
        f"types.inspect = lambda c, s: {action} if b'slow' in c else inspect(c, s)\n"
    )
    monkeypatch.setattr(limited, "_HOOKS", f"{tmp_path}:{limited._HOOKS}")
    contents = [("a.pdf", pdf_bytes(text="a")), ("b.pdf", pdf_bytes(text="slow")), ("c.pdf", pdf_bytes(text="c"))]  # fmt: skip
    results = list(inspect_files(files(tmp_path, *contents)))
    assert [result == TOO_COMPLEX for result in results] == [False, True, False]


def test_a_failure_of_the_program_is_no_fault_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "sitecustomize.py").write_text("raise SystemExit(3)")
    monkeypatch.setattr(limited, "_HOOKS", f"{tmp_path}:{limited._HOOKS}")
    with pytest.raises(RuntimeError):
        list(inspect_files(files(tmp_path, ("a.pdf", pdf_bytes()))))
