"""Administrative divisions of China: which ones share a name, and the towns of each.

`divisions.txt` has one division a line, indented by one space for each level above it, counties
followed by their towns.
"""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

Division = tuple[str, ...]
"""A division with those above it, the largest first: ("湖北省", "武汉市", "武昌区")."""

_PEOPLES = (
    "阿昌|白|保安|布朗|布依|朝鲜|达斡尔|傣|德昂|东乡|侗|独龙|鄂伦春|鄂温克|仡佬|哈尼|哈萨克|回|景颇|柯尔克孜|"
    "拉祜|黎|傈僳|满|毛南|蒙古|苗|仫佬|纳西|怒|普米|羌|撒拉|畲|水|土家|土|佤|维吾尔|锡伯|瑶|彝|裕固|藏|壮|塔吉克|各"
)
_PEOPLE = re.compile(rf"(?:{_PEOPLES})族|(?<=..)(?:蒙古|哈萨克|柯尔克孜|维吾尔)(?=自治)")
_MUNICIPALITIES = frozenset({"北京市", "天津市", "上海市", "重庆市"})
# They name a division only after the one above it: 城区建设局 is no district.
_NEED_PARENT = re.compile(r"[东西南北中城郊矿]区|新城区|市[中南北]区")
_MAX_NAME = 15


@cache
def _towns() -> dict[Division, frozenset[str]]:
    """Return every division with its towns."""
    divisions: dict[Division, frozenset[str]] = {}
    path: Division = ()
    for line in (files(__package__) / "divisions.txt").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            name, *towns = line.split()
            path = (*path[: len(line) - len(line.lstrip())], name)
            divisions[path] = frozenset(towns)
    return divisions


@cache
def _by_name() -> dict[str, tuple[Division, ...]]:
    """Return the divisions of each name, 恩施州 and 内蒙古 included."""
    index: dict[str, dict[Division, None]] = {}
    for division in _towns():
        for name in {division[-1], without_peoples(division[-1])}:
            index.setdefault(name, {})[division] = None
    return {name: tuple(divisions) for name, divisions in index.items()}


def without_peoples(name: str) -> str:
    """Return the short form of an autonomous division: 恩施州 of 恩施土家族苗族自治州."""
    if "自治" not in name:
        return name
    short, level = _PEOPLE.sub("", name).split("自治")
    return short + ("自治区" if level == "区" else level) if short else name


@cache
def short_names() -> dict[str, tuple[Division, ...]]:
    """Return provinces and prefectures by their names without 省 or 市: 湖北, 武汉, 内蒙古."""
    index: dict[str, tuple[Division, ...]] = {}
    for division in _towns():
        name = re.sub(
            r"(?:省|市|地区|盟|特别行政区|自治州|自治区)$", "", _PEOPLE.sub("", division[-1])
        )
        if len(division) < 3 and len(name) > 1 and not name.endswith(("区", "县")):
            index[name] = (*index.get(name, ()), division)
    return index


def divisions_named(name: str) -> tuple[Division, ...]:
    """Return all divisions down to counties with this name."""
    return _by_name().get(name, ())


def is_province(name: str) -> bool:
    """Return whether this is the full name of a province, an autonomous region or a municipality."""
    return (name,) in _towns()


def is_municipality(name: str) -> bool:
    """Return whether this is a municipality, which has districts but no prefectures."""
    return name in _MUNICIPALITIES


def has_town(division: Division, name: str) -> bool:
    """Return whether a division has a town or subdistrict of this name."""
    return name in _towns().get(division, ())


def division_at_start(text: str) -> tuple[tuple[Division, ...], int]:
    """Return the divisions that a text can start with, and the length of their names in it.

    `武汉市武昌区示范局` starts with 武汉市/武昌区; `鼓楼区示范局` with one of several districts.
    """
    divisions: tuple[Division, ...] = ()
    end = 0
    while True:
        for length in range(min(_MAX_NAME, len(text) - end), 1, -1):
            name = text[end : end + length]
            below = _below(divisions, name)
            if below:
                divisions, end = below, end + length
                break
        else:
            return divisions, end


def _below(above: tuple[Division, ...], name: str) -> tuple[Division, ...]:
    if not above:
        return () if _NEED_PARENT.fullmatch(name) else divisions_named(name)
    return tuple(
        division
        for division in divisions_named(name)
        if any(division != parent and division[: len(parent)] == parent for parent in above)
    )
