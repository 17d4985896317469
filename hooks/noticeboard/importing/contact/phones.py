"""The telephones of a contact with hours, labels and what each is for; the fax numbers."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noticeboard.importing.contact.address import context
from noticeboard.importing.contact.hours import find_hours
from noticeboard.importing.contact.telephones import LABEL, Telephone, find_telephones
from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.normalize import NormalizedText, mask

_SMS_ONLY = re.compile(
    r"(?:只|仅|限|专)(?:用于|能|可)?(?:接受?收?|受理|收|限|发送?)?(?:手机)?短信(?:息)?|(?:请|可)?(?:发送?|编辑)短信|短信平台|"
    r"短信(?:举报|接收|受理|专用)?(?:号码|手机|电话|热线|号)?[:为是]|不接(?:听)?(?:来电|电话)|接收?短信|收短信|手机短信"
)
_DEPARTMENT = (
    r"[\u4e00-\u9fff]{1,14}?(?:办公室|党政办|综合办|巡察办|整改办|党委办|党建办|机关党委|机关纪委|纪委|纪检组|监察组|纪检监察室|党委|党组|党支部|党群部|人事科|"
    r"组织部|宣传部|政治处|政治部|[科处股室部站组局委院校镇乡村]|中心|公司|社区|街道|办)"
)
_BRACKET_AFTER = re.compile(rf"\((?P<label>{_DEPARTMENT})(?=[),、;])")
_BEFORE = re.compile(
    rf"(?:^|[,、;:。\n(/ ])(?P<label>{_DEPARTMENT})(?:的)?(?:(?:联系|监督|举报|咨询|办公|值班|受理)*(?:电话|座机|热线)(?:号码)?)?[: (]*$"
)
_BEFORE_COMMA = re.compile(
    r"(?:联系人|联系方式|联系电话|联系部门|[;。\n]|^)[:为]?(?P<label>[\u4e00-\u9fff]{0,12}(?:办公室|党政办|综合办|机关党委|机关纪委|纪委|[科处股]|组)),$"
)
_GENERIC_LABEL = re.compile(
    r"^(?:联系|监督|举报|咨询|受理|投诉|办公(?!室)|值班|及|和|或|也|还|可|请|向|与|拨打|致电|来电|为|我)+|^(?:联系方式|方式)$"
)
# 24小时热线：12345；…: a number in the clause of the hours, and that clause's end.
_OTHER_CLAUSE = re.compile(r"▪[^;。\n]*[;。\n]")
# A；B（24小时）: a later number in a clause of its own, right before its hours.
_OF_OTHER_NUMBER = re.compile(r"[;。\n].*▪\($", re.DOTALL)
_REST = re.compile(r"(?<![\dA-Za-z@._\-])\d[\d\- ]{4,}\d(?![\dA-Za-z@])")
_NO_HOURS = missing("contact.hours", "原文没有写接听时间")


@dataclass(frozen=True, slots=True)
class PhoneFields:
    """A telephone number, its hours, the department it belongs to, and whether it only takes messages."""

    number: ExtractedField
    hours: ExtractedField = _NO_HOURS
    label: str = ""
    sms_only: bool = False


def extract_phones(
    normalized: NormalizedText, text: str
) -> tuple[list[PhoneFields], ExtractedField | None, list[ExtractedField]]:
    """Return the phones, `contact.fax` if there is one, and notes on digits that are neither.

    In `text` e-mail and web addresses are masked.
    """
    telephones = find_telephones(text)
    first_by_number = {(phone.number, phone.fax): phone for phone in reversed(telephones)}
    distinct = sorted(first_by_number.values(), key=lambda phone: (phone.start, phone.number))
    fax = [phone for phone in distinct if phone.fax]
    phones = list(_phones(normalized, text, [phone for phone in distinct if not phone.fax]))
    faxes = [phone.number for phone in fax]
    reason = "；".join(dict.fromkeys(phone.reason for phone in fax if phone.reason))
    field = extracted("contact.fax", faxes, reason, context(text, fax[0].start)) if fax else None
    notes = list(_unread(text, telephones))
    if "短信" in text and not any(phone.sms_only for phone in phones):
        reason = "原文写到“短信”，没有看出是哪个号码"
        notes.append(missing("contact.phones", reason, context(text, text.find("短信"))))
    return phones, field, notes


def _phones(
    normalized: NormalizedText, text: str, phones: list[Telephone]
) -> Iterator[PhoneFields]:
    """Yield each number with its hours; a missing one for a label without a number."""
    label = LABEL.search(text)
    if not phones and label:
        reason = f"“{label[0].rstrip(':为是')}”后面没有号码"
        yield PhoneFields(missing("contact.phones", reason, context(text, label.start())))
    masked = _mask_telephones(text, phones)
    spans = find_hours(masked)
    following = [phone.start for phone in phones[1:]] + [len(masked)]
    for phone, limit in zip(phones, following, strict=False):
        number = extracted("contact.phones", phone.number, phone.reason, context(text, phone.start))
        span = _hours_span(phone, spans, masked)
        hours = _NO_HOURS
        if span:
            value = normalized.original(*span)
            hours = extracted("contact.hours", value, sentence=context(masked, span[0]))
        sms_only = phone.mobile and _has_sms_note(phone, limit, masked)
        yield PhoneFields(number, _NO_HOURS if sms_only else hours, _label(masked, phone), sms_only)


def _mask_telephones(text: str, phones: list[Telephone]) -> str:
    return mask(text, sorted({(phone.start, phone.end) for phone in phones}))


def _has_sms_note(phone: Telephone, limit: int, text: str) -> bool:
    """Return whether a note near a mobile number says that it only receives text messages."""
    end = min(max(limit, phone.end), phone.end + 18)
    return bool(
        re.match(rf"[^\n▪,、;。]{{0,14}}?(?:{_SMS_ONLY.pattern})", text[phone.end : end])
        or re.match(rf"[,、]?\(?(?:{_SMS_ONLY.pattern})", text[phone.end : end])
        or re.search(rf"(?:{_SMS_ONLY.pattern})[^▪\n。;,]{{0,10}}$", text[: phone.start])
    )


def _label(text: str, phone: Telephone) -> str:
    """Return the department in the bracket after a number, else in the words before it."""
    after = _BRACKET_AFTER.match(text, phone.end)
    before = None if after else _BEFORE.search(text[max(0, phone.start - 30) : phone.start])
    with_comma = _BEFORE_COMMA.search(text[max(0, phone.start - 40) : phone.start])
    match = after or before or with_comma
    return _GENERIC_LABEL.sub("", match["label"]) if match else ""


def _hours_span(
    phone: Telephone, spans: list[tuple[int, int]], text: str
) -> tuple[int, int] | None:
    """Return the next hours after a number, else the last before it that are of no other clause."""
    after = [
        span
        for span in spans
        if span[0] >= phone.end and not _OF_OTHER_NUMBER.search(text, phone.end, span[0])
    ]
    before = [
        span
        for span in spans
        if span[1] <= phone.start and not _is_of_earlier_number(text, span, phone.start)
    ]
    return next(iter([*after[:1], *before[-1:]]), None)


def _is_of_earlier_number(text: str, span: tuple[int, int], start: int) -> bool:
    """Return whether hours before a number at `start` belong only to the number that they follow.

    24小时热线：12345；…, 2345678（工作日）；…: that number's clause has ended.
    """
    follows_number = text.endswith("▪(", 0, span[0]) and re.search("[;。\n]", text[span[1] : start])
    return bool(follows_number or _OTHER_CLAUSE.search(text, span[1], start))


def _unread(text: str, phones: list[Telephone]) -> Iterator[ExtractedField]:
    """Yield a note for each number that is read as nothing."""
    masked = _mask_telephones(text, phones)
    masked = mask(masked, find_hours(masked))
    for match in _REST.finditer(masked):
        before = masked[max(0, match.start() - 12) : match.start()]
        is_other = re.search(
            r"邮编|邮政编[码号]|邮码|20\d\d年|QQ|微信|备案|[A-Za-z第]$|信箱", before
        )
        is_postcode = re.fullmatch(r"\d{6}", match[0]) and re.search(r"[,、( ]$", before)
        is_day = re.match(r"20\d{2}-\d{1,2}-\d{1,2}$|20\d{6}$", match[0])
        if is_other or is_postcode or is_day or re.match(r"[年月日时号信]", masked[match.end() :]):
            continue
        reason = f"联系方式里的“{match[0]}”没有认出来"
        yield missing("contact.phones", reason, context(text, match.start()))
