"""Ledgers come from the cache, or from the text if the cache has none that can be read."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.factories import BODY, MATTERS

from noticeboard.build.derived.ledgers import ledger_key, read_ledgers, serialize_ledger
from noticeboard.incremental.cache import Cache
from noticeboard.matters.recognition import recognize
from noticeboard.text.rendering import render

BODIES = {"2024/a": render(MATTERS, "2024/a"), "2024/b": render(BODY, "2024/b")}
KEYS = {"2024/a": b"a", "2024/b": b""}


@pytest.mark.parametrize(
    "stored", [None, b"", b"{}", b"[1]", b"[[[1]], 2]", b"[[], 1, 2]", b"\xff"]
)
def test_what_cannot_be_read_is_recognised_again(tmp_path: Path, stored: bytes | None) -> None:
    cache = Cache(tmp_path / "cache")
    cache.put({ledger_key(b"a"): stored} if stored is not None else {})
    ledgers = read_ledgers(KEYS, BODIES, cache)
    assert ledgers == {"2024/a": recognize(BODIES["2024/a"].html), "2024/b": ((), None)}


def test_a_stored_ledger_is_the_recognised_one(tmp_path: Path) -> None:
    cache = Cache(tmp_path / "cache")
    ledger = recognize(BODIES["2024/a"].html)
    cache.put({ledger_key(b"a"): serialize_ledger(ledger)})
    assert read_ledgers({"2024/a": b"a"}, {}, cache) == {"2024/a": ledger}
