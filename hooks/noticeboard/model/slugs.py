"""Readable URL path segments, in pinyin, for Chinese names of regions, units and groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Generic, TypeVar

from noticeboard.model.notice import Notice
from noticeboard.text.pinyin import syllables

Key = TypeVar("Key", bound=tuple[str, ...])

# A folder's name may hold 255 bytes; an address should fit on a printed line.
MAX_LENGTH = 80
# Path segments of the list pages themselves.
RESERVED = frozenset({"page", "initial", "field"})


def slug(name: str) -> str:
    """Return the slug of a name: `示范局党组` -> `shi-fan-ju-dang-zu`.

    It matches `[a-z0-9]+(-[a-z0-9]+)*` and has at most MAX_LENGTH characters. A name that is too
    long, reserved or without any letter gets six digits of its SHA-256 as a suffix.
    """
    pinyin = "-".join(syllables(name))
    if pinyin and len(pinyin) <= MAX_LENGTH and pinyin not in RESERVED:
        return pinyin
    return _with_digest(pinyin, name)


def initial(name: str) -> str:
    """Return the capital letter under which a name is indexed; `#` when it has none."""
    first = next(iter(syllables(name)), "#")
    return first[0].upper() if first[0].isalpha() else "#"


def unit_slugs(notices: Iterable[Notice]) -> Mapping[tuple[str, str], str]:
    """Map (region, unit), as notices spell them, to a slug made of the smallest region and the unit.

    They are in the order of publication. The region is left out when the unit's name begins with it.
    """
    slugs = DistinctSlugs[tuple[str, str]]()
    for notice in sorted(notices, key=publication_order):
        region = notice.regions[-1]
        for unit in notice.unit:
            plain = slug(unit if unit.startswith(region) else f"{region} {unit}")
            slugs.add((notice.region, unit), plain)
    return slugs.by_key


def region_slugs(notices: Iterable[Notice]) -> Mapping[tuple[str, ...], str]:
    """Map each region of the notices to its slug: `示例省/示例市` -> `shi-li-sheng/shi-li-shi`.

    Provinces such as 山西省 and 陕西省 have the same pinyin.
    """
    slugs = DistinctSlugs[tuple[str, ...]]()
    for notice in sorted(notices, key=publication_order):
        parent = ""
        for depth, name in enumerate(notice.regions, 1):
            parent = slugs.add(notice.regions[:depth], f"{parent}/{slug(name)}".strip("/"))
    return slugs.by_key


class DistinctSlugs(Generic[Key]):
    """Slugs by key, no two of them equal.

    Of keys with the same pinyin, the first one added keeps the plain slug and the others get a
    digest. Added in the order of publication, a new key never changes the slug of an old one.
    """

    def __init__(self) -> None:
        self.by_key: dict[Key, str] = {}
        self._used: set[str] = set()

    def add(self, key: Key, plain: str) -> str:
        """Return the slug of a key, `plain` unless another key has it."""
        if key not in self.by_key:
            head, _, last = plain.rpartition("/")
            distinct, seed = plain, "/".join(key)
            while distinct in self._used:
                distinct = f"{head}/{_with_digest(last, seed)}".strip("/")
                seed += "/"
            self.by_key[key] = distinct
            self._used.add(distinct)
        return self.by_key[key]


def publication_order(notice: Notice) -> tuple[date, str]:
    """Return the key that sorts notices by publication, the first one first."""
    return notice.published.last, notice.id


def _with_digest(pinyin: str, name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{pinyin[: MAX_LENGTH - 7].strip('-')}-{digits}".strip("-")
