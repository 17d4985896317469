"""Controlled vocabularies of notices and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

# importing/extract/inspection_group.py recognizes these levels in the name of a group.
PARTY_AUTHORITIES = (
    "中央", "中央单位党组（党委）", "省委", "自治区党委", "兵团党委", "市委", "州委", "地委", "盟委",
    "区委", "县委", "旗委", "党工委", "党委", "党组",
)  # fmt: skip
"""Levels of a Party organ that inspects, the highest first (中国共产党巡视工作条例)."""


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of rectification: what it responds to, and the words for it.

    `act` is the inspection or audit itself, `body` who carries it out, `unit` whom it concerns and
    `report` the step at which its findings reach the unit. `dated` is whether every notice states
    when the act began and ended.
    """

    name: str
    act: str
    body: str
    unit: str
    authorities: tuple[str, ...]
    report: str = "反馈"
    dated: bool = False

    @property
    def authority(self) -> str:
        """What the inspecting authority is called."""
        return f"{self.act}机关"


DEFAULT_CATEGORY = "巡察整改"
CATEGORIES: Mapping[str, Category] = {
    category.name: category
    for category in (
        Category(DEFAULT_CATEGORY, "巡察", "巡察组", "被巡察党组织", PARTY_AUTHORITIES, dated=True),
        Category("巡视整改", "巡视", "巡视组", "被巡视党组织", PARTY_AUTHORITIES, dated=True),
        Category(
            "审计整改", "审计", "审计组", "被审计单位",
            ("审计署", "审计厅", "审计局"), report="报告",
        ),
        Category(
            "生态环保督察整改", "督察", "督察组", "被督察单位",
            ("督察组", *PARTY_AUTHORITIES),
        ),
        Category(
            "专项督查整改", "督查", "督查组", "被督查单位",
            ("国务院", "督查组", "督察组", *PARTY_AUTHORITIES),
        ),
    )
}  # fmt: skip
"""Kinds of rectification, by name; the first is that of a notice that names none."""

AUTHORITIES = tuple(
    dict.fromkeys(level for category in CATEGORIES.values() for level in category.authorities)
)
"""Everything that `inspection.authority` may be."""

KINDS = ("常规", "专项", "机动", "提级", "交叉", "联动", "延伸", "回头看")
"""Kinds of inspection; they combine (提级交叉巡察) and may end in 巡察 or 巡视."""

RESERVED_SLUGS = frozenset({"index", "page"})
"""File names reserved for the site's own pages."""

Status = Literal["in_force", "corrected", "withdrawn"]
STATUS_LABELS: Mapping[Status, str] = {
    "in_force": "有效",
    "corrected": "已更正",
    "withdrawn": "已撤回",
}
"""Labels of the statuses; `assets/search/filters.js` repeats them."""

UnitState = Literal[
    "published", "withdrawn", "pending", "overdue", "unclear", "unpublished", "exempt"
]
UNIT_STATE_LABELS: Mapping[UnitState, str] = {
    "published": "已公布",
    "overdue": "逾期未公布",
    "unclear": "正在核对",
    "pending": "未到期限",
    "unpublished": "尚未公布",
    "exempt": "不公布",
    "withdrawn": "公布后撤回",
}
"""Labels of a unit's publication states, in the order of the page."""
