import json
import re
from dataclasses import replace

from noticeboard.model.problems import Problem, has_errors
from noticeboard.rules.problem_formats import (
    MAX_ANNOTATIONS,
    as_github,
    as_gitlab,
    as_json,
    as_markdown,
    as_summary,
    as_text,
    markdown_text,
)

ERROR = Problem("notices/2024/a.md", 3, 7, "phone", "error", "电话写法不对", "写上区号")
WARNING = Problem("notices/2024/b.md", 9, 1, "tight-bold", "warning", "星号", "加空格")
MANY = [replace(ERROR, line=n) for n in range(1, 13)]


def test_text_has_place_rule_message_help_and_address() -> None:
    assert as_text([ERROR, WARNING]) == (
        "notices/2024/a.md:3:7: 错误[phone] 电话写法不对\n    改法：写上区号\n"
        "    详见：/contribute/rules/#phone\n\n"
        "notices/2024/b.md:9:1: 提醒[tight-bold] 星号\n    改法：加空格\n"
        "    详见：/contribute/rules/#tight-bold\n\n"
        "1 个错误、1 个提醒，涉及 2 个文件"
    )
    assert as_text([]) == "没有发现问题"


def test_errors_come_first_in_one_block_a_rule() -> None:
    other = replace(ERROR, line=1, rule="slug", help="改名")
    shown = as_text([WARNING, other, *MANY, replace(WARNING, line=1, help="去掉")])
    blocks = shown.split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [
        "notices/2024/a.md:1:7: 错误[slug] 电话写法不对", "错误[phone]：12 处", "提醒[tight-bold]：2 处",
        "13 个错误、2 个提醒，涉及 2 个文件",
    ]  # fmt: skip
    assert [block.count("改法：") for block in blocks] == [1, 1, 2, 0]
    assert [block.count("详见：") for block in blocks] == [1, 1, 1, 0]


def test_the_caret_is_under_the_place_despite_wide_characters() -> None:
    shown = as_text([ERROR], lambda path, line: "电话: 12345").splitlines()
    assert shown[1:3] == ["    3 | 电话: 12345", "      |         ^"]


def test_a_long_line_is_cut_around_the_place() -> None:
    problem = replace(ERROR, column=501)
    shown = as_text([problem], lambda path, line: "甲" * 500 + "乙" + "丙" * 500).splitlines()
    line, caret = (text.partition("| ")[2] for text in shown[1:3])
    assert line.startswith("…")
    assert line.endswith("…")
    assert len(line) < 45
    assert len(caret.rstrip("^")) == len("…") + 2 * (line.index("乙") - len("…"))


def test_a_line_that_fits_is_shown_whole() -> None:
    line = "电话：" + "甲" * 30
    shown = as_text([replace(ERROR, column=30)], lambda path, number: line).splitlines()
    assert shown[1] == f"    3 | {line}"
    assert len(shown[2].partition("| ")[2].rstrip("^")) == 58


def test_a_summary_has_all_errors_and_the_first_warnings_of_each_rule() -> None:
    warnings = [replace(WARNING, line=n) for n in range(1, 100)]
    others = [replace(WARNING, rule="alias", line=n) for n in range(1, 6)]
    summary = as_summary([*warnings, *MANY, *others])
    assert (
        summary.count(": 错误["),
        summary.count(": 提醒[tight-bold]"),
        summary.count(": 提醒[alias]"),
    ) == (12, 20, 5)
    assert "12 个错误、104 个提醒，涉及 2 个文件" in summary
    assert "make check" in summary
    assert as_summary(others) == as_text(others)


def test_colours_only_on_request() -> None:
    assert "\x1b[31m" in as_text([ERROR], colour=True)
    assert "\x1b" not in as_text([ERROR])


def test_rules_link_to_the_site() -> None:
    site_url = "https://example.gov.cn/x/"
    address = f"{site_url}contribute/rules/#phone"
    for format_problems in (as_text, as_summary, as_json, as_github, as_gitlab, as_markdown):
        assert format_problems([ERROR], site_url=site_url).count(address) == 1
    assert f"[phone]({address})" in as_markdown([ERROR], site_url=site_url)


def test_json_round_trips_and_each_help_ends_with_the_address() -> None:
    problems = [Problem(**entry) for entry in json.loads(as_json([ERROR, WARNING]))]
    assert [replace(p, help=p.help.partition("。详见：")[0]) for p in problems] == [ERROR, WARNING]
    assert all(p.help.endswith(f"/contribute/rules/#{p.rule}") for p in problems)


def test_github_annotates_ten_problems_errors_first() -> None:
    lines = as_github([WARNING, *MANY]).splitlines()
    assert sum(line.startswith("::") for line in lines) == MAX_ANNOTATIONS
    assert all(line.startswith("::error ") for line in lines[:MAX_ANNOTATIONS])
    assert lines[-2:] == [
        "另有 3 个问题没有标注，见全部结果",
        "12 个错误、1 个提醒，涉及 2 个文件",
    ]


def test_github_annotations_are_escaped() -> None:
    hostile = replace(ERROR, path="notices/a,b:c.md", message="100%\n::error::x")
    first = as_github([hostile]).splitlines()[0]
    assert first.startswith("::error file=notices/a%2Cb%3Ac.md,line=3,col=7,title=错误[phone]::")
    assert "100%25%0A::error::x%0A改法" in first
    assert as_github([]) == "没有发现问题"


def test_the_gitlab_report_has_stable_fingerprints() -> None:
    report = json.loads(as_gitlab([ERROR, replace(ERROR, line=4), WARNING]))
    assert len({entry["fingerprint"] for entry in report}) == 3
    assert report[0]["location"] == {"path": "notices/2024/a.md", "lines": {"begin": 3}}
    assert [entry["severity"] for entry in report] == ["major", "major", "minor"]
    moved = json.loads(as_gitlab([replace(ERROR, line=99)]))
    assert moved[0]["fingerprint"] == report[0]["fingerprint"]
    assert json.loads(as_gitlab([])) == []


def test_markdown_begins_with_the_outcome() -> None:
    assert as_markdown([]).startswith("### ✅ 检查通过\n")
    assert as_markdown([WARNING]).startswith("### ✅ 检查通过，有几处请再看一眼\n")
    assert as_markdown([WARNING, ERROR]).startswith("### ❌ 检查没有通过\n")
    assert as_markdown([WARNING, ERROR]).index("a.md") < as_markdown([WARNING, ERROR]).index("b.md")


def test_markdown_links_to_the_line_in_the_web_editor() -> None:
    table = as_markdown([ERROR], "https://git.example/edit/x/{path}#L{line}")
    assert "(https://git.example/edit/x/notices/2024/a.md#L3)" in table


def test_a_long_table_is_truncated_with_a_count() -> None:
    table = as_markdown([replace(ERROR, line=n) for n in range(1, 1000)])
    assert "另有 899 个问题没有列出" in table
    assert len(table) < 65_000


def test_submitted_text_is_escaped_in_markdown() -> None:
    escaped = markdown_text("<img src=x>|[a](https://x.cn)\n`b` @all #1 ![](c) www.x.cn **d**")
    assert not re.search(r"[\n`|*\[\]]|<img|https:|@a|(?<!&)#1|www\.", escaped)


def test_only_errors_forbid_publication() -> None:
    assert has_errors([WARNING, ERROR])
    assert not has_errors([WARNING])
