"""What a text is that is not UTF-8, as far as its bytes tell."""

from __future__ import annotations

import codecs
import re

_REMEDY = "用记事本或 WPS 打开，另存为时选择编码 UTF-8"
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_LONGEST = 4
# Among the letters of the metadata every second byte of UTF-16 is zero, three of four of UTF-32.
_MANY, _MOST = 0.2, 0.6


def wide_fault(raw: bytes) -> tuple[str, str] | None:
    """UTF-16 and UTF-32, known by their mark or by the zeroes between their letters."""
    zeroes = raw[:200].count(b"\0") / max(len(raw[:200]), _LONGEST)
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) or zeroes > _MOST:
        return "文件编码是 UTF-32，不是 UTF-8", _REMEDY
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or zeroes > _MANY:
        return "文件编码是 UTF-16，不是 UTF-8", _REMEDY
    return None


def encoding_fault(raw: bytes, error: UnicodeDecodeError) -> tuple[str, str]:
    """What is wrong with bytes that are not UTF-8, and the remedy."""
    wide = wide_fault(raw)
    if wide:
        return wide
    if _SURROGATE.match(raw, error.start):
        return "这里有半个字符（UTF-16 代理码，不能单独存在）", f"删去这个字符重新输入；{_REMEDY}"
    if error.end == len(raw) and error.reason == "unexpected end of data":
        return "文件在一个字的中间断了，没有传完整", "重新取得完整的文件"
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return "文件不是完整的 UTF-8 文本", _REMEDY
    return "文件编码像是 GBK（GB18030），不是 UTF-8", _REMEDY
