"""The sanitizer of the preview, compared with nh3, which reads the same allow-list."""

from __future__ import annotations

import re

import nh3
import pytest

from noticeboard.editor.sanitizer import sanitize
from noticeboard.text.markup.allow_list import ATTRIBUTES, CLASSES, TAGS, URL_SCHEMES
from noticeboard.text.markup.body import render_by_library
from noticeboard.text.rendering import render_by_library as render_with_nh3

ATTACKS = [
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<a href='javascript:alert(1)'>x</a>",
    "<a href=' java\nscript:alert(1)'>x</a>", "<svg><script>alert(1)</script></svg>", "<p style='x'>x",
    "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<a href='data:text/html,x'>x</a>",
    "<p onclick=alert(1) class='signature evil'>x</p>", "<math><mi xlink:href='javascript:1'>x</mi></math>",
    "<style>@import 'x'</style>", "<p><b></p></b>", "<li value=3 id=a>x", "<!-- <script> -->x", "<p title=\"<script>\">",
    "<object data=x></object>", "<td class='align-left x'>x</td>", "&lt;script&gt;", "<base href=//x>", "<form action=x><input>",
]  # fmt: skip


@pytest.mark.parametrize("html", ATTACKS)
def test_nothing_active_remains_and_text_is_that_of_nh3(html: str) -> None:
    clean = sanitize(html)
    expected = nh3.clean(
        html, tags=TAGS, attributes=ATTRIBUTES, allowed_classes=CLASSES, url_schemes=URL_SCHEMES, link_rel=None
    )  # fmt: skip
    assert not re.search(
        r"<(?:script|svg|iframe|style|object|base|form|input)|\son\w+=|style=", clean
    )
    assert not re.search(r"(?:href|src)=\"\s*(?:javascript|data)", clean)
    assert sanitize(clean) == clean
    assert set(re.findall(r"<(\w+)", clean)) <= TAGS
    assert re.sub(r"<[^>]*>|\s", "", clean) == re.sub(r"<[^>]*>|\s", "", expected)


TEXT = """## 一、标题

[链接](https://example.com) 和 **重点**[^1]，![图](a/图.png)

| 甲 | 乙 |
| --- | ---: |
| 1 | 2 |

[^1]: 脚注
"""


def test_a_rendered_notice_is_the_same_as_by_nh3() -> None:
    assert render_by_library(TEXT, "2024/a", sanitize) == render_with_nh3(TEXT, "2024/a")
