"""Register -> the files beside the pages, data and feeds; what is known already is not made again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from noticeboard.body import Body
from noticeboard.cache import key
from noticeboard.feeds import Feed, atom, content, feeds, json_feed
from noticeboard.loading import Workshop, program
from noticeboard.notice import Notice
from noticeboard.open_data import BASE, as_json, full_notice
from noticeboard.proof import Proof
from noticeboard.ways import Ways

File = tuple[str, str | bytes]
"""An address below the site's root, and what stands there."""


@dataclass(frozen=True, slots=True)
class Sources:
    """What the files are made from; `bodies` and `digests` are by id, `site_url` ends with /."""

    notices: Sequence[Notice]
    bodies: Mapping[str, Body]
    digests: Mapping[str, bytes]
    site_url: str
    workshop: Workshop

    def key(self, kind: str, notice: Notice, *more: str) -> bytes:
        """The digest of what a file of one notice is made from."""
        return key(kind, program(), self.digests[notice.id], self.site_url, *more)


def notice_files(
    sources: Sources, proofs: Mapping[str, Proof], commit: str | None
) -> Iterator[File]:
    """Each notice as JSON."""

    def make(notice: Notice) -> str:
        body, proof = sources.bodies[notice.id], proofs[notice.id]
        return as_json(full_notice(notice, body, proof, sources.site_url, commit))

    keys = [
        sources.key("data", notice, repr(proofs[notice.id]), commit or "")
        for notice in sources.notices
    ]
    made = sources.workshop.results("写出数据", make, sources.notices, keys)
    for notice, written in zip(sources.notices, made, strict=True):
        yield f"{BASE}notices/{notice.id}.json", written


def feed_files(sources: Sources, ways: Ways, site_name: str) -> Iterator[File]:
    """Every feed, as Atom and as JSON Feed."""
    url = sources.site_url
    contents = _contents(sources)

    def make(feed: Feed) -> tuple[bytes, str]:
        return atom(feed, contents, url), json_feed(feed, contents, url)

    every = list(feeds(ways, site_name))
    keys = [
        key("feed", program(), url, feed.base, feed.title, *(sources.digests[n.id] for n in feed.notices))
        for feed in every
    ]  # fmt: skip
    for feed, (xml, json) in zip(
        every, sources.workshop.results("写出订阅", make, every, keys), strict=True
    ):
        yield f"{feed.base}feed.xml", xml
        yield f"{feed.base}feed.json", json


def _contents(sources: Sources) -> Mapping[str, str]:
    """What each notice's entries hold, the same in every feed."""

    def make(notice: Notice) -> str:
        address = f"{sources.site_url}notices/{notice.id}/"
        return content(notice, sources.bodies[notice.id].html, address)

    keys = [sources.key("content", notice) for notice in sources.notices]
    made = sources.workshop.results("准备订阅", make, sources.notices, keys)
    return {notice.id: text for notice, text in zip(sources.notices, made, strict=True)}
