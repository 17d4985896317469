"""The contact through which the public may object or comment."""

from __future__ import annotations

import re
from typing import Annotated

from pydantic import AfterValidator, Field

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import (
    EMAIL,
    Names,
    Reason,
    Record,
    Text,
    check_email,
    check_phone,
    check_postcode,
)
from noticeboard.text.phones import PhoneNumber, parse_phone

CHANNELS = ("电话", "接听时间", "传真", "电子邮箱", "通信地址", "没有联系方式")
"""What a contact may state, and the words for one that states nothing."""


class Phone(Record):
    """A telephone number that the public may call."""

    number: Annotated[Text, AfterValidator(check_phone)] = Field(
        title="电话号码",
        description="带区号的固定电话、手机、400 号码或 12388 这样的短号；分机写“转801”",
        examples=["027-88937157", "0717-6668888转801"],
    )
    hours: Text | None = Field(
        None, title="接听时间", description="照通报原文写", examples=["工作日 8:30—17:30"]
    )
    label: Text | None = Field(
        None, title="说明", description="通报写明的部门或用途", examples=["机关党委"]
    )
    sms_only: bool = Field(
        False,
        title="只收短信",
        description="通报写明只接收短信、不接电话的写 true",
        examples=["true"],
    )

    @property
    def parsed(self) -> PhoneNumber:
        """The number split into area code, local number and extension."""
        number = parse_phone(self.number)
        assert number is not None
        return number

    @property
    def dialled(self) -> str:
        """The number that a link dials: with several extensions, that of the switchboard."""
        if not self.parsed.extension or self.parsed.extension.isdecimal():
            return self.number
        return re.split("转|分机|ext", self.number, maxsplit=1)[0].rstrip(" （(,，")

    @property
    def text(self) -> str:
        """The line that shows it: label, number, whether it takes messages only, hours."""
        parts = (self.label, self.number, "只收短信" if self.sms_only else None, self.hours)
        return " ".join(part for part in parts if part)


def _check_fax(numbers: Names) -> Names:
    for number in numbers:
        check_phone(number)
    return numbers


Fax = Annotated[Names, AfterValidator(_check_fax)]


class Contact(Record):
    """The channels through which anyone may object or comment."""

    phones: tuple[Phone, ...] = Field(
        (), title="电话", description="每个号码一项，各有自己的接听时间"
    )
    fax: Fax | None = Field(
        None,
        title="传真",
        description="带区号的传真号码，有几个写成列表；不会显示成可以拨打的电话",
        examples=["027-88937158"],
    )
    email: Annotated[Text, AfterValidator(check_email)] | None = Field(
        None,
        title="电子邮箱",
        description="接收意见的邮箱",
        examples=["jiguan@example.com"],
        json_schema_extra={"pattern": f"^{EMAIL.pattern}$"},
    )
    address: Text | None = Field(
        None, title="通信地址", description="接收信件的地址", examples=["示例区示例路1号"]
    )
    postcode: Annotated[Text, AfterValidator(check_postcode)] | None = Field(
        None,
        title="邮政编码",
        description="六位数字",
        examples=["430060"],
        json_schema_extra={"pattern": "^[0-9]{6}$"},
    )
    verified: PartialDate | None = Field(
        None,
        title="核实日期",
        description="最近一次确认联系方式有效的日期",
        examples=["2024-06-20"],
    )

    @property
    def has_channel(self) -> bool:
        """Whether there is a phone number, a fax number, an e-mail or a postal address."""
        return bool(self.phones or self.fax or self.email or self.address)

    @property
    def channels(self) -> tuple[str, ...]:
        """The kinds of channels that it states, in Chinese."""
        hours = any(phone.hours for phone in self.phones)
        stated = (self.phones, hours, self.fax, self.email, self.address)
        return (
            tuple(name for name, value in zip(CHANNELS, stated, strict=False) if value)
            or CHANNELS[-1:]
        )

    @property
    def callable_phones(self) -> tuple[Phone, ...]:
        """The numbers that one may call."""
        return tuple(phone for phone in self.phones if not phone.sms_only)


class ContactMissing(Record):
    """Why a notice states no contact."""

    reason: Reason = Field(
        title="理由",
        description="为什么没有联系方式，谁核对过",
        examples=["原文没有写联系方式，已向起草单位核实"],
    )
