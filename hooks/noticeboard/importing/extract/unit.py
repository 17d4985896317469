"""The inspected unit, from 对…开展了巡察 and similar phrases.

The input is normalized text whose dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.extract.inspection_group import sentence_around

PARTY = (
    r"(?:党组|党委|党工委|党总支部?(?:委员会)?|总支部?委员会|支部委员会|党支部(?:委员会)?|分党组|机关党委|"
    r"党的?委员会|纪委|纪律检查委员会|政法委(?:员会)?|党组织|委员会|工委|总支部|支部|"
    r"[省市区县州旗盟]委[\u4e00-\u9fff]{2,10}(?:部|室|局|办|校|中心|委))"
)
_ACTION = r"(?:开展|进行|实施|(?<!党)组织|展开|集中|作出?了|做了|巡[察视]|常规|专项|提级|机动|交叉|联动|为期|“?回头看|回访)"
_NAME_CHARACTER = r"(?:[^。;,!?()\n▪]|\([^()\n]{1,80}\))"
# 对 as a preposition, not in 对照, 针对, 应对 and similar words.
_PATTERNS = (
    rf"(?<![针应面相反核绝比])对(?!照|标|表|应|接|于|此|这|该)(?P<unit>{_NAME_CHARACTER}{{2,90}}?)(?=(?:自|从|于|在|的)?(?:▪|{_ACTION}))",
    rf"进驻(?P<unit>{_NAME_CHARACTER}{{2,60}}?)(?=[,。;▪]|开展|进行|实施)",
    rf"(?<=组)巡[察视]了?(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?=[,。;]|开展|进行|▪)",
    rf"(?:^|[,。;\n▪])(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?:于▪+)?(?:接受了?|被)[^。;,]{{0,30}}巡[察视]",
    rf"向(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?:领导班子)?(?:进行了?|作了|集中)?(?:反馈|通报)",
    rf"反馈(?:给|至)?(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?=巡[察视]|[,。])",
)
_SELF_REFERENCE = re.compile(
    r"^(?:我|本|全)(?=[\u4e00-\u9fff])|^(?:局|镇|乡|街道|区|县|市|委|院|校|中心|公司)?(?:党组|党委|党工委|党总支|党支部|机关)$|^该"
)
_SHORT_NAME = re.compile(r"\((?:以下|下)?(?:统?简?称|统称|简称)[^()]*\)")
_FURTHER_BODIES = re.compile(
    rf"^(?P<unit>.*?{PARTY})(?:领导班子|班子)?(?:成员)?(?:及其?|和|与|以及|、|等|并)(?!.{{0,4}}?委员会).*$"
)
ENDS_WITH_PARTY = re.compile(rf"{PARTY}$")


def extract_unit(text: str, issuer: str, title: str) -> ExtractedField:
    """Extract `unit`, without a leading 中共 and a note on its short name.

    The full name of a unit that calls itself 我局党组 comes from the issuer or the title, unsure.
    """
    for pattern in _PATTERNS:
        for match in re.finditer(pattern, text, re.MULTILINE):
            sentence = sentence_around(text, *match.span())
            name = _clean(match["unit"])
            if re.search(r"巡[察视]|反馈", sentence) and _is_name(name):
                return _named_unit(name, match["unit"], sentence, issuer, title)
    name, origin = _full_name(issuer, title)
    if name:
        return extracted("unit", name, f"开头没有写出被巡察单位，取自{origin}")
    return missing("unit", "没有找到被巡察单位的名称")


def _clean(name: str) -> str:
    """Remove quotation marks, short names, further bodies and a leading 中共."""
    name = _SHORT_NAME.sub("", name)
    name = re.sub(r"\((?:含|包括|包含|及)[^()]*\)$", "", name).strip(' "“”「」')
    further = _FURTHER_BODIES.match(name)
    name = further["unit"] if further else name
    name = re.sub(r"(?<=党组|党委|工委)(?:领导班子|班子)(?:及?其?成员)?$", "", name)
    return _without_party_prefix(name)


def _without_party_prefix(name: str) -> str:
    return name.removeprefix("中共").removeprefix("中国共产党")


def _is_name(name: str) -> bool:
    is_prose = re.search(
        r"问题|意见|整改|工作|巡[察视]组|巡[察视]反馈|情况|高度重视", name
    ) and not ENDS_WITH_PARTY.search(name)
    return (
        len(name) >= 2 and not is_prose and not re.match(r"反馈|巡[察视]|照|各|全|所有|发现", name)
    )


def _named_unit(name: str, passage: str, sentence: str, issuer: str, title: str) -> ExtractedField:
    """Return the unit that the text names; `passage` is the text that `name` was cleaned from."""
    if _SELF_REFERENCE.search(name):
        full_name, origin = _full_name(issuer, title)
        if not full_name:
            return missing("unit", f"开头只写“{name}”，没有写全称", sentence)
        return extracted("unit", full_name, f"开头只写“{name}”，全称取自{origin}", sentence)
    several = re.search(rf"{PARTY}(?:、|和|与).{{2,}}{PARTY}$|{PARTY}等\d*个?", passage)
    return extracted("unit", name, "开头写了不止一个被巡察单位" if several else "", sentence)


def _full_name(issuer: str, title: str) -> tuple[str, str]:
    """Return the unit's name in the issuer, else at the start of the title; and in Chinese which."""
    name = _without_party_prefix(issuer).strip()
    if name:
        return name, "落款"
    match = re.match(rf"(?P<unit>[^,。]{{2,60}}?{PARTY})(?:关于|对|落实|巡[察视])", title)
    return _without_party_prefix(match["unit"]).strip() if match else "", "标题"
