"""The inspection round: the units inspected together, and when each has to publish.

This model is the only definition of `notices/rounds/<slug>.yml`; its Chinese titles and
descriptions appear in messages to editors.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import AfterValidator, BeforeValidator, Field

from noticeboard.model.amendments import Correction
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import (
    Record,
    Region,
    Text,
    check_authority,
    check_id,
    field_error,
)
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice, id_on_board
from noticeboard.model.register import Register
from noticeboard.model.slugs import publication_order
from noticeboard.model.units import may_be_same_unit

MIN_GROUND = 6
MAX_MONTHS = 60
MAX_FEEDBACK_GAP = 92
"""Days; no unit receives feedback from two inspections by one authority within a quarter."""


def check_ground(value: str) -> str:
    """Accept a ground long enough to be looked up."""
    if len(value) < MIN_GROUND:
        raise field_error("ground", f"依据“{value}”太短", "写明为什么不公布、依据哪个文件的哪一条")
    return value


def _unit_from_name(value: Any) -> Any:
    return {"unit": value} if isinstance(value, str) else value


Months = Annotated[int, Field(ge=1, le=MAX_MONTHS)]


class RoundUnit(Record):
    """A unit inspected in the round; fields left out default to those of the round."""

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
    """The content of a round's file."""

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
        Annotated[
            RoundUnit, BeforeValidator(_unit_from_name, json_schema_input_type=str | RoundUnit)
        ],
        ...,
    ] = Field(title="被巡察单位", description="每个单位一项，以“- ”开头", examples=["- 示范局党组"])
    corrections: tuple[Correction, ...] = Field(
        (), title="更正记录", description="公布以后的每一次改动"
    )


class Round(RoundFile):
    """A round with its path; `slug` is the file's name without its suffix.

    In a portal it begins with the board that the round comes from.
    """

    slug: str
    path: str

    def notice_of(self, unit: RoundUnit) -> str | None:
        """Return the id of the notice that the round names for a unit."""
        return id_on_board(self.slug.rpartition("/")[0], unit.notice) if unit.notice else None

    def region_of(self, unit: RoundUnit) -> str:
        """Return the unit's region."""
        return unit.region or self.region

    def feedback_of(self, unit: RoundUnit) -> PartialDate:
        """Return the date of the feedback to the unit."""
        return unit.feedback or self.feedback


@dataclass(frozen=True, slots=True)
class Deadline:
    """Months from feedback to publication, and the document that sets them."""

    months: int
    source: str


class NoticeIndex:
    """Finds the notice that a unit of a round has published."""

    def __init__(self, register: Register) -> None:
        self.register = register

    def find(self, unit: RoundUnit, round_: Round) -> Notice | None:
        """Return the unit's notice; None when it has not published.

        This is the notice whose id the round names; without an id, one of `of_unit` whose date of
        feedback can be the round's. Notices in force come before withdrawn ones, then the first
        published.
        """
        if named := round_.notice_of(unit):
            return self.register.by_id.get(named)
        feedback = round_.feedback_of(unit)
        return min(
            (
                notice
                for notice in self.of_unit(unit, round_)
                if any(
                    one.feedback and one.feedback.overlaps(feedback) and _has_group(one, unit)
                    for one in notice.inspections
                )
            ),
            key=lambda notice: (bool(notice.withdrawn), publication_order(notice)),
            default=None,
        )

    def of_unit(self, unit: RoundUnit, round_: Round) -> list[Notice]:
        """Return the unit's notices on any feedback, only those of its group if it names one.

        Notices of the units before and after it, by the register of units, are the unit's too.
        """
        return [
            notice
            for notice in self.of_any_group(unit, round_)
            if any(_has_group(one, unit) for one in notice.inspections)
        ]

    def of_any_group(self, unit: RoundUnit, round_: Round) -> list[Notice]:
        """Return the unit's notices on any feedback and of any group."""
        register = self.register
        key = register.unit_key(round_.region_of(unit), unit.unit)
        relations = register.units.relations(key)
        keys = [key, *(register.unit_key(*relation.unit) for relation in relations)]
        notices = [notice for each in keys for notice in register.by_unit.get(each, ())]
        return list({notice.id: notice for notice in notices}.values())

    def candidates(self, unit: RoundUnit, round_: Round) -> list[Notice]:
        """Return notices that are the unit's if a name is spelled differently or a day is unknown.

        Only an editor can decide; no unit may be called late while there is one. The notices of
        another unit of the round are left out.
        """
        key = self.register.unit_key(round_.region_of(unit), unit.unit)
        others = {self.register.unit_key(round_.region_of(one), one.unit) for one in round_.units}
        similar = list(self.of_any_group(unit, round_))
        for other, notices in self.register.by_unit.items():
            if other not in others and may_be_same_unit(key, other):
                similar += notices
        feedback = round_.feedback_of(unit)
        return [
            notice
            for notice in {notice.id: notice for notice in similar}.values()
            if any(_may_answer(one, notice, feedback, round_) for one in notice.inspections)
        ]

    def of_same_inspection(self, unit: RoundUnit, round_: Round) -> list[Notice]:
        """Return the unit's own notices on feedback of the round's authority at about its time."""
        key = self.register.unit_key(round_.region_of(unit), unit.unit)
        day = round_.feedback_of(unit)
        return [
            notice
            for notice in self.of_unit(unit, round_)
            if key in self.register.unit_keys(notice)
            and any(_is_close(one, round_, day) for one in notice.inspections)
        ]


def _has_group(inspection: Inspection, unit: RoundUnit) -> bool:
    return unit.group is None or unit.group in inspection.group


def _is_close(inspection: Inspection, round_: Round, day: PartialDate) -> bool:
    """Return whether the inspection is the round's, although it may state another day."""
    if inspection.authority != round_.authority or not inspection.feedback:
        return False
    return abs((inspection.feedback.first - day.first).days) <= MAX_FEEDBACK_GAP


def _may_answer(
    inspection: Inspection, notice: Notice, feedback: PartialDate, round_: Round
) -> bool:
    """Return whether the inspection can be the one of that feedback."""
    if not inspection.feedback:
        return notice.published.last >= feedback.first
    return inspection.feedback.overlaps(feedback) or _is_close(inspection, round_, feedback)
