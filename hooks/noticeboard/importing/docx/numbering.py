"""Word's automatic numbers, which are not in the text: 一、 （一） 1. 第一条.

Source: ECMA-376 part 1, 17.9. An abstract list has a number format and a pattern (lvlText) for each
of nine levels; the instances of a list share its counters unless they restart a level.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.wml import attr, bounded_int, children, find_child, is_on, parse_int
from noticeboard.text.numerals import format_digits, format_number

LEVELS = 9
BULLET = "\x00bullet"
"""Returned by `Numbering.next_label` for a bullet."""
_LEGAL_DIGITS = str.maketrans("〇一二三四五六七八九十百千", "零壹贰叁肆伍陆柒捌玖拾佰仟")
_FULL_WIDTH_DIGITS = str.maketrans("0123456789", "０１２３４５６７８９")


def _letters(number: int) -> str:
    """Return a, b, … z, aa, bb, …"""
    if not 0 < number < 800:
        return str(number)
    return chr(ord("a") + (number - 1) % 26) * ((number - 1) // 26 + 1)


def _roman(number: int) -> str:
    if not 0 < number < 4000:
        return str(number)
    numeral = ""
    for size, symbol in zip(
        (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1),
        ("m", "cm", "d", "cd", "c", "xc", "l", "xl", "x", "ix", "v", "iv", "i"),
        strict=True,
    ):
        numeral += symbol * (number // size)
        number %= size
    return numeral


def _nth(characters: str) -> Callable[[int], str]:
    return lambda number: characters[number - 1] if 0 < number <= len(characters) else str(number)


def _sequence(first_character: str, count: int) -> Callable[[int], str]:
    return _nth("".join(chr(ord(first_character) + index) for index in range(count)))


_COUNTING = ("chineseCounting", "chineseCountingThousand", "taiwaneseCounting",
             "taiwaneseCountingThousand", "japaneseCounting", "ideographEnclosedCircleChinese",
             "koreanCounting")  # fmt: skip
_FORMATS: dict[str, Callable[[int], str]] = {
    **dict.fromkeys(_COUNTING, format_number),
    "chineseLegalSimplified": lambda number: format_number(number).translate(_LEGAL_DIGITS),
    "ideographLegalTraditional": lambda number: format_number(number).translate(_LEGAL_DIGITS),
    "ideographDigital": format_digits,
    "japaneseDigitalTenThousand": format_digits,
    "taiwaneseDigital": format_digits,
    "decimalZero": lambda number: f"{number:02}",
    "decimalFullWidth": lambda number: str(number).translate(_FULL_WIDTH_DIGITS),
    "decimalFullWidth2": lambda number: str(number).translate(_FULL_WIDTH_DIGITS),
    "decimalEnclosedCircle": _sequence("①", 20),
    "decimalEnclosedCircleChinese": _sequence("①", 20),
    "decimalEnclosedFullstop": _sequence("⒈", 20),
    "decimalEnclosedParen": _sequence("⑴", 20),
    "ideographEnclosedCircle": _sequence("㊀", 10),
    "ideographTraditional": _nth("甲乙丙丁戊己庚辛壬癸"),
    "ideographZodiac": _nth("子丑寅卯辰巳午未申酉戌亥"),
    "lowerLetter": _letters,
    "upperLetter": lambda number: _letters(number).upper(),
    "lowerRoman": _roman,
    "upperRoman": lambda number: _roman(number).upper(),
    "none": lambda number: "",
}


def format_label(number: int, number_format: str) -> str:
    """Return a number in one of Word's formats; in decimal when the format is unknown."""
    return _FORMATS.get(number_format, str)(number)


@dataclass(frozen=True, slots=True)
class ListLevel:
    """One level of a list.

    `restart` is `w:lvlRestart`: 0 for never, None for after any higher level. `legal` means that
    higher levels are shown in decimal. `style` is the id of the paragraph style linked to it.
    """

    start: int = 1
    number_format: str = "decimal"
    pattern: str = ""
    legal: bool = False
    restart: int | None = None
    style: str = ""


@dataclass(slots=True)
class _Instance:
    """A `w:num`: its abstract list, and the levels and start numbers that it overrides."""

    abstract: str
    levels: dict[int, ListLevel]
    starts: dict[int, int]


