import yaml
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.frontmatter import parse_front_matter
from noticeboard.validation import known_names

# What PyYAML itself refuses to print raw, and what a notice may not hold, is left out.
TEXT = st.text(st.characters(min_codepoint=0x20, exclude_categories=["Cc", "Cs", "Cn"]), min_size=1)
VALUES = st.recursive(
    TEXT.filter(lambda text: text.strip() and text.isprintable()),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3)
        | st.dictionaries(
            st.from_regex(r"[a-z]{1,8}", fullmatch=True), inner, min_size=1, max_size=3
        )
    ),
    max_leaves=6,
)


@given(st.dictionaries(st.sampled_from(sorted(n for n in known_names() if n.isascii())), VALUES))
def test_what_is_written_is_read_back(values: dict[str, object]) -> None:
    text = (
        yaml.safe_dump(values, allow_unicode=True, width=10_000, default_style='"')
        if values
        else ""
    )
    parsed = parse_front_matter(text, "x", 1, known_names())
    if not parsed.problems:
        assert parsed.values == values
    else:
        assert {problem.rule for problem in parsed.problems} <= {"comment-cuts-text", "yaml"}


@given(st.text())
def test_any_text_is_read_or_explained(text: str) -> None:
    parsed = parse_front_matter(text, "x", 2, known_names())
    assert isinstance(parsed.values, dict)
    assert all(problem.line >= 2 and problem.column >= 1 for problem in parsed.problems)


def test_scalars_are_the_text_typed() -> None:
    parsed = parse_front_matter(
        "hours: 8:30\ntitle: no\nunit: 020\nissuer: ~\nregion: 1e3\n", "x", 2, frozenset()
    )
    assert parsed.values == {
        "hours": "8:30",
        "title": "no",
        "unit": "020",
        "issuer": "~",
        "region": "1e3",
    }


def test_empty_parts_count_as_not_written() -> None:
    text = "title:\ntopics: []\nprogress: {as_of: , problems: }\ncorrections: [{date: , note: }]\n"
    assert parse_front_matter(text, "x", 2, known_names()).values == {}


def test_places_count_from_one_in_the_file() -> None:
    parsed = parse_front_matter(
        "title: 甲\ncontact:\n  phones:\n    - number: 1\n", "x", 2, known_names()
    )
    assert parsed.places["title",] == (2, 8)
    assert parsed.key_places["title",] == (2, 1)
    assert parsed.places["contact", "phones", 0] == (5, 7)
    assert parsed.places["contact", "phones", 0, "number"] == (5, 15)
