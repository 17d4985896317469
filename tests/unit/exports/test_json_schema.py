"""The JSON Schema accepts and refuses the same front matter as the reader."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from support.factories import front

from noticeboard.exports.json_schema import notice_schema, schema_json

SCHEMA = notice_schema("https://example.gov.cn/")


class _Typed(yaml.SafeLoader):
    """The YAML 1.2 core schema, which editors use: dates are text, 430060 is a number."""


_Typed.yaml_implicit_resolvers = {
    first: [(tag, form) for tag, form in forms if not tag.endswith("timestamp")]
    for first, forms in yaml.SafeLoader.yaml_implicit_resolvers.items()
}


def errors(values: Any) -> list[str]:
    validator = jsonschema.Draft202012Validator(SCHEMA)
    return [error.json_path for error in validator.iter_errors(values)]


def test_schema_is_valid_and_has_an_id() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$id"] == "https://example.gov.cn/api/v1/notice.schema.json"
    assert "$id" not in notice_schema()


def test_published_notices_are_valid(project: Path) -> None:
    for path in project.glob("notices/*/*.md"):
        head = path.read_text("utf-8").split("---\n")[1]
        assert errors(yaml.load(head, _Typed)) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"contact__postcode": 430060},
        {"contact__phones": [{"number": 12388}]},
        {"attachments": ["附件1.pdf", {"file": "附件2.pdf", "title": "清单"}]},
        {"draft": True},
        {"summary": None, "topics": []},
        {"privacy_ok": [{"what": 13800138000, "reason": "值班手机，经本单位同意公开"}]},
        {"progress": {"problems": 25, "as_of": "2024-05"}},
    ],
)
def test_valid_front_matter_is_accepted(changes: dict[str, Any]) -> None:
    assert errors(front(**changes)) == []


def test_empty_optional_fields_are_accepted() -> None:
    assert errors({**front(), "summary": None, "progress": None, "attachments": None}) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"published": "2024年12月2日"}, "$.published"),
        ({"region": "示例省//示例区"}, "$.region"),
        ({"contact__email": "a@b"}, "$.contact.email"),
        ({"contact__postcode": "4300"}, "$.contact.postcode"),
        ({"inspection__authority": "区政府"}, "$.inspection.authority"),
        ({"inspection__kind": "一般巡察"}, "$.inspection.kind"),
        ({"unit": "【待填】"}, "$.unit"),
        ({"title": None}, "$"),
        ({"author": "甲"}, "$"),
        ({"draft": "也许"}, "$.draft"),
        ({"privacy_ok": [{"what": "x", "reason": "可以"}]}, "$.privacy_ok[0].reason"),
    ],
)
def test_invalid_front_matter_is_refused(changes: dict[str, Any], path: str) -> None:
    assert errors(front(**changes)) == [path]


def test_every_field_has_a_chinese_title_and_description() -> None:
    records = [SCHEMA, *SCHEMA["$defs"].values()]
    for name, field in ((n, f) for r in records for n, f in r["properties"].items()):
        for key in ("title", "description"):
            assert re.search("[\u4e00-\u9fff]", field[key]), (name, key)


def test_copy_for_the_editor_is_up_to_date(project: Path) -> None:
    """`python -m noticeboard.exports.json_schema > .vscode/notice.schema.json` updates it."""
    kept = (project / ".vscode/notice.schema.json").read_text("utf-8")
    assert kept == schema_json(notice_schema())


def test_editor_task_matches_the_messages(project: Path) -> None:
    tasks = json.loads((project / ".vscode/tasks.json").read_text("utf-8"))
    error, warning = (m["pattern"]["regexp"] for m in tasks["tasks"][0]["problemMatcher"])
    cases = project / "tests/cases/check"
    text = (cases / "html.txt").read_text("utf-8")
    assert re.findall(error, text, re.MULTILINE)[0][:4] == (
        "notices/2024/html.md",
        "40",
        "1",
        "raw-html",
    )
    assert not re.findall(warning, text, re.MULTILINE)
