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


def test_a_key_that_is_no_word_is_told_and_the_rest_is_read() -> None:
    parsed = parse_front_matter("title: 甲\n  \n[a, b]: 1\nunit: 乙\n", "x", 2, known_names())
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.rule) == (4, 1, "yaml")
    assert (problem.message, problem.help) == ("键的写法不对", "写成“键: 值”")
    assert parsed.values == {"title": "甲", "unit": "乙"}


def test_a_comment_may_hold_anything() -> None:
    text = "title: 甲\n  # unit：乙\tunit:丙\n# region：#丁\n"
    parsed = parse_front_matter(text, "x", 2, known_names())
    assert (parsed.problems, parsed.values) == ([], {"title": "甲"})


def test_the_first_of_several_tabs_is_shown() -> None:
    parsed = parse_front_matter("title: 甲\t乙\t丙\n", "x", 2, known_names())
    assert [(one.rule, one.line, one.column) for one in parsed.problems] == [("tab", 2, 9)]
    assert parsed.values == {"title": "甲  乙  丙"}


def test_what_yaml_refuses_counts_as_a_space() -> None:
    parsed = parse_front_matter("title: 甲\x07乙\n", "x", 2, known_names())
    assert (parsed.problems, parsed.values) == ([], {"title": "甲 乙"})


def test_the_front_matter_itself_stands_where_its_fence_does() -> None:
    assert parse_front_matter("", "x", 2, known_names()).places == {(): (1, 1)}
    assert parse_front_matter("", "x", 7, known_names()).places == {(): (6, 1)}
    assert parse_front_matter("", "x", 1, known_names()).places == {(): (1, 1)}


def test_a_list_item_out_of_line_is_told_as_indentation() -> None:
    text = "contact:\n  phones:\n    - number: 1\n       hours: 2\n"
    (problem,) = parse_front_matter(text, "x", 2, known_names()).problems
    assert problem.message == "这一行的缩进不对"
    assert (problem.line, problem.column) == (5, 13)
    text = "corrections:\n  - date: 甲: 乙\n"
    (problem,) = parse_front_matter(text, "x", 2, known_names()).problems
    assert problem.message == "值里有半角冒号加空格"
