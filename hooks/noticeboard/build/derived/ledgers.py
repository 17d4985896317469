"""The ledgers of all notices, recognised when a notice is parsed and read from the cache."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import suppress

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.digests import digest
from noticeboard.matters.ledger import EMPTY, Figure, Ledger, Matter, Statement
from noticeboard.matters.recognition import recognize
from noticeboard.text.rendering import RenderedBody


def read_ledgers(
    fingerprints: Mapping[str, bytes], bodies: Mapping[str, RenderedBody], cache: Cache
) -> Mapping[str, Ledger]:
    """Return the ledger of each notice by id, given the fingerprint of its text."""
    ids = {ledger_key(key): notice_id for notice_id, key in fingerprints.items() if key}
    ledgers: dict[str, Ledger] = {}
    for key, value in cache.get_many(ids):
        with suppress(ValueError, TypeError):
            ledgers[ids[key]] = _deserialize(value)
    for notice_id in fingerprints.keys() - ledgers.keys():
        ledgers[notice_id] = recognize(bodies[notice_id].html)
    return ledgers


def ledger_key(notice_key: bytes) -> bytes:
    """Return the key of a ledger in the cache, by that of its notice."""
    return digest("ledger", notice_key)


def serialize_ledger(ledger: Ledger) -> bytes:
    """Return a ledger as bytes."""
    return json.dumps(ledger, ensure_ascii=False).encode("utf-8", "surrogatepass")


def _deserialize(value: bytes) -> Ledger:
    """Return what was serialized. Raise ValueError or TypeError if it is something else."""
    matters, stated = json.loads(value)
    if not matters and stated is None:
        return EMPTY
    return Ledger(
        tuple(
            Matter(
                identity,
                place,
                problem,
                tuple(measures),
                tuple(map(Statement._make, statements)),
                tuple(map(Figure._make, figures)),
            )
            for identity, place, problem, measures, statements, figures in matters
        ),
        stated,
    )
