"""Office hours in a normalized contact passage."""

from __future__ import annotations

import re

from noticeboard.text.numerals import CHINESE_NUMBER

_TO = r"(?:-{1,2}|~{1,2}|至|到)"
_WEEKDAY = rf"(?:每?(?:周|星期|礼拜)[一二三四五六日天末](?:(?:{_TO}|、)(?:周|星期|礼拜)?[一二三四五六日天末])*)"
_DAYS = (
    rf"(?:{_WEEKDAY}|(?:法定|正常|非|每个?|各)?工作日(?:的)?(?:正常)?(?:上班|工作|办公)?(?:时间|期间|内)?|"
    r"(?:正常|机关|法定|非)?(?:上班|工作|办公)(?:时间|期间)内?|每[天日]|全天|24小时|工作时段|"
    r"(?:国家)?(?:法定)?(?:节假日|公休日|双休日|周末|休息日)(?:、(?:节假日|公休日|双休日))*(?:除外|休息|不休|照常)?|"
    r"(?:夏|冬|春|秋)[季令]?(?:时间|时)?|[5-9]月至(?:次年)?\d{1,2}月)"
)
_DAYTIME = r"(?:上午|下午|中午|早上?|晚上?|午后|午前|每[天日]|北京时间)"
_CLOCK = rf"(?:(?:[01]?\d|2[0-4])(?::[0-5]\d(?!\d)|[时点](?:[0-5]?\d分?|半|整|{CHINESE_NUMBER}分?)?)|{CHINESE_NUMBER}[时点](?:半|整|{CHINESE_NUMBER}分?)?)"
_BARE_CLOCK = r"(?:[01]?\d|2[0-4])(?:[.][0-5]\d)?"
_RANGE = rf"(?:{_DAYTIME}?(?:{_CLOCK}{_TO}{_DAYTIME}?{_CLOCK}|{_BARE_CLOCK}{_TO}{_DAYTIME}?{_CLOCK}|[01]?\d\.[0-5]\d{_TO}{_DAYTIME}?[012]?\d\.[0-5]\d))"
_PERIOD = rf"(?:{_DAYS}|{_RANGE}|{_DAYTIME})"
_SEPARATOR = r"[、,;:和及与/() ]{0,3}(?:其中|以及|为)?[、,;:和及与/() ]{0,2}"
_HOURS = re.compile(rf"(?<![\d一-鿿])?(?:{_DAYS}|{_RANGE})(?:{_SEPARATOR}{_PERIOD})*\)?")
_GENERIC = {"工作时间", "办公时间", "上班时间"}
_STATES_TIME = re.compile(r"\d|工作日|节假日|双休日|周|星期|礼拜|每[天日]|全天|时间|[点时]")
_IN_PROSE = re.compile(
    r"工作日(?:内)?(?:办结|回复|答复|办理|完成)|个工作日|(?:工作|上班|办公)(?:时间|期间)(?:玩|违|饮|外出|[^\d,。;)]{0,6}问题)"
)


def find_hours(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each passage that states office hours."""
    spans: list[tuple[int, int]] = []
    # 15个工作日内 is a period, not office hours.
    text = re.sub(r"\d+个工作日内?", lambda match: "▪" * len(match[0]), text)
    for match in _HOURS.finditer(text):
        start, end = _trim_hours(text, *match.span())
        is_label = text[start:end] in _GENERIC and text.startswith(":", end)
        in_prose = _IN_PROSE.search(text, max(0, start - 2), end + 8)
        if end > start and not is_label and not in_prose and _STATES_TIME.search(text, start, end):
            spans.append((start, end))
    return spans


def _trim_hours(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim a label, separators and unbalanced brackets."""
    label = re.match(r"(?:正常|机关)?(?:上班|工作|办公)时间[:为]", text[start:end])
    start += label.end() if label else 0
    start, end = trim(text, start, end, "、,;: /)", "、,;: /(")
    while end > start and text.count(")", start, end) > text.count("(", start, end):
        closing = text.rfind(")", start, end)
        end = closing if closing >= start else end
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.rfind("(", start, end)
    return trim(text, start, end, "", "、,;: /(")


def trim(text: str, start: int, end: int, leading: str, trailing: str) -> tuple[int, int]:
    """Return a span without some characters at its ends."""
    while start < end and text[end - 1] in trailing:
        end -= 1
    while start < end and text[start] in leading:
        start += 1
    return start, end
