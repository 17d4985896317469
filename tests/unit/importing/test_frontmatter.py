"""Front matter of drafts: it is read back without problems."""

from __future__ import annotations

from hypothesis import given
from support import documents

from noticeboard.importing import import_file
from noticeboard.importing.frontmatter import scalar
from noticeboard.reading.frontmatter import parse_front_matter
from noticeboard.reading.validation import known_names


@given(documents.LINES)
def test_scalars_are_read_back_unchanged(text: str) -> None:
    expected = " ".join(text.split())
    parsed = parse_front_matter(
        f"title: {scalar(text)}  # 请核对：{expected}\n", "a.md", 2, frozenset()
    )
    assert parsed.problems == []
    assert (parsed.values.get("title") or "") == expected


def test_the_front_matter_of_the_seed_is_valid() -> None:
    head = import_file(documents.SEED).markdown.split("---\n")[1]
    parsed = parse_front_matter(head, "a.md", 2, known_names())
    assert parsed.problems == []
    assert parsed.values["inspection"]["start"] == "2023-07-25"
