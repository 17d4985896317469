import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.model.problems import Problem
from noticeboard.reading.frontmatter import MAX_DEPTH, parse_front_matter
from noticeboard.reading.validation import known_names

# Without characters that PyYAML escapes or that a notice must not contain.
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
def test_values_round_trip_through_yaml(values: dict[str, object]) -> None:
    text = (
        yaml.safe_dump(values, allow_unicode=True, width=10_000, default_style='"')
        if values
        else ""
    )
    parsed = parse_front_matter(text, "x", 1, known_names())
    if not parsed.problems:
        assert parsed.values == values
    else:
        rules = {problem.rule for problem in parsed.problems}
        assert rules <= {"comment-cuts-text", "control-character", "yaml"}


@given(st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    parsed = parse_front_matter(text, "x", 2, known_names())
    assert isinstance(parsed.values, dict)
    assert all(problem.line >= 2 and problem.column >= 1 for problem in parsed.problems)


def test_scalars_stay_text_as_typed() -> None:
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


def test_empty_entries_are_dropped() -> None:
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


def test_an_invalid_key_is_reported_and_the_rest_is_parsed() -> None:
    parsed = parse_front_matter("title: 甲\n  \n[a, b]: 1\nunit: 乙\n", "x", 2, known_names())
    (problem,) = parsed.problems
    assert (problem.line, problem.column, problem.rule) == (4, 1, "yaml")
    assert (problem.message, problem.help) == ("键的写法不对", "写成“键: 值”")
    assert parsed.values == {"title": "甲", "unit": "乙"}


def test_comments_are_not_checked() -> None:
    text = "title: 甲\n  # unit：乙\tunit:丙\n# region：#丁\n"
    parsed = parse_front_matter(text, "x", 2, known_names())
    assert (parsed.problems, parsed.values) == ([], {"title": "甲"})


def test_several_tabs_in_a_line_are_reported_once_at_the_first() -> None:
    parsed = parse_front_matter("title: 甲\t乙\t丙\n", "x", 2, known_names())
    assert [(problem.rule, problem.line, problem.column) for problem in parsed.problems] == [
        ("tab", 2, 9)
    ]
    assert parsed.values == {"title": "甲  乙  丙"}


def test_characters_that_yaml_refuses_become_spaces() -> None:
    parsed = parse_front_matter("title: 甲\x07乙\n", "x", 2, known_names())
    assert (parsed.problems, parsed.values) == ([], {"title": "甲 乙"})


def test_the_front_matter_itself_is_placed_at_its_fence() -> None:
    assert parse_front_matter("", "x", 2, known_names()).places == {(): (1, 1)}
    assert parse_front_matter("", "x", 7, known_names()).places == {(): (6, 1)}
    assert parse_front_matter("", "x", 1, known_names()).places == {(): (1, 1)}


def test_a_misaligned_list_item_is_reported_as_indentation() -> None:
    text = "contact:\n  phones:\n    - number: 1\n       hours: 2\n"
    (problem,) = parse_front_matter(text, "x", 2, known_names()).problems
    assert problem.message == "这一行的缩进不对"
    assert (problem.line, problem.column) == (5, 13)
    text = "corrections:\n  - date: 甲: 乙\n"
    (problem,) = parse_front_matter(text, "x", 2, known_names()).problems
    assert problem.message == "值里有半角冒号加空格"


BACKSLASH = ("双引号里的反斜杠不能这样用", "改用单引号，或去掉反斜杠")
OPEN = ("引号没有成对", "在值的末尾补上同样的半角引号")
INDENT = ("这一行的缩进不对", "与同一级的上一行对齐；下一级比上一级多缩进两格")
TWO_VALUES = ("值里有半角冒号加空格", '给整个值加上半角引号，如 title: "甲: 乙"')
OTHER = ("缩进或格式不对", "对照 CONTRIBUTING.md 里的样例，检查这一行和上一行的缩进")
LIST_TOP = ("开头的元数据不是“键: 值”的形式", "每行写成“键: 值”，冒号用半角，后有一个空格")
TOO_DEEP = ("元数据的层次太多或分成了几段", "对照 CONTRIBUTING.md 里的样例改写")
FORBIDDEN = "去掉这个写法；值里需要这个符号时给整个值加上半角引号"


@pytest.mark.parametrize(
    ("head", "place", "message_and_help"),
    [
        ('title: "甲\\q"', (2, 10), BACKSLASH),
        ('source: "C:\\Users"', (2, 14), BACKSLASH),
        ('unit: 甲\ntitle: "乙\nissuer: 丙', (3, 8), OPEN),
        ("title: @甲", (2, 8), ("值不能以这个符号开头", "给整个值加上半角引号")),
        (
            "topics: [甲",
            (3, 1),
            ("[ ] 或 { } 没有写完整", "补上右括号，各项之间用半角逗号"),
        ),
        (
            "title: 甲\n乙\nunit: 丙",
            (4, 1),
            ("键的后面缺少半角冒号", "写成“键: 值”，冒号后有一个空格"),
        ),
        (
            "title: - 甲",
            (2, 8),
            ("列表的“- ”要另起一行", "把“- ”写到下一行并缩进两格"),
        ),
        ("title: 甲: 乙", (2, 9), TWO_VALUES),
        ("title: 甲\n  unit: 乙", (3, 7), INDENT),
        ("title: 甲\n  - unit: 乙", (3, 9), INDENT),
        ("unit: 甲\n- 乙", (3, 1), OTHER),
        ("- 甲", (2, 1), LIST_TOP),
        ("甲", (2, 1), LIST_TOP),
    ],
)
def test_syntax_errors_are_explained_in_editors_terms(
    head: str, place: tuple[int, int], message_and_help: tuple[str, str]
) -> None:
    parsed = parse_front_matter(head, "x", 2, known_names())
    assert parsed.problems == [Problem("x", *place, "yaml", "error", *message_and_help)]


def nested(levels: int) -> str:
    """A front matter with mappings nested to a depth."""
    return "unit: " + "{a: " * (levels - 1) + "甲" + "}" * (levels - 1)


def test_depth_and_number_of_documents_are_limited() -> None:
    assert parse_front_matter(nested(MAX_DEPTH), "x", 2, known_names()).problems == []
    parsed = parse_front_matter(nested(MAX_DEPTH + 1), "x", 2, known_names())
    place = (2, len("unit: ") + len("{a: ") * (MAX_DEPTH - 1) + 1)
    assert parsed.problems == [Problem("x", *place, "yaml", "error", *TOO_DEEP)]
    assert parsed.values == {}
    side_by_side = "\n".join(
        f"{key}: [{{a: [甲]}}]" for key in ("title", "unit", "issuer", "region")
    )
    assert parse_front_matter(side_by_side, "x", 2, known_names()).problems == []
    parsed = parse_front_matter("title: 甲\n---\nunit: 乙\n---\nissuer: 丙", "x", 2, known_names())
    assert parsed.problems == [Problem("x", 3, 1, "yaml", "error", *TOO_DEEP)]


@pytest.mark.parametrize(
    ("head", "reports"),
    [
        ("title: &a 甲", [(2, 8, "anchor", "不能使用 YAML 锚点“&a”")]),
        ("unit: 甲\ntitle: *a", [(3, 8, "alias", "不能使用 YAML 别名“*a”")]),
        ("title: !a 甲", [(2, 8, "tag", "不能使用 YAML 标签“!a”")]),
        (
            "topics: &a !b [!c 甲, *a]",
            [
                (2, 9, "anchor", "不能使用 YAML 锚点“&a”"),
                (2, 9, "tag", "不能使用 YAML 标签“!b”"),
                (2, 16, "tag", "不能使用 YAML 标签“!c”"),
                (2, 22, "alias", "不能使用 YAML 别名“*a”"),
            ],
        ),
    ],
)
def test_anchors_aliases_and_tags_are_refused(
    head: str, reports: list[tuple[int, int, str, str]]
) -> None:
    parsed = parse_front_matter(head, "x", 2, known_names())
    assert parsed.values == {}
    assert parsed.problems == [
        Problem("x", line, column, rule, "error", message, FORBIDDEN)
        for line, column, rule, message in reports
    ]


@pytest.mark.parametrize(
    ("head", "place", "rule", "message_and_help", "values"),
    [
        (
            "title: 甲\n  \tunit: 乙",
            (3, 3),
            "tab",
            ("元数据里有制表符（Tab）", "用空格缩进，每级两格"),
            None,
        ),
        (
            "unit: 乙\ntitle：  甲",
            (3, 6),
            "full-width-colon",
            ("“title”后面是全角冒号“：”", "改成半角冒号加一个空格：title: …"),
            {"unit": "乙", "title": "甲"},
        ),
        (
            "unit: 乙\ntitle:甲",
            (3, 6),
            "colon-space",
            ("“title:”后面缺少空格", "冒号后加一个半角空格：title: …"),
            {"unit": "乙", "title": "甲"},
        ),
        (
            "unit: 乙\ntitle:\u3000甲",
            (3, 6),
            "colon-space",
            ("“title:”后面的空格不是半角空格", "冒号后加一个半角空格：title: …"),
            {"unit": "乙", "title": "甲"},
        ),
        (
            "unit: 乙\ntitle: 甲 #乙",
            (3, 10),
            "comment-cuts-text",
            (
                "“#乙”会被当作注释丢掉",
                "值里有 # 时给整个值加上半角引号；要写注释，# 后面加一个空格",
            ),
            {"unit": "乙", "title": "甲"},
        ),
        (
            "unit: 甲\ntitle: 乙\n\nunit: 丙\nissuer: 丁",
            (5, 1),
            "duplicate-key",
            ("“unit”写了两次（第一次在第2行）", "只保留一处"),
            {"unit": "甲", "title": "乙", "issuer": "丁"},
        ),
        (
            'unit: 甲\ntitle: "\\u202e乙"',
            (3, 8),
            "control-character",
            (
                "引号里的反斜杠写法代表看不见的字符 U+202E（RIGHT-TO-LEFT OVERRIDE）",
                "删去这个写法",
            ),
            {"unit": "甲", "title": "\u202e乙"},
        ),
    ],
)
def test_a_typing_error_is_reported_and_the_intended_value_parsed(
    head: str, place: tuple[int, int], rule: str, message_and_help: tuple[str, str], values: object
) -> None:
    parsed = parse_front_matter(head, "x", 2, known_names())
    assert parsed.problems[0] == Problem("x", *place, rule, "error", *message_and_help)
    if values:
        assert (len(parsed.problems), parsed.values) == (1, values)


def test_empty_entries_are_kept_only_under_unknown_names() -> None:
    parsed = parse_front_matter(
        "title:\ncolour:\nunit: ' '\n", "x", 2, frozenset({"title", "unit"})
    )
    assert parsed.values == {"colour": None}
    assert parsed.key_places == {("title",): (2, 1), ("colour",): (3, 1), ("unit",): (4, 1)}
    parsed = parse_front_matter("topics: [甲, , 乙]\n".replace(" ,", " '',"), "x", 2, known_names())
    assert parsed.values == {"topics": ["甲", "乙"]}
    assert parsed.places["topics", 1] == (2, 17)


@pytest.mark.parametrize(
    ("head", "value"),
    [
        ("title: 中共示范局党组\n  关于整改的通报", "中共示范局党组关于整改的通报"),
        (
            "title: '中共示范局党组\n\n  关于 2024 年\n  整改的通报'",
            "中共示范局党组\n关于 2024 年整改的通报",
        ),
        ("title: Notice of\n  rectification", "Notice of rectification"),
        ("title: 甲 乙\n  丙", "甲 乙丙"),
    ],
)
def test_lines_of_a_chinese_value_join_without_a_space(head: str, value: str) -> None:
    assert parse_front_matter(head, "x", 2, known_names()).values == {"title": value}
