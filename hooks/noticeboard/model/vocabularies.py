"""The words that a notice may use where the choice is limited."""

from __future__ import annotations

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
"""Who ordered the inspection, from the largest to the smallest (中国共产党巡视工作条例)."""

KINDS = ("常规", "专项", "机动", "提级", "交叉", "联动", "延伸", "回头看")
"""Kinds of inspection. They combine (提级交叉巡察) and may carry 巡察 or 巡视."""

RESERVED_SLUGS = frozenset({"index", "page"})
"""File names that the site's own addresses need."""
