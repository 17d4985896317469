"""Bold text: which pairs of ** enclose words, and which hide parts of names and numbers."""

from __future__ import annotations

import re

from noticeboard.text.surnames import COMPOUND_SURNAMES, SURNAMES

OPEN, CLOSE = "\x02strong\x03", "\x02/strong\x03"
"""Replaces the ** of bold text until it is rendered; no source contains it."""

# An escaped character, a link's target, an address in angle brackets, or a run of asterisks.
_TOKEN = re.compile(r"\\.|\]\((?:[^()\n]|\([^()\n]*\))*\)|<[^\s<>]*[:@][^\s<>]*>|\*+")
_FIRST_NEVER = frozenset("，。、；：！？）》】〕」』”’…,.;:!?)]}")
_LAST_NEVER = frozenset("（《【〔「『“‘([{")
_SEPARATOR = re.compile(r"[^\s*]{0,2}[、，；,;和与及或同]")
_BEFORE_MASK = re.compile(
    rf"(?:[A-Za-z0-9某甲乙丙丁戊小老阿{SURNAMES}]|{COMPOUND_SURNAMES})[）)”]?$"
)


def bold_spans(line: str) -> list[tuple[int, int]]:
    """Return the places of the opening and closing ** of each bold part of a line.

    The ** of a line are paired in order. When one is left over, or one pair looks like a masked
    name or number (王**、李**), none of the line acts: a star that hides a name must not vanish.
    """
    if "**" not in line:
        return []
    places = [match.start() for match in _TOKEN.finditer(line) if match[0] == "**"]
    pairs = list(zip(places[::2], places[1::2], strict=False))
    if len(places) % 2 or not all(_encloses_words(line, *pair) for pair in pairs):
        return []
    return pairs


def literal_stars(line: str) -> int | None:
    """Return the place of the first ** that is shown as it is although there are two or more."""
    if line.count("**") < 2 or bold_spans(line):
        return None
    places = [match.start() for match in _TOKEN.finditer(line) if match[0] == "**"]
    return places[0] if len(places) > 1 else None


def mark_bold(line: str) -> str:
    """Replace the ** of bold text by OPEN and CLOSE."""
    parts, end = [], 0
    for opening, closing in bold_spans(line):
        parts += [line[end:opening], OPEN, line[opening + 2 : closing], CLOSE]
        end = closing + 2
    return "".join([*parts, line[end:]]) if parts else line


def escape_bold(line: str) -> str:
    """Put a backslash before each ** that would make text bold."""
    parts, end = [], 0
    for place in (place for pair in bold_spans(line) for place in pair):
        parts += [line[end:place], "\\*\\*"]
        end = place + 2
    return "".join([*parts, line[end:]])


def _encloses_words(line: str, opening: int, closing: int) -> bool:
    before, inside, after = line[:opening], line[opening + 2 : closing], line[closing + 2 :]
    if not inside or inside != inside.strip():
        return False
    if inside[0] in _FIRST_NEVER or inside[-1] in _LAST_NEVER or _SEPARATOR.fullmatch(inside):
        return False
    if any(inside.count(left) != inside.count(right) for left, right in ("[]", "()")):
        return False
    # 13**5678，139**1234 and **34、**56 hide digits; 王**和李** hide names.
    return not (
        (_BEFORE_MASK.search(before) and _BEFORE_MASK.search(inside))
        or (_is_latin(inside[0]) and _is_latin(after[:1]))
    )


def _is_latin(character: str) -> bool:
    return character.isascii() and character.isalnum()
