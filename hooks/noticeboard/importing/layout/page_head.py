"""The lines that a web page shows above and around a notice, and what they state."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.normalize import NormalizedText, normalize, normalize_text
from noticeboard.importing.source import Paragraph

_MAX_LINES = 40
_MAX_LINE = 120
_LABELS = {
    "index_number": r"(?:信息)?索\s?引\s?号",
    "document_number": r"发文字号|文\s?号|文件编号|发文文号|文件字号|发文号",
    "published": r"发布(?:时间|日期)|公布(?:时间|日期)|公开(?:时间|日期)|发文(?:时间|日期)|成文(?:时间|日期)|"
    r"生成(?:时间|日期)|更新时间|时间|日期|发布于|发表时间|上传时间|添加时间",
    "source": r"来\s?源|信息来源|文章来源|稿源|发布机构|发布单位|发文机关|发文单位|公开单位|信息提供单位|供稿|单位",
    "title": r"名\s?称|标\s?题|信息名称",
    "": r"作\s?者|撰稿|编\s?辑|责任编辑|责编|审\s?核|校对|录入|录入者|终审|初审|复审|浏览(?:次数|量)?|点击(?:次数|量|数)?|阅读(?:次数|量)?|"
    r"访问(?:次数|量)?|访问量|人气|字体大小|字体|字号|字号大小|主题分类|主题词|主题|信息分类|分类|服务对象分类|组配分类|公开方式|公开范围|公开类型|公开形式|"
    r"公开属性|公开时限|公开程序|时效性|有\s?效\s?性|有效期|是否有效|体裁|体裁分类|语种|关键词|内容概述|摘要|生效日期|废止日期|失效日期|"
    r"信息索取号|公文时效|效力状态|当前位置|您的?位置|您当前的?位置|您现在的位置|所在位置|当前栏目|分享|分享到|打印|保护视力色|视力保护色|背景色|文件类型|信息类别|栏目|所属栏目|(?:公开)?责任(?:部门|单位|科室)|"
    r"发布人|发布者|信息来源单位|来源单位|载体类型|记录形式|编号|附件下载|关键字",
}
_ANY_LABEL = "|".join(f"(?P<{name or 'other'}>{words})" for name, words in _LABELS.items())
_LABEL = re.compile(rf"[\[【(]?(?P<label>{_ANY_LABEL})[\]】)]?\s*[::]\s*")
_BARE_LABEL = re.compile(rf"(?P<label>{_ANY_LABEL})[::]?")
PAGE_ONLY = re.compile(
    r"^.{0,12}点击(?:上方|蓝字|下方|↑|关注|图片|标题).{0,16}$|^.{0,10}关注(?:我们|公众号).{0,6}$|长按.{0,8}二维码|^.{0,6}扫(?:一扫|码|描).{0,14}$|"
    r"^(?:首页|主页|网站首页)\s?[>»›/|·\-]|^[^。]{0,30}[>»›]\s?[\u4e00-\u9fff]{2,20}\s?[>»›][^。]{0,30}$"
)
_FURNITURE = re.compile(
    r"^[^。]{4,30}文件$|微信公众号|^(?:首页|主页|网站首页)$|^(?:分享|打印|关闭|收藏|返回|返回首页|大 ?中 ?小|A\+ ?A-?|语音播报|语音朗读|无障碍.{0,4}|"
    r"适老(?:版|化).{0,4}|长者(?:版|模式)|繁體|繁体.{0,6}|English|登录|注册|\[?打印(?:本页)?\]?.{0,14}|【?(?:大|中|小)】?(?: ?【?(?:大|中|小)】?){1,2}.{0,10}|下载|上一篇.*|下一篇.*|"
    r"(?:[\u4e00-\u9fff]{0,8}(?:政务|信息|党务|村务|校务|院务|警务|检务|司法|事务|结果))?公开(?:目录|指南|专栏|平台|栏)?|通知公告|公示公告|公告公示|公告栏|巡[察视](?:整改|工作|之窗|公告|进驻|反馈)?|整改公开|巡[察视]整改公开|要闻|工作动态|正文|详情|文章详情|详细内容|内容详情|阅读全文)$|"
    r"门户网站$|^字体|^\d+(?:次|人)?(?:浏览|阅读)$"
)
_SITE = re.compile(
    r"^(?P<site>[\u4e00-\u9fff]{3,24})(?:门户网站|官网|政府网|网站|清风网|纪检监察网|党建网)$"
)
_TAG = re.compile(
    r"^[【\[](?:通报|公告|公示|整改通报|巡[察视]整改|整改公告|巡察|巡视|整改|通告|党务公开|公开|信息公开|重要|转发)[】\]]\s*"
)
_NUMBER = re.compile(
    r"[\u4e00-\u9fff]{1,14}(?:\([\u4e00-\u9fff]{1,6}\))?[〔\[(【（]20\d{2}[〕\])】）](?:第)?\d{1,4}号"
)
_INDEX = re.compile(r"[A-Za-z0-9][A-Za-z0-9/_.\-]{4,40}(?:[/\-_][\d\-]+)?|[\w/\-.]{4,40}")
_LABELLED = re.compile(r"[\u4e00-\u9fff]{2,8}:[^。;,:]{1,40}")
_DAY_AND_TIME = re.compile(r"20\d\d[-/.年]\d{1,2}[-/.月]\d{1,2}日?\s?\d{1,2}:\d{2}")
_LIKE_TITLE = re.compile(r"^中共|关于|(?:通报|公告|情况|公示|报告)$")
_WITHOUT_VALUE = re.compile(
    r"打印|分享到?|字[体号]|当前位置|您的?位置|所在位置|保护视力色|视力保护色|背景色|附件下载"
)
_TIME_ONLY = re.compile(r"[\s\d:/.\-年月日时分秒上下午星期一二三四五六日()]*")


@dataclass(frozen=True, slots=True)
class PageHead:
    """The lines of a web page above the notice: their indices and what they state.

    `values` are by name: `index_number`, `document_number`, `published` (with its day), `source`
    and `title`.
    """

    indices: frozenset[int] = frozenset()
    values: dict[str, str] = field(default_factory=dict)
    lines: tuple[str, ...] = ()


def find_page_head(paragraphs: tuple[Paragraph, ...]) -> PageHead:
    """Return the lines above the first long paragraph that belong to the page, not to the notice."""
    strong: list[int] = []
    weak: list[int] = []
    values: dict[str, str] = {}
    pending: str | None = None
    for index, paragraph in enumerate(paragraphs[:_MAX_LINES]):
        text = normalize_text(paragraph.text)
        if _starts_text(paragraph, text):
            break
        pairs, bare = _pairs(paragraph), _BARE_LABEL.fullmatch(text)
        is_title = pending != "title" and _LIKE_TITLE.search(text)
        if (
            pending is not None
            and not pairs
            and not bare
            and len(text) <= _MAX_LINE
            and not is_title
        ):
            # A table with one cell a line: the label, then its value.
            pairs = [(pending, paragraph.text.strip())]
        pending = (
            _group(bare)
            if bare and paragraph.kind == "text" and not _WITHOUT_VALUE.match(text)
            else None
        )
        pairs += _unlabelled(paragraph, text)
        for name, value in pairs:
            if name and value:
                values.setdefault(name, value)
        if pairs or bare or PAGE_ONLY.search(text):
            strong.append(index)
        elif _is_furniture(text):
            weak.append(index)
    weak += [index - 1 for index in strong if _names_account(paragraphs, index)]
    # A word such as 正文 is part of a page only where other lines prove that there is one.
    indices = sorted({*strong, *weak}) if strong else []
    if len(indices) == len(paragraphs):
        return PageHead()
    return _checked_head(paragraphs, indices, values)


def _unlabelled(paragraph: Paragraph, text: str) -> list[tuple[str, str]]:
    """Return the site or the number of the document that is a line of its own."""
    site = _SITE.match(text)
    if site:
        return [("source", site["site"])]
    return [("document_number", paragraph.text.strip())] if _NUMBER.fullmatch(text) else []


def _starts_text(paragraph: Paragraph, text: str) -> bool:
    """Return whether the notice's text starts here: a sentence or a numbered heading."""
    if paragraph.kind == "table":
        return not _pairs(paragraph)
    is_sentence = len(text) > 50 and "。" in text and not _LABEL.match(text)
    return is_sentence or bool(re.match(r"^(?:[一二三]、|\([一二]\)|根据|按照|为.{2,20},)", text))


