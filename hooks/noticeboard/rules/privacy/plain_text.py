"""The one view of a notice that all rules about personal data read.

In it, digits, letters and separators have half width, lines and spaces that part the characters of a
Chinese word are joined, and invisible characters, escapes and web addresses are gone. A cell of a table is
also read after the heading of its column. Each character knows its place in the file.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

from noticeboard.rules.privacy.person_names import HAN
from noticeboard.text.lookalikes import STANDARD

_DASHES = "‐‑‒–—―−﹣－"
_SPACES = "\t\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_HALF_WIDTH = (
    {chr(point): chr(point - 0xFEE0) for point in range(0xFF01, 0xFF5F)}
    | dict.fromkeys("，！；？", "，")
    | dict.fromkeys(_DASHES, "-")
    | dict.fromkeys(_SPACES, " ")
    | dict(zip("∶﹕﹡∗․•・‧", "::**.···", strict=True))
)
# A run is tried once, from its start. The pattern begins with a set, which is fast to search.
_WHITE = re.compile(rf"[ \n](?<=[{HAN}][ \n])[ \n]*+(?=[{HAN}])")
# Default-ignorable and combining characters; the view holds one sign for all, which is fast to find.
_INVISIBLE_RANGES = (
    (0xAD, 0xAE), (0x300, 0x370), (0x200B, 0x2010), (0x202A, 0x202F), (0x2060, 0x2065),
    (0x20D0, 0x20F1), (0xFE00, 0xFE10), (0xFEFF, 0xFF00),
)  # fmt: skip
_INVISIBLE = "\uffff"
for _start, _end in _INVISIBLE_RANGES:
    _HALF_WIDTH |= dict.fromkeys(map(chr, range(_start, _end)), _INVISIBLE)
_HALF_WIDTH |= {chr(rare): _HALF_WIDTH.get(common, common) for rare, common in STANDARD.items()}
_REPLACED = frozenset(wide for wide, half in _HALF_WIDTH.items() if wide != half)
# Most texts hold no others of these, which a search for what is unusual proves at once.
_COMMON = tuple(_REPLACED.intersection("：（）；！？－—％０１２３４５６７８９\u3000／．"))
_UNUSUAL = re.compile("[^\n -~‘’“”…、。《》【】〔〕〇，\u4e00-\u9fff]")
# What readers do not see, each with a sign without which the pattern need not be searched for.
_HIDDEN = (
    (_INVISIBLE, re.compile(f"{_INVISIBLE}+")),
    ("\\", re.compile(r"\\(?=[!-/:-@\[-`{-~])")),
    ("&", re.compile("&nbsp;|&#160;")),
    ("http", re.compile(r"https?://[^\s)>\]]+")),
    (
        "](",
        re.compile(r"(?<=\])\((?!\s*<?(?:tel|sms|mailto|callto|skype|weixin|wechat):)[^)\s]*\)"),
    ),
    ("%", re.compile(r"(?<=[0-9:])%3(?=[0-9])|(?<=[0-9])%2[0dD]")),
)
_ROW = re.compile(r"^ {0,3}\|.*$", re.MULTILINE)
_RULE = re.compile(r"[ |:-]+")
_PERSONAL_HEADING = re.compile(
    "姓名|户|举报|信访|投诉|申请人|当事|学生|患者|村民|居民|老人|儿童"
    "|(?<!序)号|证|卡|电话|手机|微信|QQ|账|住址|地址|车牌"
)
_ADDRESS = re.compile(r"(?:https?://|mailto:|(?<=\]\())[^\s()<>\]]+")
_ENCODED = re.compile(r"%(?:3|ef%bc%9)(\d)|%..|.", re.IGNORECASE | re.DOTALL)
# The digits of addresses belong to nobody, other than a birthday and a value that looks like a telephone.
_NUMBER_IN_ADDRESS = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d\d(?:0[1-9]|1[0-2])[0-3]\d{4}[\dXx](?![0-9A-Za-z])"
    r"|(?<==)(?:\+?86)?1[3-9]\d{9}(?![0-9A-Za-z])"
)


@dataclass(frozen=True, slots=True)
class PlainText:
    """A text without what readers do not see, and the index in the source of its parts.

    `starts` and `origins` are the first index of each part in `text` and in the source. `known` is
    the compact text of the notice's own contact.
    """

    text: str
    starts: tuple[int, ...]
    origins: tuple[int, ...]
    known: str = ""

    def origin(self, index: int) -> int:
        """Return the index in the source of a character of `text`."""
        part = bisect_right(self.starts, index) - 1
        return self.origins[part] + index - self.starts[part]


def plain_text(source: str, known: str = "") -> PlainText:
    """Return the view of a source."""
    half = _half_width(source)
    parts, starts, origins = [], [0], [0]
    at = size = 0
    for start, end in sorted((*_unseen(half), *_white(half))):
        if start < at:
            continue
        parts.append(half[at:start])
        size += start - at
        at = end
        starts.append(size)
        origins.append(at)
    parts.append(half[at:])
    return PlainText("".join(parts), tuple(starts), tuple(origins), known)


def numbers_in_addresses(source: str, known: str = "") -> Iterator[PlainText]:
    """Yield each number in an address that only a person can have, also with encoded digits."""
    if not any(sign in source for sign in ("http", "mailto:", "](")):
        return
    for address in _ADDRESS.finditer(source):
        tokens = list(_ENCODED.finditer(_half_width(address[0])))
        text = "".join(one[1] or one[0][0] for one in tokens)
        for number in _NUMBER_IN_ADDRESS.finditer(text):
            places = tokens[number.start() : number.end()]
            origins = tuple(address.start() + one.start() for one in places)
            yield PlainText(number[0], tuple(range(len(origins))), origins, known)


def _unseen(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans that readers do not see."""
    for sign, pattern in _HIDDEN:
        if sign in text:
            yield from (match.span() for match in pattern.finditer(text))
    yield from _comments(text)


