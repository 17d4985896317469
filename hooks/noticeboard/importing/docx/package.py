"""Checks of a .docx before anything in it is parsed: a zip of limited size with safe XML."""

from __future__ import annotations

import io
import zipfile

from noticeboard.importing.source import ImportProblem
from noticeboard.text.xml_guard import find_xml_threat

MAX_ENTRIES = 3000
MAX_UNPACKED = 200_000_000
MAX_XML = 40_000_000
MAX_RATIO = 200
"""Largest ratio of unpacked to packed size, above `_SMALL` bytes."""
_SMALL = 1_000_000
_OTHER_TYPES = (("xl/", "电子表格"), ("ppt/", "演示文稿"), ("content.xml", "OpenDocument 文档"))


def damaged() -> ImportProblem:
    """Return the problem for any damage inside a file."""
    return ImportProblem(
        "文件已损坏，或者不是 Word 文档；请在 Word 或 WPS 中重新另存为 .docx 后再导入。"
    )


def check_package(data: bytes) -> None:
    """Raise ImportProblem for a file that is no .docx, is protected or is a zip or XML bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_sizes(entries, len(data))
            _check_type({entry.filename for entry in entries})
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with package.open(entry) as part:
                        threat = find_xml_threat(part)
                    if threat:
                        raise ImportProblem(f"文件{threat}，正常的 Word 文档没有，不能导入。")
    except ImportProblem:
        raise
    # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
    except Exception as error:
        raise damaged() from error


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ImportProblem(f"文件里装了{len(entries)}个部件，不像正常的 Word 文档，不能导入。")
    bomb = ImportProblem("文件解压后大得不正常（像压缩炸弹），不能导入。")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or _exceeds_ratio(unpacked, packed):
        raise bomb
    for entry in entries:
        if entry.flag_bits & 1:
            raise ImportProblem("这个文件设了密码；请在 Word 或 WPS 中去掉密码后再导入。")
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        if _exceeds_ratio(entry.file_size, max(entry.compress_size, 1)):
            raise bomb
        if is_xml and entry.file_size > MAX_XML:
            raise bomb


def _exceeds_ratio(unpacked: int, packed: int) -> bool:
    return unpacked > _SMALL and unpacked > MAX_RATIO * packed


def _check_type(names: set[str]) -> None:
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return
    for prefix, kind in _OTHER_TYPES:
        if any(name.startswith(prefix) for name in names):
            raise ImportProblem(f"这是{kind}，不是 Word 文档；请另存为 .docx 后再导入。")
    raise ImportProblem("这是压缩包，不是 Word 文档；请先解压，再导入里面的 .docx。")
