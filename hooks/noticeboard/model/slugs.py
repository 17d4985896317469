"""Readable addresses, in pinyin, for what has a Chinese name: regions, units, groups."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Mapping

from noticeboard.model.notice import Notice

# A folder's name may hold 255 bytes; an address should fit on a printed line.
LONGEST = 80
# What list pages keep below themselves.
RESERVED = frozenset({"page", "initial"})
known_syllables: dict[str, tuple[str, ...]] = {}
"""Name -> its syllables in Latin letters, of all names that were asked for: a build keeps them for
the next, for each costs a third of a millisecond."""


def slug(name: str) -> str:
    """`示范局党组` -> `shi-fan-ju-dang-zu`: `[a-z0-9]+(-[a-z0-9]+)*`, at most LONGEST characters.

    The same name always gives the same slug. A name that is cut, or has no letter at all, ends
    in six digits of its SHA-256.
    """
    written = "-".join(_syllables(name))
    if written and len(written) <= LONGEST and written not in RESERVED:
        return written
    return _marked(written, name)


def region_slug(region: str) -> str:
    """`示例省/示例市` -> `shi-li-sheng/shi-li-shi`."""
    return "/".join(slug(part) for part in region.split("/"))


def initial(name: str) -> str:
    """The capital letter under which a name is looked up; `#` where it has none."""
    first = next(iter(_syllables(name)), "#")
    return first[0].upper() if first[0].isalpha() else "#"


def unit_slugs(notices: Iterable[Notice]) -> Mapping[tuple[str, str], str]:
    """(region, unit) -> its slug: the last part of the region and the unit.

    A unit's name that begins with its region's is not told it twice. Two units that sound alike:
    the one that published first keeps the plain slug, the others get six digits of their SHA-256,
    so that a new unit never moves an old one's address.
    """
    slugs: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    for notice in sorted(notices, key=lambda notice: (notice.published.last, notice.id)):
        key = (notice.region, notice.unit)
        if key in slugs:
            continue
        place = notice.regions[-1]
        plain = slug(notice.unit if notice.unit.startswith(place) else f"{place} {notice.unit}")
        taken = plain in used
        slugs[key] = _marked(plain, "/".join(key)) if taken else plain
        used.add(slugs[key])
    return slugs


def _syllables(name: str) -> tuple[str, ...]:
    if name not in known_syllables:
        # Loaded when a name is new: its tables take a tenth of a second.
        from pypinyin import lazy_pinyin

        written = " ".join(lazy_pinyin(name)).lower()
        known_syllables[name] = tuple(re.findall(r"[a-z0-9]+", written))
    return known_syllables[name]


def _marked(written: str, name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{written[: LONGEST - 7].strip('-')}-{digits}".strip("-")
