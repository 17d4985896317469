"""What editors add to a notice: corrections, a withdrawal, answers to the check."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import Reason, Record, Text


class Correction(Record):
    """A change after publication."""

    date: PartialDate = Field(title="更正日期", description="更正公布的日期")
    note: Text = Field(title="更正说明", description="改了什么、为什么")
    hide: bool = Field(
        False,
        title="不展示差别",
        description="改动前的文字涉及个人隐私时写 true，“改动记录”里就不再展示它",
        examples=["true"],
    )

    @property
    def dated_note(self) -> tuple[PartialDate, str]:
        """The published part: date and note, without `hide`."""
        return self.date, self.note


class Withdrawal(Record):
    """A withdrawal from force; the notice's page stays."""

    date: PartialDate = Field(title="撤回日期", description="撤回公布的日期")
    reason: Text = Field(title="撤回原因", description="为什么撤回")
    noindex: bool = Field(
        False,
        title="不让搜索引擎收录",
        description="写 true 时请外面的搜索引擎不要收录；本站自己的搜索照常找得到",
        examples=["true"],
    )
    blanked: bool = Field(
        False,
        title="正文已删去",
        description="因隐私等原因删去正文、摘要和附件时写 true，撤回原因里写明为什么",
        examples=["true"],
    )

    @property
    def dated_note(self) -> tuple[PartialDate, str]:
        """The published part: date and reason."""
        return self.date, self.reason


class PrivacyException(Record):
    """A text that looks private but may be published, with the reason."""

    what: Text = Field(
        title="文字", description="检查指出的那段文字，照原样写", examples=["13800000000"]
    )
    reason: Reason = Field(
        title="理由",
        description="为什么可以公开，谁同意的",
        examples=["值班手机，经本单位同意公开"],
    )


class AcceptedWarning(Record):
    """A warning that an editor has looked into, with the answer; errors cannot be accepted."""

    rule: Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$")] = Field(
        title="规则", description="提醒后面方括号里的名称", examples=["progress-sum"]
    )
    reason: Reason = Field(
        title="理由",
        description="核对的结果，谁核对的",
        examples=["原文如此，已告诉起草单位"],
    )
