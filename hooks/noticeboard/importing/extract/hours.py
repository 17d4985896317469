"""When a telephone is answered, in the words of the notice.

Works on comparable text (see `plain`).
"""

from __future__ import annotations

import re

from noticeboard.text.numerals import CHINESE_NUMBER

_TO = r"(?:-{1,2}|~{1,2}|至|到)"
_WEEKDAY = rf"(?:每?(?:周|星期|礼拜)[一二三四五六日天末](?:(?:{_TO}|、)(?:周|星期|礼拜)?[一二三四五六日天末])*)"
_DAYS = (
    rf"(?:{_WEEKDAY}|(?:法定|正常|每个?|各)?工作日(?:的)?(?:正常)?(?:上班|工作|办公)?(?:时间|期间|内)?|"
    r"(?:正常|机关|法定|非)?(?:上班|工作|办公)(?:时间|期间)内?|每[天日]|全天|24小时|工作时段|"
    r"(?:国家)?(?:法定)?(?:节假日|公休日|双休日|周末|休息日)(?:、(?:节假日|公休日|双休日))*(?:除外|休息|不休|照常)?|"
    r"(?:夏|冬|春|秋)[季令]?(?:时间|时)?|[5-9]月至(?:次年)?\d{1,2}月)"
)
_PART = r"(?:上午|下午|中午|早上?|晚上?|午后|午前|每[天日]|北京时间)"
_CLOCK = rf"(?:(?:[01]?\d|2[0-4])(?::[0-5]\d(?!\d)|[时点](?:[0-5]?\d分?|半|整|{CHINESE_NUMBER}分?)?)|{CHINESE_NUMBER}[时点](?:半|整|{CHINESE_NUMBER}分?)?)"
_LOOSE = r"(?:[01]?\d|2[0-4])(?:[.][0-5]\d)?"
_RANGE = rf"(?:{_PART}?(?:{_CLOCK}{_TO}{_PART}?{_CLOCK}|{_LOOSE}{_TO}{_PART}?{_CLOCK}|[01]?\d\.[0-5]\d{_TO}{_PART}?[012]?\d\.[0-5]\d))"
_ITEM = rf"(?:{_DAYS}|{_RANGE}|{_PART})"
_JOIN = r"[、,;:和及与/() ]{0,3}(?:其中|以及|为)?[、,;:和及与/() ]{0,2}"
HOURS = re.compile(rf"(?<![\d一-鿿])?(?:{_DAYS}|{_RANGE})(?:{_JOIN}{_ITEM})*\)?")
SMS_ONLY = re.compile(
    r"(?:只|仅|限|专)(?:用于|能|可)?(?:接受?收?|受理|收|限|发送?)?(?:手机)?短信(?:息)?|(?:请|可)?(?:发送?|编辑)短信|短信平台"
)
_IN_PROSE = re.compile(
    r"工作日(?:内)?(?:办结|回复|答复|办理|完成)|个工作日|(?:工作|上班|办公)(?:时间|期间)(?:玩|违|饮|外出|[^\d,。;)]{0,6}问题)"
)


def find_hours(text: str) -> list[tuple[int, int]]:
    """(start, end) of each passage that says when someone is there; brackets come in pairs."""
    found: list[tuple[int, int]] = []
    for match in HOURS.finditer(text):
        start, end = _trimmed(text, match.start(), match.end())
        around = text[max(0, start - 2) : end + 8]
        label = (
            text[start:end] in {"工作时间", "办公时间", "上班时间"} and text[end : end + 1] == ":"
        )
        if end > start and not label and not _IN_PROSE.search(around):
            found.append((start, end))
    return [span for span in found if _says_when(text[slice(*span)])]


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    label = re.match(r"(?:正常|机关)?(?:上班|工作|办公)时间[:为]", text[start:end])
    start += label.end() if label else 0
    while start < end and text[end - 1] in "、,;: /(":
        end -= 1
    while start < end and text[start] in "、,;: /)":
        start += 1
    while end > start and text[start:end].count(")") > text[start:end].count("("):
        cut = text.rfind(")", start, end)
        end = cut if cut >= start else end
    if text[start:end].count("(") > text[start:end].count(")"):
        end = text.rfind("(", start, end)
    while start < end and text[end - 1] in "、,;: /(":
        end -= 1
    return start, end


def _says_when(text: str) -> bool:
    return re.search(r"\d|工作日|周|星期|礼拜|每[天日]|全天|时间|[点时]", text) is not None
