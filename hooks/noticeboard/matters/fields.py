"""The field of work of a matter, by the words of its problem. It is a filter, not a statistic."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from pathlib import Path
from typing import NamedTuple

OTHER = "其他"
_FILE = Path(__file__).with_name("fields.toml")


class Field(NamedTuple):
    """A field of work and the word of the problem that decides it; the word is empty for OTHER."""

    name: str
    word: str


def field_of(problem: str) -> Field:
    """Return the field of work of a problem: that of the longest word, of equal ones the first."""
    pattern, fields = _words()
    words = {match[1]: match.start() for match in pattern.finditer(problem) if match[1]}
    if not words:
        return Field(OTHER, "")
    word = max(words, key=lambda each: (len(each), -words[each]))
    return Field(fields[word], word)


def field_names() -> tuple[str, ...]:
    """Return every field in order, OTHER last."""
    return (*dict.fromkeys(_words()[1].values()), OTHER)


@cache
def _words() -> tuple[re.Pattern[str], dict[str, str]]:
    fields = tomllib.loads(_FILE.read_text("utf-8"))["field"]
    by_word = {word: field["name"] for field in fields for word in field["words"]}
    # Overlapping words are all tried: a longer one may begin within a shorter one.
    words = "|".join(sorted(map(re.escape, by_word), key=len, reverse=True))
    return re.compile(f"(?=({words}))"), by_word
