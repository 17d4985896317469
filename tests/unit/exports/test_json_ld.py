"""JSON-LD is valid schema.org data and cannot leave its script element."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rdflib.namespace import SDO
from support.factories import notice
from support.json_ld import json_ld_scripts, parse_json_ld, unknown_terms

from noticeboard.exports.json_ld import LinkedData, as_script
from noticeboard.reading.site_config import SiteConfig

SITE = "https://site.example/"
DATA = LinkedData(SiteConfig(name="公开栏"), SITE)
FULL: dict[str, Any] = {
    "corrections": [{"date": "2025-01-05", "note": "更正电话"}],
    "withdrawn": {"date": "2025-01", "reason": "重复公布"},
    "summary": "摘要",
    "topics": ["采购"],
}


def test_notice_has_dates_status_and_contact_points() -> None:
    graph = parse_json_ld(DATA.notice(notice(**FULL)))
    assert list(unknown_terms(graph)) == []
    hours = {str(hour) for hour in graph.objects(predicate=SDO.description)}
    assert hours == {"工作日 9:00—17:00"}
    assert [str(value) for value in graph.objects(predicate=SDO.telephone)] == ["+869998123456"]
    assert [str(value) for value in graph.objects(predicate=SDO.email)] == ["shifanju@example.com"]
    assert {str(day) for day in graph.objects(predicate=SDO.datePublished)} == {
        "2024-12-02",
        "2025-01-05",
    }
    assert [str(day) for day in graph.objects(predicate=SDO.dateModified)] == ["2025-01"]
    assert [str(text) for text in graph.objects(predicate=SDO.creativeWorkStatus)] == ["Withdrawn"]


def test_dataset_lists_the_downloads() -> None:
    graph = parse_json_ld(DATA.dataset(notice().last_change))
    assert list(unknown_terms(graph)) == []
    files = {str(value) for value in graph.objects(predicate=SDO.contentUrl)}
    assert files == {f"{SITE}api/v1/notices.csv", f"{SITE}api/v1/notices.json"}
    assert "dateModified" not in json.loads(DATA.dataset(None))


def test_unknown_terms_are_detected() -> None:
    graph = parse_json_ld('{"@context": "https://schema.org", "@type": "Notice", "headlines": "a"}')
    assert sorted(unknown_terms(graph)) == ["Notice", "headlines"]


@pytest.mark.parametrize(
    "end", ["</script>", "</SCRIPT >", "<!--<script>", "]]>", "&lt;/script&gt;"]
)
def test_data_cannot_close_the_script_element(end: str) -> None:
    title = f"标题{end}<script>alert(1)</script>"
    text = DATA.notice(notice(title=title))
    page = f'<!doctype html><script type="application/ld+json">{text}</script><p>after'
    (script,) = json_ld_scripts(page)
    assert json.loads(script)["headline"] == title
    assert page.lower().count("<script") == 1


@given(st.text())
def test_any_text_round_trips(text: str) -> None:
    script = as_script({"name": text})
    assert not set("<>&") & set(script)
    assert json.loads(script) == {"name": text}
