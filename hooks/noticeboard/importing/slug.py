"""The slug of a notice: the name of its unit in pinyin."""

from __future__ import annotations

import re

from noticeboard.importing.extract.bodies import PARTY
from noticeboard.importing.extract.places import place_of
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.text.divisions import without_peoples
from noticeboard.text.pinyin import syllables

MAX_SLUG = 48
FALLBACK = "tongbao"
_LEVEL = re.compile(r"(?:自治)?[省市区县旗州盟]$|地区$")
# Common words in names of bodies, which the slug separates by hyphens.
_WORDS = re.compile(
    r"社会|管理|服务|中心|监督|市场|发展|改革|城市|城乡|住房|建设|交通|运输|农业|农村|水利|水务|卫生|健康|"
    r"教育|科技|科学|技术|经济|信息|文化|旅游|体育|民政|司法|财政|人力|资源|保障|自然|规划|生态|环境|应急|"
    r"审计|统计|医疗|医保|退役|军人|事务|行政|审批|执法|综合|街道|集团|投资|有限|公司|开发|学校|小学|中学|医院|"
    r"人民|政府|委员会|办公室|联合会|供销|档案|公安|检察|法院|工商|机关|网格化|数据|商务|园林|绿化|国有|资产|"
    r"局|镇|乡|厅|院|处|所|站|馆"
)


def slug_for(unit: str) -> str:
    """Return the slug of a unit's notice, place first: `shili-shifanju` for 示例区示范局党组.

    It has at most `MAX_SLUG` characters.
    """
    name = re.sub(r"\([^()]*\)|（[^（）]*）", "", unit).removeprefix("中共")
    place = place_of(name)
    above = place.words[: len(place.words) - len(place.towns)]
    rest = name[place.length :]
    rest = re.sub(rf"{PARTY}$", "", rest) or ("" if place.words else rest)
    words = [_without_level(above[-1]) if above else ()]
    words += map(syllables, [*place.towns, *_split(rest)])
    slug = ""
    for word in words:
        longer = f"{slug}-{''.join(word)}".strip("-") if word else slug
        if len(longer) > MAX_SLUG:
            break
        slug = longer
    slug = slug or FALLBACK
    return f"{slug}-{FALLBACK}" if slug in RESERVED_SLUGS else slug


def _without_level(place: str) -> tuple[str, ...]:
    """Return the syllables of a place without 县 or 市, but read with it: 单县 is shan, not dan."""
    place = without_peoples(place)
    read = syllables(place)
    kept = len(_LEVEL.sub("", place))
    return read[:kept] if kept and len(read) == len(place) else read


def _split(name: str) -> list[str]:
    """Split a name at known words; append a single character to the word before it."""
    words: list[str] = []
    last = 0
    for match in _WORDS.finditer(name):
        for part in (name[last : match.start()], match[0]):
            if part and len(part) == 1 and words:
                words[-1] += part
            elif part:
                words.append(part)
        last = match.end()
    rest = name[last:]
    return [*words, rest] if rest else words
