"""Formulas as one line of text: Word's EQ fields and Office's mathematical elements."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from xml.etree.ElementTree import Element

from noticeboard.importing.docx.symbols import enclosed, lowered, raised
from noticeboard.importing.docx.wml import W, find_child, is_on, local_name

_CIRCLES = set("○◯〇⭕")
_FRAMES = set("□△◇")
_FUNCTION = re.compile(r"\\([abdfiloprsx])(?=\s*[\\(])", re.IGNORECASE)
_OPTIONS = re.compile(r"(?:\s*\\[a-z]{2}(?:\s*-?\d+|\\[^a-z\s])?)*\s*", re.IGNORECASE)
_FORMATTING = re.compile(r"\\\*\s*(?:\"[^\"]*\"|\w+)", re.IGNORECASE)
_PLAIN_OPERAND = re.compile(r"[\w.%√]*")
_CLOSING = {"[": "]", "{": "}", "<": ">", "(": ")"}
_MAX_DEPTH = 20


class Equation(NamedTuple):
    """A formula as text, and the pronunciation above its characters."""

    text: str
    pronunciation: str = ""


def fraction(numerator: str, denominator: str) -> str:
    """Return 3/4, with brackets around what is more than one number or word."""
    return f"{_operand(numerator)}/{_operand(denominator)}"


def superscript(text: str) -> str:
    """Return a raised text in superscript characters, else as ^(text)."""
    return raised(text) or (f"^({text})" if text.strip() else "")


def subscript(text: str) -> str:
    """Return a lowered text in subscript characters, else as _(text)."""
    return lowered(text) or (f"_({text})" if text.strip() else "")


def square_root(degree: str, radicand: str) -> str:
    """Return a root such as √2 or ³√(x+1)."""
    return f"{superscript(degree)}√{_operand(radicand)}"


def _operand(text: str) -> str:
    text = text.strip()
    return text if _PLAIN_OPERAND.fullmatch(text) else f"({text})"


def evaluate_eq(instruction: str) -> Equation:
    """Return what an EQ field shows; the instruction begins after the word EQ.

    Source: ECMA-376 part 1, 17.16.5.22.
    """
    parser = _EqParser(_FORMATTING.sub("", instruction))
    return Equation(parser.text().strip(), "".join(parser.pronunciation))


class _EqParser:
    """A recursive parser of one instruction; what it does not know is text."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._at = 0
        self._depth = 0
        self._overstruck = 0
        self.pronunciation: list[str] = []

    def text(self, end: str = "") -> str:
        """Return the text up to one of the characters `end`."""
        parts: list[str] = []
        while self._at < len(self._source) and self._source[self._at] not in end:
            parts.append(self._next(bool(end)))
        return "".join(parts)

    def _next(self, in_argument: bool) -> str:
        function = _FUNCTION.match(self._source, self._at)
        if function and self._depth < _MAX_DEPTH:
            self._at = function.end()
            return self._function(function[1].lower())
        character = self._take()
        if character == "\\":
            return self._take()
        if character == "(" and in_argument and self._depth < _MAX_DEPTH:
            self._depth += 1
            inner = self.text(")")
            self._depth -= 1
            return f"({inner}{self._take()}"
        return character

    def _take(self) -> str:
        self._at += 1
        return self._source[self._at - 1 : self._at]

    def _function(self, name: str) -> str:
        """Return what a function with its options and arguments shows."""
        options = _OPTIONS.match(self._source, self._at)
        assert options
        self._at = options.end()
        if self._source[self._at : self._at + 1] != "(":
            return ""
        self._depth += 1
        self._overstruck += name == "o"
        displaced, texts = self._arguments()
        self._overstruck -= name == "o"
        self._depth -= 1
        if name == "o":
            return self._overstrike(displaced, texts)
        if name == "s":
            return self._displaced(options[0].lower(), texts)
        return _FUNCTIONS.get(name, _join)(options[0], texts)

    def _arguments(self) -> tuple[list[bool], list[str]]:
        """Return for each argument whether it is raised or lowered as a whole, and its text."""
        displaced: list[bool] = []
        texts: list[str] = []
        while self._at < len(self._source) and self._source[self._at] != ")":
            self._take()
            displaced.append(
                re.match(r"\s*\\s\s*\\", self._source[self._at : self._at + 20]) is not None
            )
            texts.append(self.text(",;)"))
        self._take()
        return displaced, texts

    def _displaced(self, options: str, texts: list[str]) -> str:
        text = " ".join(texts)
        if self._overstruck or len(texts) != 1:
            return text
        return subscript(text) if "\\do" in options else superscript(text)

    def _overstrike(self, displaced: list[bool], texts: list[str]) -> str:
        """Return characters that are printed over each other, such as a number in a circle."""
        signs = {text.strip() for text in texts} & (_CIRCLES | _FRAMES)
        inner = "".join(text for text in texts if text.strip() not in signs)
        if signs & _CIRCLES and inner.strip():
            return enclosed(inner) or f"({inner.strip()})"
        if signs:
            return f"[{inner.strip()}]" if inner.strip() else "".join(texts)
        if len(set(displaced)) == 2:
            arguments = list(zip(displaced, texts, strict=True))
            self.pronunciation += [text for above, text in arguments if above]
            return "".join(text for above, text in arguments if not above)
        return inner


