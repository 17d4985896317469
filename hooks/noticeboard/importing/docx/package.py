"""Checks of a .docx before anything in it is parsed: a zip of limited size with safe XML."""

from __future__ import annotations

import io
import zipfile

from noticeboard.importing.source import ImportFailedError
from noticeboard.text.zip_guard import ZipLimits, find_xml_threat_in, find_zip_threat

LIMITS = ZipLimits(entries=3_000, unpacked_bytes=200_000_000, ratio=200, xml_bytes=40_000_000)
_OTHER_TYPES = (("xl/", "电子表格"), ("ppt/", "演示文稿"), ("content.xml", "OpenDocument 文档"))


def damaged_file_error() -> ImportFailedError:
    """Return the error for any damage inside a file."""
    return ImportFailedError(
        "文件已损坏，或者不是 Word 文档；请在 Word 或 WPS 中重新另存为 .docx 后再导入。"
    )


def check_package(data: bytes) -> None:
    """Raise ImportFailedError for a file that is no .docx, is protected or is a zip or XML bomb."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            _check_directory(package, len(data))
            _check_type(set(package.namelist()))
            threat = find_xml_threat_in(package)
            if threat:
                raise ImportFailedError(f"文件{threat}，正常的 Word 文档没有，不能导入。")
    except ImportFailedError:
        raise
    # zipfile, zlib, struct and lzma each raise errors of their own on damaged data.
    except Exception as error:
        raise damaged_file_error() from error


def _check_directory(package: zipfile.ZipFile, packed_bytes: int) -> None:
    threat = find_zip_threat(package, LIMITS, packed_bytes)
    if threat == "too-many-entries":
        count = len(package.infolist())
        raise ImportFailedError(f"文件里装了{count}个部件，不像正常的 Word 文档，不能导入。")
    if threat == "too-large":
        raise ImportFailedError("文件解压后大得不正常（像压缩炸弹），不能导入。")
    if threat == "encrypted":
        raise ImportFailedError("这个文件设了密码；请在 Word 或 WPS 中去掉密码后再导入。")


def _check_type(names: set[str]) -> None:
    if "[Content_Types].xml" in names and any(name.startswith("word/") for name in names):
        return
    for prefix, kind in _OTHER_TYPES:
        if any(name.startswith(prefix) for name in names):
            raise ImportFailedError(f"这是{kind}，不是 Word 文档；请另存为 .docx 后再导入。")
    raise ImportFailedError("这是压缩包，不是 Word 文档；请先解压，再导入里面的 .docx。")
