"""The lists of what attached files may contain, from allow_lists.toml."""

from __future__ import annotations

import tomllib
from functools import cache
from pathlib import Path


def allow_list(subject: str, name: str) -> frozenset[str]:
    """Return the words of a list."""
    return frozenset(_lists()[subject][name])


@cache
def _lists() -> dict[str, dict[str, list[str]]]:
    text = Path(__file__).with_name("allow_lists.toml").read_text("utf-8")
    return tomllib.loads(text)
