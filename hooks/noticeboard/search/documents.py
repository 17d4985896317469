"""Conversion of notices to search documents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noticeboard.incremental.fingerprint import digest
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.search.scan import Block, LazyBlocks, SearchDocument
from noticeboard.text.rendering import RenderedBody


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
        authority=notice.inspection.authority,
        kind=notice.inspection.kind or "",
        published=str(notice.published),
        status=notice.status,
        has_attachments=bool(notice.attachments),
        blocks=LazyBlocks(lambda: _search_blocks(notice, bodies[notice.id])),
        fingerprint=digest("search", fingerprint) if fingerprint else b"",
    )


def _search_blocks(notice: Notice, body: RenderedBody) -> list[Block]:
    """Return the searchable blocks: all that the page shows of the notice and its contact."""
    return [
        Block("title", notice.title),
        Block("unit", notice.unit),
        Block("unit", notice.issuer),
        *(Block(block.kind, block.text) for block in body.blocks),
        *(Block("body", line) for line in contact_lines(notice)),
    ]


def contact_lines(notice: Notice) -> Iterator[str]:
    """Yield the contact as plain lines, one for each channel."""
    for phone in notice.contact.phones:
        yield f"{phone.number} {phone.hours or ''}".strip()
    contact = notice.contact
    yield from (text for text in (contact.email, contact.address, contact.postcode) if text)
