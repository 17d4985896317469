"""The rendered text of each notice, fetched when it is asked for: no process holds them all."""

from __future__ import annotations

import pickle
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from noticeboard.incremental.cache import Cache, key
from noticeboard.incremental.pool import parallel_map
from noticeboard.model.notice import Notice
from noticeboard.text.rendering import Body, render

RECENT = 64


class Bodies(Mapping[str, Body]):
    """Id -> text. `digests` are those of the notices' files, under which texts are kept."""

    def __init__(
        self, notices: Mapping[str, Notice], digests: Mapping[str, bytes], cache: Cache
    ) -> None:
        self._notices, self._digests, self._cache = notices, digests, cache
        self._recent = lru_cache(RECENT)(self._found)

    def __getitem__(self, identity: str) -> Body:
        return self._recent(identity)

    def __iter__(self) -> Iterator[str]:
        return iter(self._notices)

    def __len__(self) -> int:
        return len(self._notices)

    def _found(self, identity: str) -> Body:
        notice, digest = self._notices[identity], self._digests.get(identity)
        kept = self._cache.one(body_key(digest)) if digest else None
        if kept is not None:
            body: Body = pickle.loads(kept)
            return body
        return render(notice.body, notice.id)


def body_key(digest: bytes) -> bytes:
    """Under which the text is kept of the file with this digest."""
    return key("body", digest)


def rendered(notices: Sequence[Notice], processes: int) -> Mapping[str, Body]:
    """All texts at once."""

    def work(notice: Notice) -> Body:
        return render(notice.body, notice.id)

    made = parallel_map(work, notices, processes)
    return {notice.id: body for notice, body in zip(notices, made, strict=True)}
