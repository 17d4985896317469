"""Conversion of notices to search documents."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

from noticeboard.incremental.digests import digest
from noticeboard.model.field_types import Names
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.vocabularies import DEFAULT_CATEGORY, Status
from noticeboard.text.folding import FOLD_TABLE
from noticeboard.text.rendering import RenderedBody

INDEX_FOLDER = "search-index"
"""The folder of the index below the site's root."""

BlockKind = Literal["title", "unit", "heading", "body", "contact"]
RANKS: Mapping[BlockKind, int] = {"title": 0, "unit": 1, "heading": 2, "body": 3, "contact": 3}
"""The rank of a match in each kind of block, 0 the best."""


class Block(NamedTuple):
    """A piece of a notice's text; a term never matches across two blocks."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """A notice as the search sees it.

    `url` is relative to the site's root. Several authorities or kinds are joined by 、, which none
    contains; facets split them again, as they do the `channels` of its contact. `days` run from the
    last feedback to publication. `fingerprint` is a digest (32 bytes) of all inputs of the
    document, empty if it is not known.
    """

    id: str
    url: str
    title: str
    unit: Names
    issuer: str
    region: tuple[str, ...]
    authority: str
    kind: str
    published: str
    status: Status
    has_attachments: bool
    compute_blocks: Callable[[], Sequence[Block]]
    fingerprint: bytes = b""
    category: str = DEFAULT_CATEGORY
    channels: str = ""
    days: int | None = None
    has_progress: bool = False

    @property
    def blocks(self) -> Sequence[Block]:
        """The blocks, computed on each access so that they occupy no memory in between."""
        return self.compute_blocks()


def search_documents(
    register: Register,
    bodies: Mapping[str, RenderedBody],
    fingerprints: Mapping[str, bytes] | None = None,
) -> list[SearchDocument]:
    """Return the register's notices as search documents.

    `bodies` and `fingerprints` have the ids of notices as keys; a fingerprint covers all inputs of
    a notice.
    """
    fingerprints = fingerprints or {}
    return [
        _search_document(notice, bodies, fingerprints.get(notice.id)) for notice in register.notices
    ]


def notices_digest(sources: Iterable[tuple[str, str]]) -> str:
    """Return a digest of all notices, given id and SHA-256 of the source of each.

    It includes the fold table: with equal digests, two searches return the same answers.
    """
    lines = (f"{sha256}  {notice_id}\n" for notice_id, sha256 in sorted(sources))
    return digest(FOLD_TABLE.read_bytes(), *lines).hex()


def _search_document(
    notice: Notice, bodies: Mapping[str, RenderedBody], fingerprint: bytes | None
) -> SearchDocument:
    return SearchDocument(
        id=notice.id,
        url=notice.url,
        title=notice.title,
        unit=notice.unit,
        issuer=notice.issuer,
        region=notice.regions,
        authority=_joined(one.authority for one in notice.inspections),
        kind=_joined(one.kind for one in notice.inspections if one.kind),
        published=str(notice.published),
        status=notice.status,
        has_attachments=bool(notice.attachments),
        compute_blocks=lambda: search_blocks(notice, bodies[notice.id]),
        fingerprint=digest("search", fingerprint) if fingerprint else b"",
        category=notice.category,
        channels="、".join(notice.contact.channels),
        days=notice.days_waited,
        has_progress=notice.progress is not None,
    )


def _joined(values: Iterable[str]) -> str:
    return str(Names(dict.fromkeys(values)))


def search_blocks(notice: Notice, body: RenderedBody) -> list[Block]:
    """Return the searchable blocks: all that the page shows of the notice and its contact.

    They are also what the search page reads, in the notice's data.
    """
    return [
        Block("title", notice.title),
        *(Block("unit", unit) for unit in notice.unit),
        Block("unit", notice.issuer),
        *(Block(block.kind, block.text) for block in body.blocks),
        *(Block("contact", line) for line in contact_lines(notice)),
        *(Block("body", number) for number in notice.official_numbers.values()),
    ]


def contact_lines(notice: Notice) -> Iterator[str]:
    """Yield the contact as plain lines, one for each channel."""
    contact = notice.contact
    yield from (phone.text for phone in contact.phones)
    yield from (f"传真 {number}" for number in contact.fax or ())
    yield from (text for text in (contact.email, contact.address, contact.postcode) if text)
