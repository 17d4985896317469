"""The inspected unit, from 对…开展了巡察 and its like.

All functions take comparable text (see `plain`) in which dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.finding import Finding, missing, stated, unsure
from noticeboard.importing.extract.group import around

PARTY = (
    r"(?:党组|党委|党工委|党总支部?(?:委员会)?|总支部?委员会|支部委员会|党支部(?:委员会)?|分党组|机关党委|"
    r"党的?委员会|纪委|纪律检查委员会|政法委(?:员会)?|党组织|委员会|工委|总支部|支部|"
    r"[省市区县州旗盟]委[\u4e00-\u9fff]{2,10}(?:部|室|局|办|校|中心|委))"
)
_ACT = r"(?:开展|进行|实施|(?<!党)组织|展开|集中|作出?了|做了|巡[察视]|常规|专项|提级|机动|交叉|联动|为期|“?回头看|回访)"
_INSIDE = r"(?:[^。;,!?()\n▪]|\([^()\n]{1,80}\))"
# 对 as a verb of its own, not in 对照, 针对, 应对 and the like.
_FORMS = (
    rf"(?<![针应面相反核绝比])对(?!照|标|表|应|接|于|此|这|该)(?P<unit>{_INSIDE}{{2,90}}?)(?=(?:自|从|于|在|的)?(?:▪|{_ACT}))",
    rf"进驻(?P<unit>{_INSIDE}{{2,60}}?)(?=[,。;▪]|开展|进行|实施)",
    rf"(?<=组)巡[察视]了?(?P<unit>{_INSIDE}{{2,60}}?{PARTY})(?=[,。;]|开展|进行|▪)",
    rf"(?:^|[,。;\n▪])(?P<unit>{_INSIDE}{{2,60}}?{PARTY})(?:于▪+)?(?:接受了?|被)[^。;,]{{0,30}}巡[察视]",
    rf"向(?P<unit>{_INSIDE}{{2,60}}?{PARTY})(?:领导班子)?(?:进行了?|作了|集中)?(?:反馈|通报)",
    rf"反馈(?:给|至)?(?P<unit>{_INSIDE}{{2,60}}?{PARTY})(?=巡[察视]|[,。])",
)
_OWN = re.compile(
    r"^(?:我|本|全)(?=[\u4e00-\u9fff])|^(?:局|镇|乡|街道|区|县|市|委|院|校|中心|公司)?(?:党组|党委|党工委|党总支|党支部|机关)$|^该"
)
_SHORT_NAME = re.compile(r"\((?:以下|下)?(?:统?简?称|统称|简称)[^()]*\)")
_TAIL = re.compile(
    rf"^(?P<unit>.*?{PARTY})(?:领导班子|班子)?(?:成员)?(?:及其?|和|与|以及|、|等|并)(?!.{{0,4}}?委员会).*$"
)
_BODIES = re.compile(rf"{PARTY}$")


def unit_finding(text: str, issuer: str, title: str) -> Finding:
    """`unit`: the body the inspection was of, without a leading 中共 or a note on its short name.

    A unit that calls itself 我局党组 gets its name from the signature or the title, unsure.
    """
    for form in _FORMS:
        for match in re.finditer(form, text, re.MULTILINE):
            if not _is_about_inspection(text, match):
                continue
            name = _trimmed(match["unit"])
            if _is_name(name):
                return _named(name, text, match, issuer, title)
    fallback = body_of(issuer) or body_of_title(title)
    if fallback:
        return unsure(
            "unit", fallback, f"开头没有写出被巡察单位，取自{'落款' if issuer else '标题'}"
        )
    return missing("unit", "没有找到被巡察单位的名称")


def _is_about_inspection(text: str, match: re.Match[str]) -> bool:
    return re.search(r"巡[察视]|反馈", around(text, match.start(), match.end())) is not None


def _trimmed(name: str) -> str:
    name = re.sub(r"\((?:含|包括|包含|及)[^()]*\)$", "", _SHORT_NAME.sub("", name)).strip(
        ' "“”「」'
    )
    tail = _TAIL.match(name)
    name = tail["unit"] if tail else name
    name = re.sub(r"(?<=党组|党委|工委)(?:领导班子|班子)(?:及?其?成员)?$", "", name)
    return name.removeprefix("中共").removeprefix("中国共产党")


def _is_name(name: str) -> bool:
    wrong = re.search(
        r"问题|意见|整改|工作|巡[察视]组|巡[察视]反馈|情况|高度重视", name
    ) and not _BODIES.search(name)
    return len(name) >= 2 and not wrong and not re.match(r"反馈|巡[察视]|照|各|全|所有|发现", name)


def _named(name: str, text: str, match: re.Match[str], issuer: str, title: str) -> Finding:
    sentence = around(text, match.start(), match.end())
    if _OWN.search(name):
        full = body_of(issuer) or body_of_title(title)
        if not full:
            return missing("unit", f"开头只写“{name}”，没有写全称", sentence)
        source = "落款" if body_of(issuer) else "标题"
        return unsure("unit", full, f"开头只写“{name}”，全称取自{source}", sentence)
    several = re.search(rf"{PARTY}(?:、|和|与).{{2,}}{PARTY}$", match["unit"]) or re.search(
        rf"{PARTY}等\d*个?", match["unit"]
    )
    return stated("unit", name, "开头写了不止一个被巡察单位" if several else "", sentence)


def body_of(issuer: str) -> str:
    """The unit that an issuer's name gives."""
    return issuer.removeprefix("中共").removeprefix("中国共产党").strip()


def body_of_title(title: str) -> str:
    """The unit that a title begins with: 中共××局党组关于…."""
    match = re.match(rf"(?P<unit>[^,。]{{2,60}}?{PARTY})(?:关于|对|落实|巡[察视])", title)
    return body_of(match["unit"]) if match else ""
