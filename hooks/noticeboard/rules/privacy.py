"""What does not belong in a public notice: private numbers, addresses and papers.

Only a reasoned entry of `privacy_ok` in the file itself lifts a finding, so that a reviewer sees
it. Messages show a part of what was found: they are kept where the file may be mended.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import NamedTuple

from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id
from noticeboard.rules.names import name_at_end


class Line(NamedTuple):
    """A line of the file.

    `text` has its digits, brackets and separators made half-width, character by character;
    `known` are the mobile numbers and the address of the notice's own contact.
    """

    number: int
    text: str
    known: str


class Match(NamedTuple):
    """Where something private stands in a line, from 0, and a word for it."""

    start: int
    end: int
    name: str


PrivacyRule = Callable[[Line], Iterator[Match]]

_WIDE = str.maketrans("０１２３４５６７８９Ｘｘ－–—−　（）：，＋", "0123456789Xx---- ():,+")
_SEPARATORS = re.compile(r"[\s()\-,:]")
# Fields whose digits are no one's: checksums and addresses, and the exceptions themselves.
_EXEMPT_PARTS = frozenset({"privacy_ok", "source"})
_URL = re.compile(r"https?://[^\s)>\]]+|\]\([^)\s]+\)")

_LONG_NUMBER = re.compile(r"[0-9０-９][0-9０-９ 　－–—−-]{9,}[0-9０-９]")
# 0717-6668888 with blanks; no longer number begins with a zero.
_LANDLINE = 14
_WORDS = (
    "身份证",
    "公民身份",
    "护照",
    "社保卡",
    "银行卡",
    "住址",
    "住在",
    "家住",
    "现住",
    "暂住",
    "居住",
    "户籍",
    "户口",
    "家庭地址",
    "单元",
)

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
_PAPER = re.compile(
    r"(?P<between>[ :,、(]{0,2}(?:的)?)(?:居民)?(?:身份证|公民身份号码|护照|社保卡|银行卡)"
)
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# 11 to 82: the provinces of GB/T 2260; 91 for permits of foreign residents.
_PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)))
_PROVINCES |= frozenset((*range(50, 55), *range(61, 66), 71, 81, 82, 83, 91))


def id_number(line: Line) -> Iterator[Match]:
    """通报里不能写身份证号码。"""
    found: dict[int, Match] = {}
    for match in _ID_18.finditer(line.text):
        if is_id_number(_digits(match[0])):
            found[match.start()] = Match(match.start(), match.end(), "身份证号码")
    for match in _ID_15.finditer(line.text):
        if is_id_number(_digits(match[0])):
            found[match.start()] = Match(match.start(), match.end(), "15 位身份证号码")
    for match in _ID_LABELLED.finditer(line.text):
        # Named as one, it is one, though a digit may be mistyped.
        found.setdefault(match.start(1), Match(match.start(1), match.end(1), "身份证号码"))
    yield from found.values()


def bank_card(line: Line) -> Iterator[Match]:
    """通报里不能写银行卡号。"""
    for match in _CARD.finditer(_without_addresses(line.text)):
        digits = _digits(match[0])
        if has_luhn_digit(digits) and not is_id_number(digits) and len(set(digits)) > 1:
            yield Match(match.start(), match.end(), "银行卡号")


def mobile_number(line: Line) -> Iterator[Match]:
    """手机号码只能写在 contact 里；正文里的手机号码要与 contact 里的相同。"""
    for match in _MOBILE.finditer(_without_addresses(line.text)):
        if _digits(match[1]) not in line.known:
            yield Match(match.start(), match.end(), "没有写在 contact 里的手机号码")


def home_address(line: Line) -> Iterator[Match]:
    """通报里不能写带门牌号的家庭住址。"""
    found = _HOME.search(line.text) or _FLAT.search(line.text)
    if found and _compact(found[0]) not in line.known:
        yield Match(found.start(), found.end(), "带门牌号的住址")


def personal_paper(line: Line) -> Iterator[Match]:
    """通报里不能把姓名和身份证等证件写在一起。"""
    for match in _PAPER.finditer(line.text):
        length = name_at_end(line.text[: match.start()])
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
    """Every finding that no entry of the file's own `privacy_ok` lifts."""
    exceptions = parsed.notice.privacy_ok if parsed.notice else ()
    allowed = [_compact(entry.what) for entry in exceptions]
    used: set[int] = set()
    for line in _suspicious(parsed):
        for rule in PRIVACY_RULES:
            for match in rule(line):
                compact = _compact(line.text[match.start : match.end])
                lifting = [n for n, text in enumerate(allowed) if compact in text]
                used.update(lifting)
                if not lifting:
                    yield _private(parsed.path, rule, line, match)
    for index in range(len(exceptions)):
        if index not in used:
            yield _unused(parsed, index)


