"""Telephone numbers in a normalized contact passage."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from noticeboard.model.field_types import BLANK
from noticeboard.text.phones import parse_phone

_EXTENSION = r"(?:(?:-?转(?:接|拨|分机号?)?|分机号?|ext\.?|[*#×xX])[: ]?(?P<extension>\d{1,5})|-(?P<dashed>\d{1,4})(?!\d))?"
_END = r"(?!\d|[Xx×*]+(?!\d)|[lIOo])"  # 8234567X is not filled in, 823456l mistyped
_WITH_AREA = re.compile(
    rf"(?<![\d.@A-Za-z])(?:\+?(?:00)?86[- ]?)?\(?(?P<area>0?10|02\d|0[3-9]\d{{2}}|(?<=86[- ])[2-9]\d{{1,2}})\)?[-./ ]{{0,3}}(?P<local>[1-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}{_END}"
)
_MOBILE = re.compile(r"(?<![\d.@])(?:\+?86[- ]?)?(?P<local>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_SERVICE = re.compile(rf"(?<!\d)(?P<local>[48]00[- ]?\d{{3,4}}[- ]?\d{{3,4}}){_EXTENSION}(?!\d)")
_WITHOUT_AREA = re.compile(
    rf"(?<![\d.\-@A-Za-z])(?P<local>[2-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}(?![\d年.@:])"
)
_SHORT_WITH_AREA = re.compile(r"(?<![\d.@A-Za-z])(?P<area>0\d{2,3})-?(?P<local>12\d{3})(?!\d)")
_SHORT_NUMBER = re.compile(r"(?<!\d)(?P<local>12\d{3}|9[56]\d{3,4}|11[0-9])(?!\d)")
LABEL = re.compile(
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|反映|服务|意见|信访|固定|座机|热线|手机|移动|来访|接待|区委|意见箱)*"
    r"(?:电话|热线|手机|座机|话)(?:号码?|热线)?(?:\((?!0)[^()\d]{0,12}\))?)[:为是]*"
)
_NOT_A_PHONE = re.compile(
    r"(?:邮编|邮政编码|QQ|qq|微信号?|微信|编号|证号|账号|备案号?|邮箱|身份证号?码?)(?:号码|号)?[:为是]*(?:\d{3,4}-)?$"
)
_FAX = re.compile(
    r"(?<!电话)(?<!电话[/及和、(])传真(?:电话|号码|号|机)?[:为是 ]*(?:▪+[、,/和及或 ]*)*(?:\d{3,4}-)?$"
)
_FAX_AFTER = re.compile(r"\((?:传真|[Ff][Aa][Xx])(?:号码?|电话)?\)")
_MORE_EXTENSIONS = re.compile(
    r"(?P<joint>[、,/]|或|和|及|至|-)(?:转|分机)?(?P<extension>\d{2,5})(?![\d:年月日时点.-])"
)
_TAIL = re.compile(r"[/、](?P<tail>\d{1,6})(?![\d:年月日时点号室层楼.-])")
_MAX_RANGE = 8
_MAX_TAIL = 4
_MAX_LIST = 100
_LISTED = re.compile(rf"{LABEL.pattern}[\d\-()、,;/或和及 ]*$")
_AREA = re.compile(r"区号[:为是]?(?P<area>0\d{2,3})(?!\d)")
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
    fax: bool = False


def find_telephones(text: str) -> list[Telephone]:
    """Return all numbers in order; where patterns overlap the more specific one wins."""
    phones: list[Telephone] = []
    for pattern, parse in (
        (_WITH_AREA, _with_area),
        (_SHORT_WITH_AREA, _short_with_area),
        (_SERVICE, _service),
        (_MOBILE, _mobile),
        (_WITHOUT_AREA, _without_area),
        (_SHORT_NUMBER, _short),
    ):
        for match in pattern.finditer(text):
            if any(phone.start < match.end() and match.start() < phone.end for phone in phones):
                continue
            phone = parse(text, match)
            before = text[max(0, match.start() - 40) : match.start()]
            if phone and not _NOT_A_PHONE.search(before):
                fax = _FAX.search(_mask_fax_numbers(before, phones)) or _FAX_AFTER.match(
                    text, match.end()
                )
                phone = replace(phone, fax=fax is not None)
                phones += [phone, *_further(text, phone)]
    return _infer_area(sorted(phones, key=lambda phone: phone.start), _AREA.search(text))


def _mask_fax_numbers(before: str, phones: list[Telephone]) -> str:
    """Mask the fax numbers before a number, because one label serves all of them."""
    return re.sub(r"\d[\d\-]{6,}", lambda match: "▪" * len(match[0]), before) if phones else before


def _further(text: str, phone: Telephone) -> Iterator[Telephone]:
    """Yield the numbers of 转8012、8013 and of 2345678/79 after the first."""
    number, _, extension = phone.number.partition("转")
    end = phone.end
    while extension and (match := _MORE_EXTENSIONS.match(text, end)):
        if len(match["extension"]) != len(extension):
            return
        first, last = int(extension), int(match["extension"])
        is_range = match["joint"] in "至-"
        if is_range and not 0 < last - first <= _MAX_RANGE:
            return
        for value in range(first + 1, last + 1) if is_range else (last,):
            further = f"{number}转{value:0{len(extension)}}"
            yield replace(phone, number=further, start=match.start("extension"), end=match.end())
        extension, end = match["extension"], match.end()
    while not phone.mobile and not extension and (match := _TAIL.match(text, end)):
        tail = match["tail"]
        if len(tail) > _MAX_TAIL and tail[:-2] != phone.number[-len(tail) : -2]:
            return  # /12388: a number of its own
        reason = f"原文只写尾号“{tail}”，按前一个号码补全"
        completed = phone.number[: -len(tail)] + tail
        yield replace(
            phone, number=completed, start=match.start("tail"), end=match.end(), reason=reason
        )
        end = match.end()


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
    near = text[max(0, match.start() - _MAX_LIST) : match.start()]
    labelled = LABEL.search(near[-24:]) or _LISTED.search(near)
    is_date = _DATE_DIGITS.fullmatch(digits) and not text.endswith(
        ("电话:", "话:"), 0, match.start()
    )
    if not labelled or is_date:
        return None
    reason = f"原文只写“{match[0]}”，没有区号"
    return Telephone(match.start(), match.end(), f"{BLANK}-{digits}{_extension(match)}", reason)


def _short_with_area(text: str, match: re.Match[str]) -> Telephone | None:
    number = f"{match['area']}-{match['local']}"
    return Telephone(match.start(), match.end(), number) if parse_phone(number) else None


def _short(text: str, match: re.Match[str]) -> Telephone | None:
    near = text[max(0, match.start() - 10) : match.start()]
    if not re.search(r"(?:电话|热线|拨打|手机|[、,/])[^\d。;]{0,6}$", near):
        return None
    if not re.search("拨打|" + LABEL.pattern, text[: match.start()]):
        return None
    return Telephone(match.start(), match.end(), match["local"])


def _infer_area(phones: list[Telephone], stated: re.Match[str] | None) -> list[Telephone]:
    """Complete numbers without an area code by the stated one, or when all others have the same."""
    areas = {phone.number.partition("-")[0] for phone in phones if phone.number.startswith("0")}
    areas |= {stated["area"]} if stated else set()
    if len(areas) != 1:
        return phones
    (area,) = areas
    return [
        replace(
            phone,
            number=area + phone.number.removeprefix(BLANK),
            reason=f"{phone.reason}，按文中的区号补为{area}",
        )
        if phone.number.startswith(BLANK)
        else phone
        for phone in phones
    ]
