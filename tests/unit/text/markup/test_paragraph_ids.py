"""The address of a paragraph depends on its letters and digits only."""

from __future__ import annotations

import hashlib
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import BODY

from noticeboard.text.markup.paragraph_ids import add_paragraph_ids, read_paragraphs
from noticeboard.text.rendering import render


def html(text: str) -> str:
    return render(text, "2024/x").html


def ids(text: str) -> list[str]:
    return [paragraph.id for paragraph in read_paragraphs(html(text))]


class _Elements(HTMLParser):
    """Collects each start tag with its attributes."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))


def test_the_id_is_the_digest_of_letters_and_digits() -> None:
    digest = hashlib.sha256("三是整改完成3项".encode()).hexdigest()[:8]
    assert ids("三是：整改“完成”３项。") == [f"p-{digest}"]


@pytest.mark.parametrize(
    "text",
    ["三是，整改完成 3 项", "**三是**整改完成3项。", "三是整改  \n完成3项", "三是整改完成３项！", "三是[整改](https://example.com/)完成3项"],
)  # fmt: skip
def test_marks_width_and_markup_do_not_change_the_id(text: str) -> None:
    assert ids(text) == ids("三是整改完成3项")


def test_equal_paragraphs_are_numbered() -> None:
    first, other, second, third = ids("整改情况：\n\n已完成。\n\n整改情况\n\n### 整改情况")
    assert (second, third) == (f"{first}-2", f"{first}-3")
    assert other != first


def test_an_inserted_paragraph_changes_no_other_id() -> None:
    before = ids(BODY)
    after = ids(BODY.replace("## 一、", "新的一段。\n\n## 一、"))
    assert [one for one in after if one in before] == before
    assert len(after) == len(before) + 1


def test_paragraphs_items_and_headings_are_addressed_and_cells_are_not() -> None:
    text = "甲\n\n## 一、乙\n\n- 丙\n  - 丁\n\n| 戊 | 己 |\n|---|---|\n| 1 | 2 |\n\n庚[^1]\n\n[^1]: 辛\n"
    assert [paragraph.text for paragraph in read_paragraphs(html(text))] == [
        "甲", "一、乙", "丙", "丁", "庚1", "辛\xa0↩",
    ]  # fmt: skip


def test_a_heading_keeps_its_number_and_gets_the_address_too() -> None:
    shown = add_paragraph_ids(html("## 一、乙"))
    (digest,) = ids("## 一、乙")
    assert shown.strip() == f'<h2 id="s1"><span id="{digest}"></span>一、乙</h2>'


def test_aliases_lead_to_the_same_paragraph() -> None:
    (digest,) = ids("甲")
    shown = add_paragraph_ids(html("甲"), {digest: ("p-00000000", "p-00000001")})
    expected = f'<p id="{digest}"><span id="p-00000000"></span><span id="p-00000001"></span>甲</p>'
    assert shown.strip() == expected


@pytest.mark.parametrize(
    "text",
    [
        '[甲](https://example.com/ "<p>")',
        "[甲](https://example.com/ '<li onclick=x>')",
        "![<p>](x/a.png)",
        "<p>甲</p>",
        "&lt;p&gt;",
        '甲"<p id="b',
        "**<p>**",
        "[^1]\n\n[^1]: <p>",
        "\\<p>",
    ],
)
def test_text_that_looks_like_markup_gets_no_id(text: str) -> None:
    plain, shown = html(text), add_paragraph_ids(html(text))
    assert re.sub(r' id="p-[0-9a-f]{8}(-\d+)?"', "", shown) == plain
    assert_only_blocks_have_ids(shown)


@given(st.text(alphabet="甲1 \n#-*<>&\"'p/[]()^:!\\|`~\u200b\xa0"))
def test_no_text_breaks_the_markup(text: str) -> None:
    plain = html(text)
    shown = add_paragraph_ids(plain)
    assert re.sub(r'<span id="[^"]*"></span>| id="p-[0-9a-f]{8}(?:-\d+)?"', "", shown) == plain
    assert_only_blocks_have_ids(shown)


def assert_only_blocks_have_ids(shown: str) -> None:
    elements = _Elements(shown).elements
    addressed = [
        (tag, attrs["id"]) for tag, attrs in elements if (attrs.get("id") or "")[:2] == "p-"
    ]
    assert {tag for tag, _ in addressed} <= {"p", "li", "span"}
    assert len({one for _, one in addressed}) == len(addressed)
    assert all("id" in attrs for tag, attrs in elements if tag == "p")
