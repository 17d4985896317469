"""Contact details: telephones with their hours, e-mail, address and postcode."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from noticeboard.importing.extract.field import ExtractedField, PhoneFields, extracted, missing
from noticeboard.importing.extract.telephones import LABEL, Telephone, find_telephones
from noticeboard.importing.normalize import NormalizedText, mask, normalize, normalize_text
from noticeboard.text.numerals import CHINESE_NUMBER

_LAST_LINES = 14
_MAX_LINE = 4000
_KEYWORD = re.compile(
    r"电话|手机号|联系方式|联系人|邮箱|信箱|电子邮件|地址|邮编|邮政编码|热线|来信|来访|短信|@|"
    r"(?:接听|受理|接访|来访|联系|公示)时间|欢迎.{0,30}(?:监督|意见|反映)"
)
_LABELLED = re.compile(r"(?:电话|热线|邮箱|信箱|联系方式|地址|手机|邮编)(?:\([^()]*\))?[:为是(]")
_CHANNEL = re.compile(r"电话|手机|联系方式|邮箱|信箱|邮件|地址|邮编|邮政编码|热线|寄[:至往到]|@")
_INVITATION = re.compile(
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
_NEXT_LABEL = (
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|接听|反映|专用|收|电子)*"
    r"(?:电话|邮箱|邮件|邮编|邮码|邮政编码|邮政编号|信箱|传真|手机|时间|联系人|收件人|网址|网站|微信|热线|工作日)|QQ|[Ee]-?mail)"
)
_ADDRESS = re.compile(
    rf"(?:(?<!邮箱)(?<!邮件)(?<!信箱)(?<!网站)(?<!网络)(?<!mail)"
    rf"(?:通讯|通信|联系|来信|来访|邮寄|信函|信件|办公|单位|收信|收件|接待|寄送|详细|具体|意见箱)*地\s?[址点][:为是]*|"
    rf"(?:邮寄|寄送|寄)(?:至|到|往|:)[:]?|请寄(?![至到往]):?|邮政(?:专用)?信箱[:为是]*|意见箱(?:设在|位于|设置在)[:]?)"
    rf"(?P<address>[^\n。;]*?)(?=\s*[,、;。( ]*(?:及|和|或)?{_NEXT_LABEL}|[。;\n]|$)"
)
_PLACE = re.compile(r"[路街道号楼室巷弄村镇区县市厦院馆层园座段里信箱]")

_TO = r"(?:-{1,2}|~{1,2}|至|到)"
_WEEKDAY = rf"(?:每?(?:周|星期|礼拜)[一二三四五六日天末](?:(?:{_TO}|、)(?:周|星期|礼拜)?[一二三四五六日天末])*)"
_DAYS = (
    rf"(?:{_WEEKDAY}|(?:法定|正常|每个?|各)?工作日(?:的)?(?:正常)?(?:上班|工作|办公)?(?:时间|期间|内)?|"
    r"(?:正常|机关|法定|非)?(?:上班|工作|办公)(?:时间|期间)内?|每[天日]|全天|24小时|工作时段|"
    r"(?:国家)?(?:法定)?(?:节假日|公休日|双休日|周末|休息日)(?:、(?:节假日|公休日|双休日))*(?:除外|休息|不休|照常)?|"
    r"(?:夏|冬|春|秋)[季令]?(?:时间|时)?|[5-9]月至(?:次年)?\d{1,2}月)"
)
_DAYTIME = r"(?:上午|下午|中午|早上?|晚上?|午后|午前|每[天日]|北京时间)"
_CLOCK = rf"(?:(?:[01]?\d|2[0-4])(?::[0-5]\d(?!\d)|[时点](?:[0-5]?\d分?|半|整|{CHINESE_NUMBER}分?)?)|{CHINESE_NUMBER}[时点](?:半|整|{CHINESE_NUMBER}分?)?)"
_BARE_CLOCK = r"(?:[01]?\d|2[0-4])(?:[.][0-5]\d)?"
_RANGE = rf"(?:{_DAYTIME}?(?:{_CLOCK}{_TO}{_DAYTIME}?{_CLOCK}|{_BARE_CLOCK}{_TO}{_DAYTIME}?{_CLOCK}|[01]?\d\.[0-5]\d{_TO}{_DAYTIME}?[012]?\d\.[0-5]\d))"
_PERIOD = rf"(?:{_DAYS}|{_RANGE}|{_DAYTIME})"
_SEPARATOR = r"[、,;:和及与/() ]{0,3}(?:其中|以及|为)?[、,;:和及与/() ]{0,2}"
_HOURS = re.compile(rf"(?<![\d一-鿿])?(?:{_DAYS}|{_RANGE})(?:{_SEPARATOR}{_PERIOD})*\)?")
_SMS_ONLY = re.compile(
    r"(?:只|仅|限|专)(?:用于|能|可)?(?:接受?收?|受理|收|限|发送?)?(?:手机)?短信(?:息)?|(?:请|可)?(?:发送?|编辑)短信|短信平台"
)
_GENERIC = {"工作时间", "办公时间", "上班时间"}
_STATES_TIME = re.compile(r"\d|工作日|周|星期|礼拜|每[天日]|全天|时间|[点时]")
_IN_PROSE = re.compile(
    r"工作日(?:内)?(?:办结|回复|答复|办理|完成)|个工作日|(?:工作|上班|办公)(?:时间|期间)(?:玩|违|饮|外出|[^\d,。;)]{0,6}问题)"
)

_NO_HOURS = missing("contact.hours", "原文没有写接听时间")


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact of a notice; `notes` are about values for which there is no field."""

    phones: tuple[PhoneFields, ...]
    email: ExtractedField
    address: ExtractedField
    postcode: ExtractedField
    notes: tuple[ExtractedField, ...] = ()


