"""The printed notice matches GB/T 9704-2012."""

from __future__ import annotations

import re
import subprocess
from itertools import pairwise

import pytest
from playwright.sync_api import Browser
from support.printing import POINTS_PER_MM, Line, PrintedPage, measure
from support.waiting import wait_until

FIRST = "notices/2024/wuchang-grid/"
A4 = (210 * POINTS_PER_MM, 297 * POINTS_PER_MM)
TOP, RIGHT, BOTTOM, LEFT = (mm * POINTS_PER_MM for mm in (37, 26, 35, 28))
LINE = 28.95
KAI_FAMILIES = ("KaiTi", "STKaiti", "AR PL UKai CN", "AR PL KaitiM GB", "LXGW WenKai")


@pytest.fixture(scope="module")
def pages(
    chromium: Browser, site_url: str, tmp_path_factory: pytest.TempPathFactory
) -> list[PrintedPage]:
    """The printed pages of the first notice."""
    pdf = tmp_path_factory.mktemp("print") / "notice.pdf"
    context = chromium.new_context(locale="zh-CN", timezone_id="Asia/Shanghai")
    page = context.new_page()
    page.clock.set_fixed_time("2025-03-09T04:00:00Z")
    page.goto(site_url + FIRST)
    wait_until(page, "document.getElementById('nb-retrieved').textContent")
    page.pdf(path=pdf, prefer_css_page_size=True)
    context.close()
    return measure(pdf)


def text_lines(page: PrintedPage) -> list[Line]:
    """Return the lines of the type area, without the page number below it."""
    return [line for line in page.lines if line.base < page.height - BOTTOM]


def line_starting_with(pages: list[PrintedPage], text: str) -> Line:
    """Return the first line that starts with a text."""
    return next(line for page in pages for line in page.lines if line.text.startswith(text))


def test_paper_is_a4_with_the_standard_margins(pages: list[PrintedPage]) -> None:
    for page in pages:
        assert (page.width, page.height) == pytest.approx(A4, abs=1)
        lines = text_lines(page)
        assert lines[0].base - lines[0].size >= TOP - 1
        assert min(line.left for line in lines) >= LEFT - 1
        assert max(line.right for line in lines) <= page.width - RIGHT + 1
    whole = [line for line in text_lines(pages[1]) if len(line.letters) >= 27]
    assert min(line.left for line in whole) == pytest.approx(LEFT, abs=1)
    assert max(line.right for line in whole) == pytest.approx(A4[0] - RIGHT, abs=1)


def test_a_page_has_22_lines_of_28_characters(pages: list[PrintedPage]) -> None:
    for page in pages[1:-2]:
        lines = text_lines(page)
        assert len(lines) == 22
        for above, below in pairwise(lines):
            assert below.base - above.base == pytest.approx(LINE, abs=0.8)
    ideographs = [
        len(line.letters)
        for page in pages
        for line in text_lines(page)
        if re.fullmatch(r"[\u4e00-\u9fff、。]+", line.text) and line.left < LEFT + 1
    ]
    assert max(ideographs) == 28


def test_font_sizes(pages: list[PrintedPage]) -> None:
    title = pages[0].lines[0]
    assert title.size == pytest.approx(22, abs=0.3)
    assert (title.left - LEFT) == pytest.approx(A4[0] - RIGHT - title.right, abs=1)
    for start in ("根据区委", "一、巡察", "(一)在贯彻"):
        assert line_starting_with(pages, start).size == pytest.approx(16, abs=0.3), start


def has_font(families: tuple[str, ...]) -> bool:
    """Return whether one of these font families is installed."""
    listed = subprocess.run(["fc-list", ":", "family"], capture_output=True, text=True).stdout
    return any(family in listed for family in families)


def test_each_role_has_its_font(pages: list[PrintedPage]) -> None:
    title, body = pages[0].lines[0].fonts, line_starting_with(pages, "根据区委").fonts
    first, second = (
        line_starting_with(pages, "一、巡察").fonts,
        line_starting_with(pages, "(一)在贯彻").fonts,
    )
    assert len({frozenset(fonts) for fonts in (title, body, first)}) == 3
    assert all("Serif" not in font for font in first)
    assert (second != body) == has_font(KAI_FAMILIES)
    assert second != first


def test_headings_and_paragraphs_are_indented_by_two_characters(pages: list[PrintedPage]) -> None:
    for start in ("根据区委", "一、巡察", "(一)在贯彻"):
        assert line_starting_with(pages, start).left == pytest.approx(LEFT + 32, abs=1.5), start


def test_page_numbers_are_at_the_outer_edge(pages: list[PrintedPage]) -> None:
    for number, page in enumerate(pages, 1):
        line = page.lines[-1]
        assert line.text == f"—{number}—"
        assert line.size == pytest.approx(14, abs=0.3)
        below = page.height - BOTTOM + 7 * POINTS_PER_MM
        assert line.base - line.size == pytest.approx(below, abs=3)
        if number % 2:
            assert line.right == pytest.approx(page.width - RIGHT - 14, abs=2)
        else:
            assert line.left == pytest.approx(LEFT + 14, abs=2)


def test_issuer_and_date_are_right_aligned(pages: list[PrintedPage]) -> None:
    printed = [line for page in pages for line in page.lines]
    for text in ("中共武汉市武昌区社会管理网格化服务中心党组", "2024年6月20日"):
        line = next(line for line in printed if line.text == text)
        assert line.right == pytest.approx(A4[0] - RIGHT - 32, abs=2)


def test_the_last_page_has_the_address_and_the_print_date(pages: list[PrintedPage]) -> None:
    text = "".join(line.text for line in pages[-1].lines)
    assert re.search(r"网址:https://\S+/notices/2024/wuchang-grid/", text)
    assert "打印日期:2025年3月9日" in text
    whole = "".join(line.text for page in pages for line in page.lines)
    for screen_only in ("长辈版", "目录", "全部通报", "拨打", "复制引用", "看完有意见"):
        assert screen_only not in whole, screen_only
