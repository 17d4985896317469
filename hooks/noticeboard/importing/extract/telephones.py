"""Telephone numbers in a normalized contact passage."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from noticeboard.model.field_types import BLANK
from noticeboard.model.phones import parse_phone

_EXTENSION = r"(?:(?:转|分机号?|-转|ext\.?)[: ]?(?P<extension>\d{1,5})|-(?P<dashed>\d{1,4})(?!\d))?"
_WITH_AREA = re.compile(
    rf"(?<![\d.@A-Za-z])(?:\+?(?:00)?86[- ]?)?\(?(?P<area>0?10|02\d|0[3-9]\d{{2}}|(?<=86[- ])[2-9]\d{{1,2}})\)?[- ]{{0,3}}(?P<local>[1-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}(?!\d)"
)
_MOBILE = re.compile(r"(?<![\d.@])(?:\+?86[- ]?)?(?P<local>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_SERVICE = re.compile(rf"(?<!\d)(?P<local>[48]00[- ]?\d{{3,4}}[- ]?\d{{3,4}}){_EXTENSION}(?!\d)")
_WITHOUT_AREA = re.compile(
    rf"(?<![\d.\-@A-Za-z])(?P<local>[2-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}(?![\d年.@:])"
)
_SHORT_NUMBER = re.compile(r"(?<!\d)(?P<local>12\d{3}|9[56]\d{3,4}|11[0-9])(?!\d)")
LABEL = re.compile(
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|反映|服务|意见|信访|固定|座机|热线|手机|移动|来访|接待|区委|意见箱)*"
    r"(?:电话|热线|手机|座机|话)(?:号码?|热线)?(?:\((?!0)[^()\d]{0,12}\))?)[:为是]*"
)
_NOT_A_PHONE = re.compile(
    r"(?:传真(?!\))|邮编|邮政编码|QQ|qq|微信号?|微信|编号|证号|账号|备案号?|邮箱|身份证号?码?)(?:号码|号)?[:为是]*(?:\d{3,4}-)?$"
)
_DATE_DIGITS = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Telephone:
    """A telephone number at `text[start:end]`.

    `number` is in the form of the front matter, with a blank for an unknown area code; `reason`
    explains in Chinese what is unsure.
    """

    start: int
    end: int
    number: str
    reason: str = ""
    mobile: bool = False


def find_telephones(text: str) -> list[Telephone]:
    """Return all numbers in order; where patterns overlap the more specific one wins."""
    phones: list[Telephone] = []
    for pattern, parse in (
        (_WITH_AREA, _with_area),
        (_SERVICE, _service),
        (_MOBILE, _mobile),
        (_WITHOUT_AREA, _without_area),
        (_SHORT_NUMBER, _short),
    ):
        for match in pattern.finditer(text):
            if any(phone.start < match.end() and match.start() < phone.end for phone in phones):
                continue
            phone = parse(text, match)
            if phone and not _NOT_A_PHONE.search(text[: match.start()]):
                phones.append(phone)
    return _infer_area(sorted(phones, key=lambda phone: phone.start))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _extension(match: re.Match[str]) -> str:
    extension = match["extension"] or match["dashed"]
    return f"转{extension}" if extension else ""


def _with_area(text: str, match: re.Match[str]) -> Telephone | None:
    area = match["area"] if match["area"].startswith("0") else "0" + match["area"]
    if area == "010" and not match["area"].startswith("0") and "86" not in match[0]:
        return None
    number = f"{area}-{_digits(match['local'])}{_extension(match)}"
    return Telephone(match.start(), match.end(), number) if parse_phone(number) else None


def _service(text: str, match: re.Match[str]) -> Telephone | None:
    number = "-".join(re.split(r"[- ]", match["local"])) + _extension(match)
    return Telephone(match.start(), match.end(), number) if parse_phone(number) else None


def _mobile(text: str, match: re.Match[str]) -> Telephone | None:
    return Telephone(match.start(), match.end(), _digits(match["local"]), mobile=True)


def _without_area(text: str, match: re.Match[str]) -> Telephone | None:
    """Parse a number without an area code, only after a label and unless it is a date."""
    digits = _digits(match["local"])
    labelled = LABEL.search(text[max(0, match.start() - 24) : match.start()])
    is_date = _DATE_DIGITS.fullmatch(digits) and not text.endswith(
        ("电话:", "话:"), 0, match.start()
    )
    if not labelled or is_date:
        return None
    reason = f"原文只写“{match[0]}”，没有区号"
    return Telephone(match.start(), match.end(), f"{BLANK}-{digits}{_extension(match)}", reason)


def _short(text: str, match: re.Match[str]) -> Telephone | None:
    near = text[max(0, match.start() - 10) : match.start()]
    if not re.search(r"(?:电话|热线|拨打|手机|[、,/])[^\d。;]{0,6}$", near):
        return None
    if not re.search("拨打|" + LABEL.pattern, text[: match.start()]):
        return None
    return Telephone(match.start(), match.end(), match["local"])


def _infer_area(phones: list[Telephone]) -> list[Telephone]:
    """Complete numbers without an area code when all others have the same one."""
    areas = {phone.number.partition("-")[0] for phone in phones if phone.number.startswith("0")}
    if len(areas) != 1:
        return phones
    (area,) = areas
    return [
        replace(
            phone,
            number=area + phone.number.removeprefix(BLANK),
            reason=f"{phone.reason}，按另一个号码补为{area}",
        )
        if phone.number.startswith(BLANK)
        else phone
        for phone in phones
    ]
