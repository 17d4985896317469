"""Detection of the file type, by content rather than by name alone."""

from __future__ import annotations

from pathlib import Path

from noticeboard.importing.convert import convert_to_docx
from noticeboard.importing.plaintext import read_plain_text
from noticeboard.importing.source import ImportFailedError, SourceDocument

MAX_BYTES = 20_000_000
_OLE_SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = {".doc", ".wps", ".wpt", ".dot"}


def read_document(path: Path) -> SourceDocument:
    """Read a .txt, .docx, .doc or .wps file; raise ImportFailedError for any other."""
    data = _read_bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(_OLE_SIGNATURE):
        _check_ole(data, suffix)
        return _read_docx(convert_to_docx(path))
    if data.startswith(b"PK\x03\x04") or suffix in {".docx", ".docm", ".dotx"}:
        return _read_docx(data)
    if suffix in _OLD_WORD:
        return _read_docx(convert_to_docx(path))
    if suffix in {".txt", ".text", ".md", ""}:
        return read_plain_text(data)
    raise ImportFailedError(f"不能导入“{suffix}”文件；请用 .docx 或 .txt。")


def _read_bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImportFailedError(f"找不到文件 {path}，或者它不是一个文件。")
        if path.stat().st_size > MAX_BYTES:
            raise ImportFailedError("文件超过 20 MB，不能导入；请先压缩或删去图片。")
        data = path.read_bytes()
    except OSError as error:
        raise ImportFailedError(f"打不开文件 {path}：{error.strerror}。") from error
    if not data:
        raise ImportFailedError("文件是空的，没有可以导入的文字。")
    return data


def _check_ole(data: bytes, suffix: str) -> None:
    """Refuse an OLE container that is not an old Word or WPS document."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ImportFailedError("这个文件设了打开密码；请在 Word 或 WPS 中去掉密码后再导入。")
    if suffix in {".xls", ".et", ".ppt", ".dps", ".msg"}:
        raise ImportFailedError("这不是文字文档；请用 .docx 或 .txt。")


def _read_docx(data: bytes) -> SourceDocument:
    # python-docx takes long to import and text files do not need it.
    from noticeboard.importing.docx.reader import read_docx

    return read_docx(data)
