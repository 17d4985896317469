"""Reading of .txt files in the encodings that editors use."""

from __future__ import annotations

import codecs
import re
import unicodedata

from noticeboard.files import file_signatures
from noticeboard.importing.formats.copied_text import rejoin
from noticeboard.importing.normalize import split_lines, strip_hidden
from noticeboard.importing.source import (
    ImportFailedError,
    Paragraph,
    Remark,
    SourceDocument,
    check_length,
)

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def read_plain_text(data: bytes) -> SourceDocument:
    """Read a text file; raise ImportFailedError when it holds no Chinese text."""
    if data.startswith((file_signatures.PNG, file_signatures.JPEG)):
        raise ImportFailedError(
            "这是图片文件，不是文字文件；请粘贴文字另存为 .txt，或另存为 .docx 后再导入。"
        )
    text = decode(data)
    if not text.strip():
        raise ImportFailedError("文件是空的，没有可以导入的文字。")
    if not re.search(r"[\u4e00-\u9fff]", text):
        raise ImportFailedError("文件里没有中文，不像一篇通报。")
    return parse_text(text)


def parse_text(text: str) -> SourceDocument:
    """Return the paragraphs of a text; raise ImportFailedError when it is too long."""
    check_length(len(text))
    cleaned = "\n".join(strip_hidden(line) for line in split_lines(text))
    removed = _visible_length(text) - _visible_length(cleaned)
    remarks = (Remark(f"去掉了{removed}个看不见的控制字符"),) if removed else ()
    lines, notes = rejoin(cleaned.split("\n"))
    return SourceDocument(tuple(Paragraph(line) for line in lines if line), (*remarks, *notes))


def _visible_length(text: str) -> int:
    return sum(not character.isspace() for character in text)


def decode(data: bytes) -> str:
    """Decode UTF-8, UTF-16 with a BOM, or GB18030 (includes GBK); else raise ImportFailedError."""
    for bom, encoding in _BOMS:
        if data.startswith(bom):
            return _decode_as(data, encoding)
    for encoding in ("utf-8", "gb18030"):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return text
    raise ImportFailedError(
        "认不出这个文件的文字编码，或者它不是文字文件；请在记事本中另存为 UTF-8 编码后再导入。"
    )


def _decode_as(data: bytes, encoding: str) -> str:
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        raise ImportFailedError("文件的文字编码已损坏；请重新另存为 UTF-8 编码后再导入。") from None
    if not _is_plausible(text):
        raise ImportFailedError("文件里不是正常的文字；请另存为 UTF-8 编码的 .txt 后再导入。")
    return text


def _is_plausible(text: str) -> bool:
    """Return whether at most 2 % of the characters are control, private or unassigned ones."""
    odd = sum(
        unicodedata.category(character) in {"Cc", "Co", "Cn"} and character not in "\n\r\t\f\v\x85"
        for character in text
    )
    return "\x00" not in text and odd * 50 <= len(text)