def _join(options: str, texts: list[str]) -> str:
    return "".join(texts)


def _list(options: str, texts: list[str]) -> str:
    return ",".join(texts)


def _bracketed(options: str, texts: list[str]) -> str:
    signs = dict(re.findall(r"\\([blr]c)\\(.)", options, re.IGNORECASE))
    both = signs.get("bc", "" if signs else "(")
    left, right = signs.get("lc", both), signs.get("rc", _CLOSING.get(both, both))
    return f"{left}{''.join(texts)}{right}"


def _fraction_of(options: str, texts: list[str]) -> str:
    return fraction(texts[0], " ".join(texts[1:])) if len(texts) > 1 else "".join(texts)


def _root_of(options: str, texts: list[str]) -> str:
    return square_root("".join(texts[:-1]), "".join(texts[-1:]))


def _integral(options: str, texts: list[str]) -> str:
    sign = "∑" if r"\su" in options else "∏" if r"\pr" in options else "∫"
    low, high, body = (texts + [""] * 3)[:3]
    return f"{sign}{subscript(low)}{superscript(high)} {body}{''.join(texts[3:])}"


_FUNCTIONS: dict[str, Callable[[str, list[str]], str]] = {
    "a": _list, "b": _bracketed, "f": _fraction_of, "i": _integral, "l": _list, "r": _root_of,
}  # fmt: skip


def math_text(element: Element, read: Callable[[Element], str]) -> str:
    """Return a mathematical element (ECMA-376 part 1, 22.1) as text; `read` reads its texts."""
    name = local_name(element)
    if name == "t":
        return read(element)
    if name in {"del", "moveFrom"} or _is_struck(element):
        return ""

    def part(child: str) -> str:
        return "".join(
            math_text(child_element, read)
            for child_element in element
            if local_name(child_element) == child
        )

    match name:
        case "f":
            return fraction(part("num"), part("den"))
        case "sSup" | "sSub" | "sSubSup" | "sPre":
            return f"{part('e')}{subscript(part('sub'))}{superscript(part('sup'))}"
        case "rad":
            return square_root(part("deg"), part("e"))
        case "nary":
            sign = next(
                (_value(child) for child in element.iter() if local_name(child) == "chr"), "∫"
            )
            return f"{sign}{subscript(part('sub'))}{superscript(part('sup'))} {part('e')}"
        case "d":
            values = {
                local_name(child): _value(child)
                for child in element.iter()
                if local_name(child) in {"begChr", "endChr"}
            }
            return f"{values.get('begChr', '(')}{part('e')}{values.get('endChr', ')')}"
    separator = " " if name in {"mr", "m", "eqArr"} else ""
    return separator.join(math_text(child, read) for child in element)


def _is_struck(run: Element) -> bool:
    properties = run.find(W + "rPr")
    return any(is_on(find_child(properties, name)) for name in ("strike", "dstrike", "vanish"))


def _value(element: Element) -> str:
    return next((value for key, value in element.attrib.items() if key.endswith("}val")), "")