def _white(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of white space between two Han characters, but of no paragraph's end."""
    for match in _WHITE.finditer(text):
        if match[0].count("\n") < 2:
            yield match.span()


def _comments(text: str) -> Iterator[tuple[int, int]]:
    """Yield the spans of comments; a pattern would read the rest of the text for each open one."""
    start = text.find("<!--")
    while start >= 0 and (end := text.find("-->", start)) >= 0:
        yield start, end + len("-->")
        start = text.find("<!--", end)


def _half_width(text: str) -> str:
    """Return the text in half width, without look-alikes; far faster than `translate`."""
    for character in _COMMON:
        if character in text:
            text = text.replace(character, _HALF_WIDTH[character])
    for character in _REPLACED.intersection(text) if _UNUSUAL.search(text) else ():
        text = text.replace(character, _HALF_WIDTH[character])
    return text


def table_cells(plain: PlainText) -> Iterator[PlainText]:
    """Yield each cell of the tables as “heading:cell”."""
    if "|" not in plain.text:
        return
    headings: list[str] = []
    previous: re.Match[str] | None = None
    start = plain.text.rfind("\n", 0, plain.text.index("|")) + 1
    for row in _ROW.finditer(plain.text, start):
        is_next = previous is not None and row.start() == previous.end() + 1
        if not is_next:
            headings = []
        elif previous and not headings and _RULE.fullmatch(row[0]):
            headings = [text.strip(" *") for _, text in _cells(previous)]
        elif headings:
            for heading, (start, text) in zip(headings, _cells(row), strict=False):
                if _PERSONAL_HEADING.search(heading) and text.strip():
                    content = text.strip()
                    begin = start + text.index(content)
                    prefix = f"{heading}:"
                    origin = plain.origin(begin)
                    # The heading counts as the place of the cell's first character.
                    yield PlainText(
                        prefix + content,
                        (0, len(prefix)),
                        (origin - len(prefix), origin),
                        plain.known,
                    )
        previous = row


def _cells(row: re.Match[str]) -> Iterator[tuple[int, str]]:
    at = row.start() + row[0].index("|") + 1
    for text in row.string[at : row.end()].split("|"):
        yield at, text
        at += len(text) + 1


def compact(text: str) -> str:
    """Return only the letters and digits, in half width: what an exception and a finding share."""
    return re.sub(r"[\W_]", "", _half_width(text))
