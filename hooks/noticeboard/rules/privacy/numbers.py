"""Rules about numbers of persons, however they are divided: identity, cards, mobile telephones."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence
from datetime import date
from functools import lru_cache
from itertools import accumulate
from typing import NamedTuple

from noticeboard.rules.privacy.base import Match
from noticeboard.rules.privacy.person_names import HAN, leading_name_length
from noticeboard.rules.privacy.plain_text import PlainText
from noticeboard.text.numerals import CHINESE_DIGITS

_CIRCLED = {
    chr(first + value): str(value + offset)
    for first, count, offset in (
        (0x2460, 9, 1), (0x2776, 9, 1), (0x2780, 9, 1), (0x278A, 9, 1), (0x24F5, 9, 1),
        (0x2074, 6, 4), (0x2080, 10, 0), (0x2488, 9, 1),
    )
    for value in range(count)
} | {"⓪": "0", "⓿": "0", "⁰": "0", "¹": "1", "²": "2", "³": "3"}  # fmt: skip
_LETTERS = dict.fromkeys("OoОоΟο", "0") | dict.fromkeys("lI", "1")
_DIGITS = {digit: digit for digit in "0123456789"} | CHINESE_DIGITS | _CIRCLED | _LETTERS
_DIGIT = f"[{''.join(_DIGITS)}]"
_CHAIN = re.compile(
    rf"{_DIGIT}(?:[^\w{''.join((*CHINESE_DIGITS, *_CIRCLED))}]{{0,14}}_?{_DIGIT}){{10,}}"
)
_TIGHT = frozenset(
    ("", " ", "-", ".", "·", "*", "**", "_", "'", "~", "`", "/", "\\", "+", "(", ")")
)
_SIZES = range(11, 21)
# What a chain can be part of, which is quicker to find.
_PART = re.compile(rf"{_DIGIT}(?:[^A-Za-z{HAN}]|{_DIGIT}){{10,}}+")
_MOBILE_SHAPES = frozenset(
    ((3, 4, 4), (3, 8), (7, 4), (4, 4, 3), (4, 3, 4), (3, 3, 5), (3, 5, 3), (4, 7), (1,) * 11)
)
_CARD_SHAPE = re.compile(r"(?:4,){3,4}[1-4],|6,(?:4,){2,3}[1-4]?,?|8,8,|(?:1,){16,19}")
_AMOUNT = re.compile(r"(?:\.\d{1,2})?\s*(?:[元万亿吨亩㎡%]|平方)")
_CARD_ISSUER = re.compile("62|4|5[1-5]|3[5-7]|60|68|9")
_CARD_LABEL = re.compile(r"(?:卡|存折|账|帐)(?:号码|号|户)?[\W_为是]{0,6}$")
_OTHER_LABEL = re.compile(
    r"(?:索引|文|编|单|票|批|序列|备案|流水|订单|合同|项目|登记|证|许可)号(?:码)?[^\d\n]{0,6}$|(?:代码|编码|条码)[^\d\n]{0,6}$"
)
_ID_LABEL = re.compile(r"(?:身份证|公民身份)(?:件)?(?:号码|号)?[ :为是()*|]{0,6}$")
_DISABILITY_LABEL = re.compile(r"残疾人?证(?:件)?(?:号码|号|编号)?[ :为是()*|]{0,6}$")
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
# The provinces of GB/T 2260 are 11 to 82; 91 is for permits of foreign residents.
_PROVINCES = frozenset((*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47)))
_PROVINCES |= frozenset((*range(50, 55), *range(61, 66), 71, 81, 82, 83, 91))
_CONTACT_PERSON = re.compile(r"联\s*系\s*人[ :：为是*|]{0,4}")
_PERSON_DISTANCE = 40


class Group(NamedTuple):
    """Adjacent digits of one form, and what parts them from the group before."""

    digits: str
    start: int
    end: int
    gap: str


class Span(NamedTuple):
    """Successive groups as one number."""

    digits: str
    start: int
    end: int
    shape: tuple[int, ...]
    gaps: tuple[str, ...]
    is_apart: bool
    """Whether no digit precedes or follows at a tight gap."""

    @property
    def is_tight(self) -> bool:
        """Whether only one sign or space parts the groups."""
        return all(gap in _TIGHT for gap in self.gaps)

    @property
    def is_uniform(self) -> bool:
        """Whether the same parts all groups."""
        return len(set(self.gaps)) <= 1


def id_number(plain: PlainText) -> Iterator[Match]:
    """通报里不能写身份证号码。"""
    end = 0
    for span in _spans(plain, (15, 17, 18, 20)):
        identity = _identity(plain.text, span) if span.start >= end else None
        if identity:
            end = identity.end
            yield identity


def bank_card(plain: PlainText) -> Iterator[Match]:
    """通报里不能写银行卡号。"""
    for span in _spans(plain, range(16, 20)):
        before = plain.text[max(span.start - 20, 0) : span.start]
        shape = "".join(f"{size}," for size in span.shape)
        is_card = len(span.shape) == 1 or (span.is_uniform and _CARD_SHAPE.fullmatch(shape))
        is_labelled = _CARD_LABEL.search(before)
        is_valid = has_luhn_check_digit(span.digits) or (len(span.shape) > 3 and is_card)
        issuer = is_valid and _CARD_ISSUER.match(span.digits)
        if (
            is_card
            and (is_labelled or (issuer and not _OTHER_LABEL.search(before)))
            and len(set(span.digits)) > 1
            and not _is_part_of_code(plain.text, span)
            and not is_id_number(span.digits)
        ):
            yield Match(span.start, span.end, "银行卡号")


def mobile_number(plain: PlainText) -> Iterator[Match]:
    """手机号码只能写在 contact 里，正文里的要与 contact 里的相同；不能是联系人私人的。"""
    for span in _spans(plain, (11, 12, 13, 15)):
        match = re.fullmatch(r"(?:0|(?:00)?86)?(1[3-9]\d{9})", span.digits)
        if not match or not _is_mobile(span) or _AMOUNT.match(plain.text, span.end):
            continue
        if match[1] not in plain.known:
            yield Match(span.start, span.end, "没有写在 contact 里的手机号码")
        elif _names_contact_person(plain.text[: span.start]):
            yield Match(span.start, span.end, "联系人私人的手机号码")


def _names_contact_person(before: str) -> bool:
    """Return whether the text just before a number names a contact person."""
    near = before[-_PERSON_DISTANCE:]
    return any(
        leading_name_length(near[label.end() :], is_labelled=True)
        for label in _CONTACT_PERSON.finditer(near)
    )


def _spans(plain: PlainText, sizes: Container[int]) -> Iterator[Span]:
    """Yield the numbers of one of the sizes, from successive groups of digits."""
    return (span for span in _all_spans(plain.text) if len(span.digits) in sizes)


@lru_cache(maxsize=4)  # several rules read the numbers of the same text
def _all_spans(text: str) -> tuple[Span, ...]:
    """Return the numbers of any size that a rule asks for."""
    return tuple(
        span
        for part in _PART.finditer(text)
        for chain in _CHAIN.finditer(text, *part.span())
        for span in _chain_spans(tuple(_groups(text, chain)))
    )


def _chain_spans(groups: Sequence[Group]) -> Iterator[Span]:
    """Yield the numbers that successive groups form."""
    digits = "".join(group.digits for group in groups)
    shape = tuple(len(group.digits) for group in groups)
    offsets = (0, *accumulate(shape))
    gaps = tuple(group.gap for group in groups)
    is_apart = (True, *(gap not in _TIGHT for gap in gaps[1:]), True)
    for first, group in enumerate(groups):
        for last in range(first, len(groups)):
            size = offsets[last + 1] - offsets[first]
            if size in _SIZES:
                yield Span(
                    digits[offsets[first] : offsets[last + 1]],
                    group.start,
                    groups[last].end,
                    shape[first : last + 1],
                    gaps[first + 1 : last + 1],
                    is_apart[first] and is_apart[last + 1],
                )
            if size >= _SIZES[-1]:
                break


def _groups(text: str, chain: re.Match[str]) -> Iterator[Group]:
    start = end = chain.start()
    digits = kind = gap = ""
    for at in range(chain.start(), chain.end()):
        character = text[at]
        is_letter = character in _LETTERS and not (digits and end == at)
        if character not in _DIGITS or is_letter:
            continue
        new_kind = "中" if character in CHINESE_DIGITS else "圈" if character in _CIRCLED else "1"
        if not digits:
            start = at
        elif end < at or new_kind != kind:
            yield Group(digits, start, end, gap)
            gap = re.sub(r"\s+", " ", text[end:at].replace("\n", "↵"))
            gap = gap.strip() or gap
            digits, start = "", at
        digits += _DIGITS[character]
        end, kind = at + 1, new_kind
    if digits:
        yield Group(digits, start, end, gap)


def _is_mobile(span: Span) -> bool:
    """Return whether the groups are divided as the digits of one number are."""
    shape = span.shape
    if len(shape) == 1:
        return True
    if shape[0] in (1, 2, 4) and span.digits[: shape[0]] in ("0", "86", "0086"):
        return _is_mobile(span._replace(shape=shape[1:], gaps=span.gaps[1:]))
    if shape in _MOBILE_SHAPES:
        return span.is_tight or span.is_uniform or "↵" in "".join(span.gaps)
    if len(shape) == 2 and "↵" in span.gaps[0]:
        return True
    return (
        span.is_tight and span.is_uniform and span.is_apart and (len(shape) <= 4 or max(shape) < 4)
    )


def _identity(text: str, span: Span) -> Match | None:
    """Return the identity number that the digits are, alone or with a last X."""
    before = text[max(span.start - 20, 0) : span.start]
    if _is_part_of_code(text, span):
        return None
    size, end = len(span.digits), span.end
    is_labelled = _ID_LABEL.search(before) is not None
    if size == 17:
        x = re.compile(r"[\W_]{0,3}[Xx×](?:\d\d)?(?![0-9A-Za-z×])").match(text, end)
        digits = f"{span.digits}X" if x else ""
        end = x.end() if x else end
    else:
        digits = span.digits
    if size == 15 and (is_labelled or (span.is_tight and is_id_number(digits))):
        return Match(span.start, end, "15 位身份证号码" if not is_labelled else "身份证号码")
    if size == 20 and (_DISABILITY_LABEL.search(before) or is_id_number(digits[:18])):
        return Match(span.start, end, "残疾人证号码") if len(span.shape) < 8 else None
    if len(digits) == 18:
        is_certain = is_id_number(digits) or is_labelled
        is_joined = span.is_tight or len(span.shape) == 2
        if is_certain or (is_joined and len(span.shape) < 6 and _has_birthday(digits)):
            return Match(span.start, end, "身份证号码")
    return None


def _is_part_of_code(text: str, span: Span) -> bool:
    """Return whether Latin letters, a decimal point or more digits belong to the number."""
    before, after = text[max(span.start - 2, 0) : span.start], text[span.end : span.end + 2]
    is_code = re.search(r"[0-9A-Za-z]$|\d\.$", before) or re.match(r"[0-9A-WYZa-wyz]|\.\d", after)
    return bool(is_code) and not re.search(r"[号码]:?[A-Za-z]{0,2}$", before)


def is_id_number(digits: str) -> bool:
    """Return whether it is an identity number: 18 digits with check digit (GB 11643-1999), or 15."""
    if not digits[:17].isdigit() or int(digits[:2]) not in _PROVINCES:
        return False
    if len(digits) == 15:
        return _is_day(f"19{digits[6:12]}", 1900)
    if len(digits) != 18 or not _is_day(digits[6:14], 1850):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(digits, _ID_WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == digits[17].upper()


def _has_birthday(digits: str) -> bool:
    """Return whether it is an identity number with a mistyped digit: of a person now alive."""
    return (
        int(digits[:2]) in _PROVINCES and digits[2:4] != "00" and _is_day(digits[6:14], 1920, 2020)
    )


def _is_day(digits: str, first_year: int, last_year: int = 2100) -> bool:
    try:
        day = date(int(digits[:4]), int(digits[4:6]), int(digits[6:]))
    except ValueError:
        return False
    return first_year <= day.year <= last_year


def has_luhn_check_digit(digits: str) -> bool:
    """Return whether the last digit is the check digit of the others (ISO/IEC 7812-1, annex B)."""
    doubled = [int(d) * (1 + n % 2) for n, d in enumerate(reversed(digits))]
    return sum(n - 9 if n > 9 else n for n in doubled) % 10 == 0
