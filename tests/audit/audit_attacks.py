"""Published attack strings (`tools/attacks.sh`) in every field stay text, also in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.active_content import data_file_problems, find_active_content
from support.attacks import ATTACKS, FIELDS, HARMLESS
from support.corpora import load_corpora
from support.factories import text
from support.page_audit import BuiltSite, audit_pages, build_hostile_site

from noticeboard.reading.limits import exceeded_body_limit
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import render

MIN_STRINGS = 6_000
NOTICES_PER_SITE = 160
"""Enough for long lists, few enough for memory."""
MAX_GROUP = 16
MAX_CHARACTERS = 4_000
"""Limits of one notice: its number of strings and their characters."""


@pytest.fixture(scope="module")
def corpus(project: Path) -> tuple[str, ...]:
    """All distinct strings of the corpora and the project's own."""
    corpora = load_corpora(project / ".cache")
    for name, strings in corpora.items():
        print(f"{name}: {len(strings):,} strings")
    attacks = tuple(
        dict.fromkeys(text for strings in corpora.values() for text in (*strings, *ATTACKS))
    )
    print(f"total: {len(attacks):,}, {len(ATTACKS)} of them our own")
    assert len(attacks) > MIN_STRINGS
    return attacks


def group_by_notice(attacks: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the strings of each notice, in order."""
    group: list[str] = []
    for attack in attacks:
        if group and (
            len(group) == MAX_GROUP or sum(map(len, group)) + len(attack) > MAX_CHARACTERS
        ):
            yield tuple(group)
            group = []
        group.append(attack)
    yield tuple(group)


def test_rendered_attacks_are_inactive(corpus: tuple[str, ...]) -> None:
    count = 0
    for attack in corpus:
        for body in (attack, f"甲{attack}乙", f"[甲]({attack})", f"![甲]({attack})"):
            if exceeded_body_limit(body) is None:
                html = render(body, "2024/x").html
                assert find_active_content(html) == [], attack
                assert not HIDDEN.search(html), attack
                count += 1
    print(f"{count:,} texts rendered")


def test_the_check_reports_attacks_in_every_field(corpus: tuple[str, ...]) -> None:
    for attack in corpus:
        for changes in ({}, dict.fromkeys(FIELDS, attack)):
            parsed = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
            assert check_notices([parsed], Path("notices")), attack


def test_hostile_pages_have_the_active_content_of_harmless_ones(
    corpus: tuple[str, ...],
    project: Path,
    chromium: Browser,
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    def build(name: str, groups: Sequence[Sequence[str]]) -> BuiltSite:
        (tmp_path / name).mkdir()
        site = build_hostile_site(project, tmp_path / name, groups)
        return BuiltSite(site, serve(site))

    plain = build("plain", [(f"{HARMLESS}{number}",) for number in range(NOTICES_PER_SITE)])
    groups = group_by_notice(corpus)
    problems: list[str] = []
    done = opened = 0
    while batch := tuple(islice(groups, NOTICES_PER_SITE)):
        hostile = build(str(done), batch)
        problems += data_file_problems(hostile.site, len(batch))
        visited, page_problems = audit_pages(chromium, hostile, plain, everything=True)
        problems += page_problems
        opened += visited
        done += sum(map(len, batch))
        print(f"{done:,} strings in every field, {opened:,} pages opened, {len(problems)} problems")
    assert not problems, "\n".join(problems[:40])
