"""Word's automatic numbers, which are not in the text: numbering.xml -> 一、 （一） 1. 第一条.

After ECMA-376 part 1, 17.9: a number format and a pattern (lvlText) for each of nine levels of an
abstract list; instances of a list share its counters unless they restart a level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from noticeboard.importing.docx.wml import children, first, integer, value
from noticeboard.text.numerals import write_digits, write_number

LEVELS = 9
BULLET = "\x00bullet"
_LEGAL = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")


def _letters(number: int) -> str:
    return (
        chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        if 0 < number < 800
        else str(number)
    )


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    written = ""
    for size, sign in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        written += sign * (number // size)
        number %= size
    return written


def _nth(signs: str) -> Callable[[int], str]:
    return lambda number: signs[number - 1] if 0 < number <= len(signs) else str(number)


def _span(first_sign: str, count: int) -> Callable[[int], str]:
    return _nth("".join(chr(ord(first_sign) + place) for place in range(count)))


_COUNTING = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
             "taiwaneseCountingThousand", "japaneseCounting", "ideographEnclosedCircleChinese",
             "koreanCounting")  # fmt: skip
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_COUNTING, write_number),
    "chineseLegalSimplified": lambda number: write_number(number).translate(_LEGAL),
    "ideographLegalTraditional": lambda number: write_number(number).translate(_LEGAL),
    "ideographDigital": write_digits,
    "japaneseDigitalTenThousand": write_digits,
    "taiwaneseDigital": write_digits,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(
        {48 + d: 0xFF10 + d for d in range(10)}
    ),
    "decimalFullWidth2": lambda number: str(number).translate(
        {48 + d: 0xFF10 + d for d in range(10)}
    ),
    "decimalEnclosedCircle": _span("①", 20),
    "decimalEnclosedCircleChinese": _span("①", 20),
    "decimalEnclosedFullstop": _span("⒈", 20),
    "decimalEnclosedParen": _span("⑴", 20),
    "ideographEnclosedCircle": _span("㊀", 10),
    "ideographTraditional": _nth("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _nth("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


def write(number: int, number_format: str) -> str:
    """A number in one of Word's formats; the decimal form where the format is not known."""
    return _FORMATS.get(number_format, str)(number)


@dataclass(frozen=True, slots=True)
class Level:
    """One level: what it counts from, how it writes, after which higher level it restarts."""

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _Instance:
    abstract: str
    levels: dict[int, Level]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and their counters while it is read from the top."""

    abstracts: dict[str, dict[int, Level]] = field(default_factory=dict)
    instances: dict[str, _Instance] = field(default_factory=dict)
    unknown: set[str] = field(default_factory=set)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, number: str, style: str) -> int:
        """The level that a paragraph style stands for in a list; 0 when it names none."""
        levels = self._levels(number)
        return next((place for place, level in levels.items() if level.style == style), 0)

    def next(self, number: str, place: int) -> str:
        """What Word writes before the next paragraph of list `number` at level `place`.

        BULLET for a bullet; empty when there is no such list or it writes nothing.
        """
        instance = self.instances.get(number)
        levels = self._levels(number)
        level = levels.get(place)
        if instance is None or level is None:
            return ""
        counters = self._counters.setdefault(instance.abstract, {})
        self._count(counters, number, instance, levels, place)
        if level.number_format == "bullet":
            return BULLET
        if level.number_format not in _FORMATS and level.number_format != "decimal":
            self.unknown.add(level.number_format)
        return self._written(level, levels, counters)

    def _levels(self, number: str) -> dict[int, Level]:
        instance = self.instances.get(number)
        return {**self.abstracts.get(instance.abstract, {}), **instance.levels} if instance else {}

    def _count(
        self, counters: dict[int, int], number: str, instance: _Instance,
        levels: dict[int, Level], place: int,
    ) -> None:  # fmt: skip
        if place in instance.starts and (number, place) not in self._restarted:
            self._restarted.add((number, place))
            counters[place] = instance.starts[place]
        elif place in counters:
            counters[place] += 1
        else:
            counters[place] = levels[place].start
        for higher in range(place):
            counters.setdefault(higher, levels[higher].start if higher in levels else 1)
        for deeper in range(place + 1, LEVELS):
            restart = levels[deeper].restart if deeper in levels else None
            if restart is None or (restart and place < restart):
                counters.pop(deeper, None)

    @staticmethod
    def _written(level: Level, levels: dict[int, Level], counters: dict[int, int]) -> str:
        text = level.pattern
        for place in range(LEVELS):
            sign = f"%{place + 1}"
            if sign in text:
                own = levels.get(place, Level()).number_format
                shown = "decimal" if level.legal and own != "decimalZero" else own
                text = text.replace(sign, write(counters.get(place, 1), shown))
        return text


def read_numbering(root: Any) -> Numbering:
    """The lists of a numbering part (its root element, None when there is none)."""
    numbering = Numbering()
    if root is None:
        return numbering
    links: dict[str, str] = {}
    styles: dict[str, str] = {}
    for abstract in children(root, "abstractNum"):
        name = value(abstract, "abstractNumId")
        numbering.abstracts[name] = _read_levels(abstract)
        links[name] = value(first(abstract, "numStyleLink"))
        styles[value(first(abstract, "styleLink"))] = name
    for name, link in links.items():
        if link and link in styles:
            numbering.abstracts[name] = numbering.abstracts[styles[link]]
    for num in children(root, "num"):
        levels: dict[int, Level] = {}
        starts: dict[int, int] = {}
        for override in children(num, "lvlOverride"):
            place = integer(value(override, "ilvl"), 0)
            own = first(override, "lvl")
            if own is not None:
                levels[place] = _read_level(own)
            start = first(override, "startOverride")
            if start is not None:
                starts[place] = integer(value(start), 1)
        abstract_id = value(first(num, "abstractNumId"))
        numbering.instances[value(num, "numId")] = _Instance(abstract_id, levels, starts)
    return numbering


def _read_levels(abstract: Any) -> dict[int, Level]:
    return {
        integer(value(level, "ilvl"), 0): _read_level(level) for level in children(abstract, "lvl")
    }


def _read_level(level: Any) -> Level:
    legal = first(level, "isLgl")
    restart = first(level, "lvlRestart")
    return Level(
        integer(value(first(level, "start")), 1),
        value(first(level, "numFmt")) or "decimal",
        value(first(level, "lvlText")),
        legal is not None and value(legal) not in {"0", "false"},
        None if restart is None else integer(value(restart), 0),
        value(first(level, "pStyle")),
    )
