"""Only rules for classes, ids and attributes that the site has remain of the theme's sheet."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.build.derived.theme_rules import used_rules, words_of

WORDS = {"kept", "data-kept", "dir"}


@pytest.mark.parametrize(
    ("sheet", "used"),
    [
        (".kept{a:b}.gone{a:b}", ".kept{a:b}"),
        (".kept .gone,.kept,p{a:b}", ".kept,p{a:b}"),
        ("[data-kept] p{a:b}[data-gone]{a:b}", "[data-kept] p{a:b}"),
        ("[dir=rtl] .kept{a:b}[dir=ltr] .kept{c:d}", "[dir=ltr] .kept{c:d}"),
        ("p:not(.gone,:is(.a)){a:b}", "p:not(.gone,:is(.a)){a:b}"),
        ("@media print{.gone{a:b}}@media print{.gone{a:b}.kept{c:d}}", "@media print{.kept{c:d}}"),
        ('@charset "UTF-8";.gone{a:b}', '@charset "UTF-8";'),
        ('.kept:before{content:"}.gone{"}', '.kept:before{content:"}.gone{"}'),
        ("@keyframes x{0%{a:b}}", "@keyframes x{0%{a:b}}"),
        ("#gone{a:b}#kept{a:b}", "#kept{a:b}"),
        (":root{--a:1;--b:2}.kept{c:var(--a)}", ":root{--a:1;}.kept{c:var(--a)}"),
        (":root{--a:var(--b);--b:2}p{c:d}", "p{c:d}"),
        (':root{--a:url("x;}y");--b:2}.kept{c:var(--b)}', ":root{--b:2}.kept{c:var(--b)}"),
    ],
)
def test_unused_rules_and_properties_go(sheet: str, used: str) -> None:
    assert used_rules(sheet, WORDS) == used


def test_properties_of_other_sheets_stay() -> None:
    assert used_rules(":root{--a:1}", WORDS, "p{c:var( --a, 2)}") == ":root{--a:1}"


def test_words_are_those_of_templates_scripts_pages_and_sheets(tmp_path: Path) -> None:
    for name in ("a.html", "b.js", "c.md", "d.css", "e.py", "f.txt"):
        (tmp_path / name).write_text(f"nb-{name[0]}", "utf-8")
    assert set(words_of([tmp_path])) == {"nb-a", "nb-b", "nb-c", "nb-d", "nb-e"}
