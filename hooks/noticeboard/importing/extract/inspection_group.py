"""The inspection's group and authority.

The input is normalized text whose dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.bodies import ENDS_LIKE_BODY
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.places import place_of
from noticeboard.importing.extract.sentences import sentence_around
from noticeboard.model.vocabularies import AUTHORITIES, KINDS
from noticeboard.text.divisions import division_at_start
from noticeboard.text.numerals import CHINESE_NUMBER

_KIND_WORD = "|".join(KINDS)
_KIND = rf"(?:[“\"「]?(?:{_KIND_WORD})(?:式|性)?[”\"」]?[+、和]?)"
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
_GROUP = re.compile(
    rf"{_NUMBERS}?{_KIND}{{0,4}}(?:巡[察视])(?:整改)?(?:工作)?{_NUMBERS}?{_KIND}{{0,4}}(?:巡[察视])?{_NUMBERS}?(?:小)?组(?!织|长|员|成|部)"
)
_AUTHORITY = re.compile(rf"(?P<level>{_LEVEL})(?P<middle>{_TERM}{_OFFICE}{_TERM}的?)$")
_MAX_OWN_NAME = 6  # 市县联动巡察第五组: a name without a committee
# Text that cannot be part of the place or body at the start of a group's name.
_BOUNDARY = re.compile(
    r"[^\u4e00-\u9fff]|根据|按照|依照|遵照|经|由|被|接受|统一|部署|安排|要求|批准|同意|派出|派驻|决定|"
    r"以来|期间|以及|此前|之前|随后|此后|其后|同时|先后|再次|首次|贯彻|落实|关于|针对|围绕|深入|认真|坚决|结合|配合|收到|接到|为|以|按|了|并|后|将|对|在|从|于|向|我|到|来自|组成|的"
)
_COMMITTEE = re.compile(
    rf"(?P<place>[\u4e00-\u9fff]{{0,12}}(?P<level>[省市州盟区县旗]))(?:第?{_NUMBER}届)?委员会{_TERM}{_OFFICE}$"
)
_INSTRUCTION = re.compile(
    rf"(?P<level>{_LEVEL})(?=[^,。;]{{0,14}}(?:巡[察视]|部署|安排|要求|批准|决定|同意))"
)
# 对县示范局党组开展了巡察: the committee of the inspected unit.
_INSPECTED = re.compile(r"对[^,。;]{1,40}\Z")
_NEXT_GROUP = re.compile(
    rf"(?:[、,]|和|与|及|以及)(?P<place>[\u4e00-\u9fff]{{0,10}}?{_LEVEL}{_TERM}{_OFFICE})?(?={_GROUP.pattern})"
)
_ONE_NUMBER = rf"第?(?:\d{{1,3}}|{CHINESE_NUMBER})"
_LISTED = re.compile(rf"(?P<numbers>{_ONE_NUMBER}(?:(?:、|和|与|及|以及){_ONE_NUMBER})+)")


def extract_group(text: str) -> ExtractedField:
    """Extract `inspection.group`; several groups that inspected together are a list."""
    field = "inspection.group"
    spans = _find_groups(text)
    if not spans:
        return missing(field, "开头没有写明巡察组的名称")
    names = [name for span in spans for name in _numbered(text[slice(*span)])]
    first = names[0]
    others = (name if _authority_of(name) else _with_authority(name, first) for name in names[1:])
    names = [first, *others]
    sentence = sentence_around(text, spans[0][0], spans[-1][1])
    unlisted = _other_groups(text, spans, names)
    reason = f"文中还写了“{unlisted[0]}”，请核对是哪个组巡察的" if unlisted else ""
    if _starts_oddly(first):
        reason = join_reasons(reason, "名称的开头不像一个地方或单位")
    return extracted(field, list(dict.fromkeys(names)), reason, sentence)


def _starts_oddly(name: str) -> bool:
    """Return whether the words before the committee are neither a place nor a body."""
    before = re.match(rf"(?P<place>[\u4e00-\u9fff]{{2,}}?)(?={_LEVEL})", name)
    if not before or _GROUP.match(name):
        return False
    place = place_of(name)
    return place.length < before.end() and not ENDS_LIKE_BODY.search(before["place"])


def _find_groups(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of the first group's name and of those listed right after it."""
    first = _find_group(text)
    spans = [first] if first else []
    while spans:
        following = _NEXT_GROUP.match(text, spans[-1][1])
        group = _GROUP.match(text, following.end()) if following else None
        if not following or not group:
            break
        start = following.start("place") if following["place"] else following.end()
        spans.append((start, group.end()))
    return spans


