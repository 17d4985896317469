"""The inspection or audit that a notice responds to, and the progress of rectification."""

from __future__ import annotations

from typing import Annotated

from pydantic import AfterValidator, Field

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import (
    KIND,
    Count,
    Names,
    Record,
    Text,
    check_authority,
    check_kind,
)
from noticeboard.model.vocabularies import AUTHORITIES


class Inspection(Record):
    """The inspection that the notice responds to."""

    authority: Annotated[Text, AfterValidator(check_authority)] = Field(
        title="巡察机关",
        description="开展巡察的党委层级；审计、督察整改写审计局、督察组等",
        examples=["区委", "市委"],
        json_schema_extra={"enum": list(AUTHORITIES)},
    )
    group: Names = Field(
        title="巡察组",
        description="通报里写的巡察组名称；审计、督察写审计机关、督察组；有几个写成列表",
        examples=["区委第四巡察组"],
    )
    kind: Annotated[Text, AfterValidator(check_kind)] | None = Field(
        None,
        title="巡察方式",
        description="常规、专项、机动、提级、交叉、回头看等；通报没有写明时留空",
        examples=["常规巡察", "提级交叉巡察"],
        json_schema_extra={"pattern": f"^{KIND.pattern}$"},
    )
    start: PartialDate | None = Field(
        None,
        title="巡察开始日期",
        description="写成 2023-07-25；通报只写到月时写成 2023-07",
        examples=["2023-07-25"],
    )
    end: PartialDate | None = Field(
        None,
        title="巡察结束日期",
        description="写成 2023-08-04；通报只写到月时写成 2023-08",
        examples=["2023-08-04"],
    )
    feedback: PartialDate | None = Field(
        None,
        title="反馈日期",
        description="巡察组向被巡察单位反馈意见的日期；通报没有写的整行删去，不要猜",
        examples=["2023-12-08"],
    )


class Progress(Record):
    """Figures on the progress of rectification."""

    as_of: PartialDate | None = Field(
        None, title="统计截至", description="整改数字统计到哪一天", examples=["2024-05-31"]
    )
    problems: Count | None = Field(None, title="问题总数", description="反馈的问题个数")
    rectified: Count | None = Field(None, title="已完成", description="已完成整改的问题个数")
    partly: Count | None = Field(
        None, title="基本完成", description="通报写明基本完成、阶段性完成的问题个数"
    )
    ongoing: Count | None = Field(None, title="正在整改", description="正在整改的问题个数")
    long_term: Count | None = Field(
        None, title="长期坚持", description="通报写明长期整改、持续坚持的问题个数"
    )
    measures: Count | None = Field(None, title="整改措施", description="制定的整改措施条数")

    @property
    def parts(self) -> dict[str, int]:
        """The stated numbers of problems by state, with the titles of the states."""
        counts = ((title, getattr(self, name)) for title, name in PROGRESS_STATES.items())
        return {title: count for title, count in counts if count is not None}


PROGRESS_STATES = {
    Progress.model_fields[name].title or name: name
    for name in ("rectified", "partly", "ongoing", "long_term")
}
"""Titles of the states that a problem can be in, with the field of each."""
