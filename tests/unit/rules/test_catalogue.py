"""The catalogue of rules: each wrong example is reported, each right one is accepted."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

import pytest
from support.factories import BODY, round_text, text, write
from support.repositories import commit, git

from noticeboard.history.baseline import read_baseline
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.units import read_units
from noticeboard.rules.catalogue import RuleEntry, catalogue
from noticeboard.rules.check import check_notices
from noticeboard.rules.record import CONTEXT_RULES, NOTICE_RULES
from noticeboard.rules.text.figures import FIGURE_NOTICE_RULES, FIGURE_TEXT_RULES
from noticeboard.rules.text.language import LANGUAGE_RULES
from noticeboard.rules.text.markdown import MARKDOWN_RULES

RULES = [rule for rules in catalogue().values() for rule in rules]
PATH = "notices/2024/shifanju.md"
UNITS_PATH = "notices/units.yml"
ROUND_PATH = "notices/rounds/shili-2024-1.yml"
SNIPPET_KEY = re.compile(r"^([a-z_]+)\s*[:：]", re.MULTILINE)


def with_head(file: str, snippet: str) -> str:
    """Return the file with its fields replaced by those of the snippet."""
    head, _, body = file.removeprefix("---\n").partition("---\n")
    return f"---\n{with_fields(head, snippet)}\n---\n{body}"


def with_fields(head: str, snippet: str) -> str:
    for key in SNIPPET_KEY.findall(snippet):
        head = re.sub(rf"^{key}:.*\n(?:[ -].*\n)*", "", head, flags=re.MULTILINE)
    return head + snippet


def with_text(file: str, snippet: str) -> str:
    """Return the file with the snippet in its body."""
    return file.replace("## 二、", f"{snippet}\n\n## 二、") if snippet else file


def example(rule: RuleEntry, snippet: str) -> tuple[str, bytes]:
    """Return path and content of the file that the example shows."""
    if rule.where in ("round", "past-round"):
        return ROUND_PATH, with_fields(round_text(), snippet).encode()
    if rule.where in ("round-path", "past-round-path"):
        return snippet, round_text().encode()
    if rule.where == "units":
        return UNITS_PATH, snippet.encode()
    file = with_text(text(), rule.text)
    if rule.where in ("path", "past-path"):
        path, _, size = snippet.partition("，")
        length = int(re.sub(r"\D", "", size) or 0)
        return path, file.encode() + b"\n" * max(length - len(file.encode()), 0)
    if rule.where == "encoding":
        return PATH, file.encode(snippet)
    if rule.where == "repeat":
        file = with_text(file, repeated(snippet))
    elif rule.where == "start":
        file = file.replace("---", snippet, 1)
    elif rule.where == "end":
        file = f"---\n{file.split('---')[1].strip()}\n{snippet}\n"
    elif rule.where == "body":
        file = with_text(file, snippet)
    else:
        file = with_head(file, snippet)
    return PATH, file.encode()


def repeated(snippet: str) -> str:
    """Expand an example such as `…连写 501 行` or `…连写 1,001 遍`."""
    piece, _, times = snippet.rpartition("连写 ")
    end = "\n" if times.endswith("行") else ""
    return (piece + end) * int(re.sub(r"\D", "", times))


def write_example(root: Path, path: str, content: bytes, files: dict[str, str]) -> None:
    (root / path).parent.mkdir(parents=True, exist_ok=True)
    (root / path).write_bytes(content)
    for name, inside in files.items():
        folder = (root / path).with_suffix("")
        folder.mkdir(exist_ok=True)
        (folder / name).write_text(inside, "utf-8")


def check(root: Path, rule: RuleEntry, snippet: str, files: dict[str, str]) -> list[Problem]:
    folder = root / "notices"
    has_baseline = rule.where.startswith("past")
    write(folder, "2023/shifanju", BODY.replace("2024年", "2023年"), **_EARLIER)
    if rule.id == "same-name":
        write(folder, body=f"{BODY}\n另一篇。", inspection__feedback="2024-06-16")
    elif "round" in rule.where:
        write(folder)
    if has_baseline:
        write_example(root, *published(rule), rule.files_published)
        git(root, "init", "--quiet")
        commit(root)
        (root / published(rule)[0]).unlink()
    write_example(root, *example(rule, snippet), files)
    baseline = read_baseline("HEAD", folder) if has_baseline else None
    # A fixed day keeps the examples from growing stale.
    staleness = ContactStaleness(24, date(2027, 1, 1)) if rule.id == "contact-old" else None
    parsed_notices = [r for r in read_all(folder) if not staleness or r.path == PATH]
    return check_notices(
        parsed_notices,
        folder,
        baseline,
        read_rounds(folder),
        staleness,
        units=read_units(folder),
        board_region="示例省/示例市",
    )


def published(rule: RuleEntry) -> tuple[str, bytes]:
    if "round" in rule.where:
        return example(rule, rule.published)
    file = text() if rule.where == "past-path" else with_head(text(), rule.published)
    return PATH, file.encode()


_EARLIER = {
    "published": "2023-12-02",
    "inspection__start": "2023-03-01",
    "inspection__end": "2023-04-30",
    "inspection__feedback": "2023-06-15",
}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_wrong_example_is_reported(rule: RuleEntry, tmp_path: Path) -> None:
    problems = check(tmp_path, rule, rule.wrong, rule.files_wrong)
    assert (rule.id, rule.severity) in {(p.rule, p.severity) for p in problems}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_right_example_is_accepted(rule: RuleEntry, tmp_path: Path) -> None:
    assert check(tmp_path, rule, rule.right, rule.files_right) == []


def test_docstring_of_each_rule_is_a_chinese_sentence() -> None:
    rules = (*NOTICE_RULES, *CONTEXT_RULES, *FIGURE_NOTICE_RULES)
    for rule in (*rules, *MARKDOWN_RULES, *LANGUAGE_RULES, *FIGURE_TEXT_RULES):
        assert (rule.__doc__ or "").endswith("。"), rule.__name__


def test_each_rule_is_a_chinese_sentence_with_examples() -> None:
    for rule in RULES:
        assert rule.sentence.endswith("。"), rule.id
        assert re.search("[\u4e00-\u9fff]", rule.sentence), rule.id
        assert rule.wrong.strip(), rule.id
        assert rule.right.strip(), rule.id
    assert len({rule.id for rule in RULES}) == len(RULES)


def test_every_rule_id_of_a_message_is_explained(project: Path) -> None:
    """Compare with the ids in the source of the reader and of the fields, and in the goldens."""
    known = {rule.id for rule in RULES}
    code = "".join(
        (project / f"hooks/noticeboard/{name}.py").read_text("utf-8")
        for name in (
            "reading/reader",
            "reading/source_files",
            "reading/frontmatter",
            "reading/validation",
            "reading/rounds",
            "model/field_types",
            "model/dates",
            "model/rounds",
        )
    )
    named = set(re.findall(r'(?:field_error|PydanticCustomError)\(\s*"([a-z-]+)"', code))
    named |= set(re.findall(r'file_problem\(\s*\w+,\s*"([a-z-]+)"', code))
    named |= set(re.findall(r'_report\([^"]*"([a-z-]+)"', code))
    named |= set(re.findall(r', rule = [^,\n]*, "([a-z-]+)"', code))
    named |= set(re.findall(r'yield "([a-z-]+)", ', code))
    assert len(named) > 20
    assert named <= known
    cases = (project / "tests/cases/check").glob("*.txt")
    reported = {
        m for c in cases for m in re.findall(r"(?:错误|提醒)\[([a-z-]+)\]", c.read_text("utf-8"))
    }
    assert reported <= known
