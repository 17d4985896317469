"""Word's and WPS's old formats -> .docx, through LibreOffice when it is there."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from noticeboard.importing.problem import ImportProblem

TIMEOUT = 120
"""Seconds; a first start of LibreOffice with a fresh profile takes about twenty."""

_ADVICE = "请在 Word 或 WPS 中“另存为”.docx 后再导入。"


def convert_to_docx(path: Path, timeout: float = TIMEOUT) -> bytes:
    """The bytes of the .docx that LibreOffice makes of a file; ImportProblem when it cannot."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        raise ImportProblem(f"这是旧格式的文档（{path.suffix or '无后缀'}），{_ADVICE}")
    with tempfile.TemporaryDirectory(prefix="noticeboard-import-") as work:
        # A name of our own: one that begins with a hyphen would be read as an option.
        copied = Path(work, f"notice{path.suffix.lower() or '.doc'}")
        shutil.copyfile(path, copied)
        _run(office, copied, Path(work), timeout)
        made = Path(work, "out", "notice.docx")
        if not made.is_file():
            raise ImportProblem(f"LibreOffice 没能打开这个文件；{_ADVICE}")
        return made.read_bytes()


def _run(office: str, file: Path, work: Path, timeout: float) -> None:
    command = [
        office,
        f"-env:UserInstallation={(work / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck",
        "--convert-to", "docx", "--outdir", str(work / "out"), str(file),
    ]  # fmt: skip
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True,
    )  # fmt: skip
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        _stop(process)
        raise ImportProblem(f"LibreOffice 转换超过{timeout:.0f}秒，已停止；{_ADVICE}") from None


def _stop(process: subprocess.Popen[bytes]) -> None:
    """End the whole session: soffice is a script whose child does the work."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
