"""Every file of the open data matches its OpenAPI description."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from support.factories import notice, write

from noticeboard.exports.api import (
    BASE,
    COMMIT_PLACEHOLDER,
    as_json,
    commit_json,
    full_notice,
    list_artifacts,
)
from noticeboard.exports.checksums import sha256_of
from noticeboard.exports.openapi import openapi
from noticeboard.exports.verification import Verification, notice_verification
from noticeboard.history.log import History, Version
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.text.rendering import render

SITE = "https://noticeboard.example/"
BUILT_AT = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
HISTORY = History("a" * 40, versions={"2024/shifanju": (Version("b" * 40, BUILT_AT),)})
CHANGED = {
    "corrections": [{"date": "2024-12-05", "note": "更正电话"}],
    "withdrawn": {"date": "2024-12-09", "reason": "重复公布"},
}


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return the folder of the open data of three notices of two years, one of them withdrawn."""
    described: list[tuple[str, dict[str, Any]]] = [
        ("2024/shifanju", CHANGED),
        ("2024/other", {"contact__verified": "2024-12-01"}),
        ("2025/third", {"published": "2025-01-02"}),
    ]
    files: dict[str, bytes] = {}
    notices: list[Notice] = []
    for notice_id, changes in described:
        source = write(tmp_path / "notices", notice_id, **changes)
        item = notice(notice_id, **changes)
        notices.append(item)
        verification = notice_verification(item, sha256_of(source), HISTORY, SITE + item.url, "")
        content = as_json(
            full_notice(item, render(item.body, item.id), verification, SITE)
        ).encode()
        assert content.count(COMMIT_PLACEHOLDER) == 1
        content = content.replace(COMMIT_PLACEHOLDER, commit_json(HISTORY.commit))
        files[f"{BASE}notices/{notice_id}.json"] = content
    files |= lists(Register(notices))
    for address, content in files.items():
        path = tmp_path / "site" / address
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return tmp_path / "site/api/v1"


def lists(register: Register, history: History = HISTORY) -> dict[str, bytes]:
    def verify(item: Notice) -> Verification:
        return notice_verification(item, "0" * 64, history, SITE + item.url, "")

    artifacts = list_artifacts(register, history, BUILT_AT, SITE, verify)
    return {artifact.address: artifact.render() for artifact in artifacts}


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def test_rows_of_lists_serve_programs_that_gather(data: Path) -> None:
    rows = {row["id"]: row for row in load(data / "notices.json")["notices"]}
    for notice_id, row in rows.items():
        assert row["source_url"] == f"{SITE}notices/{notice_id}/notice.md"
        assert row["sha256"] == "0" * 64
        assert datetime.fromisoformat(row["updated"]).tzinfo
    committed = HISTORY.versions["2024/shifanju"][0].committed_at
    assert datetime.fromisoformat(rows["2024/shifanju"]["updated"]) == committed
    assert rows["2025/third"]["updated"] == "2025-01-02T00:00:00+08:00"


def test_openapi_description_is_valid() -> None:
    validate(json.loads(openapi("公开栏", SITE)))


def test_every_file_matches_the_description(data: Path) -> None:
    description = json.loads(openapi("公开栏", SITE))
    patterns = {re.sub(r"\{\w+\}", "[^/]+", path): path for path in description["paths"]}
    files = sorted(data.rglob("*.json"))
    assert len(files) == 7
    for path in files:
        address = f"/{path.relative_to(data).as_posix()}"
        (path_item,) = [
            real for pattern, real in patterns.items() if re.fullmatch(pattern, address)
        ]
        response = description["paths"][path_item]["get"]["responses"]["200"]
        schema = response["content"]["application/json"]["schema"]
        whole = {**schema, "components": description["components"]}
        Draft202012Validator(whole, format_checker=FormatChecker()).validate(load(path))


def test_notice_has_corrections_withdrawal_and_versions(data: Path) -> None:
    loaded = load(data / "notices/2024/shifanju.json")
    assert loaded["status"] == "withdrawn"
    assert loaded["commit"] == "a" * 40
    assert loaded["corrections"] == [{"date": "2024-12-05", "reason": "更正电话"}]
    assert loaded["withdrawn"] == {
        "date": "2024-12-09",
        "reason": "重复公布",
        "noindex": False,
        "blanked": False,
    }
    assert loaded["inspection"]["feedback"] == "2024-06-15"
    assert loaded["contact"]["phones"] == [
        {
            "number": "0999-8123456",
            "hours": "工作日 9:00—17:00",
            "label": None,
            "sms_only": False,
        }
    ]
    assert [version["commit"] for version in loaded["versions"]] == ["b" * 40]
    assert loaded["sections"][0]["url"] == f"{SITE}notices/2024/shifanju/#s1"
    assert "<h2" in loaded["html"]
    kinds = [block["kind"] for block in loaded["blocks"]]
    assert kinds[:3] == ["title", "unit", "unit"]
    assert {"kind": "contact", "text": "0999-8123456 工作日 9:00—17:00"} in loaded["blocks"]
    plain = [block for block in loaded["blocks"] if block["kind"] in ("heading", "body")]
    body = notice("2024/shifanju").body
    assert "\n".join(block["text"] for block in plain) == render(body, "2024/shifanju").plain


def test_lists_include_withdrawn_notices(data: Path) -> None:
    loaded = load(data / "notices.json")
    assert (loaded["total"], loaded["last_modified"], loaded["commit"]) == (
        3,
        "2025-01-02",
        "a" * 40,
    )
    assert loaded["generated_at"] == "2026-01-02T03:04:05Z"
    assert (loaded["as_of"], loaded["source_date_epoch"]) == ("2026-01-02", 1767323045)
    states = {entry["id"]: entry["status"] for entry in loaded["notices"]}
    assert states == {
        "2025/third": "in_force",
        "2024/other": "in_force",
        "2024/shifanju": "withdrawn",
    }
    assert load(data / "contacts.json")["contacts"][0]["contact"]["verified"] is None


def test_list_of_over_a_thousand_is_split_by_year() -> None:
    template = notice()
    many = [
        template.model_copy(update={"id": f"{2020 + number % 3}/n{number}"})
        for number in range(1_001)
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
    assert sorted(listed) == sorted(item.id for item in many)
    assert files["api/v1/notices.csv"].count(b"\r\n") == 1_002


def test_empty_register_has_an_empty_list() -> None:
    files = lists(Register([]), History())
    loaded = json.loads(files["api/v1/notices.json"])
    assert (loaded["total"], loaded["last_modified"], loaded["commit"]) == (0, None, None)
