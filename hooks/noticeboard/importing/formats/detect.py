"""Detection of the file type, by content rather than by name alone."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable

from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.plaintext import read_plain_text
from noticeboard.importing.source import ImportFailedError, SourceDocument

_MAX_BYTES = 20_000_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = {".doc", ".wps", ".wpt", ".dot"}
_START_BYTES = 1_024
_WEB_PAGE = re.compile(
    rb"(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|meta|title|table|div|p[ >])",
    re.IGNORECASE | re.DOTALL,
)
_WEB_ARCHIVE = re.compile(
    rb"(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?(?:MIME-Version|Content-Type):", re.IGNORECASE
)
Reader = Callable[[bytes], SourceDocument]


def check_size(size: int) -> None:
    """Raise ImportFailedError for a file of more bytes than are imported."""
    if size > _MAX_BYTES:
        raise ImportFailedError("文件超过 20 MB，不能导入；请先压缩或删去图片。")


def is_old_format(data: bytes, suffix: str) -> bool:
    """Return whether LibreOffice must convert a file; raise ImportFailedError for other containers."""
    if data.startswith(_OLE_SIGNATURE):
        _check_ole(data, suffix)
        return True
    return bool(data) and suffix in _OLD_WORD and _reader(data) is None


def read_document(data: bytes, suffix: str) -> SourceDocument:
    """Read a file with this suffix; raise ImportFailedError for an unknown type."""
    if not data:
        raise ImportFailedError("文件是空的，没有可以导入的文字。")
    if is_old_format(data, suffix):
        raise ImportFailedError("这是旧格式的文档，请在 Word 或 WPS 中“另存为”.docx 后再导入。")
    reader = _reader(data) or _BY_SUFFIX.get(suffix)
    if reader is None:
        raise ImportFailedError(f"不能导入“{suffix}”文件；请用 .docx、.pdf 或 .txt。")
    return reader(data)


def _reader(data: bytes) -> Reader | None:
    """Return the reader of what the content is, whatever the name says; None for plain text."""
    start = data[:_START_BYTES].lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").replace(b"\0", b"")
    if data.startswith(b"PK\x03\x04"):
        return _read_ofd if _is_ofd(data) else read_docx
    if b"%PDF-" in data[:_START_BYTES] and not start.startswith(b"<"):
        return _read_pdf
    if start.startswith(b"{\\rtf"):
        return _read_rtf
    if _WEB_PAGE.match(start):
        return _read_html
    return _read_mht if _WEB_ARCHIVE.match(start) else None


def _is_ofd(data: bytes) -> bool:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return any(name.lower().lstrip("/") == "ofd.xml" for name in archive.namelist())
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return False


# Each of these readers takes long to load, and most documents need none.
def _read_pdf(data: bytes) -> SourceDocument:
    from noticeboard.importing.formats.pdf import read_pdf

    return read_pdf(data)


def _read_ofd(data: bytes) -> SourceDocument:
    from noticeboard.importing.formats.ofd import read_ofd

    return read_ofd(data)


def _read_rtf(data: bytes) -> SourceDocument:
    from noticeboard.importing.formats.rtf import read_rtf

    return read_rtf(data)


def _read_html(data: bytes) -> SourceDocument:
    from noticeboard.importing.formats.html import read_html

    return read_html(data)


def _read_mht(data: bytes) -> SourceDocument:
    from noticeboard.importing.formats.html import read_mht

    return read_mht(data)


_BY_SUFFIX: dict[str, Reader] = {
    **dict.fromkeys((".docx", ".docm", ".dotx"), read_docx),
    **dict.fromkeys((".txt", ".text", ".md", ""), read_plain_text),
    **dict.fromkeys((".html", ".htm"), _read_html),
    **dict.fromkeys((".mht", ".mhtml"), _read_mht),
    ".pdf": _read_pdf,
    ".rtf": _read_rtf,
    ".ofd": _read_ofd,
}


def _check_ole(data: bytes, suffix: str) -> None:
    """Refuse an OLE container that is not an old Word or WPS document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ImportFailedError("这个文件设了打开密码；请在 Word 或 WPS 中去掉密码后再导入。")
    if suffix in {".xls", ".et", ".ppt", ".dps", ".msg"}:
        raise ImportFailedError("这不是文字文档；请用 .docx 或 .txt。")
