"""Title and headings: which lines they are, by their numbers, their look and their length."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.normalize import plain_text
from noticeboard.importing.source import Line

MAX_TITLE = 100
MAX_HEADING = 70
_TITLE_END = re.compile(
    r"(?:通报|公告|情况|公示|报告|通告|公开)(?:\((?:全文|摘要|公开稿|送审稿)\))?$"
)
_NUMBERED = re.compile(
    r"^(?:[一二三四五六七八九十]+[、.,]|\(|\d+[.、)]|第[一二三四五六七八九十]+[章节部条])"
)
_NO_TITLE = re.compile(r"〔|\[20|文件$|^(?:索引号|发布|来源|时间|日期|浏览|作者|主题|附件)|:|。|;")
_LEVELS = (
    (
        2,
        re.compile(
            r"^(?:[一二三四五六七八九十百]{1,4}[、.．,]|第[一二三四五六七八九十]{1,3}(?:部分|章))"
        ),
    ),
    (
        3,
        re.compile(
            r"^\([一二三四五六七八九十百]{1,4}\)[、.]?|^[一二三四五六七八九十]\)|^第[一二三四五六七八九十]{1,3}节"
        ),
    ),
    (4, re.compile(r"^\d{1,2}(?:[.、](?!\d)|\)(?=\D))")),
)
_HEADING_FONTS = (("黑体", 2), ("SimHei", 2), ("楷体", 3), ("KaiTi", 3))


@dataclass(frozen=True, slots=True)
class Title:
    """`text` is empty when there is none; `lines` are its indices; `why` says what is unsure."""

    text: str = ""
    lines: tuple[int, ...] = ()
    why: str = ""


def find_title(lines: tuple[Line, ...]) -> Title:
    """The title: by Word's Title style, else by a centred or 小标宋 look, else by its last words."""
    styled = [index for index, line in enumerate(lines[:10]) if line.look.title and line.text]
    if styled:
        return _title(lines, _run(styled))
    looked = [index for index, line in enumerate(lines[:8]) if _looks_like_title(line)]
    if looked:
        chosen = _run(looked)
        certain = _TITLE_END.search(plain_text(_joined(lines, chosen)))
        return _title(lines, chosen, "" if certain else "按居中或字体判断为标题")
    return _title_by_words(lines)


def _run(indices: list[int]) -> list[int]:
    """The first unbroken run."""
    run = indices[:1]
    for index in indices[1:]:
        if index == run[-1] + 1:
            run.append(index)
    return run


def _looks_like_title(line: Line) -> bool:
    text = plain_text(line.text)
    fits = line.kind == "text" and 2 <= len(text) <= MAX_TITLE and not find_dates(text)
    look = line.look
    seen = look.centred or "标宋" in look.font or look.size >= 20
    return (
        fits
        and seen
        and not look.level
        and not _NO_TITLE.search(text)
        and not _NUMBERED.match(text)
        and not text.startswith("(")
    )


def _title_by_words(lines: tuple[Line, ...]) -> Title:
    """The first lines up to one that ends in 通报, 公告 or 情况, with no full stop in them."""
    for begin in range(min(5, len(lines))):
        chosen: list[int] = []
        for index in range(begin, min(begin + 4, len(lines))):
            text = plain_text(lines[index].text)
            if (
                lines[index].kind != "text"
                or _NO_TITLE.search(text)
                or _NUMBERED.match(text)
                or not text
            ):
                break
            if len(text) > MAX_TITLE or lines[index].look.level:
                break
            chosen.append(index)
            if _TITLE_END.search(text) and len(_joined(lines, chosen)) >= 6:
                return _title(lines, chosen)
        text = plain_text(lines[begin].text)
        if re.search(r"。|,.*,", text) or _NUMBERED.match(text):
            break
    return Title()


def _joined(lines: tuple[Line, ...], chosen: list[int]) -> str:
    return "".join(" ".join(lines[index].text.split()) for index in chosen)


def _title(lines: tuple[Line, ...], chosen: list[int], why: str = "") -> Title:
    text = _joined(lines, chosen)
    # Chinese titles are spread with spaces, which are no part of them.
    text = re.sub(r"(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])", "", text)
    return Title(text, tuple(chosen), why)


def heading_level(line: Line) -> tuple[int, str]:
    """(2, 3 or 4, why unsure) for a heading, (0, "") for anything else."""
    text = plain_text(line.text)
    if line.kind != "text" or not text or line.look.right:
        return 0, ""
    for level, form in _LEVELS:
        if form.match(text):
            return (level, "") if _stands_alone(text, level) else (0, "")
    if line.look.level and len(text) <= MAX_HEADING and not re.search(r"。.|[。;,:]$", text):
        return min(line.look.level + 1, 4), ""
    return _by_look(line, text)


def _stands_alone(text: str, level: int) -> bool:
    """Whether a numbered line is a heading and no paragraph: short, one clause, no closing stop.

    A full stop may close 一、 and （一） when it is the only one and the line is quite short.
    """
    if len(text) > MAX_HEADING or re.search(r"[;:]$|[。!?;].", text):
        return False
    if text.endswith("。"):
        return level < 4 and len(text) <= 36
    return (
        not text.endswith(",")
        and re.search(r"[^\d\W]", re.sub(r"^\W*[\w]+\W", "", text)) is not None
    )


def _by_look(line: Line, text: str) -> tuple[int, str]:
    look = line.look
    if (
        len(text) > 30
        or look.centred
        or re.search(r"[。;:,!?、]$", text)
        or find_dates(text)
        or re.search(r"\d{7}", text)
    ):
        return 0, ""
    for font, level in _HEADING_FONTS:
        if font in look.font:
            return level, f"没有编号，按字体“{look.font}”判断为标题"
    return (4, "没有编号，按整行加粗判断为标题") if look.bold else (0, "")
