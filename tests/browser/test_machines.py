"""Data files, JSON-LD and feeds of a built site are valid."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import validate
from support.feed_schema import JSON_FEED
from support.json_ld import json_ld_scripts, parse_json_ld, unknown_terms


@pytest.fixture(params=["own_site", "every_kind_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """The site of the repository's own notices, and the site with every kind of page."""
    site: Path = request.getfixturevalue(request.param)
    return site


def files_and_schemas(site: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Yield each JSON file of the API with its schema in openapi.json."""
    data = site / "api/v1"
    description = json.loads((data / "openapi.json").read_text("utf-8"))
    validate(description)
    patterns = {re.sub(r"\{\w+\}", "[^/]+", path): path for path in description["paths"]}
    undescribed = {"openapi.json", "notice.schema.json"}
    for path in sorted(data.rglob("*.json")):
        name = path.relative_to(data).as_posix()
        if name in undescribed:
            continue
        (template,) = [
            real for pattern, real in patterns.items() if re.fullmatch(pattern, f"/{name}")
        ]
        response = description["paths"][template]["get"]["responses"]["200"]
        schema = response["content"]["application/json"]["schema"]
        yield path, {**schema, "components": description["components"]}


def test_every_api_file_matches_openapi(site: Path) -> None:
    count = 0
    for path, schema in files_and_schemas(site):
        value = json.loads(path.read_text("utf-8"))
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
        count += 1
    notices = len(list(site.glob("notices/*/*/notice.md")))
    years = len(list(site.glob("api/v1/notices/*.json")))
    print(f"{count} files match openapi.json")
    assert count >= notices + years + 2


def test_every_json_ld_uses_schema_org_terms(site: Path) -> None:
    count = 0
    for page in sorted(site.rglob("index.html")):
        for text in json_ld_scripts(page.read_text("utf-8")):
            graph = parse_json_ld(text)
            assert len(graph) > 5, page
            assert list(unknown_terms(graph)) == [], page
            count += 1
    assert count == len(list(site.glob("notices/*/*/notice.md"))) + 1
    assert json_ld_scripts((site / "data/index.html").read_text("utf-8"))


def test_every_feed_is_well_formed(site: Path) -> None:
    feeds = sorted(site.rglob("feed.xml"))
    assert len(feeds) > 2
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert len(parsed.entries) <= (20 if path.parent == site else 10)
        if path.is_relative_to(site / "notices"):
            assert parsed.entries[-1].title.startswith("公布：")
            continue
        if path.is_relative_to(site / "units"):
            assert all(entry.summary and "content" not in entry for entry in parsed.entries)
            assert not path.with_name("feed.json").exists()
            continue
        value = json.loads(path.with_name("feed.json").read_text("utf-8"))
        Draft202012Validator(JSON_FEED, format_checker=FormatChecker()).validate(value)
        assert len(value["items"]) == len(parsed.entries)
