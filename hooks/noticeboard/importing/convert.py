"""Conversion of old Word and WPS formats to .docx by LibreOffice."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from noticeboard.importing.source import ImportFailedError

TIMEOUT = 120
"""Seconds; the first start of LibreOffice with a new profile takes about twenty."""

_HELP = "请在 Word 或 WPS 中“另存为”.docx 后再导入。"


def convert_to_docx(path: Path, timeout: float = TIMEOUT) -> bytes:
    """Return a document converted to .docx.

    `timeout` is in seconds. Raise ImportFailedError when LibreOffice is not installed or fails.
    """
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise ImportFailedError(f"这是旧格式的文档（{path.suffix or '无后缀'}），{_HELP}")
    with tempfile.TemporaryDirectory(prefix="noticeboard-import-") as folder:
        # A fixed name: one that begins with a hyphen would be read as an option.
        copy = Path(folder, f"notice{path.suffix.lower() or '.doc'}")
        shutil.copyfile(path, copy)
        _run_soffice(soffice, copy, Path(folder), timeout)
        converted = Path(folder, "out", "notice.docx")
        if not converted.is_file():
            raise ImportFailedError(f"LibreOffice 没能打开这个文件；{_HELP}")
        return converted.read_bytes()


def _run_soffice(soffice: str, file: Path, folder: Path, timeout: float) -> None:
    command = [
        soffice,
        f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(folder / "out"), str(file),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        _kill(process)
        raise ImportFailedError(f"LibreOffice 转换超过{timeout:.0f}秒，已停止；{_HELP}") from None


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole session, because soffice is a script whose child does the work."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
