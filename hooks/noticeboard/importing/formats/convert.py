"""Conversion of old Word and WPS formats to .docx by LibreOffice, without network and macros."""

from __future__ import annotations

import contextlib
import os
import re
import shutil
import signal
import subprocess
import tempfile
from pathlib import Path

from noticeboard.importing.source import ImportFailedError

TIMEOUT = 120
"""Seconds; the first start of LibreOffice with a new profile takes about twenty."""
_MEMORY = 4_000_000
"""Kilobytes of address space; LibreOffice reserves far more than it uses."""
_FILE_SIZE = 400_000
"""The size of a written file in blocks of 512 bytes."""
_HELP = "请在 Word 或 WPS 中“另存为”.docx 后再导入。"
_SETTINGS = (
    ("org.openoffice.Inet/Settings", "ooInetProxyType", "1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPProxyPort", "9"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyName", "127.0.0.1"),
    ("org.openoffice.Inet/Settings", "ooInetHTTPSProxyPort", "9"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableMacrosExecution", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "MacroSecurityLevel", "3"),
    ("org.openoffice.Office.Common/Security/Scripting", "BlockUntrustedRefererLinks", "true"),
    ("org.openoffice.Office.Common/Security/Scripting", "DisableActiveContent", "true"),
    ("org.openoffice.Office.Writer/Content/Update", "Link", "0"),
    ("org.openoffice.Office.Writer/Content/Update", "Field", "false"),
)
"""A proxy at a closed port, no macros, no update of links."""
_PROXY_VARIABLES = ("http_proxy", "https_proxy", "ftp_proxy", "all_proxy")
_REMOTE_REFERENCE = re.compile(
    rb"\b(?:INCLUDEPICTURE|INCLUDETEXT|IMPORT|LINK|DDE|DDEAUTO)\b[^\x13-\x15]{0,200}?"
    rb"(?:https?:|ftp:|file:|\\\\)"
    rb"|<(?!text:a\s)[^<>]{0,500}?\b(?:href|src)\s*=\s*[\"'](?:[a-z][a-z0-9+.-]*:|//|\\\\)",
    re.IGNORECASE,
)
"""A field, or an element of a document in XML, that fetches content when the document is opened."""


def convert_to_docx(data: bytes, suffix: str, timeout: float = TIMEOUT) -> bytes:
    """Return a document with this suffix, such as `.doc`, converted to .docx.

    `timeout` is in seconds. Raise ImportFailedError when LibreOffice is not installed or fails.
    """
    soffice = shutil.which("soffice") or shutil.which("libreoffice")
    if soffice is None:
        raise ImportFailedError(f"这是旧格式的文档（{suffix or '无后缀'}），{_HELP}")
    isolation = _without_network()
    if not isolation and _REMOTE_REFERENCE.search(data.replace(b"\0", b"")):
        raise ImportFailedError(f"文件会从网络或别的文件取内容，不能转换；{_HELP}")
    with tempfile.TemporaryDirectory(prefix="noticeboard-import-") as name:
        folder = Path(name)
        # A fixed name: one that begins with a hyphen would be read as an option.
        copy = folder / f"notice{suffix if re.fullmatch(r'[.][a-z]{1,5}', suffix) else '.doc'}"
        copy.write_bytes(data)
        _write_profile(folder / "profile")
        _run([*isolation, *_limited(_command(soffice, copy, folder))], folder, timeout)
        converted = folder / "out" / "notice.docx"
        if not converted.is_file():
            raise ImportFailedError(f"LibreOffice 没能打开这个文件；{_HELP}")
        return converted.read_bytes()


def _without_network() -> list[str]:
    """Return the command that runs another one in an empty network, or nothing if not allowed."""
    unshare = shutil.which("unshare")
    if unshare is None:
        return []
    command = [unshare, "--map-root-user", "--net"]
    test = subprocess.run([*command, "/bin/sh", "-c", ":"], capture_output=True)
    return command if test.returncode == 0 else []


def _limited(command: list[str]) -> list[str]:
    """Return the command with limits of its memory and its files, and without core files."""
    limits = f"ulimit -v {_MEMORY}; ulimit -f {_FILE_SIZE}; ulimit -c 0"
    return ["/bin/sh", "-c", f'{limits}; exec "$@"', "sh", *command]


def _command(soffice: str, file: Path, folder: Path) -> list[str]:
    return [
        soffice, f"-env:UserInstallation={(folder / 'profile').as_uri()}",
        "--headless", "--norestore", "--nolockcheck", "--nodefault", "--nofirststartwizard",
        "--convert-to", "docx", "--outdir", str(folder / "out"), str(file),
    ]  # fmt: skip


def _write_profile(profile: Path) -> None:
    """Write a new profile with `_SETTINGS`."""
    items = "".join(
        f'<item oor:path="/{path}"><prop oor:name="{name}" oor:op="fuse">'
        f"<value>{value}</value></prop></item>"
        for path, name, value in _SETTINGS
    )
    (profile / "user").mkdir(parents=True)
    (profile / "user" / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry">' + items + "</oor:items>",
        "utf-8",
    )


def _run(command: list[str], folder: Path, timeout: float) -> None:
    """Run a conversion with its files in a folder; kill it after `timeout` seconds."""
    closed = dict.fromkeys(
        [*_PROXY_VARIABLES, *map(str.upper, _PROXY_VARIABLES)], "http://127.0.0.1:9"
    )
    process = subprocess.Popen(
        command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        start_new_session=True, cwd=folder,
        env={**os.environ, **closed, "HOME": str(folder), "TMPDIR": str(folder)},
    )  # fmt: skip
    try:
        process.wait(timeout)
    except subprocess.TimeoutExpired:
        raise ImportFailedError(f"LibreOffice 转换超过{timeout:.0f}秒，已停止；{_HELP}") from None
    finally:
        _kill(process)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the whole session, because soffice is a script whose child does the work."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
