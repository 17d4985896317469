"""How the public can answer: telephones with their hours, e-mail, address, postcode."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.finding import Finding, found, missing, stated, unsure
from noticeboard.importing.extract.hours import SMS_ONLY, find_hours
from noticeboard.importing.extract.telephones import LABEL, Telephone, find_telephones
from noticeboard.importing.normalize import Plain, plain, plain_text

_TAIL = 14
_LONGEST = 4000
_SIGN = re.compile(
    r"电话|手机号|联系方式|联系人|邮箱|信箱|电子邮件|地址|邮编|邮政编码|热线|来信|来访|短信|@|"
    r"(?:接听|受理|接访|来访|联系|公示)时间|欢迎.{0,30}(?:监督|意见|反映)"
)
_CHANNEL = re.compile(r"电话|手机|联系方式|邮箱|信箱|邮件|地址|邮编|邮政编码|热线|寄[:至往到]|@")
_INVITES = re.compile(
    r"欢迎|如有|意见(?:和|与|、)?建议|联系方式|联系人|请.{0,12}(?:反映|反馈|联系)|公示|"
    r"^(?:[一二三四五六七八九十\d]+[、.]|\([^()]{1,3}\))?(?:联系|监督|举报|咨询|受理|投诉|值班|通讯|通信|邮寄|电子|办公|来信|来访)*"
    r"(?:电话|手机|座机|热线|邮箱|信箱|邮件|地址|邮编|邮政编码)"
)
_EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]*(?:@|\(at\)|\[at\])(?:[A-Za-z0-9-]+[.。])+[A-Za-z]{2,10}(?![A-Za-z0-9])"
)
_URL = re.compile(r"(?:https?://|www\.)[!-~]+")
_EMAIL_LABEL = re.compile(r"(?:电子)?(?:邮箱|邮件|信箱)(?:地址)?[:为是]|[Ee]-?mail[:为是]?")
_POSTCODE = re.compile(r"(?:邮政编码|邮政编号|邮编|邮码)[:为是]*(?P<code>\d{6})(?!\d)")
_POSTCODE_LABEL = re.compile(r"(?:邮政编码|邮编)[:为是]*(?!\d)")
_NEXT = (
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|接听|反映|专用|收|电子)*"
    r"(?:电话|邮箱|邮件|邮编|邮码|邮政编码|邮政编号|信箱|传真|手机|时间|联系人|收件人|网址|网站|微信|热线|工作日)|QQ|[Ee]-?mail)"
)
_ADDRESS = re.compile(
    rf"(?:(?<!邮箱)(?<!邮件)(?<!信箱)(?<!网站)(?<!网络)(?<!mail)"
    rf"(?:通讯|通信|联系|来信|来访|邮寄|信函|信件|办公|单位|收信|收件|接待|寄送|详细|具体|意见箱)*地\s?[址点][:为是]*|"
    rf"(?:邮寄|寄送|寄)(?:至|到|往|:)[:]?|请寄(?![至到往]):?|邮政(?:专用)?信箱[:为是]*|意见箱(?:设在|位于|设置在)[:]?)"
    rf"(?P<address>[^\n。;]*?)(?=\s*[,、;。( ]*(?:及|和|或)?{_NEXT}|[。;\n]|$)"
)
_PLACE = re.compile(r"[路街道号楼室巷弄村镇区县市厦院馆层园座段里信箱]")


@dataclass(frozen=True, slots=True)
class Contact:
    """`phones` pairs each number with its hours (empty value when none); the rest one field each."""

    phones: tuple[tuple[Finding, Finding], ...]
    email: Finding
    address: Finding
    postcode: Finding
    remarks: tuple[Finding, ...] = ()


def contact_passage(lines: list[str]) -> str:
    """The lines that give the contact: from the first telling one in the last lines to the end.

    Without one there, any line of the text with a labelled number or an e-mail address.
    """
    tail = max(0, len(lines) - _TAIL)
    telling = [
        index for index in range(tail, len(lines)) if _CHANNEL.search(plain_text(lines[index]))
    ]
    begins = [index for index in telling if _is_contact(lines[index])] or telling
    # A hotline that the rectification set up is no way to answer the notice.
    begins = [
        index for index in begins if _INVITES.search(plain_text(lines[index][-_LONGEST:]))
    ] or begins
    if begins:
        return "\n".join(line[-_LONGEST:] for line in lines[begins[0] :])
    return "\n".join(line for line in lines if len(line) <= _LONGEST and _is_contact(line))


def _is_contact(line: str) -> bool:
    text = plain_text(line[-_LONGEST:])
    labelled = re.search(
        r"(?:电话|热线|邮箱|信箱|联系方式|地址|手机|邮编)(?:\([^()]*\))?[:为是(]", text
    )
    return bool(_SIGN.search(text) and (labelled or find_telephones(text) or _EMAIL.search(text)))


def read_contact(passage: str) -> Contact:
    """The contact in a passage of one or more lines."""
    typed = plain(passage)
    mailless = _EMAIL.sub(lambda match: "▪" * len(match[0]), typed.text)
    mailless = _URL.sub(lambda match: "▪" * len(match[0]), mailless)
    phones = find_telephones(mailless)
    numbered = {phone.written: phone for phone in reversed(phones)}
    kept = sorted(numbered.values(), key=lambda phone: phone.start)
    email, more = _email(typed)
    return Contact(
        tuple(_phones(typed, mailless, kept)), email, _address(typed), _postcode(typed), tuple(more)
    )


def _phones(typed: Plain, text: str, phones: list[Telephone]) -> list[tuple[Finding, Finding]]:
    """Each number with its hours; one blank when there is a label and no number."""
    if not phones:
        label = LABEL.search(text)
        if label:
            why = f"“{label[0].rstrip(':为是')}”后面没有号码"
            return [(missing("contact.phones", why, _line(text, label.start())), _none())]
        return []
    masked = text
    for phone in phones:
        masked = masked[: phone.start] + "▪" * (phone.end - phone.start) + masked[phone.end :]
    spans = find_hours(masked)
    pairs = []
    for phone in phones:
        number = stated("contact.phones", phone.written, phone.why, _line(text, phone.start))
        pairs.append((number, _hours_of(phone, phones, spans, typed, masked)))
    return pairs


def _none() -> Finding:
    return missing("contact.hours", "原文没有写接听时间")


def _hours_of(
    phone: Telephone, phones: list[Telephone], spans: list[tuple[int, int]], typed: Plain, text: str
) -> Finding:
    """The hours of one number: its own note, else the next ones after it, else the last before."""
    following = [other.start for other in phones if other.start > phone.start]
    stop = min(following, default=len(text))
    note = SMS_ONLY.search(text, phone.end, min(stop, phone.end + 16))
    note = note or SMS_ONLY.search(text, max(0, phone.start - 16), phone.start)
    if note and phone.mobile:
        return found(
            "contact.hours", typed.typed(note.start(), note.end()), _line(text, note.start())
        )
    if not spans:
        return _none()
    after = [span for span in spans if span[0] >= phone.end]
    start, end = (
        after[0]
        if after
        else [span for span in spans if span[1] <= phone.start][-1]
        if any(span[1] <= phone.start for span in spans)
        else spans[0]
    )
    return found("contact.hours", typed.typed(start, end), _line(text, start))


def _email(typed: Plain) -> tuple[Finding, list[Finding]]:
    text = re.sub(r"(?<=[A-Za-z0-9]) ?@ ?(?=[A-Za-z0-9])", "@", typed.text)
    matches = list(dict.fromkeys(match[0] for match in _EMAIL.finditer(text)))
    if not matches:
        label = _EMAIL_LABEL.search(text)
        if label:
            why = f"“{label[0].rstrip(':为是')}”后面没有可以识别的邮箱"
            return missing("contact.email", why, _line(text, label.start())), []
        return missing("contact.email", "原文没有写电子邮箱"), []
    value = re.sub(r"\(at\)|\[at\]", "@", matches[0]).replace("。", ".")
    sentence = _line(text, text.find(matches[0]))
    why = "" if value == matches[0] else f"原文写作“{matches[0]}”"
    more = [
        unsure("contact.email", "", f"还写了另一个邮箱 {other}，只能填一个", other)
        for other in matches[1:]
    ]
    return stated("contact.email", value, why, sentence), more


def _address(typed: Plain) -> Finding:
    field = "contact.address"
    blank = None
    for match in _ADDRESS.finditer(typed.text):
        start, end = match.span("address")
        while start < end and typed.text[end - 1] in ",、;( ":
            end -= 1
        while start < end and typed.text[start] in ":, ":
            start += 1
        text = typed.text[start:end]
        if _EMAIL.search(text) or re.match(r"(?:网|邮)", text):
            continue
        if text.count("(") > text.count(")"):
            end = start + text.rfind("(")
        if len(typed.text[start:end]) < 3:
            blank = blank or match
            continue
        why = "" if _PLACE.search(typed.text[start:end]) else "不像一个地址"
        return stated(field, typed.typed(start, end), why, _line(typed.text, start))
    if blank:
        return missing(field, "“地址”后面没有内容", _line(typed.text, blank.start()))
    return missing(field, "原文没有写通信地址")


def _postcode(typed: Plain) -> Finding:
    match = _POSTCODE.search(typed.text)
    if match:
        return found("contact.postcode", match["code"], _line(typed.text, match.start()))
    label = _POSTCODE_LABEL.search(typed.text)
    why = "“邮编”后面没有六位数字" if label else "原文没有写邮政编码"
    return missing("contact.postcode", why, _line(typed.text, label.start()) if label else "")


def _line(text: str, at: int) -> str:
    """The line or sentence around a place, at most 120 characters."""
    begin = max(text.rfind("\n", 0, at), text.rfind("。", 0, at)) + 1
    ends = [end for mark in "\n。" if (end := text.find(mark, at)) >= 0]
    end = min(ends, default=len(text))
    return text[max(begin, at - 60) : min(end, at + 60)]