def _numbered(name: str) -> list[str]:
    """Return 区委第一巡察组 and 区委第二巡察组 for 区委第一、第二巡察组."""
    listed = _LISTED.search(name)
    if not listed or re.search(r"[至到-]", name):
        return [name]
    numbers = re.findall(_ONE_NUMBER, listed["numbers"])
    prefix = "第" if listed["numbers"].startswith("第") else ""
    before, after = name[: listed.start()], name[listed.end() :]
    return [
        f"{before}{number if number.startswith('第') else prefix + number}{after}"
        for number in numbers
    ]


def _with_authority(name: str, first: str) -> str:
    """Return a group's name with the authority that only the first of a list has."""
    group = _GROUP.search(first)
    return first[: group.start()] + name if group else name


def _other_groups(text: str, spans: list[tuple[int, int]], names: list[str]) -> list[str]:
    """Return the numbered groups that the text names elsewhere."""
    others = [
        match[0]
        for match in _GROUP.finditer(text, spans[-1][1])
        if re.search(_ONE_NUMBER, match[0])
    ]
    known = "、".join(names)
    return [name for name in others for one in _numbered(name) if one not in known][:1]


def _find_group(text: str) -> tuple[int, int] | None:
    """Return (start, end) of the first group's name, without 中共."""
    for group in _GROUP.finditer(text):
        if "领导小组" in text[group.start() : group.end() + 2]:
            continue
        if group[0] in {"巡察组", "巡视组"} and not _AUTHORITY.search(text[: group.start()]):
            continue
        start = _name_start(text, group.start())
        return start + (2 if text.startswith("中共", start) else 0), group.end()
    return None


def _name_start(text: str, offset: int) -> int:
    """Return where a group's name starts: with the place and authority before `offset`."""
    before = text[max(0, offset - 40) : offset]
    authority = _AUTHORITY.search(before) or _COMMITTEE.search(before)
    if not authority:
        own = _last_boundary(before, len(before))
        return offset - len(before) + own if len(before) - own <= _MAX_OWN_NAME else offset
    start = _last_boundary(before, authority.start())
    start = max(start, before.rfind("中共", 0, authority.start()))
    # A longer name is a sentence that runs into the group without a comma.
    if authority.start() - start > 14:
        start = authority.start()
    return offset - len(before) + start


def _last_boundary(text: str, end: int) -> int:
    """Return where the last word ends that is no part of a name; 于 in 于都县 is a part of one."""
    words = _BOUNDARY.finditer(text, 0, end)
    return max((word.end() for word in words if not _begins_division(text, word)), default=0)


def _begins_division(text: str, match: re.Match[str]) -> bool:
    return division_at_start(text[match.start() :])[1] > len(match[0])


def extract_authority(text: str) -> ExtractedField:
    """Extract `inspection.authority` from the group's name, else from 根据…统一部署."""
    field = "inspection.authority"
    group = _find_group(text)
    if group:
        name = text[slice(*group)]
        level = _authority_of(name)
        if level:
            reason = "“工委”归入“党工委”" if "工委" in name and "党工委" not in name else ""
            return extracted(field, level, reason, sentence_around(text, *group))
    levels = [
        (_canonical(match["level"]), match)
        for match in _INSTRUCTION.finditer(text)
        if not _INSPECTED.search(text, 0, match.start())
    ]
    # 党组 and 党委 are mostly the inspected unit's own where the committee of an area is named too.
    levels = [item for item in levels if item[0] not in {"党组", "党委", "党工委"}] or levels
    if not levels:
        return missing(field, "没有写明是哪一级党委的巡察")
    level, match = levels[0]
    names = sorted({name for name, _ in levels})
    reason = f"巡察组名称里没有写，文中提到{'、'.join(names)}" if len(names) > 1 else ""
    return extracted(field, level, reason, sentence_around(text, *match.span()))


def _authority_of(name: str) -> str:
    """Return the authority in a group's name, or an empty text."""
    committee = re.search(r"(?P<level>[省市州盟区县旗])(?:第[^委]{1,6}届)?委员会", name)
    levels = list(re.finditer(_LEVEL, name))
    if committee and (not levels or committee.start() < levels[0].start()):
        return f"{committee['level']}委"
    return _canonical(levels[-1][0]) if levels else ""


def _canonical(word: str) -> str:
    level = dict(_LEVELS).get(word, word)
    return level if level in AUTHORITIES else ""
