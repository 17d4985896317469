"""Rules about personal data: private numbers, addresses and identity documents.

Only a `privacy_ok` entry with a reason suppresses a finding, so that reviewers see it. Messages
mask the match, because logs remain after the file is corrected.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id
from noticeboard.rules.person_names import trailing_name_length


class Line(NamedTuple):
    """A line of the file; `number` counts from 1.

    `text` has its digits, brackets and separators in half width, one character for each;
    `known` is the compact text of the notice's own contact.
    """

    number: int
    text: str
    known: str


class Match(NamedTuple):
    """A span of a line, from 0, that holds personal data; `category` is shown in the message."""

    start: int
    end: int
    category: str


PrivacyRule = Callable[[Line], Iterator[Match]]

_HALF_WIDTH = str.maketrans("０１２３４５６７８９Ｘｘ－–—−　（）：，＋", "0123456789Xx---- ():,+")
_SEPARATORS = re.compile(r"[\s()\-,:]")
# Fields whose digits belong to nobody: addresses, checksums, and the exceptions themselves.
_EXEMPT_FIELDS = frozenset({"privacy_ok", "source"})
_URL = re.compile(r"https?://[^\s)>\]]+|\]\([^)\s]+\)")

_LONG_NUMBER = re.compile(r"[0-9０-９][0-9０-９ 　－–—−-]{9,}[0-9０-９]")
# The longest landline, such as 0717-6668888 with blanks; only landlines begin with a zero.
_MAX_LANDLINE = 14
_KEYWORDS = (
    "身份证", "公民身份", "护照", "社保卡", "银行卡", "住址", "住在", "家住",
    "现住", "暂住", "居住", "户籍", "户口", "家庭地址", "单元",
)  # fmt: skip

_ID_18 = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}([ -]?)(?:18|19|20)\d{6}\1\d{3}[\dXx](?![0-9A-Za-z])"
)
_ID_15 = re.compile(r"(?<![0-9A-Za-z.])[1-9]\d{5}([ -]?)\d{6}\1\d{3}(?![0-9A-Za-z.])")
_ID_LABELLED = re.compile(
    r"(?:身份证|公民身份)(?:件)?(?:号码|号)?[ :为是()]{0,4}([1-9]\d{16}[\dXx]|[1-9]\d{14})(?!\d)"
)
_CARD = re.compile(
    r"(?<![0-9A-Za-z.])(?:[1-9]\d{15,18}|[1-9]\d{3}([ -])\d{4}\1\d{4}\1\d{4}(?:\1\d{1,3})?)"
    r"(?![0-9A-Za-z.])"
)
_MOBILE = re.compile(
    r"(?<![\d.])(?:\+?86[ -]?)?(1[3-9]\d([ -]?)\d{4}\2\d{4})(?![\d.]*\d)(?!\s*[元万亿])"
)
_HOUSE = r"[0-9一二三四五六七八九十百]+(?:号|幢|栋|弄|单元|室|组)"
_HOME = re.compile(
    r"(?:住址|家庭地址|家住|现住|暂住|住在|居住地址?|居住[于在]|户籍地址?|户籍所在地|户口所在地)"
    rf"[^。；;\n]{{0,40}}?{_HOUSE}"
)
_FLAT = re.compile(
    r"(?:\d{1,6}(?:栋|幢|号楼|座)[^。；，,;\n]{0,4})?\d{1,6}单元[^。；，,;\n]{0,3}?\d{2,4}(?:室|号|户|房|$|\D)"
)
_DOCUMENT = re.compile(
    r"(?P<between>[ :,、(]{0,2}(?:的)?)(?:居民)?(?:身份证|公民身份号码|护照|社保卡|银行卡)"
)
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# The provinces of GB/T 2260 are 11 to 82; 91 is for permits of foreign residents.
_PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)))
_PROVINCES |= frozenset((*range(50, 55), *range(61, 66), 71, 81, 82, 83, 91))


def id_number(line: Line) -> Iterator[Match]:
    """通报里不能写身份证号码。"""
    matches: dict[int, Match] = {}
    for match in _ID_18.finditer(line.text):
        if is_id_number(_digits(match[0])):
            matches[match.start()] = Match(match.start(), match.end(), "身份证号码")
    for match in _ID_15.finditer(line.text):
        if is_id_number(_digits(match[0])):
            matches[match.start()] = Match(match.start(), match.end(), "15 位身份证号码")
    for match in _ID_LABELLED.finditer(line.text):
        # The label decides, even if a mistyped digit breaks the check digit.
        matches.setdefault(match.start(1), Match(match.start(1), match.end(1), "身份证号码"))
    yield from matches.values()


def bank_card(line: Line) -> Iterator[Match]:
    """通报里不能写银行卡号。"""
    for match in _CARD.finditer(_blank_urls(line.text)):
        digits = _digits(match[0])
        if has_luhn_check_digit(digits) and not is_id_number(digits) and len(set(digits)) > 1:
            yield Match(match.start(), match.end(), "银行卡号")


def mobile_number(line: Line) -> Iterator[Match]:
    """手机号码只能写在 contact 里；正文里的手机号码要与 contact 里的相同。"""
    for match in _MOBILE.finditer(_blank_urls(line.text)):
        if _digits(match[1]) not in line.known:
            yield Match(match.start(), match.end(), "没有写在 contact 里的手机号码")


def home_address(line: Line) -> Iterator[Match]:
    """通报里不能写带门牌号的家庭住址。"""
    match = _HOME.search(line.text) or _FLAT.search(line.text)
    if match and _compact(match[0]) not in line.known:
        yield Match(match.start(), match.end(), "带门牌号的住址")


def personal_paper(line: Line) -> Iterator[Match]:
    """通报里不能把姓名和身份证等证件写在一起。"""
    for match in _DOCUMENT.finditer(line.text):
        length = trailing_name_length(line.text[: match.start()])
        if length:
            yield Match(match.start() - length, match.end(), "姓名和证件")


PRIVACY_RULES: tuple[PrivacyRule, ...] = (
    id_number,
    bank_card,
    mobile_number,
    home_address,
    personal_paper,
)


def check_privacy(parsed: ParsedNotice) -> Iterator[Problem]:
    """Yield the findings that no `privacy_ok` entry suppresses, and the entries without use."""
    exceptions = parsed.notice.privacy_ok if parsed.notice else ()
    allowed = [_compact(entry.what) for entry in exceptions]
    used: set[int] = set()
    for line in _candidate_lines(parsed):
        for rule in PRIVACY_RULES:
            for match in rule(line):
                compact = _compact(line.text[match.start : match.end])
                suppressing = [n for n, text in enumerate(allowed) if compact in text]
                used.update(suppressing)
                if not suppressing:
                    yield _private(parsed.path, rule, line, match)
    for index in range(len(exceptions)):
        if index not in used:
            yield _unused(parsed, index)


def _private(path: str, rule: PrivacyRule, line: Line, match: Match) -> Problem:
    shown = mask(line.text[match.start : match.end])
    help_text = (
        "删去，或用“某”“*”代替；确实可以公开的，在元数据里写 "
        "privacy_ok: [{what: 这段文字, reason: 为什么可以公开、谁同意的}]"
    )
    message = f"这里像是{match.category}：{shown}"
    place = (line.number, match.start + 1)
    return Problem(path, *place, rule_id(rule), "error", message, help_text)


def _unused(parsed: ParsedNotice, index: int) -> Problem:
    place = parsed.place("privacy_ok", index)
    message = f"privacy_ok 第{index + 1}条没有对应到检查指出的文字"
    help_text = "照原样写检查指出的那段文字；已经删去的，这一条也删去"
    return Problem(parsed.path, *place, rule_id(privacy_ok_unused), "warning", message, help_text)


def privacy_ok_unused() -> None:
    """privacy_ok 的每一条都要对应一处检查指出的文字。"""


def _candidate_lines(parsed: ParsedNotice) -> Iterator[Line]:
    """Yield the lines that may hold personal data."""
    body, head = _candidate_numbers(parsed.body), _candidate_numbers(parsed.front_matter)
    if not body and not head:
        return
    fields = list(_front_matter_lines(parsed.front_matter))
    known = _compact("".join(text for text, name in fields if name == "contact"))
    for number in head:
        text, name = fields[number]
        if name not in _EXEMPT_FIELDS:
            yield Line(number + 2, text.translate(_HALF_WIDTH), known)
    lines = parsed.body.split("\n")
    for number in body:
        yield Line(parsed.body_line + number, lines[number].translate(_HALF_WIDTH), known)


def _candidate_numbers(text: str) -> list[int]:
    """Return the numbers, from 0, of the lines with a long number or a keyword."""
    offsets = [
        match.start()
        for match in _LONG_NUMBER.finditer(text)
        if match[0][0] not in "0０" or len(match[0]) > _MAX_LANDLINE
    ]
    for word in _KEYWORDS:
        at = text.find(word)
        while at >= 0:
            offsets.append(at)
            at = text.find(word, at + 1)
    lines: set[int] = set()
    line = before = 0
    for offset in sorted(offsets):
        line += text.count("\n", before, offset)
        before = offset
        lines.add(line)
    return sorted(lines)


def _front_matter_lines(front_matter: str) -> Iterator[tuple[str, str]]:
    """Yield the text and the top-level field of each line of the front matter."""
    name = ""
    for text in front_matter.split("\n"):
        match = re.match(r"([A-Za-z_]+)\s*[:：]", text)
        name = match[1] if match else name
        yield text, name


def is_id_number(digits: str) -> bool:
    """Tell whether it is an identity number: 18 digits with check digit (GB 11643-1999), or 15."""
    if not digits[:17].isdigit() or int(digits[:2]) not in _PROVINCES:
        return False
    if len(digits) == 15:
        return _is_day(f"19{digits[6:12]}")
    if len(digits) != 18 or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_day(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def has_luhn_check_digit(digits: str) -> bool:
    """Tell whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def mask(text: str) -> str:
    """Return the text with its middle replaced by asterisks."""
    if len(text) <= 2:
        return "**"
    shown = 3 if len(text) > 8 else 1
    return f"{text[:shown]}{'*' * (len(text) - 2 * shown)}{text[-shown:]}"


def _blank_urls(text: str) -> str:
    """Replace web addresses by as many blanks: their digits are no personal data."""
    return _URL.sub(lambda url: " " * len(url[0]), text)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text.translate(_HALF_WIDTH))
