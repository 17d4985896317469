from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.text.links import netloc, parse_links, path_below_notices, site_href, target_file


@pytest.mark.parametrize(
    ("href", "address"),
    [
        ("https://example.com/a?b#c", "https://example.com/a?b#c"),
        ("mailto:a@example.com", "mailto:a@example.com"),
        ("tel:12388", "tel:12388"),
        ("#s1", "#s1"),
        ("x/附件.pdf", "../../2024/x/%E9%99%84%E4%BB%B6.pdf"),
        ("other.md", "../../2024/other/"),
        ("../2023/other.md#s2-1", "../../2023/other/#s2-1"),
        ("javascript:alert(1)", None),
        ("JaVaScRiPt:alert(1)", None),
        ("data:text/html,x", None),
        ("//example.com", None),
        ("/etc/passwd", None),
        ("../../mkdocs.yml", None),
        ("%2e%2e/%2e%2e/mkdocs.yml", None),
        ("..\\..\\x", None),
        ("\\\\host\\x", None),
        ("", None),
    ],
)
def test_links_are_translated_to_page_addresses_or_refused(href: str, address: str | None) -> None:
    assert site_href(href, "2024/x") == address


@given(st.text())
def test_no_relative_link_leaves_the_folder(href: str) -> None:
    path = path_below_notices(href, "2024/x")
    assert path is None or not path.startswith(("..", "/"))


def test_target_file_of_a_relative_link() -> None:
    folder = Path("notices")
    assert target_file("x/a.pdf", "2024/x", folder) == folder / "2024/x/a.pdf"
    assert target_file("https://example.com", "2024/x", folder) is None


def test_links_are_parsed_with_line_and_column() -> None:
    text = '见[甲](a.md)和![图](x/b.png "题")\n\n<https://example.com>和<a@b.example>\n'
    assert [tuple(link) for link in parse_links(text)] == [
        (1, 2, "a.md", False, "甲"),
        (1, 12, "x/b.png", True, "图"),
        (3, 1, "https://example.com", False, "https://example.com"),
        (3, 23, "mailto:a@b.example", False, "a@b.example"),
    ]


def test_an_image_in_the_text_of_a_link_is_parsed_too() -> None:
    links = list(parse_links("见[图 ![图](a(1).png)](<b c.md>)"))
    assert [(link.column, link.target) for link in links] == [(2, "b c.md"), (5, "a(1).png")]


@pytest.mark.parametrize(
    "text",
    ["[甲](乙)", "[2024](3)", "[]()", "\\[甲](a.md)", "[甲]: a.md", "[甲\n乙](a.md)", "[甲](a.md"],
)
def test_other_brackets_are_no_links(text: str) -> None:
    assert list(parse_links(text)) == []


@pytest.mark.parametrize(
    ("href", "expected"),
    [
        ("https:gov.cn@a.example", "gov.cn@a.example"),
        ("https:///a.example/x", "a.example"),
        ("http:\\\\a.example", "a.example"),
        ("//a.example/x", "a.example"),
        ("x/a.pdf", ""),
    ],
)
def test_the_location_is_the_one_that_browsers_open(href: str, expected: str) -> None:
    assert netloc(href) == expected
