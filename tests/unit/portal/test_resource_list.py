"""A board's ResourceSync lists: used where they are, never trusted over SHA256SUMS."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

import pytest
from support.boards import Server, publish, serving
from support.factories import write

from noticeboard.exports.checksums import sha256_of, write_checksums
from noticeboard.exports.gathering.resource_sync import RESOURCES, Resource, resource_lists
from noticeboard.exports.sitemap import MAX_PAGES
from noticeboard.portal.listing import Listing, Validators, fetch_listing
from noticeboard.portal.members import Member
from noticeboard.portal.resource_list import fetch_resources
from noticeboard.portal.transfer import Client, Limits, RefusedError

SOURCE = "notices/2024/one/notice.md"


class Board:
    def __init__(self, folder: Path, server: Server) -> None:
        self.site, self.server = folder, server
        self.client = Client(server.url, Limits(rate=10_000))

    def listing(self) -> Listing:
        member = Member(id="a", name="甲", url=self.server.url)
        listing = fetch_listing(self.client, member, Validators())
        assert listing
        return listing

    def write(self, *resources: Resource) -> None:
        self.files(resource_lists(resources, self.server.url, datetime(2025, 1, 1, tzinfo=UTC)))

    def files(self, contents: Mapping[str, bytes]) -> None:
        for name, content in contents.items():
            (self.site / name).parent.mkdir(exist_ok=True)
            (self.site / name).write_bytes(content)
        write_checksums(self.site)

    def source(self, sha256: str = "", length: int = 10) -> Resource:
        url, own = self.server.url + SOURCE, sha256_of(self.site / SOURCE)
        return Resource(url, "text/markdown", sha256=sha256 or own, length=length)


@pytest.fixture
def board(tmp_path: Path) -> Iterator[Board]:
    write(tmp_path / "notices", "2024/one")
    site = publish(tmp_path / "notices", tmp_path / "site")
    with serving(site) as server:
        yield Board(site, server)


def test_the_lengths_are_known_before_anything_is_fetched(board: Board) -> None:
    assert board.listing().lengths == {}
    board.write(board.source())
    listing = board.listing()
    assert (listing.lengths, listing.faults) == ({"2024/one.md": 10}, ())


def test_lists_that_disagree_are_reported(board: Board) -> None:
    board.write(board.source("0" * 64))
    listing = board.listing()
    assert "说法不一" in listing.faults[0]
    assert listing.sources["2024/one.md"] == sha256_of(board.site / SOURCE)


def test_a_board_without_checksums_is_read_by_its_list(board: Board) -> None:
    board.write(board.source())
    (board.site / "SHA256SUMS").unlink()
    assert list(board.listing().sources) == ["2024/one.md"]
    (board.site / RESOURCES).unlink()
    with pytest.raises(RefusedError, match="取不到 SHA256SUMS"):
        board.listing()


def test_a_long_list_has_parts(board: Board) -> None:
    other = Resource("https://other.example/notices/2024/x/notice.md", "text/markdown")
    lists = resource_lists(
        [other] * MAX_PAGES + [board.source()], board.server.url, datetime(2025, 1, 1, tzinfo=UTC)
    )
    assert len(lists) == 3
    board.files(lists)
    assert board.listing().lengths == {"2024/one.md": 10}
    (board.site / "resourcesync/resourcelist-2.xml").write_bytes(b"<urlset/>")
    assert "不符" in board.listing().faults[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"<!DOCTYPE a [<!ENTITY b 'c'>]><urlset>&b;</urlset>", "XML"),
        (b"<urlset>", "不是正确的 XML"),
        (b"", "不是正确的 XML"),
    ],
)
def test_hostile_xml_is_not_parsed(board: Board, content: bytes, says: str) -> None:
    board.files({RESOURCES: content})
    sums = {RESOURCES: hashlib.sha256(content).hexdigest()}
    with pytest.raises(RefusedError, match=says):
        fetch_resources(board.client, sums)
    assert says in board.listing().faults[0]
