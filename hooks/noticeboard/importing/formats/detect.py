"""Detection of the file type, by content rather than by name alone."""

from __future__ import annotations

from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.plaintext import read_plain_text
from noticeboard.importing.source import ImportFailedError, SourceDocument

MAX_BYTES = 20_000_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = {".doc", ".wps", ".wpt", ".dot"}


def is_old_format(data: bytes, suffix: str) -> bool:
    """Return whether LibreOffice must convert a file; raise ImportFailedError for other containers."""
    if data.startswith(_OLE_SIGNATURE):
        _check_ole(data, suffix)
        return True
    return bool(data) and suffix in _OLD_WORD and not data.startswith(b"PK\x03\x04")


def read_document(data: bytes, suffix: str) -> SourceDocument:
    """Read a file with this suffix; raise ImportFailedError for an unknown type."""
    if not data:
        raise ImportFailedError("文件是空的，没有可以导入的文字。")
    if is_old_format(data, suffix):
        raise ImportFailedError("这是旧格式的文档，请在 Word 或 WPS 中“另存为”.docx 后再导入。")
    if data.startswith(b"PK\x03\x04") or suffix in {".docx", ".docm", ".dotx"}:
        return read_docx(data)
    if suffix in {".txt", ".text", ".md", ""}:
        return read_plain_text(data)
    raise ImportFailedError(f"不能导入“{suffix}”文件；请用 .docx 或 .txt。")


def _check_ole(data: bytes, suffix: str) -> None:
    """Refuse an OLE container that is not an old Word or WPS document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ImportFailedError("这个文件设了打开密码；请在 Word 或 WPS 中去掉密码后再导入。")
    if suffix in {".xls", ".et", ".ppt", ".dps", ".msg"}:
        raise ImportFailedError("这不是文字文档；请用 .docx 或 .txt。")