def contact_passage(lines: list[str]) -> str:
    """Return the passage that states the contact.

    It starts at the first contact line among the last ones; without any, it is every line of the
    text with a labelled number or an e-mail address.
    """
    last = range(max(0, len(lines) - _LAST_LINES), len(lines))
    candidates = [index for index in last if _CHANNEL.search(normalize_text(lines[index]))]
    candidates = [index for index in candidates if _is_contact(lines[index])] or candidates
    # A hotline that the rectification set up is no contact of the notice.
    candidates = [
        index
        for index in candidates
        if _INVITATION.search(normalize_text(lines[index][-_MAX_LINE:]))
    ] or candidates
    if candidates:
        return "\n".join(line[-_MAX_LINE:] for line in lines[candidates[0] :])
    return "\n".join(line for line in lines if len(line) <= _MAX_LINE and _is_contact(line))


def _is_contact(line: str) -> bool:
    text = normalize_text(line[-_MAX_LINE:])
    return bool(
        _KEYWORD.search(text)
        and (_LABELLED.search(text) or find_telephones(text) or _EMAIL.search(text))
    )


def extract_contact(passage: str) -> Contact:
    """Extract the contact from a passage of one or more lines."""
    normalized = normalize(passage)
    text = mask(normalized.text, (match.span() for match in _EMAIL.finditer(normalized.text)))
    text = mask(text, (match.span() for match in _URL.finditer(text)))
    first_by_number = {phone.number: phone for phone in reversed(find_telephones(text))}
    phones = sorted(first_by_number.values(), key=lambda phone: phone.start)
    email, *other_emails = _emails(normalized.text)
    return Contact(
        tuple(_phones(normalized, text, phones)),
        email,
        _address(normalized),
        _postcode(normalized.text),
        tuple(other_emails),
    )


def _phones(
    normalized: NormalizedText, text: str, phones: list[Telephone]
) -> Iterator[PhoneFields]:
    """Yield each number with its hours; a missing one for a label without a number."""
    label = LABEL.search(text)
    if not phones and label:
        reason = f"“{label[0].rstrip(':为是')}”后面没有号码"
        yield missing("contact.phones", reason, _context(text, label.start())), _NO_HOURS
    masked = mask(text, ((phone.start, phone.end) for phone in phones))
    spans = find_hours(masked)
    following = [phone.start for phone in phones[1:]] + [len(masked)]
    for phone, limit in zip(phones, following, strict=False):
        sentence = _context(text, phone.start)
        number = extracted("contact.phones", phone.number, phone.reason, sentence)
        span = _sms_note(phone, limit, masked) or _hours_span(phone, spans)
        if not span:
            yield number, _NO_HOURS
            continue
        hours = normalized.original(*span)
        yield number, extracted("contact.hours", hours, sentence=_context(masked, span[0]))


def _sms_note(phone: Telephone, limit: int, text: str) -> tuple[int, int] | None:
    """Return the span of a note near a mobile number that it only receives text messages."""
    if not phone.mobile:
        return None
    note = _SMS_ONLY.search(text, phone.end, min(limit, phone.end + 16))
    note = note or _SMS_ONLY.search(text, max(0, phone.start - 16), phone.start)
    return note.span() if note else None


