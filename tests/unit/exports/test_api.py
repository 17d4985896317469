"""Every file of the open data is as its own description says."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from support.factories import notice, rendered, write

from noticeboard.build.data_files import Sources, notice_files
from noticeboard.exports.api import list_files
from noticeboard.exports.checksums import sha256_of
from noticeboard.exports.openapi import openapi
from noticeboard.exports.verification import notice_verification
from noticeboard.history.log import History, Version
from noticeboard.incremental.artifacts import write_files
from noticeboard.incremental.output import Output
from noticeboard.incremental.output_tree import FormerFiles
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register

SITE = "https://noticeboard.example/"
MADE = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HISTORY = History("a" * 40, versions={"2024/shifanju": (Version("b" * 40, MADE),)})
CHANGED = {
    "corrections": [{"date": "2024-12-05", "note": "更正电话"}],
    "withdrawn": {"date": "2024-12-09", "reason": "重复公布"},
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """The open data of three notices of two years, one of them withdrawn."""
    described: list[tuple[str, dict[str, Any]]] = [
        ("2024/shifanju", CHANGED),
        ("2024/other", {"contact__verified": "2024-12-01"}),
        ("2025/third", {"published": "2025-01-02"}),
    ]
    notices: list[Notice] = []
    for identity, changes in described:
        write(tmp_path / "notices", identity, **changes)
        notices.append(notice(identity, **changes))
    register = Register(notices)
    sums = {made.id: sha256_of(tmp_path / "notices" / f"{made.id}.md") for made in notices}
    proofs = {
        made.id: notice_verification(made, sums[made.id], HISTORY, SITE, "") for made in notices
    }
    digests = {made.id: b"" for made in notices}
    sources = Sources(notices, rendered(register), digests, SITE)
    output = Output(tmp_path / "site")
    files = [
        *list_files(register, HISTORY, MADE, SITE),
        *notice_files(sources, lambda one: proofs[one.id], HISTORY.commit),
    ]
    output.root.mkdir()
    write_files(files, output, FormerFiles(output.root))
    return tmp_path / "site/api/v1"


def lists(register: Register, history: History = HISTORY) -> dict[str, bytes]:
    return {file.address: file.make() for file in list_files(register, history, MADE, SITE)}


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_the_description_is_valid() -> None:
    validate(json.loads(openapi("公开栏", SITE)))


def test_every_file_is_as_described(data: Path) -> None:
    description = json.loads(openapi("公开栏", SITE))
    patterns = {re.sub(r"\{\w+\}", "[^/]+", path): path for path in description["paths"]}
    files = sorted(data.rglob("*.json"))
    assert len(files) == 7
    for path in files:
        address = f"/{path.relative_to(data).as_posix()}"
        (found,) = [real for pattern, real in patterns.items() if re.fullmatch(pattern, address)]
        answer = description["paths"][found]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        whole = {**schema, "components": description["components"]}
        Draft202012Validator(whole, format_checker=FormatChecker()).validate(load(path))


def test_a_notice_with_its_past(data: Path) -> None:
    found = load(data / "notices/2024/shifanju.json")
    assert found["status"] == "withdrawn"
    assert found["commit"] == "a" * 40
    assert found["corrections"] == [{"date": "2024-12-05", "reason": "更正电话"}]
    assert found["withdrawn"] == {
        "date": "2024-12-09",
        "reason": "重复公布",
        "noindex": False,
        "blanked": False,
    }
    assert found["inspection"]["feedback"] == "2024-06-15"
    assert found["contact"]["phones"] == [{"number": "0999-8123456", "hours": "工作日 9:00—17:00"}]
    assert [version["commit"] for version in found["versions"]] == ["b" * 40]
    assert found["sections"][0]["url"] == f"{SITE}notices/2024/shifanju/#s1"
    assert "立行立改" in found["markdown"]
    assert "<h2" in found["html"]
    assert "<" not in found["text"]


def test_lists_keep_the_withdrawn(data: Path) -> None:
    found = load(data / "notices.json")
    assert (found["total"], found["last_modified"], found["commit"]) == (3, "2025-01-02", "a" * 40)
    assert found["generated_at"] == "2026-01-02T03:04:05Z"
    states = {entry["id"]: entry["status"] for entry in found["notices"]}
    assert states == {
        "2025/third": "in_force",
        "2024/other": "in_force",
        "2024/shifanju": "withdrawn",
    }
    assert load(data / "contacts.json")["contacts"][0]["contact"]["verified"] is None


def test_a_thousand_stand_in_one_list_and_one_more_does_not() -> None:
    made = notice()
    many = [
        made.model_copy(update={"id": f"{2020 + number % 3}/n{number}"}) for number in range(1_001)
    ]
    whole = lists(Register(many[:1_000]))
    assert len(json.loads(whole["api/v1/notices.json"])["notices"]) == 1_000
    files = lists(Register(many))
    index = json.loads(files["api/v1/notices.json"])
    assert (index["total"], index["notices"]) == (1_001, [])
    listed = []
    for year in index["years"]:
        part = json.loads(files[year["url"].removeprefix(SITE)])
        assert part["total"] == year["total"] == len(part["notices"])
        assert {entry["id"][:4] for entry in part["notices"]} == {year["year"]}
        listed += [entry["id"] for entry in part["notices"]]
    assert sorted(listed) == sorted(made.id for made in many)
    assert files["api/v1/notices.csv"].count(b"\r\n") == 1_002


def test_an_empty_register() -> None:
    files = lists(Register([]), History())
    found = json.loads(files["api/v1/notices.json"])
    assert (found["total"], found["last_modified"], found["commit"]) == (0, None, None)
