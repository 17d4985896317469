"""The theme's style sheet without the rules for elements that the site does not have.

Five sixths of Material's sheet are for its own frame, icons and plug-ins.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

_SOURCES = ("*.html", "*.js", "*.md", "*.css")
_WORD = re.compile(r"[A-Za-z_][\w-]*")
_SKIPPED = re.compile(
    r"/\*.*?\*/|\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|url\([^)\"']*\)", re.DOTALL
)
_NAMES = re.compile(r"[.#]([\w-]+)|\[([\w-]+)")
_FUNCTION = re.compile(r":(?:is|where|not|has)\([^()]*(?:\([^()]*\)[^()]*)*\)")
_DECLARATION = re.compile(r"(--[\w-]+)\s*:")
_USED = re.compile(r"var\(\s*(--[\w-]+)")
_OTHER_DIRECTION = re.compile(r"\[dir=[\"']?rtl")


class _Rule(NamedTuple):
    """A rule: its prelude, and its declarations; an at-rule without a block has no body."""

    prelude: str
    body: str | None


def words_of(folders: Iterable[Path]) -> Collection[str]:
    """Return every word of the templates, scripts, sheets, pages and the renderer below the folders."""
    words: set[str] = set()
    for folder in folders:
        for pattern in (*_SOURCES, "*.py"):
            for path in folder.rglob(pattern):
                words.update(_WORD.findall(path.read_text("utf-8", "replace")))
    return words


def used_rules(sheet: str, words: Collection[str], references: str = "") -> str:
    """Return the sheet with the rules whose classes, ids and attributes are all among the words.

    Custom properties stay if a remaining rule or `references`, other sheets, use them.
    """
    kept = "".join(_kept(sheet, frozenset(words)))
    while True:
        used = set(_USED.findall(kept)) | set(_USED.findall(references))
        fewer = _without_properties(kept, used)
        if fewer == kept:
            return kept
        kept = fewer


def _kept(sheet: str, words: Collection[str]) -> Iterator[str]:
    for prelude, body in _rules(sheet):
        if body is None:
            yield f"{prelude};"
        elif prelude.startswith(("@media", "@supports", "@layer")):
            inner = "".join(_kept(body, words))
            if inner:
                yield f"{prelude}{{{inner}}}"
        elif prelude.startswith("@"):
            yield f"{prelude}{{{body}}}"
        else:
            selectors = [one for one in _split(prelude) if _is_used(one, words)]
            if selectors:
                yield f"{','.join(selectors)}{{{body}}}"


def _is_used(selector: str, words: Collection[str]) -> bool:
    if _OTHER_DIRECTION.search(selector):
        return False
    plain = _FUNCTION.sub("", selector)
    return all((name or attribute) in words for name, attribute in _NAMES.findall(plain))


def _rules(sheet: str) -> Iterator[_Rule]:
    """Yield the rules of one level; quoted text and addresses may hold any sign."""
    masked = _SKIPPED.sub(lambda match: "_" * len(match[0]), sheet)
    start = position = 0
    while match := re.compile("[{;]").search(masked, position):
        if match[0] == ";":
            yield _Rule(sheet[start : match.start()], None)
            start = position = match.end()
            continue
        end = _closing(masked, match.end())
        yield _Rule(sheet[start : match.start()].strip(), sheet[match.end() : end])
        start = position = end + 1


def _closing(masked: str, position: int) -> int:
    depth = 1
    for match in re.compile("[{}]").finditer(masked, position):
        depth += 1 if match[0] == "{" else -1
        if not depth:
            return match.start()
    return len(masked)


def _split(prelude: str) -> Iterator[str]:
    """Yield the selectors of a list, split at the commas outside brackets."""
    masked = _SKIPPED.sub(lambda match: "_" * len(match[0]), prelude)
    depth = start = 0
    for offset, sign in enumerate(masked):
        depth += {"(": 1, "[": 1, ")": -1, "]": -1}.get(sign, 0)
        if sign == "," and not depth:
            yield prelude[start:offset].strip()
            start = offset + 1
    yield prelude[start:].strip()


def _without_properties(sheet: str, used: Collection[str]) -> str:
    """Return the sheet without the custom properties that nothing uses, and without empty rules."""
    masked = _SKIPPED.sub(lambda match: "_" * len(match[0]), sheet)
    parts: list[str] = []
    position = 0
    for match in _DECLARATION.finditer(masked):
        if match[1] in used or match.start() < position:
            continue
        end = next((i for i in range(match.end(), len(masked)) if masked[i] in ";}"), len(masked))
        parts.append(sheet[position : match.start()])
        position = end + (masked[end : end + 1] == ";")
    parts.append(sheet[position:])
    return re.sub(r"[^{};]*\{\}", "", "".join(parts)) if position else sheet
