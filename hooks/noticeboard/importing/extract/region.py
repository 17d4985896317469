"""The region, from place names in the text, not from area codes."""

from __future__ import annotations

import re

from noticeboard.importing.extract.field import ExtractedField, extracted, missing

_MUNICIPALITIES = ("北京市", "天津市", "上海市", "重庆市")
_PROVINCES = (
    *_MUNICIPALITIES,
    "河北省", "山西省", "辽宁省", "吉林省", "黑龙江省", "江苏省", "浙江省", "安徽省", "福建省",
    "江西省", "山东省", "河南省", "湖北省", "湖南省", "广东省", "海南省", "四川省", "贵州省",
    "云南省", "陕西省", "甘肃省", "青海省", "台湾省", "内蒙古自治区", "广西壮族自治区",
    "西藏自治区", "宁夏回族自治区", "新疆维吾尔自治区", "香港特别行政区", "澳门特别行政区",
)  # fmt: skip
_PROVINCE = re.compile(r"(?:[^省市区县州盟旗]{1,6}省|[^省市县州盟旗区]{2,7}自治区)")
_CITY = re.compile(
    r"[^省市区县盟旗关]{1,12}?(?:市|自治州|地区|盟)|[^省市区县州盟旗]{1,7}州(?!区|县)"
)
_COUNTY = re.compile(
    r"(?:市[中南北辖]区|沙市区|新市区|津市市|红旗区|[^省市区县州旗]{1,10}(?:自治县|自治旗|区|县|旗|市)|[^省市区县旗]{1,6}州(?:区|县|市))"
)
_NO_CITY = re.compile(r"(?:城|都|超|门|本|我|全|各|该|上|股|夜|菜|房|楼|都)市$|^市")
_NO_COUNTY = re.compile(
    r"(?:社|园|景|校|小|辖|灌|林|库|厂|片|管|地|军|战|战|本|我|全|各|该)区$|"
    r"(?:开发|保护|管理|工业|高新|合作|试验|产业|功能|度假|高新技术|自治)区$|(?:本|我|全|各|该|区)县$|国旗$|(?:城|都|超|门)市$"
)
_NO_PROVINCE = re.compile(r"^(?:我|全|本|各|该)省")


def region_of(name: str) -> tuple[str, ...]:
    """Return the place names that a body's name starts with, the largest first."""
    rest = re.sub(r"^(?:中共|中国共产党)", "", name)
    places: list[str] = []
    for pattern, exception in (
        (_PROVINCE, _NO_PROVINCE),
        (_CITY, _NO_CITY),
        (_COUNTY, _NO_COUNTY),
    ):
        match = pattern.match(rest)
        if not match or exception.search(match[0]):
            continue
        after = rest[match.end() :]
        if _is_place(match[0], after):
            places += _split_prefecture(match[0])
            rest = after
    return tuple(places)


def _is_place(name: str, rest: str) -> bool:
    """Return whether a name is a place, given the text after it: not 示例区市 in 示例区市场局."""
    return len(name) >= 2 and not (
        name.endswith("市")
        and rest.startswith(("场", "政", "容", "民"))
        and not re.fullmatch(r"[^省市区县]{1,4}市", name)
    )


def _split_prefecture(name: str) -> list[str]:
    """Split 恩施州恩施市 into two names; 杭州市 stays one."""
    match = re.fullmatch(r"(.{1,10}州)(.{2,}市)", name)
    return [match[1], match[2]] if match else [name]


def extract_region(names: tuple[str, ...], text: str) -> ExtractedField:
    """Extract `region`: the longest chain of places that one of `names` starts with.

    A chain without a province gets the only one in `text`, unsure; without any it is unsure.
    A municipality needs no province.
    """
    chains = [(region_of(name), name) for name in names if name]
    chain, sentence = max(chains, key=lambda item: len(item[0]), default=((), ""))
    chain = _extend(chain, [other for other, _ in chains])
    if not chain:
        return missing("region", "文中没有写明所在的省、市、区（县）")
    if chain[0] in _MUNICIPALITIES or chain[0].endswith(("省", "自治区", "特别行政区")):
        return extracted("region", "/".join(chain), sentence=sentence)
    return _with_province(chain, text, sentence)


def _extend(chain: tuple[str, ...], others: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Prefix a chain by the larger places of others: 武昌区 and 武汉市/武昌区 agree."""
    for other in others:
        if chain and chain[0] in other[1:]:
            chain = other[: other.index(chain[0])] + chain
    return chain


def _with_province(chain: tuple[str, ...], text: str, sentence: str) -> ExtractedField:
    provinces = [province for province in _PROVINCES if province in text]
    if len(provinces) == 1:
        reason = f"省份取自文中提到的“{provinces[0]}”，单位名称里没有写"
        return extracted("region", "/".join((*provinces, *chain)), reason, sentence)
    omitted = "省份" if chain[0].endswith(("市", "州", "盟", "地区")) else "省、市"
    return extracted("region", "/".join(chain), f"原文没有写明{omitted}，请补在前面", sentence)
