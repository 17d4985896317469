"""Who inspected, and how: the group, the authority behind it, the kind of inspection.

All functions take comparable text (see `plain`) in which dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.finding import Finding, found, missing, stated, unsure
from noticeboard.model.vocabularies import AUTHORITIES, KINDS
from noticeboard.text.numerals import CHINESE_NUMBER

_KIND_WORDS = "|".join(KINDS)
_KIND = rf"(?:[“\"「]?(?:{_KIND_WORDS})(?:式|性)?[”\"」]?[+、和]?)"
_NUMBER = rf"(?:(?:第|联合第)?(?:\d{{1,3}}|{CHINESE_NUMBER})(?:个|支|轮)?)"
_NUMBERS = rf"(?:{_NUMBER}(?:(?:[、和及至到-]|以及){_NUMBER}){{0,6}})"
_LEVELS = (
    ("中央单位党组", "中央单位党组（党委）"),
    ("自治区党委", "自治区党委"),
    ("兵团党委", "兵团党委"),
    ("中央", "中央"),
    *((f"{place}委", f"{place}委") for place in "省市州地盟区县旗"),
    ("州党委", "州委"),
    ("党工委", "党工委"),
    ("工委", "党工委"),
    ("党委", "党委"),
    ("党组", "党组"),
)
_LEVEL = "(?:" + "|".join(word for word, _ in _LEVELS) + ")"
_OFFICE = r"(?:委员会)?(?:巡[察视](?:工作)?(?:领导小组)?(?:办公室|办|机构)?)?"
_TERM = rf"(?:第?{_NUMBER}届|[\u4e00-\u9fff]{{0,3}}届)?(?:区委|县委|市委)?(?:第?{_NUMBER}轮)?"
_CORE = re.compile(
    rf"{_NUMBERS}?{_KIND}{{0,4}}(?:巡[察视])(?:整改)?(?:工作)?{_NUMBERS}?{_KIND}{{0,4}}(?:巡[察视])?(?:小)?组(?!织|长|员|成|部)"
)
_LEFT = re.compile(rf"(?P<level>{_LEVEL})(?P<middle>{_TERM}{_OFFICE}{_TERM}的?)$")
# Where the name of a place or body that belongs to a group can begin.
_WALL = re.compile(
    r"[^\u4e00-\u9fff]|根据|按照|依照|遵照|经|由|被|接受|统一|部署|安排|要求|批准|同意|派出|派驻|决定|"
    r"以来|期间|以及|了|并|后|将|对|在|从|于|向|我|到|来自|组成|的"
)
_FULL_COMMITTEE = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,12}}(?P<level>[省市州盟区县旗]))(?:第?{_NUMBER}届)?委员会{_TERM}{_OFFICE}$"
)
_BASIS = re.compile(
    rf"(?P<level>{_LEVEL})(?=[^,。;]{{0,14}}(?:巡[察视]|部署|安排|要求|批准|决定|同意))"
)


def inspection_group(text: str) -> tuple[str, int, int] | None:
    """(name as written without 中共, start, end) of the first group that acts."""
    for core in _CORE.finditer(text):
        if "领导小组" in text[core.start() : core.end() + 2]:
            continue
        if core[0] in {"巡察组", "巡视组"} and not _LEFT.search(text[: core.start()]):
            continue
        start = _group_start(text, core.start())
        start += 2 if text.startswith("中共", start) else 0
        return text[start : core.end()], start, core.end()
    return None


def _group_start(text: str, core: int) -> int:
    """Where the name begins: authority and place before the 第四巡察组 at `core`."""
    left = text[max(0, core - 40) : core]
    offset = core - len(left)
    authority = _LEFT.search(left) or _FULL_COMMITTEE.search(left)
    if not authority:
        return core
    head = left[: authority.start()]
    walls = list(_WALL.finditer(head))
    begin = walls[-1].end() if walls else 0
    china = head.rfind("中共")
    if china >= begin:
        begin = china
    # A name longer than this is a sentence that runs into the group without a comma.
    return offset + (begin if authority.start() - begin <= 14 else authority.start())


def group_finding(text: str) -> Finding:
    """`inspection.group`."""
    group = inspection_group(text)
    if group is None:
        return missing("inspection.group", "开头没有写明巡察组的名称")
    name, start, end = group
    return found("inspection.group", name, around(text, start, end))


def authority_finding(text: str) -> Finding:
    """`inspection.authority`: from the group's name, else from 根据…统一部署 where it is the only one."""
    field = "inspection.authority"
    group = inspection_group(text)
    if group:
        name, start, end = group
        level = _level_of(name)
        if level:
            why = "“工委”归入“党工委”" if "工委" in name and "党工委" not in name else ""
            return stated(field, level, why, around(text, start, end))
    levels = [(_canonical(match["level"]), match) for match in _BASIS.finditer(text)]
    # 党组 and 党委 are mostly the inspected unit's own, where an area's committee is named as well.
    of_areas = [item for item in levels if item[0] not in {"党组", "党委", "党工委"}]
    levels = of_areas or levels
    names = {level for level, _ in levels}
    if not levels:
        return missing(field, "没有写明是哪一级党委的巡察")
    match = levels[0][1]
    why = "" if len(names) == 1 else f"巡察组名称里没有写，文中提到{'、'.join(sorted(names))}"
    return stated(field, levels[0][0], why, around(text, match.start(), match.end()))


