"""The region, from the names of the bodies and the administrative divisions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import product

from noticeboard.importing.extract.bodies import without_party_prefix
from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.extract.places import Place, place_of, short_place_of
from noticeboard.text.divisions import (
    Division,
    division_at_start,
    has_town,
    is_municipality,
    is_province,
    short_names,
)

COUNTRY = "全国"
_COUNTY_AUTHORITIES = {"区委", "县委", "旗委"}
_CENTRAL = {"中央", "中央单位党组（党委）"}
_LEVELS = {"省委": 1, "自治区党委": 1, "市委": 2, "州委": 2, "地委": 2, "盟委": 2}
_MAX_CANDIDATES = 4
_NATIONAL = re.compile("中国|中华|国家|全国")


@dataclass(frozen=True, slots=True)
class RegionSources:
    """What can state the region: names of bodies first, everything else only as a hint.

    `bodies` are the issuer, the title's start and the unit; `hints` are the publishing site and
    similar names.
    """

    bodies: tuple[str, ...]
    group: str = ""
    authority: str = ""
    address: str = ""
    hints: tuple[str, ...] = ()
    text: str = ""


def extract_region(sources: RegionSources) -> ExtractedField:
    """Extract `region` from the names of the issuer, the unit and the group.

    The table of divisions supplies what is above; an address never supplies what is below.
    """
    places = [place_of(name) for name in (*sources.bodies, sources.group) if name]
    known = [place for place in places if place.divisions]
    if known:
        return _from_divisions(known, places, sources)
    unlisted = max(places, key=lambda place: len(place.unlisted), default=Place(""))
    if unlisted.unlisted:
        return _from_unlisted(unlisted, places, sources)
    if sources.authority in _CENTRAL:
        return extracted("region", COUNTRY, sentence=next(filter(None, sources.bodies), ""))
    return _from_hints(sources)


def _from_divisions(
    known: list[Place], places: list[Place], sources: RegionSources
) -> ExtractedField:
    candidates, sentence, doubts = known[0].divisions, known[0].name, []
    for place in known[1:]:
        joined = _join(candidates, place.divisions)
        if not joined:
            doubts.append(f"“{sentence}”和“{place.name}”不在一个地方")
            break
        if max(map(len, joined)) > max(map(len, candidates)):
            sentence = place.name
        candidates = joined
    candidates, doubt = _narrow(candidates, sources)
    doubts += [doubt] if doubt else []
    region = candidates[0] if len(candidates) == 1 else candidates[0][-1:]
    below, doubt = _below(region if len(candidates) == 1 else (), known, places)
    doubts += [doubt] if doubt else []
    if len(candidates) == 1 and not below:
        doubts += _too_large(region, sources.authority)
    return extracted("region", "/".join((*region, *below)), "；".join(doubts), sentence)


def _join(first: tuple[Division, ...], second: tuple[Division, ...]) -> tuple[Division, ...]:
    """Return the divisions that agree with one of each, the smaller of the two."""
    agreeing = (
        max(a, b, key=len)
        for a, b in product(first, second)
        if a[: len(b)] == b or b[: len(a)] == a
    )
    return tuple(dict.fromkeys(agreeing))


def _narrow(
    candidates: tuple[Division, ...], sources: RegionSources
) -> tuple[tuple[Division, ...], str]:
    """Choose among divisions of one name by the address and by what the text mentions."""
    if len(candidates) == 1:
        return candidates, ""
    for name in (sources.address, *sources.hints):
        joined = _join(candidates, division_at_start(name)[0] if name else ())
        if len({division[: len(candidates[0])] for division in joined}) == 1:
            return (joined[0][: len(candidates[0])],), ""
    mentioned = tuple(
        division
        for division in candidates
        if any(above in sources.text for above in division[:-1] if above not in division[-1])
    )
    name = candidates[0][-1]
    if len(mentioned) == 1:
        return mentioned, f"全国不止一个{name}，按文中提到的“{mentioned[0][-2]}”补上"
    listed = "、".join("/".join(division) for division in candidates[:_MAX_CANDIDATES])
    more = "等" if len(candidates) > _MAX_CANDIDATES else ""
    return candidates, f"全国有{len(candidates)}个{name}：{listed}{more}；请补上省、市"


def _below(region: Division, known: list[Place], places: list[Place]) -> tuple[Division, str]:
    """Return the names below a listed division: those in no table, a town and a village."""
    unlisted = max((place.unlisted for place in known), key=len)
    towns = max((place.towns for place in places), key=len)
    if unlisted:
        return (*unlisted, *towns), f"行政区划表里没有“{'/'.join(unlisted)}”"
    if not towns or has_town(region, towns[0]):
        return towns, ""
    return towns, f"行政区划表里{region[-1] if region else ''}没有“{towns[0]}”，请核对名称"


def _too_large(region: Division, authority: str) -> list[str]:
    """Return a doubt when a committee of a county inspects, but the names state no county."""
    if authority in _COUNTY_AUTHORITIES and region[-1].endswith(("省", "自治区")):
        return [f"是{authority}的巡察，名称里只写到“{region[-1]}”"]
    is_county = len(region) > 2 or is_municipality(region[0]) or not region[-1].endswith("市")
    if authority in _COUNTY_AUTHORITIES and not is_county:
        return [f"是{authority}的巡察，名称里只写到“{region[-1]}”"]
    return []


def _from_unlisted(place: Place, places: list[Place], sources: RegionSources) -> ExtractedField:
    region = place.unlisted
    # 武昌区 and 武汉市/武昌区 agree.
    for other in places:
        if region[0] in other.unlisted[1:]:
            region = other.unlisted[: other.unlisted.index(region[0])] + region
    towns = max((other.towns for other in places), key=len)
    doubts = [f"行政区划表里没有“{region[-1]}”"]
    if not is_province(region[0]) and not region[0].endswith(("省", "自治区")):
        omitted = "省份" if region[0].endswith(("市", "州", "盟", "地区")) else "省、市"
        doubts.append(f"原文没有写明{omitted}，请补在前面")
    return extracted("region", "/".join((*region, *towns)), "；".join(doubts), place.name)


def _from_hints(sources: RegionSources) -> ExtractedField:
    """Extract the region, always unsure, from a short name, the site, the address or the text."""
    for name in filter(None, (*sources.bodies, sources.group, *sources.hints)):
        place = short_place_of(name)
        if len(place.divisions) == 1:
            reason = f"名称里没有写省、市，按“{without_party_prefix(name)[: place.length]}”推断"
            return extracted("region", "/".join(place.divisions[0]), reason, name)
    stated = (division_at_start(name)[0] for name in (sources.address, *sources.hints))
    divisions = next(filter(None, stated), ())
    if len(divisions) == 1:
        region = divisions[0][: _LEVELS.get(sources.authority, 3)]
        reason = "名称里没有写地区，按地址或来源推断"
        return extracted("region", "/".join(region), reason, sources.address)
    provinces = {
        divisions[0][0]
        for name, divisions in short_names().items()
        if len(divisions[0]) == 1
        and re.search(rf"{name}(?:省|市|自治区|壮族|回族|维吾尔)", sources.text)
    }
    if len(provinces) == 1 and sources.authority in {"省委", "自治区党委"}:
        (province,) = provinces
        return extracted("region", province, "名称里没有写地区，按文中提到的省份推断")
    national = next(filter(_NATIONAL.match, map(without_party_prefix, sources.bodies)), "")
    if national:
        reason = f"名称里没有写地区，按“{national[:2]}”推断"
        return extracted("region", COUNTRY, reason, national)
    return missing("region", "文中没有写明所在的省、市、区（县）")
