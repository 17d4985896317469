"""Names of bodies: their party organs, and whether two names denote the same body."""

from __future__ import annotations

import re

from noticeboard.importing.extract.places import place_of

PARTY = (
    r"(?:党组|党委|党工委|党总支部?(?:委员会)?|总支部?委员会|支部委员会|党支部(?:委员会)?|分党组|机关党委|"
    r"党的?委员会|纪委|纪律检查委员会|政法委(?:员会)?|党组织|工作委员会|委员会|工委|总支部|支部|"
    r"[省市区县州旗盟]委[\u4e00-\u9fff]{2,10}(?:部|室|局|办|校|中心|委))"
)
ENDS_WITH_PARTY = re.compile(rf"{PARTY}$")
BODY = (
    rf"(?:{PARTY}|局|委|办|办公室|中心|公司|集团|学校|大学|学院|医院|中学|小学|幼儿园|院|所|站|社|馆|团|队|厅|部|会|镇|乡|街道|"
    r"政府|处|行|厂|室|村|社区|银行|监狱|法院|检察院|总队|支队|大队|党校|电视台|报社|开发区|园区|示范区|管委会)"
)
ENDS_LIKE_BODY = re.compile(rf"{BODY}(?:\([^()]{{1,60}}\))?$")
_PARTY_PREFIX = re.compile(r"^(?:中共|中国共产党)+")
_TRAILING = re.compile(
    r"(?:领导班子|班子)(?:及?其?成员)?$|(?:巡[察视])?整改(?:工作)?(?:领导小组)?(?:办公室|办)?$"
)
_SHORT_FORMS = (
    ("人民政府", "政府"),
    ("办公室", "办"),
    ("有限责任公司", "公司"),
    ("股份有限公司", "公司"),
    ("有限公司", "公司"),
    ("集团公司", "集团"),
    ("联合会", "联"),
)
# 市教育局, 我局: what abbreviates a place.
_ABBREVIATED = re.compile(r"[省市州盟区县旗]委.{2}")
_ABBREVIATED_PLACE = re.compile(
    r"^(?:地区|自治[区州县旗]|[省市州盟区县旗](?=[^委省市区县])|我[省市州盟区县旗]|该[省市州盟区县旗])"
)


def without_party_prefix(name: str) -> str:
    """Return a name without a leading 中共."""
    return _PARTY_PREFIX.sub("", name)


def party_of(name: str) -> str:
    """Return the party organ that a name ends with, or an empty text."""
    match = ENDS_WITH_PARTY.search(name)
    return match[0] if match else ""


def has_place(name: str) -> bool:
    """Return whether a name begins with a division, so that it identifies the body."""
    return place_of(name).is_known


def _core(name: str) -> str:
    """Return a name without the place before it and the party organ after it."""
    name = _TRAILING.sub("", without_party_prefix(re.sub(r'["“”「」\s]', "", name)))
    for long, short in _SHORT_FORMS:
        name = name.replace(long, short)
    place = place_of(name)
    start = place.length - sum(map(len, place.towns))
    name = _ABBREVIATED_PLACE.sub("", name[start:]) if not start else name[start:]
    name = re.sub("^政府(?=..)", "", name)
    organ = re.match(rf"(?P<body>.+?)(?:机关)?{PARTY}$", name)
    body = organ["body"] if organ else ("" if ENDS_WITH_PARTY.fullmatch(name) else name)
    return body.removesuffix("委员会") + "委" if body.endswith("委员会") else body


def _is_end(short: str, full: str) -> bool:
    """Return whether a name with a place ends with an abbreviated one: 市委宣传部, 县委党校."""
    full = without_party_prefix(full)
    ends = (full, full.removesuffix(party_of(full)))
    return has_place(full) and any(end.endswith(short) for end in ends if end)


def is_written_out(name: str, full: str) -> bool:
    """Return whether `full` writes out the place or legal form that the same body's name shortens.

    仙桃市示范集团党委 is 仙桃市示范集团有限公司委员会; a name that only lacks upper places is complete.
    """
    place = place_of(name)
    start = place.length - sum(map(len, place.towns))
    body, whole = (text.removesuffix(party_of(text)).removesuffix("机关") for text in (name, full))
    is_complete = body[:start] in whole and whole.endswith(body[start:])
    return not is_complete and len(whole) > len(body) and _core(name) == _core(full)


def is_same_body(short: str, full: str) -> bool:
    """Return whether a full name can be that of the body which `short` abbreviates.

    市人社局党组 is 示例市人力资源和社会保障局党组: the characters are in the same order, first and last equal.
    """
    if _ABBREVIATED.match(short) and _is_end(short, full):
        return True
    first, second = _core(short), _core(full)
    if not first or not second:
        places = (
            place_of(without_party_prefix(short)).words,
            place_of(without_party_prefix(full)).words,
        )
        return first == second and bool(places[0]) and places[0] == places[1][-len(places[0]) :]
    if first == second or second.endswith(first):
        return True
    if first[-1] != second[-1] or first[0] != second[0]:
        return False
    rest = iter(second)
    return all(character in rest for character in first)
