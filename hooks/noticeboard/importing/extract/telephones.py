"""Telephone numbers in a contact passage, as the passage gives them.

Works on comparable text (see `plain`).
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.model.field_types import BLANK
from noticeboard.model.phones import parse_phone

_EXTENSION = r"(?:(?:转|分机号?|-转|ext\.?)[: ]?(?P<extension>\d{1,5})|-(?P<dashed>\d{1,4})(?!\d))?"
_FULL = re.compile(
    rf"(?<![\d.@A-Za-z])(?:\+?(?:00)?86[- ]?)?\(?(?P<area>0?10|02\d|0[3-9]\d{{2}}|(?<=86[- ])[2-9]\d{{1,2}})\)?[- ]{{0,3}}(?P<local>[1-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}(?!\d)"
)
_MOBILE = re.compile(r"(?<![\d.@])(?:\+?86[- ]?)?(?P<local>1[3-9]\d[- ]?\d{4}[- ]?\d{4})(?!\d)")
_SERVICE = re.compile(rf"(?<!\d)(?P<local>[48]00[- ]?\d{{3,4}}[- ]?\d{{3,4}}){_EXTENSION}(?!\d)")
_BARE = re.compile(
    rf"(?<![\d.\-@A-Za-z])(?P<local>[2-9]\d{{2,3}}[- ]?\d{{4}}){_EXTENSION}(?![\d年.@:])"
)
_SHORT = re.compile(r"(?<!\d)(?P<local>12\d{3}|9[56]\d{3,4}|11[0-9])(?!\d)")
LABEL = re.compile(
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|反映|服务|意见|信访|固定|座机|热线|手机|移动|来访|接待|区委|意见箱)*"
    r"(?:电话|热线|手机|座机|话)(?:号码?|热线)?(?:\((?!0)[^()\d]{0,12}\))?)[:为是]*"
)
_NOT_A_PHONE = re.compile(
    r"(?:传真(?!\))|邮编|邮政编码|QQ|qq|微信号?|微信|编号|证号|账号|备案号?|邮箱|身份证号?码?)(?:号码|号)?[:为是]*(?:\d{3,4}-)?$"
)
_DATE_LIKE = re.compile(r"20\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])")


@dataclass(frozen=True, slots=True)
class Telephone:
    """A number at `text[start:end]`: `written` as it is put into the notice.

    `why` says what is unsure; a number whose area code is unknown carries a blank in its place.
    """

    start: int
    end: int
    written: str
    why: str = ""
    mobile: bool = False


def find_telephones(text: str) -> list[Telephone]:
    """All numbers in order; full ones before mobiles before bare ones where they overlap."""
    taken: list[Telephone] = []
    for form, make in (
        (_FULL, _full),
        (_SERVICE, _plain),
        (_MOBILE, _mobile),
        (_BARE, _bare),
        (_SHORT, _short),
    ):
        for match in form.finditer(text):
            if any(phone.start < match.end() and match.start() < phone.end for phone in taken):
                continue
            phone = make(text, match)
            if phone and not _NOT_A_PHONE.search(text[: match.start()]):
                taken.append(phone)
    return _with_area(sorted(taken, key=lambda phone: phone.start))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)


def _extension(match: re.Match[str]) -> str:
    extension = match["extension"] or match["dashed"]
    return f"转{extension}" if extension else ""


def _full(text: str, match: re.Match[str]) -> Telephone | None:
    area = match["area"] if match["area"].startswith("0") else "0" + match["area"]
    if area == "010" and not match["area"].startswith("0") and "86" not in match[0]:
        return None
    written = f"{area}-{_digits(match['local'])}{_extension(match)}"
    return Telephone(match.start(), match.end(), written) if parse_phone(written) else None


def _plain(text: str, match: re.Match[str]) -> Telephone | None:
    written = "-".join(re.split(r"[- ]", match["local"])) + _extension(match)
    return Telephone(match.start(), match.end(), written) if parse_phone(written) else None


def _mobile(text: str, match: re.Match[str]) -> Telephone | None:
    return Telephone(match.start(), match.end(), _digits(match["local"]), mobile=True)


def _bare(text: str, match: re.Match[str]) -> Telephone | None:
    """A number without an area code: only beside a label or another number, and no date."""
    digits = _digits(match["local"])
    labelled = LABEL.search(text[max(0, match.start() - 24) : match.start()])
    if not labelled or (
        _DATE_LIKE.fullmatch(digits) and not text[: match.start()].endswith(("电话:", "话:"))
    ):
        return None
    why = f"原文只写“{match[0]}”，没有区号"
    return Telephone(match.start(), match.end(), f"{BLANK}-{digits}{_extension(match)}", why)


def _short(text: str, match: re.Match[str]) -> Telephone | None:
    near = text[max(0, match.start() - 10) : match.start()]
    if not re.search(r"(?:电话|热线|拨打|手机|[、,/])[^\d。;]{0,6}$", near):
        return None
    if not re.search("拨打|" + LABEL.pattern, text[: match.start()]):
        return None
    return Telephone(match.start(), match.end(), match["local"])


def _with_area(phones: list[Telephone]) -> list[Telephone]:
    """Numbers without an area code take the one before them in the same list, unsure."""
    areas = {phone.written.partition("-")[0] for phone in phones if phone.written.startswith("0")}
    if len(areas) != 1:
        return phones
    area = areas.pop()
    completed = []
    for phone in phones:
        if phone.written.startswith(BLANK):
            number = area + phone.written.removeprefix(BLANK)
            why = f"{phone.why}，按另一个号码补为{area}"
            phone = Telephone(phone.start, phone.end, number, why)
        completed.append(phone)
    return completed
