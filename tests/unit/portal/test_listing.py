"""Only paths that notices may have are ever fetched or written."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from noticeboard.portal.listing import (
    Validators,
    address_of,
    attachment_paths,
    sort_addresses,
    source_path,
)

SHA = "0" * 64


def test_sources_are_sorted_out_of_all_addresses() -> None:
    addresses = [
        "index.html",
        "notices/2024/index.html",
        "notices/2024/甲.html",
        "notices/2024/jia/index.html",
        "notices/2024/jia/notice.md",
        "notices/2024/jia/附件1.pdf",
        "rounds/shili-2024-1/round.yml",
        "units/units.yml",
    ]
    listing = sort_addresses(dict.fromkeys(addresses, SHA), Validators())
    assert set(listing.sources) == {"2024/jia.md", "rounds/shili-2024-1.yml", "units.yml"}
    assert set(listing.others) == {"2024/jia/index.html", "2024/jia/附件1.pdf"}
    assert listing.faults == ()
    assert {address_of(path) for path in listing.sources} <= set(addresses)


@pytest.mark.parametrize(
    "address",
    [
        "../../etc/cron.d/x",
        "notices/../../x/notice.md",
        "notices/2024/../../../x/notice.md",
        "/notices/2024/x/notice.md",
        "notices/2024/x\\..\\y/notice.md",
        "notices/2024/X/notice.md",
        "notices/2024/page/notice.md",
        "notices/20240/x/notice.md",
        "notices/2024/x/y/notice.md",
        "notices/２０２４/x/notice.md",
        "notices/2024/x\n/notice.md",
        "rounds/../x/round.yml",
        "rounds/index/round.yml",
    ],
)
def test_a_path_with_a_trick_is_reported_and_not_fetched(address: str) -> None:
    listing = sort_addresses({address: SHA}, Validators())
    assert not listing.sources
    assert not listing.others
    (fault,) = listing.faults
    assert "不合规则" in fault
    assert "\n" not in fault


def test_what_is_no_sha256_is_reported() -> None:
    listing = sort_addresses({"notices/2024/x/notice.md": "../../etc"}, Validators())
    assert (dict(listing.sources), len(listing.faults)) == ({}, 1)


@pytest.mark.parametrize("name", [".ssh", "CON.pdf", "a\u202eb.pdf", "a..", "а.pdf", "x" * 300])
def test_an_attachment_needs_a_valid_name(name: str) -> None:
    path = f"2024/x/{name}"
    assert list(attachment_paths([path], {path: SHA})) == []
    assert list(attachment_paths(["2024/x/a.pdf"], {"2024/x/a.pdf": SHA})) == ["2024/x/a.pdf"]


_PARTS = st.sampled_from(["notices", "2024", "..", ".", "", "x", "notice.md", "rounds", "/", "%2e"])


@settings(max_examples=100)
@given(st.one_of(st.text(max_size=30), st.lists(_PARTS, max_size=6).map("/".join)))
def test_no_address_leads_outside_the_folder(address: str) -> None:
    path = source_path(address)
    if path is not None:
        assert address_of(path) == address
        assert ".." not in path.split("/")
        assert not path.startswith("/")
