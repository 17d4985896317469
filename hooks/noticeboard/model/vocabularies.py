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

FIELDS: Mapping[str, tuple[str, ...]] = {
    "教育": ("教育", "学校", "中学", "小学", "大学", "学院", "幼儿园", "职校", "党校"),
    "卫生健康": ("卫生", "健康", "卫健", "医院", "疾控", "疾病", "医疗", "医保", "血站"),
    "水务": ("水务", "水利", "供水", "自来水", "排水", "河道", "水库", "防汛"),
    "交通": ("交通", "公路", "运输", "公交", "铁路", "港口", "航道", "地铁", "邮政"),
    "城乡建设": ("住房", "住建", "建设", "城建", "规划", "房产", "公积金", "城管", "城市管理", "园林", "绿化",
             "市政", "人防", "环卫"),
    "资源环境": ("自然资源", "国土", "林业", "环保", "环境", "气象", "地质"),
    "农业农村": ("农业", "农村", "农委", "乡村振兴", "畜牧", "供销", "粮食", "渔业"),
    "财政审计": ("财政", "审计", "税务", "统计", "金融", "银行"),
    "经济科技": ("市场监督", "市场监管", "商务", "经信", "工业", "招商", "发改", "发展和改革", "投资", "国资", "国有资产",
             "园区", "开发区", "科技", "集团", "公司"),
    "社会保障": ("民政", "人社", "人力资源", "社会保障", "退役", "残联", "残疾人", "就业", "养老"),
    "政法": ("公安", "检察", "法院", "司法", "政法", "信访", "监狱"),
    "应急": ("应急", "消防", "安全生产", "地震"),
    "文化体育": ("文化", "旅游", "文旅", "广电", "体育", "图书", "档案", "博物", "史志", "融媒体"),
    "政务治理": ("行政审批", "政务", "网格", "社会治理", "社会管理", "机关事务", "大数据", "数据"),
    "党群": ("组织部", "统战", "宣传", "纪委", "工会", "共青团", "妇联", "妇女", "工商联"),
    "街道乡镇": ("街道", "乡党委", "镇党委", "社区", "村党"),
}  # fmt: skip
"""Fields of work, and the words in the name of a unit by which it is found in one of them."""

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