def _level_of(name: str) -> str:
    """The authority a group's name begins with."""
    full = re.search(r"(?P<level>[省市州盟区县旗])(?:第[^委]{1,6}届)?委员会", name)
    places = list(re.finditer(_LEVEL, name))
    if full and (not places or full.start() < places[0].start()):
        return f"{full['level']}委"
    return _canonical(places[-1][0]) if places else ""


def _canonical(word: str) -> str:
    level = dict(_LEVELS).get(word, word)
    return level if level in AUTHORITIES else ""


def kind_finding(text: str, title: str = "") -> Finding:
    """`inspection.kind`: 常规, 专项 and so on where they stand beside 巡察 or 巡视.

    What is done in the notice (开展了常规巡察) counts before what is only named; not every
    notice says it, so that it may stay empty.
    """
    forms = (
        rf"(?:开展|进行|实施|接受|完成)[^,。;]{{0,24}}?(?P<kind>{_KIND}{{1,4}})(?:的)?(?P<word>巡[察视])",
        rf"(?P<kind>{_KIND}{{1,4}})(?:的)?(?P<word>巡[察视])",
        r"(?P<word>巡[察视])(?P<kind>[“\"「]?回头看[”\"」]?)",
    )
    order = (forms[0], forms[2], forms[1])
    for place in (text, title):
        for form in order:
            matches = list(re.finditer(form, place))
            # What the group did, not what a higher body asked for.
            own = [match for match in matches if "组" in _clause(place, match.start())]
            if matches:
                return _kind((own or matches)[0], place)
    return missing("inspection.kind", "原文没有写明巡察方式，可以留空")


def _clause(text: str, at: int) -> str:
    """What stands in the same sentence before a place, at most 80 characters."""
    return re.split(r"[。;\n]", text[max(0, at - 80) : at])[-1]


def _kind(match: re.Match[str], text: str) -> Finding:
    words = re.findall(_KIND_WORDS, match["kind"])
    before = match["word"] + "“回头看”" if match.start("word") < match.start("kind") else ""
    value = before or "".join(words) + match["word"]
    several = len(words) > 1 and re.search(r"[+、和]", match["kind"])
    why = "原文并列写了几种巡察方式" if several else ""
    sentence = around(text, match.start(), match.end())
    return (
        unsure("inspection.kind", value, why, sentence)
        if why
        else found("inspection.kind", value, sentence)
    )


def around(text: str, start: int, end: int) -> str:
    """The sentence that holds `text[start:end]`, at most 120 characters of it."""
    begin = max(text.rfind(mark, 0, start) for mark in "。!?\n;") + 1
    stops = [stop for mark in "。!?\n" if (stop := text.find(mark, end)) >= 0]
    stop = min(stops, default=len(text)) + 1
    if stop - begin > 120:
        begin = max(begin, start - 60)
        stop = min(stop, begin + 120)
    return text[begin:stop]
