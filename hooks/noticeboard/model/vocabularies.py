"""Controlled vocabularies of notices and rounds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

# importing/extract/inspection_group.py recognizes these levels in the name of a group.
AUTHORITIES = (
    "中央",
    "中央单位党组（党委）",
    "省委",
    "自治区党委",
    "兵团党委",
    "市委",
    "州委",
    "地委",
    "盟委",
    "区委",
    "县委",
    "旗委",
    "党工委",
    "党委",
    "党组",
)
"""Levels of the inspecting body, the highest first (中国共产党巡视工作条例)."""

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

UnitState = Literal["published", "withdrawn", "pending", "overdue", "unpublished", "exempt"]
UNIT_STATE_LABELS: Mapping[UnitState, str] = {
    "published": "已公布",
    "overdue": "逾期未公布",
    "pending": "未到期限",
    "unpublished": "尚未公布",
    "exempt": "不公布",
    "withdrawn": "公布后撤回",
}
"""Labels of a unit's publication states, in the order of the page."""
