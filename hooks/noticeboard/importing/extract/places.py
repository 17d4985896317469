"""The place at the start of a body's name: divisions, names that are in no table, a town and a village."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.text.divisions import (
    Division,
    division_at_start,
    has_town,
    is_province,
    short_names,
)

_OFFICE = "局委组党办部厅院处所于的和与及、，。对在公司中心校社府站室队会"
_NAME = rf"[^省市区县州盟旗{_OFFICE}]"
_PROVINCE = re.compile(rf"{_NAME}{{1,6}}省|{_NAME}{{2,7}}自治区")
_CITY = re.compile(rf"{_NAME}{{1,8}}?(?:市|自治州|地区|盟|州(?!区|县))")
_COUNTY = re.compile(rf"{_NAME}{{1,8}}?(?:自治县|自治旗|区|县|旗|市)")
_NO_CITY = re.compile(r"(?:城|都|超|门|本|我|全|各|该|上|股|夜|菜|房|楼|师)市$|^自治州$")
_NO_COUNTY = re.compile(
    r"(?:社|园|景|校|小|辖|灌|林|库|厂|片|管|地|军|战|本|我|全|各|该|新)区$|"
    r"(?:开发|保护|管理|工业|高新|合作|试验|产业|功能|度假|高新技术|自治|经开|示范)区$|"
    r"(?:本|我|全|各|该|区)县$|国旗$|^自治[县旗]$|(?:城|都|超|门|师)市$"
)
_NO_PROVINCE = re.compile(r"^(?:我|全|本|各|该)省")
_AFTER_TOWN = (
    r"$|党|委员会|工委|工作委员会|办事处|人民政府|机关|纪|综合|人大|[^、,。]{1,9}(?:村|社区|嘎查)"
)
_TOWN = re.compile(rf"(?P<name>[^{_OFFICE}省]{{1,9}}?(?:街道|镇|乡|苏木))(?={_AFTER_TOWN})")
_VILLAGE = re.compile(
    rf"(?P<name>[^{_OFFICE}]{{1,9}}?(?:村|社区|嘎查))(?=$|党|委员会|支部|总支|居民|村民|两委)"
)
_NATIONAL = re.compile(r"(?:国家|中国|中华|全国|最高人民|海关总署)")
# 第三师图木舒克市: a division of the Corps has a city.
_PARTY_PREFIX = re.compile(
    r"^(?:中共|中国共产党|共青团|中国共产主义青年团)*(?:第[一二三四五六七八九十]{1,3}师(?=[^团]{2,5}市))?"
)
_MAX_NATIONAL = 16
_MAX_TOWN = 14


@dataclass(frozen=True, slots=True)
class Place:
    """The place that a name starts with.

    `divisions` are those of the table that it can be, with `unlisted` names below or instead of
    them; `towns` are the names below the county, the larger first. `short` means that the name
    lacks 省 or 市.
    """

    name: str
    divisions: tuple[Division, ...] = ()
    unlisted: Division = ()
    towns: Division = ()
    length: int = 0
    short: bool = False

    @property
    def is_known(self) -> bool:
        """Whether there is any place above a town."""
        return bool(self.divisions or self.unlisted)

    @property
    def words(self) -> tuple[str, ...]:
        """The name's words for places, as far as they are one division."""
        return (*(self.divisions[0] if self.divisions else ()), *self.unlisted, *self.towns)


def place_of(name: str) -> Place:
    """Return the place at the start of a body's name."""
    prefix = _PARTY_PREFIX.match(name)
    start = prefix.end() if prefix else 0
    divisions, length = _divisions(name[start:])
    end = start + length
    unlisted, end = _unlisted(name, end, divisions)
    towns, end = _towns(name, end, divisions, below_county=bool(divisions or unlisted))
    if towns and not unlisted:
        divisions = tuple(d for d in divisions if has_town(d, towns[0])) or divisions
    return Place(name, divisions, unlisted, towns, end)


def _divisions(name: str) -> tuple[tuple[Division, ...], int]:
    divisions, length = division_at_start(name)
    if divisions:
        return divisions, length
    # 国家税务总局湖北省税务局, 示例银行湖南省分行: a branch.
    marks = "局署行会司团" if _NATIONAL.match(name) else "行司团"
    for offset in range(3, min(_MAX_NATIONAL, len(name))):
        if name[offset - 1] not in marks:
            continue
        divisions, length = division_at_start(name[offset:])
        if divisions:
            return divisions, offset + length
    return (), 0


def _unlisted(name: str, end: int, divisions: tuple[Division, ...]) -> tuple[Division, int]:
    """Return the names with the form of a division that no table has."""
    deepest = max(map(len, divisions), default=0)
    if deepest > 2:
        return (), end
    names: list[str] = []
    patterns = ((_PROVINCE, _NO_PROVINCE), (_CITY, _NO_CITY), (_COUNTY, _NO_COUNTY))
    for pattern, exception in patterns[deepest:]:
        match = pattern.match(name, end)
        if match and not exception.search(match[0]) and _is_place(match[0], name[match.end() :]):
            names.append(match[0])
            end = match.end()
    return tuple(names), end


def _is_place(name: str, rest: str) -> bool:
    """Return whether a name is a place, given the text after it: not 示例区市 in 示例区市场局."""
    return len(name) >= 2 and not (
        name.endswith("市") and rest.startswith(("场", "政", "容", "民"))
    )


def _towns(
    name: str, end: int, divisions: tuple[Division, ...], *, below_county: bool
) -> tuple[Division, int]:
    lengths = range(min(_MAX_TOWN, len(name) - end), 1, -1)
    names = (name[end : end + length] for length in lengths)
    town = next((n for n in names if any(has_town(d, n) for d in divisions)), "")
    if not town:
        match = _TOWN.match(name, end)
        town = match["name"] if match else ""
    if not town and below_county:
        village = _VILLAGE.match(name, end)
        return ((village["name"],), village.end()) if village else ((), end)
    if len(town) < (2 if below_county else 3):
        return (), end
    end += len(town)
    village = _VILLAGE.match(name, end)
    return ((town, village["name"]), village.end()) if village else ((town,), end)


def short_place_of(name: str) -> Place:
    """Return the province or prefecture that a name starts with without 省 or 市: 武汉理工大学."""
    bare = _PARTY_PREFIX.sub("", name)
    offsets = [0, *range(3, min(_MAX_NATIONAL, len(bare)))] if _NATIONAL.match(bare) else [0]
    for offset in offsets:
        for length in (4, 3, 2):
            divisions = short_names().get(bare[offset : offset + length], ())
            if divisions:
                provinces = tuple(d for d in divisions if is_province(d[-1]))
                return Place(name, provinces or divisions, length=offset + length, short=True)
    return Place(name)
