"""The inspected units, from 对…开展了巡察 and similar phrases, and their full names.

The input is normalized text whose dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.bodies import (
    BODY,
    ENDS_LIKE_BODY,
    ENDS_WITH_PARTY,
    PARTY,
    has_place,
    is_same_body,
    is_written_out,
    party_of,
    without_party_prefix,
)
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.sentences import sentence_around

_ACTION = (
    r"(?:开展|进行|实施|(?<!党)组织|展开|集中|作出?了|做了|巡[察视]|常规|专项|提级|机动|交叉|联动|为期|“?回头看|回访|"
    r"就地|延伸|20\d\d年|原?法定代表人|主要负责人|领导干部|党政主要|实施了|开展了)"
)
_NAME_CHARACTER = r"(?:[^。;,!?()\n▪]|\([^()\n]{1,80}\))"
# 对 as a preposition, not in 对照, 针对, 应对 and similar words.
_PATTERNS = (
    rf"(?<![针应面相反核绝比])对(?!照|标(?!准化|杆)|表|应|接|于|此|这|该)(?P<unit>{_NAME_CHARACTER}{{2,160}}?)(?=(?:自|从|于|在|的)?(?:▪|{_ACTION}))",
    rf"进驻(?P<unit>{_NAME_CHARACTER}{{2,60}}?)(?=[,。;▪]|开展|进行|实施)",
    rf"(?<=组)巡[察视]了?(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?=[,。;]|开展|进行|▪)",
    rf"(?:^|[,。;\n▪])(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?:于▪+)?(?:接受了?|被)[^。;,]{{0,30}}巡[察视]",
    rf"向(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?:领导班子)?(?:进行了?|作了|集中)?(?:反馈|通报)",
    rf"反馈(?:给|至)?(?P<unit>{_NAME_CHARACTER}{{2,60}}?{PARTY})(?=巡[察视]|[,。])",
)
_INSPECTS = re.compile(r"巡[察视]|反馈|审计|督[察查]")
_SELF_REFERENCE = re.compile(
    r"^(?:我|本|全)(?=[\u4e00-\u9fff])|^(?:局|镇|乡|街道|区|县|市|委|院|校|中心|公司|厅|处|社|会)?(?:党组|党委|党工委|党总支|党支部|机关)$|^该"
)
# A note in brackets about a name, which is not part of it.
_NOTE = re.compile(
    r"\([^()\n]*(?:▪|以下|下称|下同|简称|统称|已|重组|整合|合并|更名|改名|原为|现为|组成|包含|包括|不含|其中|挂牌|加挂|前身|撤销)[^()\n]*\)|"
    r"\((?:含|及|下)[^()\n]*\)"
)
_VAGUE = re.compile(
    r"^(?:各|全|所有|相关|部分|\d+个|[一二三四五六七八九十]+个|[两几]个|下属|所属|下辖|所辖|其|基层|(?:下级|相关|有关|直属|所属|下属)?(?:单位|企业|部门|机构|村|社区|学校)?党组织)"
)
_COUNTED = re.compile(r"(?:\d+|[一二三四五六七八九十两几]+)(?:个|所|家|名)|各")
_BELONGING = re.compile(r"^(?:及?其?)(?:所辖|下辖|所属|下属|辖区内?|直属)的?")
_IMPLAUSIBLE = re.compile(
    r"▪|问题|意见|整改|反馈|情况|高度重视|开展|进行|巡[察视](?!办|组|工作领导)|[!?;:。]|根据|按照|部署|统一"
)
_MAX_NAME = 60


def extract_unit(text: str, issuer: str, title: str) -> ExtractedField:
    """Extract `unit`, without a leading 中共 and notes in brackets; several units are a list.

    The full name in the title or the issuer precedes a short one of the same body.
    """
    text = _NOTE.sub("", text)
    named = _title_body(title), without_party_prefix(issuer).strip()
    for pattern in _PATTERNS:
        for match in re.finditer(pattern, text, re.MULTILINE):
            sentence = sentence_around(text, *match.span())
            names, left_out = _split(_clean(match["unit"]))
            if _INSPECTS.search(sentence) and names and _is_name(names[0]):
                return _named_units(names, left_out, sentence, *named)
    for name, origin in zip(named, ("标题", "落款"), strict=True):
        if name and _is_plausible(name):
            return extracted("unit", name, f"开头没有写出被巡察单位，取自{origin}")
    return missing("unit", "没有找到被巡察单位的名称")


def _title_body(title: str) -> str:
    """Return the body that a title begins with, or that it names between 巡察 and 党组."""
    match = re.match(rf"(?P<unit>[^,。]{{2,60}}?{BODY})(?=关于|对|落实|巡[察视]|整改)", title)
    inside = re.search(
        rf"(?:关于|组)(?:对)?(?:巡[察视]|[省市区县]委巡[察视])(?P<unit>[^,。]{{2,40}}?{PARTY})",
        title,
    )
    either = match or inside
    return without_party_prefix(either["unit"]).strip() if either else ""


def _clean(name: str) -> str:
    name = name.strip(' "“”「」、')
    name = re.sub(r"(?<=党组|党委|工委)(?:领导班子|班子)(?:及?其?成员)?$", "", name)
    return without_party_prefix(name)


def _split(name: str) -> tuple[list[str], str]:
    """Return the names of a passage, and a part that names no body of its own, if any.

    甲村、乙村党支部 are 甲村党支部 and 乙村党支部; 住房和城乡建设局党组 is one name.
    """
    parts = [
        part
        for part in re.split(r"、|以及|及其|及|和|与|并|等(?=\d|$|[^级])", _outside_brackets(name))
        if part
    ]
    parts = [_BELONGING.sub("", _clean(part.replace("\x00", "、"))) for part in parts]
    names: list[str] = []
    for index, part in enumerate(parts):
        following = next((p for p in parts[index + 1 :] if ENDS_WITH_PARTY.search(p)), "")
        body = following.removesuffix(party_of(following))
        if names and _COUNTED.search(part):
            return names, part
        if ENDS_WITH_PARTY.search(part) and not _VAGUE.match(part):
            names.append(part)
        elif body and part[-1:] == body[-1:] and ENDS_LIKE_BODY.search(part):
            names.append(part + party_of(following))
        elif not names and not _VAGUE.match(part):
            return [_first_name(name)], ""
        elif part and _COUNTED.search(part):
            return names or [name], part
    return (names or [name]), ""


def _first_name(name: str) -> str:
    """Return a name that contains 和 or 、, without further bodies after its party organ."""
    match = re.match(
        rf"(?P<unit>.*?{PARTY})(?:领导班子|班子)?(?:成员)?(?:及其?|以及|、|等|并).*$", name
    )
    return match["unit"] if match else name


def _outside_brackets(name: str) -> str:
    """Hide the commas within brackets from a split."""
    return re.sub(r"\([^()]*\)", lambda match: re.sub("[、和与及]", "\x00", match[0]), name)


def _is_name(name: str) -> bool:
    is_prose = re.search(
        r"问题|意见|整改|工作|巡[察视]组|巡[察视]反馈|情况|高度重视", name
    ) and not ENDS_WITH_PARTY.search(name)
    return (
        len(name) >= 2 and not is_prose and not re.match(r"反馈|巡[察视]|照|各|全|所有|发现", name)
    )


def _is_plausible(name: str) -> bool:
    """Return whether a name ends like a body and holds no words of a sentence."""
    return (
        2 <= len(name) <= _MAX_NAME
        and ENDS_LIKE_BODY.search(name) is not None
        and not _IMPLAUSIBLE.search(name)
        and name.count("(") == name.count(")")
    )


def _named_units(
    names: list[str], left_out: str, sentence: str, title: str, issuer: str
) -> ExtractedField:
    """Return the units that the text names, by their full names."""
    if len(names) == 1:
        return _named_unit(names[0], left_out, sentence, title, issuer)
    odd = next((name for name in names if not _is_plausible(name)), "")
    reason = join_reasons(
        f"“{odd}”不像一个单位的名称" if odd else "",
        f"还写了“{left_out}”，没有写出名称" if left_out else "",
    )
    full = [_full_name(name, title, issuer)[0] or name for name in names]
    return extracted("unit", full, reason, sentence, f"开头写了{len(names)}个单位")


def _named_unit(name: str, left_out: str, sentence: str, title: str, issuer: str) -> ExtractedField:
    if _SELF_REFERENCE.search(name):
        full, origin = next(
            ((n, o) for n, o in ((issuer, "落款"), (title, "标题")) if _is_plausible(n)), ("", "")
        )
        if not full:
            return missing("unit", f"开头只写“{name}”，没有写全称", sentence)
        agrees = title and issuer and is_same_body(title, issuer)
        reason = "" if agrees else f"开头只写“{name}”，全称取自{origin}"
        full = max((title, issuer), key=len) if agrees else full
        return extracted(
            "unit", _with_party(full, name), reason, sentence, f"开头只写“{name}”，全称取自{origin}"
        )
    full, origin = _full_name(name, title, issuer)
    doubts = [f"还写了“{left_out}”，没有写出名称"] if left_out else []
    if not _is_plausible(name):
        doubts.append("不像一个单位的完整名称")
    if not full and issuer and ENDS_WITH_PARTY.search(issuer) and not is_same_body(name, issuer):
        doubts.append(f"落款是“{issuer}”，与开头的单位不同")
    if not full and not has_place(name) and re.match(r"(?:自治)?[省市州盟区县旗](?=[^委])", name):
        doubts.append("开头写的是简称，标题和落款里没有找到全称")
    if ENDS_WITH_PARTY.search(name) and is_written_out(name, full):
        doubts.append(f"开头写作“{name}”，{origin}写得更全，请核对是不是同一个单位")
    if full:
        return extracted(
            "unit", full, join_reasons(*doubts), sentence, f"开头写作“{name}”，全称取自{origin}"
        )
    return extracted("unit", name, join_reasons(*doubts), sentence)


def _full_name(name: str, title: str, issuer: str) -> tuple[str, str]:
    """Return the longer name of the same body in the issuer or the title, and where it is."""
    is_complete = has_place(name) and ENDS_WITH_PARTY.search(name)
    for full, origin in sorted(
        ((issuer, "落款"), (title, "标题")),
        key=lambda item: (not has_place(item[0]), -len(item[0])),
    ):
        if not full or full == name or not _is_plausible(full) or not is_same_body(name, full):
            continue
        if is_written_out(name, full) or (not is_complete and _is_fuller(full, name)):
            return _with_party(full, name), origin
    return "", ""


def _is_fuller(full: str, name: str) -> bool:
    """Return whether a name adds the place or the party organ that another lacks."""
    if ENDS_WITH_PARTY.search(name):
        body, whole = (text.removesuffix(party_of(text)) for text in (name, full))
        return has_place(full) or (len(whole) > len(body) > 2 and whole.endswith(body))
    return ENDS_WITH_PARTY.search(full) is not None and has_place(full) >= has_place(name)


def _with_party(full: str, name: str) -> str:
    """Return a full name with the party organ that only the short one has."""
    return full if ENDS_WITH_PARTY.search(full) else full + party_of(name)