def _names_account(paragraphs: tuple[Paragraph, ...], index: int) -> bool:
    """Return whether the line above 点击蓝字关注我们 can be the name of a public account."""
    if not index or not PAGE_ONLY.search(paragraphs[index].text):
        return False
    text = normalize_text(paragraphs[index - 1].text)
    return 2 <= len(text) <= 12 and not re.search("[。,:]", text) and not _LIKE_TITLE.search(text)


def _is_furniture(text: str) -> bool:
    return 0 < len(text) <= 60 and (
        _FURNITURE.search(text) is not None
        or _LABELLED.fullmatch(text) is not None
        or (len(text) <= 40 and _DAY_AND_TIME.search(text) is not None)
        or (_TIME_ONLY.fullmatch(text) is not None and re.search(r"20\d\d", text) is not None)
    )


def _pairs(paragraph: Paragraph) -> list[tuple[str, str]]:
    """Return (name, value) of each label in a line or in the cells of a table."""
    if paragraph.kind == "table":
        cells = [cell for row in paragraph.rows for cell in row if cell.strip()]
        pairs: list[tuple[str, str]] = []
        for cell, following in zip(cells, [*cells[1:], ""], strict=True):
            bare = _BARE_LABEL.fullmatch(normalize_text(cell))
            if bare and not _BARE_LABEL.fullmatch(normalize_text(following)):
                pairs.append((_group(bare), following.strip()))
        return pairs
    normalized = normalize(paragraph.text)
    text = normalized.text
    if len(text) > 2 * _MAX_LINE:
        return []
    labels = [m for m in _LABEL.finditer(text) if _is_separate(normalized, m.start())]
    if not labels or not _leads(text, labels[0]):
        return []
    ends = [match.start() for match in labels[1:]] + [len(text)]
    return [
        (_group(match), normalized.original(match.end(), end).strip(" |｜　【[(（"))
        for match, end in zip(labels, ends, strict=True)
    ]


