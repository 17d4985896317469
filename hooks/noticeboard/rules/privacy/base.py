"""Types that the rules about personal data share."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple, TypeAlias

from noticeboard.rules.privacy.plain_text import PlainText


class Match(NamedTuple):
    """A span of the plain text, from 0, that holds personal data; `category` is shown in the message."""

    start: int
    end: int
    category: str


PrivacyRule: TypeAlias = Callable[[PlainText], Iterator[Match]]
