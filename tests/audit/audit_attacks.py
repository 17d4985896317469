"""Every published attack string that `tools/attacks.sh` fetches, in every field, in the browser."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import pytest
from playwright.sync_api import Browser
from support.active_content import active_in_fragment, wrong_data
from support.attacks import FIELDS, HARMLESS, OWN
from support.corpora import strings
from support.factories import text
from support.visits import Built, attack_pages, build_attacked

from noticeboard.reading.limits import exceeded_body_limit
from noticeboard.reading.reader import read_text
from noticeboard.rules.check import check_notices
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import render

LEAST = 6_000
PART = 160
"""Notices in one site: enough for long lists, few enough for memory."""
TOGETHER = 16
CHARACTERS = 4_000
"""What stands in one notice: at most so many strings, and about so many characters of them."""


@pytest.fixture(scope="module")
def corpus(project: Path) -> tuple[str, ...]:
    """All strings, without repetition."""
    found = strings(project / ".cache")
    for name, kept in found.items():
        print(f"{name}: {len(kept):,} strings")
    every = tuple(dict.fromkeys(text for kept in found.values() for text in (*kept, *OWN)))
    print(f"together {len(every):,}, own {len(OWN)} among them")
    assert len(every) > LEAST
    return every


def grouped(attacks: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """The strings in their order, those of one notice together."""
    group: list[str] = []
    for attack in attacks:
        if group and (len(group) == TOGETHER or sum(map(len, group)) + len(attack) > CHARACTERS):
            yield tuple(group)
            group = []
        group.append(attack)
    yield tuple(group)


def test_each_is_rendered_without_anything_active(corpus: tuple[str, ...]) -> None:
    tried = 0
    for attack in corpus:
        for written in (attack, f"甲{attack}乙", f"[甲]({attack})", f"![甲]({attack})"):
            if exceeded_body_limit(written) is None:
                html = render(written, "2024/x").html
                assert active_in_fragment(html) == [], attack
                assert not HIDDEN.search(html), attack
                tried += 1
    print(f"{tried:,} texts rendered")


def test_the_check_answers_each_in_any_field(corpus: tuple[str, ...]) -> None:
    for attack in corpus:
        for changes in ({}, dict.fromkeys(FIELDS, attack)):
            parsed = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
            assert check_notices([parsed], Path("notices")), attack


def test_no_page_holds_or_does_more_than_a_harmless_one(
    corpus: tuple[str, ...],
    project: Path,
    chromium: Browser,
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    def built(name: str, groups: Sequence[Sequence[str]]) -> Built:
        (tmp_path / name).mkdir()
        site = build_attacked(project, tmp_path / name, groups)
        return Built(site, serve(site))

    plain = built("plain", [(f"{HARMLESS}{number}",) for number in range(PART)])
    groups = grouped(corpus)
    wrong: list[str] = []
    done = opened = 0
    while part := tuple(islice(groups, PART)):
        attacked = built(str(done), part)
        wrong += wrong_data(attacked.site, len(part))
        visited, found = attack_pages(chromium, attacked, plain, everything=True)
        wrong += found
        opened += visited
        done += sum(map(len, part))
        print(f"{done:,} strings in every field, {opened:,} pages opened, {len(wrong)} findings")
    assert not wrong, "\n".join(wrong[:40])
