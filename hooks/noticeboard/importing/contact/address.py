"""E-mail address, postal address and postcode in a contact passage."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.importing.contact.hours import trim
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.normalize import NormalizedText

EMAIL = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]*(?:@|\(at\)|\[at\])(?:[A-Za-z0-9-]+[.。])+[A-Za-z]{2,10}(?![A-Za-z0-9])"
)
_SPACED_AT = re.compile(r"(?<=[A-Za-z0-9]) ?@ ?(?=[A-Za-z0-9])")
_BROKEN_EMAIL = re.compile(r"(?<=@)\n(?=[A-Za-z0-9-]+\.)|(?<=[A-Za-z0-9])\n(?=@)")
_EMAIL_LABEL = re.compile(
    r"(?:电子)?(?:邮箱|邮件)(?:地址)?[:为是]|电子信箱(?:地址)?[:为是]|[Ee]-?mail[:为是]?"
)
POSTCODE = re.compile(r"(?:邮政编码|邮政编号|邮编|邮码)[:为是]*(?P<code>\d{6})(?!\d)")
_POSTCODE_LABEL = re.compile(r"(?:邮政编码|邮编)[:为是]*(?!\d)")
_UNLABELLED_POSTCODE = re.compile(r"[,、;( ]{0,2}(?P<code>\d{6})(?!\d)(?=[),;。\n]|$)")
_NEXT_LABEL = (
    r"(?:(?:联系|监督|举报|咨询|受理|投诉|办公|值班|接听|反映|专用|收|电子)*"
    r"(?:电话|邮箱|邮件|邮编|邮码|邮政编码|邮政编号|电子信箱|传真|手机|时间|联系人|收件人|收信人|网址|网站|微信|热线|工作日)|QQ|[Ee]-?mail)"
)
_LABEL = (
    r"(?:(?<!邮箱)(?<!邮件)(?<!信箱)(?<!网站)(?<!网络)(?<!mail)"
    r"(?:通讯|通信|联系|来信|来访|邮寄|信函|信件|办公|单位|收信|收件|接待|寄送|详细|具体|意见箱|举报|受理)*地\s?[址点](?:及邮编)?[:为是]*|"
    r"(?:邮寄|寄送|(?<!邮)寄送?)(?:至|到|往|:)[:]?|请寄(?!送?[至到往])送?:?|邮政(?:专用)?信箱[:为是]+|(?:来信|信函|信件|书信|书面|当面|现场)(?:来访|反映|举报|投递)?[:]|(?<!\w)(?:来访(?:接待)?|接待来访|走访)[:]|(?:信件|来信|书信|邮件)(?:投递|投送|请寄送?)(?:地址)?[:至到]?|意见箱(?:设在|位于|设置在|地址)[:]?)"
)
_ADDRESS = re.compile(
    rf"{_LABEL}(?P<address>[^\n。;]*?)(?=\s*[,、;。( ]*(?:及|和|或)?{_NEXT_LABEL}|[。;\n]|$)"
)
# 长沙市第120号信箱, B30071邮政专用信箱: an address that needs no label.
_BOX = re.compile(
    r"(?P<address>[\u4e00-\u9fff]{0,14}(?:第)?[A-Z]{0,2}-?\d{1,7}号?(?:邮政)?(?:专用|专)?信箱(?:[\u4e00-\u9fff\d]{2,24}?收)?)"
)
_ENVELOPE = re.compile(
    r"\((?:注明|标明|写明|标注)[^()]*\)|[,、;(]*(?:来信)?(?:请?(?:在)?信封(?:上|封面|正面|左[上下]角)?(?:处)?(?:请)?|请)(?:注明|标明|写明|标注)[^,;。\n]*"
)
_PLACE = re.compile(r"[路街道号楼室巷弄村镇区县市厦院馆层园座段里箱社]")


def find_emails(text: str) -> list[ExtractedField]:
    """Extract `contact.email`, followed by a note for each further address."""
    name = "contact.email"
    text = _SPACED_AT.sub("@", text)
    whole = _BROKEN_EMAIL.sub("", text)
    is_broken, text = not EMAIL.search(text) and whole != text, whole
    first, *others = dict.fromkeys(match[0] for match in EMAIL.finditer(text)) or [""]
    if not first:
        label = _EMAIL_LABEL.search(text)
        if not label:
            return [missing(name, "原文没有写电子邮箱")]
        reason = f"“{label[0].rstrip(':为是')}”后面没有可以识别的邮箱"
        return [missing(name, reason, context(text, label.start()))]
    value = re.sub(r"\(at\)|\[at\]", "@", first).replace("。", ".")
    reason = "" if value == first else f"原文写作“{first}”"
    reason = join_reasons(reason, "原文断成了两行" if is_broken else "")
    return [
        extracted(name, value, reason, context(text, text.find(first))),
        *(extracted(name, "", f"还写了另一个邮箱 {other}，只能填一个", other) for other in others),
    ]


def find_addresses(normalized: NormalizedText) -> list[ExtractedField]:
    """Extract `contact.address`, followed by a note for each further one."""
    name, text = "contact.address", normalized.text
    spans = dict.fromkeys(_address_spans(text))
    addresses = [normalized.original(*span) for span in spans]
    if not addresses:
        blank = re.search(rf"{_LABEL}(?=[\n。;]|$)", text)
        reason = "“地址”后面没有内容" if blank else "原文没有写通信地址"
        return [missing(name, reason, context(text, blank.start()) if blank else "")]
    first, *others = dict.fromkeys(addresses)
    start = next(iter(spans))[0]
    reason = "" if _PLACE.search(first) else "不像一个地址"
    return [
        extracted(name, first, reason, context(text, start)),
        *(
            extracted(name, "", f"还写了另一个地址“{other}”，只能填一个", other)
            for other in others
            if other not in first and first not in other
        ),
    ]


def _address_spans(text: str) -> Iterator[tuple[int, int]]:
    """Yield (start, end) of each address, labelled ones first."""
    matches = [*_ADDRESS.finditer(text), *_BOX.finditer(text)]
    for match in matches:
        start, end = match.span("address")
        envelope = _ENVELOPE.search(text, start, end)
        end = envelope.start() if envelope else end
        start, end = trim(text, start, end, ":, 为是", ",、;(: ")
        address = text[start:end]
        if EMAIL.search(address) or address.startswith(("网", "邮箱", "http", "www")):
            continue
        if address.count("(") > address.count(")"):
            end = start + address.rfind("(")
            start, end = trim(text, start, end, "", ",、;: ")
        if address.count(")") > address.count("("):
            start, end = trim(text, start, end, "", ") ")
        if end - start >= 3 and not re.fullmatch(r"[\d\-]+", text[start:end]):
            code = re.search(r"[,、 (]*(?<!\d)\d{6}\)?$", text[start:end])
            yield start, end - (len(code[0]) if code and code.start() > 3 else 0)


def find_postcodes(text: str, address: str) -> list[ExtractedField]:
    """Extract `contact.postcode`, also one right after the address, unsure."""
    name = "contact.postcode"
    codes = list(dict.fromkeys(match["code"] for match in POSTCODE.finditer(text)))
    if codes:
        notes = [
            extracted(name, "", f"还写了另一个邮编 {code}，只能填一个", code) for code in codes[1:]
        ]
        return [extracted(name, codes[0], sentence=context(text, text.find(codes[0]))), *notes]
    after = text.find(address) + len(address) if address and address in text else -1
    unlabelled = _UNLABELLED_POSTCODE.match(text, after) if after > 0 else None
    if unlabelled:
        reason = "地址后面的六位数字，像是邮编"
        return [extracted(name, unlabelled["code"], reason, context(text, after))]
    label = _POSTCODE_LABEL.search(text)
    if label:
        return [missing(name, "“邮编”后面没有六位数字", context(text, label.start()))]
    return [missing(name, "原文没有写邮政编码")]


def context(text: str, offset: int) -> str:
    """Return the line or sentence around an offset, at most 120 characters."""
    start = max(text.rfind("\n", 0, offset), text.rfind("。", 0, offset)) + 1
    ends = [end for mark in "\n。" if (end := text.find(mark, offset)) >= 0]
    end = min(ends, default=len(text))
    return text[max(start, offset - 60) : min(end, offset + 60)]
