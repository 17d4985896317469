"""A notice as a row of the database."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import accumulate

from noticeboard.database.grams import grams_of
from noticeboard.search.documents import RANKS, SearchDocument
from noticeboard.search.facets import FACETS
from noticeboard.search.ranking import fold_blocks

COLUMNS = (
    "year", "id", "fingerprint", "published", "region", "category", "authority", "kind", "attachments",
    "status", "channel", "progress", "facets", "folded", "rank_starts", "grams", "entry", "hit",
)  # fmt: skip
"""The columns of the table of notices, in the order of `Source.row`."""

SEPARATOR = "\x1f"
"""The control character between the values of facets; no text of a notice may hold it."""


@dataclass(frozen=True, slots=True)
class Source:
    """What a notice's row is made of.

    `fingerprint` is a hexadecimal digest of all of it; `entry` returns the notice as JSON, as the
    lists of the API show it.
    """

    document: SearchDocument
    fingerprint: str
    entry: Callable[[], str]

    @property
    def key(self) -> tuple[int, str]:
        """Year and id: the first says which partition holds the row."""
        return int(self.document.published[:4]), self.document.id

    def row(self) -> tuple[object, ...]:
        """Return the row, as COPY writes it."""
        document = self.document
        facets = {name: value_of(document) for name, value_of in FACETS.items()}
        # Blocks without a letter or a digit match no term.
        blocks = [block for block in fold_blocks([document])[0] if block[1]]
        sizes = [
            sum(len(text) + 1 for rank, text in blocks if rank == own)
            for own in sorted(set(RANKS.values()))
        ]
        starts = [1 + end for end in list(accumulate(sizes))[:-1]]
        values = facets | {
            "year": self.key[0],
            "id": document.id,
            "fingerprint": self.fingerprint,
            "published": document.published,
            "facets": SEPARATOR.join(facets.values()),
            "folded": "".join(f"{text}\n" for _, text in blocks),
            "rank_starts": _array(starts),
            "grams": _array(grams_of(text for _, text in blocks)),
            "entry": self.entry(),
            "hit": json.dumps(_hit(document), ensure_ascii=False),
        }
        return tuple(values[name] for name in COLUMNS)


def _array(numbers: Iterable[int]) -> str:
    return "{" + ",".join(map(str, numbers)) + "}"


def _hit(document: SearchDocument) -> dict[str, object]:
    """Return the fields of the notice's data that the search page shows."""
    return {
        "id": document.id,
        "title": document.title,
        "unit": str(document.unit),
        "issuer": document.issuer,
        "published": document.published,
        "region": "/".join(document.region),
        "status": document.status,
        "blocks": [block._asdict() for block in document.blocks],
    }
