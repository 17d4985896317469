"""The inspection round: who was inspected together, and when each was to publish.

This model is the one definition of `notices/rounds/<slug>.yml`; its Chinese titles and
descriptions feed the messages to editors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field
from pydantic_core import PydanticCustomError

from noticeboard.model.dates import PartialDate, overlap
from noticeboard.model.field_types import Record, Text, check_authority, check_id, check_region
from noticeboard.model.notice import Correction, Notice

SHORTEST_GROUND = 6
MAX_MONTHS = 60


def check_ground(value: str) -> str:
    """A ground that a reader can look up: not a word alone."""
    if len(value) < SHORTEST_GROUND:
        raise PydanticCustomError(
            "ground",
            "{text}",
            {
                "text": f"依据“{value}”太短",
                "help": "写明为什么不公布、依据哪个文件的哪一条",
            },
        )
    return value


def _unit_alone(value: Any) -> Any:
    return {"unit": value} if isinstance(value, str) else value


Region = Annotated[Text, AfterValidator(check_region)]
Months = Annotated[int, Field(ge=1, le=MAX_MONTHS)]


class RoundUnit(Record):
    """One of the units inspected; what it leaves out is as the round says."""

    unit: Text = Field(
        title="被巡察党组织", description="写法与通报的 unit 相同", examples=["示范局党组"]
    )
    region: Region | None = Field(
        None, title="地区", description="与整轮的地区不同时写", examples=["湖北省/武汉市/武昌区"]
    )
    group: Text | None = Field(
        None, title="巡察组", description="写了就只认这个组的通报", examples=["区委第四巡察组"]
    )
    feedback: PartialDate | None = Field(
        None, title="反馈日期", description="与整轮的反馈日期不同时写", examples=["2023-12-08"]
    )
    notice: Annotated[Text, AfterValidator(check_id)] | None = Field(
        None,
        title="通报编号",
        description="单位名称与通报里的写法不同时，写明是哪一篇",
        examples=["2024/shili-shifanju"],
    )
    ground: Annotated[Text, AfterValidator(check_ground)] | None = Field(
        None,
        title="不公布的依据",
        description="依法不公布的，写明依据哪个文件的哪一条",
        examples=["涉及国家秘密，依照某文件第几条不公布"],
    )


class RoundFile(Record):
    """All that a round's file may say."""

    name: Text = Field(
        title="名称", description="这一轮巡察的名称", examples=["七届区委第五轮巡察"]
    )
    authority: Annotated[Text, AfterValidator(check_authority)] = Field(
        title="巡察机关", description="开展巡察的党委层级", examples=["区委", "市委"]
    )
    region: Region = Field(
        title="地区", description="从大到小，用半角斜杠 / 分开", examples=["湖北省/武汉市/武昌区"]
    )
    feedback: PartialDate = Field(
        title="反馈日期", description="向被巡察单位反馈意见的日期", examples=["2023-12-08"]
    )
    source: Text = Field(
        title="名单来源",
        description="名单和反馈日期出自哪里，写公告的标题、日期或网址",
        examples=["区委巡察办2023年12月8日公告"],
    )
    due_months: Months | None = Field(
        None,
        title="公布期限（月）",
        description=f"反馈以后几个月内公布，1 到 {MAX_MONTHS}；不写时按 mkdocs.yml 里的",
        examples=["6"],
    )
    due_source: Text | None = Field(
        None,
        title="期限的依据",
        description="期限出自哪个文件的哪一条",
        examples=["某文件第几条"],
    )
    units: tuple[
        Annotated[RoundUnit, BeforeValidator(_unit_alone, json_schema_input_type=str | RoundUnit)],
        ...,
    ] = Field(title="被巡察单位", description="每个单位一项，以“- ”开头", examples=["- 示范局党组"])
    corrections: tuple[Correction, ...] = Field(
        (), title="更正记录", description="公布以后的每一次改动"
    )


class Round(RoundFile):
    """A round with its address: `slug` is the file's name without its ending."""

    slug: str
    path: str

    def region_of(self, unit: RoundUnit) -> str:
        """Where the unit is."""
        return unit.region or self.region

    def feedback_of(self, unit: RoundUnit) -> PartialDate:
        """The day on which the unit was told."""
        return unit.feedback or self.feedback


@dataclass(frozen=True, slots=True)
class Deadline:
    """Months from feedback to publication, and the rule that says so."""

    months: int
    source: str


class Published:
    """The notices that rounds look through.

    A unit's notice is the one that its round names by id; without one, the notice of the same
    region and the same unit, of the same group where the round says a group, whose day of feedback
    can be the round's. One that stands goes before one that is withdrawn, then the one published
    first.
    """

    def __init__(self, notices: Iterable[Notice]) -> None:
        self.by_id = {notice.id: notice for notice in notices}
        self.by_unit: dict[tuple[str, str], list[Notice]] = defaultdict(list)
        for notice in self.by_id.values():
            self.by_unit[notice.region, notice.unit].append(notice)

    def of(self, unit: RoundUnit, of: Round) -> Notice | None:
        """The unit's notice; None when it has not published."""
        if unit.notice:
            return self.by_id.get(unit.notice)
        day = of.feedback_of(unit)
        fitting = [n for n in self.alike(unit, of) if overlap(n.inspection.feedback, day)]
        order = sorted(fitting, key=lambda n: (bool(n.withdrawn), n.published.last, n.id))
        return order[0] if order else None

    def alike(self, unit: RoundUnit, of: Round) -> list[Notice]:
        """The notices of the unit, and of its group where the round says one, of any feedback."""
        same = self.by_unit.get((of.region_of(unit), unit.unit), [])
        return [n for n in same if unit.group is None or n.inspection.group == unit.group]
