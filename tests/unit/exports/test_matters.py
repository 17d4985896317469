"""The matters as open data."""

from __future__ import annotations

import csv
import io
import json
from datetime import datetime

from support.factories import MATTERS, notice, rendered

from noticeboard.exports.matters import COLUMNS, matter_artifacts
from noticeboard.history.log import History
from noticeboard.incremental.artifacts import Artifact
from noticeboard.matters.recognition import recognize
from noticeboard.model.dates import BEIJING
from noticeboard.model.register import Register

SITE = "https://noticeboard.example/"


def artifacts(count: int = 1) -> dict[str, Artifact]:
    one = notice("2024/a", MATTERS, progress={"problems": "6"})
    notices = [one, *(notice(f"2024/n{n}", MATTERS) for n in range(count - 1))]
    ledger = recognize(rendered(Register([one]))["2024/a"].html)
    ledgers = {each.id: ledger for each in notices}
    keys = {each.id: each.id.encode() for each in notices}
    now = datetime(2025, 1, 2, tzinfo=BEIJING)
    built = matter_artifacts({"2024": tuple(notices)}, ledgers, keys, History(), now, SITE)
    return {artifact.address: artifact for artifact in built}


def test_each_year_has_its_matters_and_the_stated_totals() -> None:
    data = json.loads(artifacts()["api/v1/matters/2024.json"].render())
    assert data["notices"] == [{"notice": "2024/a", "stated": 6, "listed": 4}]
    first = data["matters"][0]
    assert (first["problem"], first["field"]) == ("公务接待管理不严", "作风")
    assert first["statements"] == [{"state": "已完成", "words": "已完成"}]
    assert first["url"] == f"{SITE}notices/2024/a/#{first['id']}"
    assert [figure["text"] for figure in first["figures"]] == ["4,580元", "2人"]


def test_the_list_has_all_matters_unless_there_are_too_many() -> None:
    data = json.loads(artifacts()["api/v1/matters.json"].render())
    assert (data["total"], len(data["matters"])) == (4, 4)
    assert data["years"] == [{"year": "2024", "total": 4, "url": f"{SITE}api/v1/matters/2024.json"}]
    long = json.loads(artifacts(1001)["api/v1/matters.json"].render())
    assert (long["total"], long["matters"]) == (4004, [])


def test_the_table_has_a_row_for_each_matter() -> None:
    text = artifacts()["api/v1/matters.csv"].render().decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert tuple(rows[0]) == COLUMNS
    assert [row["states"] for row in rows] == ["已完成", "正在整改", "其他写法", ""]
    assert rows[2]["state_words"] == "持续推进"
    assert (rows[1]["sums"], rows[1]["counts"]) == ("1.8万元", "37笔")


def test_only_the_list_depends_on_the_commit() -> None:
    fingerprints = {address: one.fingerprint() for address, one in artifacts().items()}
    assert [address for address, key in fingerprints.items() if key is None] == [
        "api/v1/matters.json"
    ]
