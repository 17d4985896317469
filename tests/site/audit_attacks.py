"""Every published attack string that `tools/attacks.sh` fetches, in every field, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from attacks import FIELDS, OWN
from corpora import strings
from inspecting import active_in_fragment, attack_pages, build_attacked, wrong_data
from made import text
from playwright.sync_api import Browser

from noticeboard.body import render
from noticeboard.bounds import text_excess
from noticeboard.reading import read_text
from noticeboard.rules import check_readings

LEAST = 1_500
PART = 400
"""Notices in one site: enough for long lists, few enough for memory."""


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


def test_each_is_rendered_without_anything_active(corpus: tuple[str, ...]) -> None:
    for attack in corpus:
        for written in (attack, f"甲{attack}乙", f"[甲]({attack})", f"![甲]({attack})"):
            if text_excess(written) is None:
                assert active_in_fragment(render(written, "2024/x").html) == [], attack


def test_the_check_answers_each_in_any_field(corpus: tuple[str, ...]) -> None:
    for attack in corpus:
        for changes in ({}, dict.fromkeys(FIELDS, attack)):
            reading = read_text(text(f"{attack}\n", **changes), "notices/2024/shifanju.md")
            assert check_readings([reading], Path("notices")), attack


def test_no_page_holds_or_does_more_than_a_harmless_one(
    corpus: tuple[str, ...],
    project: Path,
    chromium: Browser,
    serve: Callable[[Path], str],
    tmp_path: Path,
) -> None:
    wrong: list[str] = []
    for start in range(0, len(corpus), PART):
        part = corpus[start : start + PART]
        folder = tmp_path / str(start)
        folder.mkdir()
        site = build_attacked(project, folder, part)
        wrong += wrong_data(site, part)
        wrong += attack_pages(chromium, site, serve(site), everything=True)
        print(f"{start + len(part):,} strings in every field, {len(wrong)} findings")
    assert not wrong, "\n".join(wrong[:40])
