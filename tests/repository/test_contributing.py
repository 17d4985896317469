"""CONTRIBUTING.md and /contribute/ tell a clerk the same, briefly, and name only what there is."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import BaseModel
from support.factories import text

from noticeboard.model.field_types import Record
from noticeboard.model.notice import FrontMatter
from noticeboard.model.vocabularies import KINDS
from noticeboard.reading.reader import read_text
from noticeboard.reading.rounds import read_round

PROJECT = Path(__file__).resolve().parents[2]
FILES = (PROJECT / "CONTRIBUTING.md", PROJECT / "docs/contribute/index.md")


def groups(path: Path) -> list[str]:
    """The sections that tell a way, pictures left out."""
    text = re.sub(r"!\[[^\]]*\]\([^)]*\)\n+", "", path.read_text("utf-8"))
    return [section for section in text.split("\n## ") if re.match(r"第.种", section)]


def test_both_tell_the_same_four_ways() -> None:
    one, other = (
        [re.findall(r"^\d+\. .+$", group, re.MULTILINE) for group in groups(path)] for path in FILES
    )
    assert one == other
    assert len(one) == 4
    assert len(one[0]) <= 5
    assert all(1 < len(steps) <= 7 for steps in one)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pictures_are_there_and_described(path: Path) -> None:
    pictures = re.findall(r"!\[([^\]]*)\]\(([^)]*)\)", path.read_text("utf-8"))
    assert len(pictures) == 5
    for described, target in pictures:
        assert len(described) > 10
        assert (path.parent / target).resolve().read_bytes().startswith(b"\x89PNG")


def fields(model: type[BaseModel]) -> Iterator[str]:
    """The names of all fields, those of the parts included."""
    for name, info in model.model_fields.items():
        yield name
        for part in Record.__subclasses__():
            if re.search(rf"\b{part.__name__}\b", str(info.annotation)):
                yield from fields(part)


def test_editors_are_told_of_every_field() -> None:
    text = FILES[0].read_text("utf-8")
    assert {"feedback", "hours", "noindex", "what"} <= set(fields(FrontMatter))
    assert [name for name in fields(FrontMatter) if not re.search(rf"\b{name}\b", text)] == []


def test_editors_are_told_of_every_kind_of_inspection() -> None:
    assert "、".join(KINDS) in FILES[0].read_text("utf-8")


@pytest.mark.parametrize("title", ["检查些什么，为什么", "谁来审核"])
def test_both_say_the_same_of_checks_and_reviews(title: str) -> None:
    one, other = (
        path.read_text("utf-8").partition(f"## {title}\n")[2].partition("\n## ")[0].strip()
        for path in FILES
    )
    # Where the rules are explained is an address in one, a link in the other.
    assert one.partition("每条规则")[0] == other.partition("每条规则")[0] != ""


def test_what_a_clerk_types_exists() -> None:
    text = FILES[0].read_text("utf-8")
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for target in re.findall(r"`make ([a-z]+)`", text):
        assert f"\n{target}:" in makefile
    from noticeboard.cli.main import COMMANDS

    for command in re.findall(r"`\.venv/bin/noticeboard ([a-z]+)", text):
        assert command in COMMANDS


def test_the_examples_of_a_round_and_of_a_withdrawal_are_right() -> None:
    blocks = re.findall(r"```yaml\n(.*?)```", FILES[0].read_text("utf-8"), re.DOTALL)
    withdrawn, round_block = blocks
    parsed = read_round(round_block, "notices/rounds/shili.yml")
    assert parsed.problems == ()
    assert parsed.round
    assert len(parsed.round.units) == 4
    head = text("").replace("---\n\n", f"{withdrawn}---\n")
    notice = read_text(head, "notices/2024/shili.md").notice
    assert notice
    assert (notice.blanked, notice.noindex, notice.status) == (True, True, "withdrawn")
