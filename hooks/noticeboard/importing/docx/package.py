"""What a .docx must be before anything in it is parsed: a bounded zip of plain XML."""

from __future__ import annotations

import io
import zipfile

from noticeboard.importing.problem import ImportProblem
from noticeboard.text.xml_guard import xml_danger

MAX_ENTRIES = 3000
MAX_UNPACKED = 200_000_000
MAX_XML = 40_000_000
MAX_RATIO = 200
_SMALL = 1_000_000
_DAMAGED = "文件已损坏，或者不是 Word 文档；请在 Word 或 WPS 中重新另存为 .docx 后再导入。"
_OTHER_KINDS = (("xl/", "电子表格"), ("ppt/", "演示文稿"), ("content.xml", "OpenDocument 文档"))


def damaged() -> ImportProblem:
    """The one sentence for whatever is wrong inside a file."""
    return ImportProblem(_DAMAGED)


def check_package(data: bytes) -> None:
    """Refuse a file that is no .docx, is protected, or would unpack or expand without end."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            entries = package.infolist()
            _check_sizes(entries, len(data))
            names = {entry.filename for entry in entries}
            _check_kind(names)
            for entry in entries:
                if entry.filename.lower().endswith((".xml", ".rels", ".vml")):
                    with package.open(entry) as part:
                        danger = xml_danger(part)
                    if danger:
                        raise ImportProblem(f"文件{danger}，正常的 Word 文档没有，不能导入。")
    except ImportProblem:
        raise
    # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
    except Exception as error:
        raise damaged() from error


def _check_sizes(entries: list[zipfile.ZipInfo], packed: int) -> None:
    if len(entries) > MAX_ENTRIES:
        raise ImportProblem(f"文件里装了{len(entries)}个部件，不像正常的 Word 文档，不能导入。")
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > MAX_UNPACKED or (unpacked > _SMALL and unpacked > MAX_RATIO * packed):
        raise ImportProblem("文件解压后大得不正常（像压缩炸弹），不能导入。")
    for entry in entries:
        if entry.flag_bits & 1:
            raise ImportProblem("这个文件设了密码；请在 Word 或 WPS 中去掉密码后再导入。")
        is_xml = entry.filename.lower().endswith((".xml", ".rels"))
        bomb = entry.file_size > _SMALL and entry.file_size > MAX_RATIO * max(
            entry.compress_size, 1
        )
        if bomb or (is_xml and entry.file_size > MAX_XML):
            raise ImportProblem("文件解压后大得不正常（像压缩炸弹），不能导入。")


def _check_kind(names: set[str]) -> None:
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return
    for start, kind in _OTHER_KINDS:
        if any(name.startswith(start) for name in names):
            raise ImportProblem(f"这是{kind}，不是 Word 文档；请另存为 .docx 后再导入。")
    raise ImportProblem("这是压缩包，不是 Word 文档；请先解压，再导入里面的 .docx。")
