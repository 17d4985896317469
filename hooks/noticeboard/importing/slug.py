"""The slug of a notice: the name of its unit in pinyin."""

from __future__ import annotations

import re

from pypinyin import lazy_pinyin

from noticeboard.importing.extract.region import region_of
from noticeboard.importing.extract.unit import PARTY
from noticeboard.model.vocabularies import RESERVED_SLUGS

MAX_SLUG = 48
FALLBACK = "tongbao"
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
    places = region_of(name)
    for place in places:
        name = name.removeprefix(place)
    name = re.sub(rf"{PARTY}$", "", name) or name
    words = [re.sub(r"(?:自治)?[省市区县旗州]$", "", places[-1]) or places[-1]] if places else []
    slug = ""
    for word in [*words, *_split(name)]:
        # Rare characters have no pinyin and are not allowed in an address.
        syllables = re.sub(r"[^a-z0-9]", "", "".join(lazy_pinyin(word)).lower())
        longer = f"{slug}-{syllables}".strip("-") if syllables else slug
        if len(longer) > MAX_SLUG:
            break
        slug = longer
    slug = slug or FALLBACK
    return f"{slug}-{FALLBACK}" if slug in RESERVED_SLUGS else slug


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
