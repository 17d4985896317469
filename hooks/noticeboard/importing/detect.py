"""A file of any kind -> its lines, by what it is and not only by its name."""

from __future__ import annotations

from pathlib import Path

from noticeboard.importing.convert import convert_to_docx
from noticeboard.importing.plaintext import read_text
from noticeboard.importing.problem import ImportProblem
from noticeboard.importing.source import Source

MAX_BYTES = 20_000_000
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_WORD = {".doc", ".wps", ".wpt", ".dot"}


def read_source(path: Path) -> Source:
    """The lines of a .txt, .docx, .doc or .wps file; ImportProblem for anything else."""
    data = _bytes(path)
    suffix = path.suffix.lower()
    if data.startswith(_OLE):
        return _old(path, data)
    if data.startswith(b"PK\x03\x04") or suffix in {".docx", ".docm", ".dotx"}:
        from noticeboard.importing.docx.reader import read_docx

        return read_docx(data)
    if suffix in _OLD_WORD:
        return _converted(path)
    if suffix in {".txt", ".text", ".md", ""}:
        return read_text(data)
    raise ImportProblem(f"不能导入“{suffix}”文件；请用 .docx 或 .txt。")


def _bytes(path: Path) -> bytes:
    try:
        if not path.is_file():
            raise ImportProblem(f"找不到文件 {path}，或者它不是一个文件。")
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise ImportProblem("文件超过 20 MB，不能导入；请先压缩或删去图片。")
        data = path.read_bytes()
    except OSError as error:
        raise ImportProblem(f"打不开文件 {path}：{error.strerror}。") from error
    if not data:
        raise ImportProblem("文件是空的，没有可以导入的文字。")
    return data


def _old(path: Path, data: bytes) -> Source:
    """An OLE container: a protected .docx, or Word's or WPS's old format."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        raise ImportProblem("这个文件设了打开密码；请在 Word 或 WPS 中去掉密码后再导入。")
    if path.suffix.lower() in {".xls", ".et", ".ppt", ".dps", ".msg"}:
        raise ImportProblem("这不是文字文档；请用 .docx 或 .txt。")
    return _converted(path)


def _converted(path: Path) -> Source:
    from noticeboard.importing.docx.reader import read_docx

    return read_docx(convert_to_docx(path))
