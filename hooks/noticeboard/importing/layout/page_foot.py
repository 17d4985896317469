"""The lines that a web page shows below a notice."""

from __future__ import annotations

import re

from noticeboard.importing.layout.page_head import PAGE_ONLY
from noticeboard.importing.normalize import normalize_text
from noticeboard.importing.source import Paragraph

_MAX_LINE = 60
_FOOT = re.compile(
    r"(?:上|下)一[篇条]|(?:信息|文章|稿件)?来源[:]|[【\[(]?字[体号][:]|.{0,8}(?:浏览|阅读|点击)[了:]?\d+次?$|相关(?:阅读|链接|文章)|(?:责任编辑|责编|编辑|撰稿|供稿|校对|[初终]审|审核|作者|浏览(?:次数|量)|阅读(?:次数|量)?|点击(?:次数|数|量)|分享到?)[:]|"
    r"[【\[]?(?:打印(?:本页)?|关闭(?:窗口)?|返回(?:顶部|列表|首页)|分享|收藏|点赞|在看|TOP)\]?.{0,10}$"
)


def find_page_foot(paragraphs: tuple[Paragraph, ...]) -> tuple[int, ...]:
    """Return the indices of the last lines when they belong to the page, not to the notice."""
    index = len(paragraphs)
    while index > 1 and _is_foot(paragraphs[index - 1]):
        index -= 1
    return tuple(range(index, len(paragraphs)))


def _is_foot(paragraph: Paragraph) -> bool:
    text = normalize_text(paragraph.text)
    is_short = paragraph.kind == "text" and len(text) <= _MAX_LINE
    return is_short and (_FOOT.match(text) or PAGE_ONLY.search(text)) is not None