def _private(path: str, rule: PrivacyRule, line: Line, match: Match) -> Problem:
    shown = masked(line.text[match.start : match.end])
    remedy = (
        "删去，或用“某”“*”代替；确实可以公开的，在元数据里写 "
        "privacy_ok: [{what: 这段文字, reason: 为什么可以公开、谁同意的}]"
    )
    message = f"这里像是{match.name}：{shown}"
    place = (line.number, match.start + 1)
    return Problem(path, *place, rule_id(rule), "error", message, remedy)


def _unused(parsed: ParsedNotice, index: int) -> Problem:
    place = parsed.place("privacy_ok", index)
    message = f"privacy_ok 第{index + 1}条没有对应到检查指出的文字"
    remedy = "照原样写检查指出的那段文字；已经删去的，这一条也删去"
    return Problem(parsed.path, *place, rule_id(privacy_ok_unused), "warning", message, remedy)


def privacy_ok_unused() -> None:
    """privacy_ok 的每一条都要对应一处检查指出的文字。"""


def _suspicious(parsed: ParsedNotice) -> Iterator[Line]:
    """The lines that may hold something private."""
    body, head = _suspicious_lines(parsed.body), _suspicious_lines(parsed.head)
    if not body and not head:
        return
    parts = list(_head_lines(parsed.head))
    known = _compact("".join(text for text, part in parts if part == "contact"))
    for number in head:
        text, part = parts[number]
        if part not in _EXEMPT_PARTS:
            yield Line(number + 2, text.translate(_WIDE), known)
    lines = parsed.body.split("\n")
    for number in body:
        yield Line(parsed.body_line + number, lines[number].translate(_WIDE), known)


def _suspicious_lines(text: str) -> list[int]:
    """The lines, from 0, with a long number or a word of this module."""
    offsets = [
        found.start()
        for found in _LONG_NUMBER.finditer(text)
        if found[0][0] not in "0０" or len(found[0]) > _LANDLINE
    ]
    for word in _WORDS:
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


def _head_lines(head: str) -> Iterator[tuple[str, str]]:
    """Text and top field of each line of the front matter."""
    part = ""
    for text in head.split("\n"):
        found = re.match(r"([A-Za-z_]+)\s*[:：]", text)
        part = found[1] if found else part
        yield text, part


def is_id_number(digits: str) -> bool:
    """Whether it is an identity number: 18 digits with the check digit of GB 11643-1999, or 15."""
    if not digits[:17].isdigit() or int(digits[:2]) not in _PROVINCES:
        return False
    if len(digits) == 15:
        return _is_day(f"19{digits[6:12]}")
    if len(digits) != 18 or not _is_day(digits[6:14]):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _is_day(digits: str) -> bool:
    try:
        return 1850 <= date(int(digits[:4]), int(digits[4:6]), int(digits[6:])).year <= 2100
    except ValueError:
        return False


def has_luhn_digit(digits: str) -> bool:
    """Whether the last digit checks the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0


def masked(text: str) -> str:
    """The text with its middle hidden."""
    shown = 3 if len(text) > 8 else 1
    return (
        f"{text[:shown]}{'*' * (len(text) - 2 * shown)}{text[-shown:]}" if len(text) > 2 else "**"
    )


def _without_addresses(text: str) -> str:
    """The text with blanks for its web addresses, whose digits are no one's."""
    return _URL.sub(lambda url: " " * len(url[0]), text)


def _digits(text: str) -> str:
    return re.sub(r"[^0-9Xx]", "", text)


def _compact(text: str) -> str:
    return _SEPARATORS.sub("", text.translate(_WIDE))
