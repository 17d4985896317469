"""Pathological inputs for Markdown and YAML parsers, each a function of the length.

The inputs come from the pathological tests of CommonMark parsers and from the block types of
Python-Markdown (tables, footnotes, references). Repeated inputs come in SHAPES shapes (one line,
lines of one paragraph, paragraphs), because parsers limit each separately.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from typing import NamedTuple

from noticeboard.reading.limits import MAX_LINE


class Pathological(NamedTuple):
    """A kind of input; `text(n)` returns about n characters."""

    name: str
    text: Callable[[int], str]


_REPEATED = {
    "emphasis closers without openers": "a_ ",
    "emphasis openers without closers": "_a ",
    "strong openers without closers": "**a ",
    "triple openers": "a***",
    "mismatched openers and closers": "*a_ ",
    "emphasis of two kinds": "*a _b ",
    "emphasis within words": "*a " + "_a*_ ",
    "stars only": "*",
    "underscores only": "_",
    "strong and emphasis openers": "**a *b ",
    "link closers without openers": "a]",
    "link openers without closers": "[a",
    "link openers and emphasis closers": "[ a_",
    "broken link titles": "[ (](",
    "images around links": "![[]()",
    "unclosed links": "[a](b",
    "unclosed links in angle brackets": "[a](<b",
    "unclosed link titles": '[a](b "c',
    "links": "[t](/u) ",
    "images": "![t](u) ",
    "reference links": "[a][b] ",
    "undefined footnotes": "[^a] ",
    "backticks by one": "`a",
    "backticks by two": "``a`",
    "backticks and escapes": "\\``",
    "escapes": "\\*",
    "backslashes": "\\",
    "html openers and closers": "<>",
    "html tags": "<a ",
    "html comments": "<!--",
    "html instructions": "<?",
    "html declarations": "<!A",
    "html character data": "<![CDATA[",
    "autolinks": "<http://a",
    "e-mail autolinks": "<a@b",
    "entities": "&a;",
    "ampersands": "&#",
    "parentheses": "[a](((",
    "colons": "a:b://",
    "exclamation marks": "!",
    "braces": "{:",
    "stash marks": "klzzwxh:0",
    "line ends with spaces": "a  ",
    "spaces": " ",
    "ideographic spaces": "\u3000",
    "numbers": "1. ",
    "digits": "1",
    "pluses": "+ ",
    "equals signs": "=",
    "vertical bars": "|",
    "cells": "|a",
    "quotes marks": "“”‘",
    "brackets of text": "（《",
    "colon lines": ": a ",
    "hashes": "#",
    "hashes with words": "# a ",
    "quotes": "> ",
    "dashes": "- ",
    "stars as rules": "* ",
    "cross signs": "X",
    "years": "20XX",
    "e-mail letters": "a@",
    "e-mail dots": "a.",
    "figures": "1,",
    "brackets for names": "张某某",
    "circles": "○",
    "dates": "2024年",
    "telephones": "0999-",
    "flat numbers": "1单元",
    "residence words": "住在",
    "identity card words": "身份证",
    "identity numbers": "110101199003070012 ",
}


def _fill(unit: str, length: int) -> str:
    return unit * (length // len(unit))


def _in_lines(unit: str, length: int, line: int, end: str) -> str:
    one = _fill(unit, line)
    return (one + end) * (length // (len(one) + len(end)))


def _shapes(name: str, unit: str) -> Iterator[Pathological]:
    yield Pathological(f"{name}, one line", lambda n: _fill(unit, n))
    yield Pathological(f"{name}, long lines", lambda n: _in_lines(unit, n, MAX_LINE, "\n"))
    yield Pathological(f"{name}, short lines", lambda n: _in_lines(unit, n, len(unit), "\n"))
    yield Pathological(f"{name}, lines of 80", lambda n: _in_lines(unit, n, 80, "\n"))
    yield Pathological(f"{name}, paragraphs", lambda n: _in_lines(unit, n, MAX_LINE, "\n\n"))
    yield Pathological(f"{name}, short paragraphs", lambda n: _in_lines(unit, n, 80, "\n\n"))


def _nested(before: str, inside: str, after: str) -> Callable[[int], str]:
    def text(length: int) -> str:
        depth = length // (len(before) + len(after))
        return before * depth + inside + after * depth

    return text


SHAPES = 6


def _numbered(piece: Callable[[int], str], end: str = "") -> Callable[[int], str]:
    """Concatenate piece(0), piece(1), … until the length is reached."""

    def text(length: int) -> str:
        pieces: list[str] = []
        total = 0
        while total < length:
            pieces.append(piece(len(pieces)))
            total += len(pieces[-1])
        return "".join(pieces) + end

    return text


def _deep_lists(mark: str, step: int) -> Callable[[int], str]:
    return _numbered(lambda n: f"{' ' * (step * n)}{mark}a\n")


def _table(columns: int, row: str) -> Callable[[int], str]:
    head = "|a" * columns + "|\n" + "|-" * columns + "|\n"
    return lambda length: head + (row + "\n") * (length // (len(row) + 1))


def _wide_table(length: int) -> str:
    columns = length // 4
    return "|a" * columns + "|\n" + "|-" * columns + "|\n"


def _half(first: Callable[[int], str], second: Callable[[int], str]) -> Callable[[int], str]:
    return lambda length: first(length // 2) + second(length // 2)


_SINGLE = {
    "nested strong and emphasis": _nested("*a **a ", "b", " a** a*"),
    "nested brackets": _nested("[", "a", "]"),
    "nested brackets with a reference": lambda n: _nested("[", "", "]")(n) + "\n\n[a]: /b\n",
    "nested links": _nested("[a", "b", "](c)"),
    "nested images": _nested("![a", "b", "](c)"),
    "nested parentheses in a link": lambda n: "[a](" + _nested("(", "b", ")")(n) + ")",
    "openers and closers by three": lambda n: "a**b" + _fill("c* ", n),
    "invalid rule": lambda n: _fill("* ", n) + "a",
    "runs of backticks": _numbered(lambda n: "e" + "`" * n),
    "runs of stars": _numbered(lambda n: "e" + "*" * n),
    "runs of underscores": _numbered(lambda n: "e " + "_" * n),
    "runs of brackets": _numbered(lambda n: "e" + "[" * n),
    "deep lists by two": _deep_lists("* ", 2),
    "deep lists by four": _deep_lists("* ", 4),
    "deep numbered lists": _deep_lists("1. ", 4),
    "deep quotes by lines": _numbered(lambda n: "> " * n + "a\n"),
    "deep quotes and lists": _numbered(lambda n: "> - " * n + "a\n"),
    "deep indentation": _numbered(lambda n: " " * (4 * n) + "a\n\n"),
    "lists of quotes": lambda n: "- a\n" + _fill("    > b\n", n),
    "list items": lambda n: _fill("- a\n", n),
    "numbered items": _numbered(lambda n: f"{n}. a\n"),
    "loose list items": lambda n: _fill("- a\n\n", n),
    "list items with paragraphs": lambda n: _fill("- a\n\n    b\n\n", n),
    "list of changing depth": lambda n: _fill("- a\n    - b\n", n),
    "lazy lines": lambda n: "> a\n" + _fill("b\n", n),
    "quotes by paragraphs": lambda n: _fill("> a\n\n", n),
    "references": _numbered(lambda n: f"[{n}]: u\n"),
    "references and links": _half(
        _numbered(lambda n: f"[x{n}]: u\n"), _numbered(lambda n: f"[x{n}] ")
    ),
    "references with titles": lambda n: _fill('[a]: b "', n),
    "references by paragraphs": _numbered(lambda n: f"[x{n}]: /url\n\n[x0]\n\n"),
    "footnotes": _half(
        _numbered(lambda n: f"甲[^{n}]\n"), _numbered(lambda n: f"\n[^{n}]: 注\n")
    ),
    "footnotes of one name": lambda n: _fill("甲[^1]\n", n) + "\n[^1]: 注\n",
    "footnotes without text": lambda n: _fill("[^1]: 注\n", n),
    "footnotes in footnotes": _numbered(lambda n: f"[^{n}]: 注[^{n + 1}]\n\n", "甲[^0]\n"),
    "footnotes with paragraphs": lambda n: "甲[^1]\n\n[^1]: 注\n\n" + _fill("    a\n\n", n),
    "tables with rows": _table(2, "|a|b|"),
    "tables with cells": lambda n: _table(20, "|a" * 20 + "|")(n),
    "wide tables": _wide_table,
    "tables with short rows": _table(100, "|"),
    "tables by paragraphs": lambda n: _fill("|a|b|\n|-|-|\n|c|d|\n\n", n),
    "tables with backticks": _table(2, "|`|" * 30),
    "tables with escapes": _table(2, "|\\|" * 30),
    "invalid tables": lambda n: _fill("aaa\nbbb\n-\x0b\n", n),
    "headings": lambda n: _fill("## a\n", n),
    "headings by paragraphs": lambda n: _fill("## a\n\n", n),
    "underlined headings": lambda n: _fill("a\n---\n", n),
    "rules": lambda n: _fill("---\n\n", n),
    "rules in one paragraph": lambda n: _fill("---\n", n),
    "empty lines": lambda n: _fill("\n", n),
    "code by indentation": lambda n: _fill("    a\n\n", n),
    "tabs": lambda n: _fill("\t", n) + "a",
    "tabs by lines": _numbered(lambda n: "\t" * n + "a\n"),
    "short lines": lambda n: _fill("a\n", n),
    "single characters": lambda n: _fill("甲\n\n", n),
    "a hard case": lambda n: _fill("**x [a*b**c*](d) ", n),
    "zeroes": lambda n: _fill("abc\0de\0", n),
    "quotes around everything": lambda n: "> [^1]: - **_`[](" * (n // 17),
}  # fmt: skip


def _colliding(length: int) -> str:
    """Return reference names whose sdbm hashes modulo 16 collide, as in cmark's tests."""

    def collides(name: str) -> bool:
        value = 0
        for character in name:
            value = (ord(character) + value * 65599) % 2**32
        return value % 16 == 0

    names = [f"x{number}" for number in range(length // 16) if collides(f"x{number}")]
    lines = [f"[{name}]: /url\n\n[{names[0]}]\n\n" for name in names]
    return "".join(lines)[:length]


MARKDOWN: tuple[Pathological, ...] = (
    *(shape for name, unit in _REPEATED.items() for shape in _shapes(name, unit)),
    *(Pathological(name, text) for name, text in _SINGLE.items()),
    Pathological("references that collide", _colliding),
)
"""Bodies of a notice."""


def _laughs(length: int) -> str:
    names = "abcdefghi"
    lines = [f"{names[0]}: &{names[0]} [lol, lol, lol]"]
    for before, name in itertools.pairwise(names):
        lines.append(f"{name}: &{name} [{', '.join([f'*{before}'] * 9)}]")
    return "\n".join(lines) + "\n" + "#" * max(length - 400, 0)


_YAML: dict[str, Callable[[int], str]] = {
    "aliases nine deep": _laughs,
    "merges": lambda n: "a: &a {x: 1}\n" + _numbered(lambda k: f"b{k}: {{<<: *a, y{k}: 2}}\n")(n),
    "an alias of itself": lambda n: "a: &a [*a]\n" + "b: &b {c: *b}\n" * (n // 14),
    "tags": lambda n: _fill("- !!python/object/apply:os.system [x]\n", n),
    "long tags": lambda n: f"title: !{'a' * n} x\n",
    "flow sequences": _nested("[", "", "]"),
    "unclosed flow sequences": lambda n: f"title: {'[' * n}",
    "flow mappings": _nested("{a: ", "", "}"),
    "unclosed flow mappings": lambda n: f"title: {'{' * n}",
    "flow mappings as keys": _nested("{", "", "}: "),
    "block sequences": lambda n: "- " * (n // 2) + "a",
    "block mappings": _numbered(lambda k: " " * k + "a:\n"),
    "nested complex keys": lambda n: "? " * (n // 2),
    "complex keys": lambda n: _fill("? a\n: b\n", n),
    "many keys": _numbered(lambda k: f"k{k}: v\n"),
    "one key": lambda n: _fill("title: v\n", n),
    "misplaced keys": _numbered(lambda k: f"phones{k}:\n  number: 1\n"),
    "many items": lambda n: "topics:\n" + _fill("  - a\n", n),
    "many bad items": lambda n: "corrections:\n" + _fill("  - {date: x}\n", n),
    "many bad numbers": lambda n: "contact:\n  phones:\n" + _fill("    - {number: x}\n", n),
    "one long value": lambda n: f"title: {'题' * n}\n",
    "one long key": lambda n: f"{'a' * n}: x\n",
    "one long region": lambda n: f"region: {'a/' * (n // 2)}b\n",
    "one long e-mail address": lambda n: f"contact:\n  email: a@{'a.' * (n // 2)}!\n",
    "one long local part": lambda n: f"contact:\n  email: {'a-' * (n // 2)}\n",
    "one long host": lambda n: f"contact:\n  email: a@{'a-' * (n // 2)}\n",
    "one long number": lambda n: f"contact:\n  phones:\n    - number: {'0' * n}\n",
    "telephone signs": lambda n: f"contact:\n  phones:\n    - number: {'(0-' * (n // 3)}\n",
    "one long count": lambda n: f"progress:\n  problems: {'9' * n}\n",
    "one long kind": lambda n: f"inspection:\n  kind: {'常规' * (n // 2)}x\n",
    "one long date": lambda n: f"published: {'2024-' * (n // 5)}\n",
    "one long slug": lambda n: f"follow_up_of: 2024/{'a-' * (n // 2)}\n",
    "unclosed double quotes": lambda n: f'title: "{"a" * n}',
    "unclosed single quotes": lambda n: "title: '" + "''" * (n // 2),
    "quotes": lambda n: _fill("\"'", n),
    "escapes in quotes": lambda n: 'title: "' + "\\x41" * (n // 4) + '"',
    "line ends in quotes": lambda n: 'title: "' + "\n  a" * (n // 4) + '"',
    "block texts": lambda n: "title: |\n" + _fill("  a\n", n),
    "folded texts": lambda n: "title: >\n" + _fill("  a\n", n),
    "anchors": _numbered(lambda k: f"k{k}: &a{k} v\n"),
    "unknown aliases": _numbered(lambda k: f"k{k}: *a\n"),
    "documents": lambda n: _fill("a: b\n...\n", n),
    "directives": lambda n: _fill("%TAG ! x\n", n),
    "comments": lambda n: _fill("# a\n", n),
    "trailing comments": lambda n: _fill("title: a #b\n", n),
    "signs before a comment": lambda n: "title: " + "a " * (n // 2),
    "colons": lambda n: _fill("a: ", n),
    "full-width colons": lambda n: _fill("title：a\n", n),
    "colons without spaces": lambda n: _fill("title:a\n", n),
    "tabs": lambda n: _fill("\t", n),
    "spaces": lambda n: _fill(" ", n) + "title",
    "dashes": lambda n: _fill("-", n),
    "invisible characters": lambda n: _fill("\u200b", n),
    "non-characters": lambda n: _fill("\ufffe", n),
    "blanks": lambda n: "topics:\n" + _fill("  - 【待填】\n", n),
    "hash signs": lambda n: "title: a" + " #" * (n // 2),
}

FRONT_MATTER: tuple[Pathological, ...] = tuple(
    Pathological(name, text) for name, text in _YAML.items()
)
"""Front matter, without its `---` lines."""
