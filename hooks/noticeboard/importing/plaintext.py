"""A .txt file -> lines: the encodings that editors' machines write."""

from __future__ import annotations

import codecs
import re
import unicodedata

from noticeboard.importing.normalize import split_lines, visible
from noticeboard.importing.problem import ImportProblem
from noticeboard.importing.source import Line, Remark, Source

MAX_CHARACTERS = 300_000
_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_TEXT = ((b"%PDF", "PDF"), (b"{\\rtf", "RTF"), (b"\x89PNG", "图片"), (b"\xff\xd8\xff", "图片"))


def read_text(data: bytes) -> Source:
    """The lines of a text file; ImportProblem when it holds no Chinese text."""
    for sign, name in _NOT_TEXT:
        if data.startswith(sign):
            raise ImportProblem(
                f"这是{name}文件，不是文字文件；请粘贴文字另存为 .txt，或另存为 .docx 后再导入。"
            )
    text = decode(data)
    if not text.strip():
        raise ImportProblem("文件是空的，没有可以导入的文字。")
    if not re.search(r"[\u4e00-\u9fff]", text):
        raise ImportProblem("文件里没有中文，不像一篇通报。")
    return source_of(text)


def source_of(text: str) -> Source:
    """The non-empty lines of a text."""
    if len(text) > MAX_CHARACTERS:
        raise ImportProblem(
            f"文字超过{MAX_CHARACTERS // 10_000}万字，不像一篇通报；请只保留通报本身。"
        )
    cleaned = "\n".join(visible(line) for line in split_lines(text))
    removed = sum(not character.isspace() for character in text) - sum(
        not character.isspace() for character in cleaned
    )
    remarks = (Remark(f"去掉了{removed}个看不见的控制字符"),) if removed else ()
    lines = (line.strip() for line in cleaned.split("\n"))
    return Source(tuple(Line(line) for line in lines if line), remarks)


def decode(data: bytes) -> str:
    """UTF-8, UTF-16 with its mark, or GB18030 (which includes GBK); ImportProblem otherwise."""
    for mark, name in _BOMS:
        if data.startswith(mark):
            return _decoded(data, name)
    for name in ("utf-8", "gb18030"):
        try:
            text = data.decode(name)
        except UnicodeDecodeError:
            continue
        if _is_plausible(text):
            return text
    raise ImportProblem(
        "认不出这个文件的文字编码，或者它不是文字文件；请在记事本中另存为 UTF-8 编码后再导入。"
    )


def _decoded(data: bytes, name: str) -> str:
    try:
        text = data.decode(name)
    except UnicodeDecodeError:
        raise ImportProblem("文件的文字编码已损坏；请重新另存为 UTF-8 编码后再导入。") from None
    if not _is_plausible(text):
        raise ImportProblem("文件里不是正常的文字；请另存为 UTF-8 编码的 .txt 后再导入。")
    return text


def _is_plausible(text: str) -> bool:
    """Whether hardly any character is a control, private or unassigned one."""
    odd = sum(
        unicodedata.category(character) in {"Cc", "Co", "Cn"} and character not in "\n\r\t\f\v\x85"
        for character in text
    )
    return "\x00" not in text and odd * 50 <= len(text)
