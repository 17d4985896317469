"""Addresses of the site are URIs, whatever characters a name has."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.addresses import ascii_address, percent_encode
from noticeboard.text.links import site_href

NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="/\\"), min_size=1
)


@given(NAMES)
def test_names_survive_as_one_part_of_a_path(name: str) -> None:
    address = percent_encode(f"a/{name}")
    assert address.isascii()
    parts = urlsplit(f"https://site.example/{address}")
    assert (parts.query, parts.fragment) == ("", "")
    assert unquote(parts.path) == f"/a/{name}"


@given(NAMES.filter(lambda name: name not in (".", "..") and not name.endswith(".md")))
def test_links_in_a_text_lead_to_the_file(name: str) -> None:
    assert site_href(percent_encode(f"x/{name}"), "2024/x") == "../../2024/" + percent_encode(
        f"x/{name}"
    )


@pytest.mark.parametrize(
    ("address", "ascii_form"),
    [
        ("", ""),
        ("https://gongkai.example.gov.cn/", "https://gongkai.example.gov.cn/"),
        ("https://示例区.政务.cn/", "https://xn--fsqr3g1x9b.xn--zfr164b.cn/"),
        (
            "https://示例区.政务.cn:8443/公开/",
            "https://xn--fsqr3g1x9b.xn--zfr164b.cn:8443/%E5%85%AC%E5%BC%80/",
        ),
        ("https://a.example/%E5%85%AC%E5%BC%80/", "https://a.example/%E5%85%AC%E5%BC%80/"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("http://127.0.0.1:8000/a b/", "http://127.0.0.1:8000/a%20b/"),
        ("https://示例区。中国/", "https://xn--fsqr3g1x9b.xn--fiqs8s/"),
    ],
)
def test_site_addresses_are_ascii(address: str, ascii_form: str) -> None:
    assert ascii_address(address) == ascii_form
    assert ascii_address(ascii_form) == ascii_form