def _is_separate(normalized: NormalizedText, start: int) -> bool:
    """Return whether a word starts the line or follows a space or a mark."""
    source, offset = normalized.source, normalized.offsets[start]
    return offset == 0 or not ("\u4e00" <= source[offset - 1] <= "\u9fff")


def _leads(text: str, label: re.Match[str]) -> bool:
    """Return whether the line begins with a label, or with a date before it."""
    return (
        not text[: label.start()]
        or _TIME_ONLY.fullmatch(text[: label.start()].strip("|[【( ")) is not None
    )


def _group(match: re.Match[str]) -> str:
    name = next(name for name, value in match.groupdict().items() if name != "label" and value)
    return "" if name == "other" else name


def _checked_head(
    paragraphs: tuple[Paragraph, ...], indices: list[int], values: dict[str, str]
) -> PageHead:
    """Return the head with its first complete day as `published`, without malformed numbers."""
    lines = tuple(paragraphs[index].text.strip() for index in indices)
    stated = values.pop("published", "")
    for text in (stated, *lines):
        days = [d.date for d in find_dates(normalize_text(text)) if d.date and d.date.day]
        if days and re.search(r"20\d{2}", text):
            values["published"] = str(days[0])
            break
    if not _NUMBER.search(normalize_text(values.get("document_number", ""))):
        values.pop("document_number", None)
    index_number = _INDEX.match(values.pop("index_number", ""))
    if index_number:
        values["index_number"] = index_number[0]
    return PageHead(frozenset(indices), values, lines)


def without_tag(title: str) -> str:
    """Return a title without the 【通报】 of a web page before it."""
    return _TAG.sub("", title)