@dataclass(slots=True)
class Numbering:
    """The lists of one document, and their counters while it is read from the top."""

    abstracts: dict[str, dict[int, ListLevel]] = field(default_factory=dict)
    instances: dict[str, _Instance] = field(default_factory=dict)
    unknown_formats: set[str] = field(default_factory=set)
    _counters: dict[str, dict[int, int]] = field(default_factory=dict)
    _restarted: set[tuple[str, int]] = field(default_factory=set)

    def level_of_style(self, list_id: str, style: str) -> int:
        """Return the level of a list that is linked to a paragraph style; 0 for none."""
        levels = self._levels(list_id)
        return next((index for index, level in levels.items() if level.style == style), 0)

    def next_label(self, list_id: str, index: int) -> str:
        """Return the label of the next paragraph of a list at level `index`.

        BULLET for a bullet; an empty text when there is no such list or it shows nothing.
        """
        instance = self.instances.get(list_id)
        levels = self._levels(list_id)
        level = levels.get(index)
        if instance is None or level is None:
            return ""
        counters = self._counters.setdefault(instance.abstract, {})
        self._count(counters, list_id, instance, levels, index)
        if level.number_format == "bullet":
            return BULLET
        if level.number_format not in _FORMATS and level.number_format != "decimal":
            self.unknown_formats.add(level.number_format)
        return _fill_pattern(level, levels, counters)

    def _levels(self, list_id: str) -> dict[int, ListLevel]:
        instance = self.instances.get(list_id)
        return {**self.abstracts.get(instance.abstract, {}), **instance.levels} if instance else {}

    def _count(
        self, counters: dict[int, int], list_id: str, instance: _Instance,
        levels: dict[int, ListLevel], index: int,
    ) -> None:  # fmt: skip
        """Increment the counter of a level, start the higher ones and restart the lower ones."""
        if index in instance.starts and (list_id, index) not in self._restarted:
            self._restarted.add((list_id, index))
            counters[index] = instance.starts[index]
        elif index in counters:
            counters[index] += 1
        else:
            counters[index] = levels[index].start
        for higher in range(index):
            counters.setdefault(higher, levels[higher].start if higher in levels else 1)
        for lower in range(index + 1, LEVELS):
            restart = levels[lower].restart if lower in levels else None
            if restart is None or (restart and index < restart):
                counters.pop(lower, None)


def _fill_pattern(level: ListLevel, levels: dict[int, ListLevel], counters: dict[int, int]) -> str:
    text = level.pattern
    for index in range(LEVELS):
        placeholder = f"%{index + 1}"
        if placeholder in text:
            number_format = levels.get(index, ListLevel()).number_format
            if level.legal and number_format != "decimalZero":
                number_format = "decimal"
            text = text.replace(placeholder, format_label(counters.get(index, 1), number_format))
    return text


def read_numbering(root: Element | None) -> Numbering:
    """Read the lists from the root element of numbering.xml, or from None."""
    if root is None:
        return Numbering()
    return Numbering(
        _read_abstracts(root),
        {attr(num, "numId"): _read_instance(num) for num in children(root, "num")},
    )


def _read_abstracts(root: Element) -> dict[str, dict[int, ListLevel]]:
    """Read the abstract lists; one with a `numStyleLink` has the levels of that style's list."""
    abstracts: dict[str, dict[int, ListLevel]] = {}
    links: dict[str, str] = {}
    list_of_style: dict[str, str] = {}
    for abstract in children(root, "abstractNum"):
        abstract_id = attr(abstract, "abstractNumId")
        abstracts[abstract_id] = {
            bounded_int(attr(level, "ilvl"), 0, LEVELS - 1): _read_level(level)
            for level in children(abstract, "lvl")
        }
        links[abstract_id] = attr(find_child(abstract, "numStyleLink"))
        list_of_style[attr(find_child(abstract, "styleLink"))] = abstract_id
    for abstract_id, style in links.items():
        if style and style in list_of_style:
            abstracts[abstract_id] = abstracts[list_of_style[style]]
    return abstracts


def _read_instance(num: Element) -> _Instance:
    instance = _Instance(attr(find_child(num, "abstractNumId")), {}, {})
    for override in children(num, "lvlOverride"):
        index = bounded_int(attr(override, "ilvl"), 0, LEVELS - 1)
        level = find_child(override, "lvl")
        if level is not None:
            instance.levels[index] = _read_level(level)
        start = find_child(override, "startOverride")
        if start is not None:
            instance.starts[index] = parse_int(attr(start), 1)
    return instance


def _read_level(level: Element) -> ListLevel:
    restart = find_child(level, "lvlRestart")
    return ListLevel(
        parse_int(attr(find_child(level, "start")), 1),
        attr(find_child(level, "numFmt")) or "decimal",
        attr(find_child(level, "lvlText")),
        is_on(find_child(level, "isLgl")),
        None if restart is None else parse_int(attr(restart), 0),
        attr(find_child(level, "pStyle")),
    )
