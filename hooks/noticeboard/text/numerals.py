"""Chinese numerals (二〇二四, 二十, 一百零三) to integers and back."""

from __future__ import annotations

import re

_COUNTING = "〇一二三四五六七八九"
_DIGITS = {digit: value for value, digit in enumerate(_COUNTING)} | {
    "零": 0, "两": 2, "0": 0, "O": 0, "o": 0, "○": 0,
}  # fmt: skip
CHINESE_DIGITS = dict(
    zip("〇○◯零一二三四五六七八九幺壹贰叁肆伍陆柒捌玖", "00001234567891123456789", strict=True)
)
"""Every Chinese character for a digit, among them those of accounts and of telephone numbers."""
_UNITS = {"十": 10, "百": 100, "千": 1000}
CHINESE_NUMBER = r"(?:[〇零一二三四五六七八九十百千两廿卅]{1,7})"
NUMBER = rf"(?:\d{{1,5}}|{CHINESE_NUMBER})"


def parse_number(text: str) -> int | None:
    """Return the value of `25`, 二十五, 廿五, 二〇二四 or 一百零三; None for other texts."""
    if re.fullmatch(r"\d+", text):
        return int(text)
    text = text.replace("廿", "二十").replace("卅", "三十")
    if not text or any(character not in _DIGITS and character not in _UNITS for character in text):
        return None
    if not any(character in _UNITS for character in text):
        return int("".join(str(_DIGITS[character]) for character in text))
    return _parse_with_units(text)


def _parse_with_units(text: str) -> int | None:
    total = digit = 0
    last_unit = 10_000
    for character in text:
        if character in _UNITS:
            unit = _UNITS[character]
            if unit >= last_unit:
                return None
            total += (digit or 1) * unit
            last_unit, digit = unit, 0
        else:
            if digit:
                return None
            digit = _DIGITS[character]
    return total + digit


def format_number(value: int) -> str:
    """Format 0 to 9,999 in the counting form: 一, 十, 十二, 二十, 一百零三."""
    if value <= 0 or value > 9999:
        return "〇" if value == 0 else str(value)
    written = ""
    gap = False
    for unit, sign in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, value = divmod(value, unit)
        if digit:
            written += ("零" if gap and written else "") + _COUNTING[digit] + sign
            gap = False
        else:
            gap = True
    return written.removeprefix("一") if written.startswith("一十") else written


def format_digits(value: int) -> str:
    """Format a number digit by digit: 二〇二四."""
    return "".join(_COUNTING[int(digit)] for digit in str(value))
