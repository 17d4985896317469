"""Guess the encoding of bytes that are not UTF-8, and explain it to editors."""

from __future__ import annotations

import codecs
import re

from noticeboard.files.fault import Fault

_HELP = "用记事本或 WPS 打开，另存为时选择编码 UTF-8"
_SURROGATE = re.compile(rb"\xed[\xa0-\xbf][\x80-\xbf]")
_SAMPLE_BYTES = 200
_MIN_SAMPLE_BYTES = 4
# Of ASCII letters in UTF-16 every second byte is zero, in UTF-32 three of four.
_UTF16_ZEROES, _UTF32_ZEROES = 0.2, 0.6


def wide_encoding_fault(raw: bytes) -> Fault | None:
    """Recognise UTF-16 and UTF-32 by a byte order mark or by the share of zero bytes."""
    sample = raw[:_SAMPLE_BYTES]
    zeroes = sample.count(b"\0") / max(len(sample), _MIN_SAMPLE_BYTES)
    if raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)) or zeroes > _UTF32_ZEROES:
        return Fault("文件编码是 UTF-32，不是 UTF-8", _HELP)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or zeroes > _UTF16_ZEROES:
        return Fault("文件编码是 UTF-16，不是 UTF-8", _HELP)
    return None


def encoding_fault(raw: bytes, error: UnicodeDecodeError) -> Fault:
    """Explain why bytes could not be decoded as UTF-8."""
    wide = wide_encoding_fault(raw)
    if wide:
        return wide
    if _SURROGATE.match(raw, error.start):
        return Fault(
            "这里有半个字符（UTF-16 代理码，不能单独存在）", f"删去这个字符重新输入；{_HELP}"
        )
    if error.end == len(raw) and error.reason == "unexpected end of data":
        return Fault("文件在一个字的中间断了，没有传完整", "重新取得完整的文件")
    try:
        raw.decode("gb18030")
    except UnicodeDecodeError:
        return Fault("文件不是完整的 UTF-8 文本", _HELP)
    return Fault("文件编码像是 GBK（GB18030），不是 UTF-8", _HELP)
