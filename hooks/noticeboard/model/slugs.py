"""Readable URL path segments, in pinyin, for Chinese names of regions, units and groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping

from noticeboard.model.notice import Notice
from noticeboard.text.pinyin import syllables

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


def region_slug(region: str) -> str:
    """Return the slug of a region: `示例省/示例市` -> `shi-li-sheng/shi-li-shi`."""
    return "/".join(slug(part) for part in region.split("/"))


def initial(name: str) -> str:
    """Return the capital letter under which a name is indexed; `#` when it has none."""
    first = next(iter(syllables(name)), "#")
    return first[0].upper() if first[0].isalpha() else "#"


def unit_slugs(notices: Iterable[Notice]) -> Mapping[tuple[str, str], str]:
    """Map (region, unit), as notices spell them, to a slug made of the smallest region and the unit.

    They are in the order of publication.

    The region is left out when the unit's name begins with it. Of units with the same pinyin, the
    first to publish keeps the plain slug and the others get a digest, so that a new unit never
    changes the address of an old one.
    """
    slugs: dict[tuple[str, str], str] = {}
    used: set[str] = set()
    in_order = sorted(notices, key=lambda notice: (notice.published.last, notice.id))
    for key in ((notice.region, unit) for notice in in_order for unit in notice.unit):
        if key in slugs:
            continue
        region, unit = key[0].rpartition("/")[2], key[1]
        plain = slug(unit if unit.startswith(region) else f"{region} {unit}")
        slugs[key] = _with_digest(plain, "/".join(key)) if plain in used else plain
        used.add(slugs[key])
    return slugs


def _with_digest(pinyin: str, name: str) -> str:
    digits = hashlib.sha256(name.encode()).hexdigest()[:6]
    return f"{pinyin[: MAX_LENGTH - 7].strip('-')}-{digits}".strip("-")
