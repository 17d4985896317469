"""Web pages: what is shown is kept, what is not shown is reported."""

from __future__ import annotations

import time

import pytest

from noticeboard.importing import ImportFailedError
from noticeboard.importing.formats.html import read_html, read_mht


def texts(page: str) -> list[str]:
    """Return the texts of the paragraphs of a page."""
    return [paragraph.text.strip() for paragraph in read_html(page.encode()).paragraphs]


def reasons(page: str) -> str:
    """Return the remarks on a page."""
    return "\n".join(
        f"{remark.reason} {remark.sentence}" for remark in read_html(page.encode()).remarks
    )


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ("<p>甲<p>乙", ["甲", "乙"]),
        ("<div>甲<div>乙</div>丙</div>", ["甲", "乙", "丙"]),
        ("<p>甲\n乙  a\nb", ["甲乙 a b"]),
        ("<p>甲<!-- 旧 -->乙<!--[if mso]><b>旧</b><![endif]--><![if !supportLists]>丙<![endif]>", ["甲乙丙"]),
        ("<p>甲<!-- 没有结束 <p>乙", ["甲"]),
        ("<pre>甲\n乙</pre>", ["甲", "乙"]),
        ("甲<br>乙", ["甲", "乙"]),
        ("<p>甲<script>x()</script><style>p{}</style>乙", ["甲乙"]),
        ("<table><tr><td><p>甲</p><p>乙</p></td></tr></table>", ["甲", "乙"]),
        ("<table><tr><td>甲<td>乙<tr><td>丙<td>丁</table>", ["甲 乙\n丙 丁"]),
        ("<table><tr><td>甲<table><tr><td>里</table><td>乙<tr><td>丙<td>丁</table>", ["甲 里 乙\n丙 丁"]),
        ("<ol><li>甲<li>乙</ol>", ["1. 甲", "2. 乙"]),
        ("<p>&lt;甲&gt;&nbsp;&#20057;", ["<甲>\xa0乙"]),
        ("<p>甲<input type=checkbox checked>乙<input value=丙>", ["甲☑乙丙"]),
        ("<p>H<sub>2</sub>O 10<sup>3</sup>甲", ["H₂O 10³甲"]),
        ("</td></table></p>甲</div></div>", ["甲"]),
    ],
)  # fmt: skip
def test_visible_texts_are_read(page: str, expected: list[str]) -> None:
    assert texts(page) == expected


@pytest.mark.parametrize(
    ("hidden", "reason"),
    [
        ("<del>旧</del>", "修订中删除"),
        ("<s>旧</s>", "删除线"),
        ('<span style="TEXT-DECORATION: line-through red">旧</span>', "删除线"),
        ('<span style="display : none">旧</span>', "隐藏文字"),
        ('<div hidden><b>旧</b></div>', "隐藏文字"),
        ('<span style="mso-hide:all">旧</span>', "隐藏文字"),
        ("<ruby><rt>旧</rt></ruby>", "拼音"),
    ],
)  # fmt: skip
def test_omitted_texts_are_reported(hidden: str, reason: str) -> None:
    page = f"<p>甲{hidden}乙</p>"
    assert "旧" not in "".join(texts(page))
    assert reason in reasons(page)
    assert "旧" in reasons(page)


@pytest.mark.parametrize("charset", ["gb2312", "GBK", "utf-8"])
def test_the_declared_encoding_is_used(charset: str) -> None:
    page = f'<html><meta http-equiv="Content-Type" content="text/html; charset={charset}"><p>整改㐂'
    encoded = page.encode("utf-8" if charset == "utf-8" else "gb18030")
    assert read_html(encoded).paragraphs[0].text == "整改㐂"


def test_an_archive_without_a_page_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="没有网页"):
        read_mht(b"MIME-Version: 1.0\r\nContent-Type: image/png\r\n\r\nx")


def test_too_deep_pages_are_refused() -> None:
    with pytest.raises(ImportFailedError, match="层次太深"):
        read_html(b"<html>" + b"<table><tr><td>" * 2_000)


def test_unfinished_comments_take_little_time() -> None:
    start = time.process_time()
    assert texts("<p>甲" + "<!--" * 200_000) == ["甲"]
    assert time.process_time() - start < 5
