"""Import in a process of its own, so that no document can use up memory or time."""

from __future__ import annotations

import subprocess
import sys
from functools import cache
from pathlib import Path

from pydantic import ConfigDict, TypeAdapter

from noticeboard.importing.draft import Draft
from noticeboard.importing.formats.convert import convert_to_docx
from noticeboard.importing.formats.detect import check_size, is_old_format
from noticeboard.importing.source import ImportFailedError

CPU_SECONDS = 30
MEMORY_BYTES = 1_000_000_000
_WALL_SECONDS = 120
"""Longer than `CPU_SECONDS`, because other programs use the processor too."""
_WORKER = ("-m", "noticeboard.importing.worker")
_BUG = 1
"""The exit code of Python after a traceback."""


def import_file(path: Path) -> Draft:
    """Return the draft of a document; write nothing.

    Raise ImportFailedError when the file is protected, damaged, empty, too large or of another type.
    """
    data, suffix = _read_bytes(path), path.suffix.lower()
    if is_old_format(data, suffix):
        data, suffix = convert_to_docx(data, suffix), ".docx"
    return _import_limited(data, suffix)


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImportFailedError(f"找不到文件 {path}，或者它不是一个文件。")
        check_size(path.stat().st_size)
        return path.read_bytes()
    except OSError as error:
        raise ImportFailedError(f"打不开文件 {path}：{error.strerror}。") from error


def _import_limited(data: bytes, suffix: str) -> Draft:
    command = [sys.executable, "-P", *_WORKER, suffix]
    try:
        result = subprocess.run(command, input=data, capture_output=True, timeout=_WALL_SECONDS)
    except subprocess.TimeoutExpired:
        raise too_complex_error() from None
    if result.returncode == _BUG:
        raise RuntimeError(result.stderr.decode(errors="replace"))
    if result.returncode:
        # A signal: the limit of time, or the end of a library that got no memory.
        raise too_complex_error()
    answer = draft_adapter().validate_json(result.stdout)
    if isinstance(answer, str):
        raise ImportFailedError(answer)
    return answer


def too_complex_error() -> ImportFailedError:
    """Return the error for a document that reaches a limit."""
    return ImportFailedError(
        f"文件太大或太复杂：{CPU_SECONDS}秒、{MEMORY_BYTES // 1_000_000_000} GB 内存之内读不完，已停止；"
        "请只保留通报本身，另存为 .docx 后再导入。"
    )


@cache
def draft_adapter() -> TypeAdapter[Draft | str]:
    """Return the conversion between a draft, or the sentence of an error, and JSON."""
    config = ConfigDict(ser_json_bytes="base64", val_json_bytes="base64")
    return TypeAdapter(Draft | str, config=config)
