"""Names and sentences use the field's terms: words that once replaced them stay gone."""

from __future__ import annotations

import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
NAMES = {"told", "said", "found", "made", "stands", "standing", "beside", "former", "anew"}
"""Not as names: a result is a match, a problem, an entry, …"""
PROSE = re.compile(r"\b(told|said|stands?|beside|former(?:ly)?|anew|of which)\b", re.IGNORECASE)
"""Not in comments and docstrings."""
PUBLISHED = {
    "hooks/noticeboard/exports/models.py": {"made"},
    "hooks/noticeboard/exports/api.py": {"made"},
}
"""Names that the published data has."""


def sources() -> Iterator[Path]:
    for folder in ("hooks", "tests", "bench", "tools"):
        yield from sorted((PROJECT / folder).rglob("*.py"))
    yield PROJECT / "deploy/publish"


def misused(path: Path) -> Iterator[str]:
    shown = path.relative_to(PROJECT).as_posix()
    tokens = tokenize.generate_tokens(io.StringIO(path.read_text("utf-8")).readline)
    previous = tokenize.NEWLINE
    for token in tokens:
        is_docstring = token.type == tokenize.STRING and previous in (
            tokenize.NEWLINE,
            tokenize.INDENT,
            tokenize.NL,
        )
        if token.type == tokenize.NAME and token.string in NAMES - PUBLISHED.get(shown, set()):
            yield f"{shown}:{token.start[0]}: {token.string}"
        if is_docstring or token.type == tokenize.COMMENT:
            for match in PROSE.finditer(token.string):
                yield f"{shown}:{token.start[0]}: {match[0]}"
        if token.type != tokenize.COMMENT:
            previous = token.type


@pytest.mark.parametrize(
    "path", list(sources()), ids=lambda path: path.relative_to(PROJECT).as_posix()
)
def test_names_and_sentences_use_standard_terms(path: Path) -> None:
    if path != Path(__file__).resolve():
        assert list(misused(path)) == []


@pytest.mark.parametrize(
    "path",
    [
        "Makefile",
        *(p.relative_to(PROJECT).as_posix() for p in sorted((PROJECT / "tools").glob("*.sh"))),
        *(p.relative_to(PROJECT).as_posix() for p in sorted((PROJECT / ".github").rglob("*.yml"))),
        ".gitlab-ci.yml",
        "SECURITY.md",
        "CHANGELOG.md",
        "DEVELOPING.md",
        "README.md",
    ],
)
def test_texts_use_plain_words(path: str) -> None:
    text = (PROJECT / path).read_text("utf-8")
    assert [match[0] for match in PROSE.finditer(text)] == []