def _hours_span(phone: Telephone, spans: list[tuple[int, int]]) -> tuple[int, int] | None:
    """Return the next hours after a number, else the last before it."""
    after = [span for span in spans if span[0] >= phone.end]
    before = [span for span in spans if span[1] <= phone.start]
    return next(iter([*after[:1], *before[-1:], *spans[:1]]), None)


def _emails(text: str) -> list[ExtractedField]:
    """Extract `contact.email`, followed by a note for each further address."""
    field = "contact.email"
    text = re.sub(r"(?<=[A-Za-z0-9]) ?@ ?(?=[A-Za-z0-9])", "@", text)
    first, *others = dict.fromkeys(match[0] for match in _EMAIL.finditer(text)) or [""]
    if not first:
        label = _EMAIL_LABEL.search(text)
        if not label:
            return [missing(field, "原文没有写电子邮箱")]
        reason = f"“{label[0].rstrip(':为是')}”后面没有可以识别的邮箱"
        return [missing(field, reason, _context(text, label.start()))]
    value = re.sub(r"\(at\)|\[at\]", "@", first).replace("。", ".")
    reason = "" if value == first else f"原文写作“{first}”"
    return [
        extracted(field, value, reason, _context(text, text.find(first))),
        *(extracted(field, "", f"还写了另一个邮箱 {other}，只能填一个", other) for other in others),
    ]


def _address(normalized: NormalizedText) -> ExtractedField:
    field, text = "contact.address", normalized.text
    blank = None
    for match in _ADDRESS.finditer(text):
        start, end = _trim(text, *match.span("address"), ":, ", ",、;( ")
        address = text[start:end]
        if _EMAIL.search(address) or address.startswith(("网", "邮")):
            continue
        if address.count("(") > address.count(")"):
            end = start + address.rfind("(")
        if end - start < 3:
            blank = blank or match
            continue
        reason = "" if _PLACE.search(text, start, end) else "不像一个地址"
        return extracted(field, normalized.original(start, end), reason, _context(text, start))
    if blank:
        return missing(field, "“地址”后面没有内容", _context(text, blank.start()))
    return missing(field, "原文没有写通信地址")


def _postcode(text: str) -> ExtractedField:
    field = "contact.postcode"
    match = _POSTCODE.search(text)
    if match:
        return extracted(field, match["code"], sentence=_context(text, match.start()))
    label = _POSTCODE_LABEL.search(text)
    if label:
        return missing(field, "“邮编”后面没有六位数字", _context(text, label.start()))
    return missing(field, "原文没有写邮政编码")


def find_hours(text: str) -> list[tuple[int, int]]:
    """Return (start, end) of each passage that states office hours."""
    spans: list[tuple[int, int]] = []
    for match in _HOURS.finditer(text):
        start, end = _trim_hours(text, *match.span())
        is_label = text[start:end] in _GENERIC and text.startswith(":", end)
        in_prose = _IN_PROSE.search(text, max(0, start - 2), end + 8)
        if end > start and not is_label and not in_prose and _STATES_TIME.search(text, start, end):
            spans.append((start, end))
    return spans


def _trim_hours(text: str, start: int, end: int) -> tuple[int, int]:
    """Trim a label, separators and unbalanced brackets."""
    label = re.match(r"(?:正常|机关)?(?:上班|工作|办公)时间[:为]", text[start:end])
    start += label.end() if label else 0
    start, end = _trim(text, start, end, "、,;: /)", "、,;: /(")
    while end > start and text.count(")", start, end) > text.count("(", start, end):
        closing = text.rfind(")", start, end)
        end = closing if closing >= start else end
    if text.count("(", start, end) > text.count(")", start, end):
        end = text.rfind("(", start, end)
    return _trim(text, start, end, "", "、,;: /(")


def _trim(text: str, start: int, end: int, leading: str, trailing: str) -> tuple[int, int]:
    while start < end and text[end - 1] in trailing:
        end -= 1
    while start < end and text[start] in leading:
        start += 1
    return start, end


def _context(text: str, offset: int) -> str:
    """Return the line or sentence around an offset, at most 120 characters."""
    start = max(text.rfind("\n", 0, offset), text.rfind("。", 0, offset)) + 1
    ends = [end for mark in "\n。" if (end := text.find(mark, offset)) >= 0]
    end = min(ends, default=len(text))
    return text[max(start, offset - 60) : min(end, offset + 60)]
