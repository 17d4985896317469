"""Notices as the documents that the search indexes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from noticeboard.incremental.cache import key
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.search.scan import Block, LazyBlocks, SearchDocument
from noticeboard.text.rendering import Body


def search_documents(
    register: Register, bodies: Mapping[str, Body], digests: Mapping[str, bytes] | None = None
) -> list[SearchDocument]:
    """The notices as the search sees them; `digests` stand for them by id where they are known."""
    known = digests or {}
    return [_search_document(notice, bodies, known.get(notice.id)) for notice in register.notices]


def _search_document(
    notice: Notice, bodies: Mapping[str, Body], digest: bytes | None
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
        source=key("search", digest) if digest else b"",
    )


def _search_blocks(notice: Notice, body: Body) -> list[Block]:
    """What a hit may lie in: all that the notice's page says of it and its contact."""
    return [
        Block("title", notice.title),
        Block("unit", notice.unit),
        Block("unit", notice.issuer),
        *(Block(block.kind, block.text) for block in body.blocks),
        *(Block("body", line) for line in contact_lines(notice)),
    ]


def contact_lines(notice: Notice) -> Iterator[str]:
    """The contact as plain lines, one for each channel."""
    for phone in notice.contact.phones:
        yield f"{phone.number} {phone.hours or ''}".strip()
    contact = notice.contact
    yield from (text for text in (contact.email, contact.address, contact.postcode) if text)
