"""What machines read of a built site: every file of the data, every JSON-LD, every feed."""

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
from support.feed_format import JSON_FEED
from support.json_ld_reading import read, scripts, unknown_words


@pytest.fixture(params=["own_site", "every_kind_site"])
def site(request: pytest.FixtureRequest) -> Path:
    """The repository's own notices, and those of every kind."""
    found: Path = request.getfixturevalue(request.param)
    return found


def described(site: Path) -> Iterator[tuple[Path, dict[str, Any]]]:
    """Every JSON file of the data with the schema that openapi.json gives it."""
    data = site / "api/v1"
    description = json.loads((data / "openapi.json").read_text("utf-8"))
    validate(description)
    patterns = {re.sub(r"\{\w+\}", "[^/]+", path): path for path in description["paths"]}
    own = {"openapi.json", "notice.schema.json"}
    for path in sorted(data.rglob("*.json")):
        name = path.relative_to(data).as_posix()
        if name in own:
            continue
        (found,) = [real for pattern, real in patterns.items() if re.fullmatch(pattern, f"/{name}")]
        answer = description["paths"][found]["get"]["responses"]["200"]
        schema = answer["content"]["application/json"]["schema"]
        yield path, {**schema, "components": description["components"]}


def test_every_file_of_the_data_is_as_described(site: Path) -> None:
    count = 0
    for path, schema in described(site):
        value = json.loads(path.read_text("utf-8"))
        Draft202012Validator(schema, format_checker=FormatChecker()).validate(value)
        count += 1
    notices = len(list(site.glob("notices/*/*/notice.md")))
    years = len(list(site.glob("api/v1/notices/*.json")))
    print(f"{count} files as openapi.json describes them")
    assert count >= notices + years + 2


def test_every_page_with_linked_data_parses(site: Path) -> None:
    count = 0
    for page in sorted(site.rglob("index.html")):
        for text in scripts(page.read_text("utf-8")):
            graph = read(text)
            assert len(graph) > 5, page
            assert list(unknown_words(graph)) == [], page
            count += 1
    assert count == len(list(site.glob("notices/*/*/notice.md"))) + 1
    assert scripts((site / "data/index.html").read_text("utf-8"))


def test_every_feed_is_well_formed(site: Path) -> None:
    feeds = sorted(site.rglob("feed.xml"))
    assert len(feeds) > 2
    for path in feeds:
        parsed = feedparser.parse(path.read_bytes())
        assert not parsed.bozo, (path, parsed.get("bozo_exception"))
        assert len(parsed.entries) <= (20 if path.parent == site else 10)
        value = json.loads(path.with_name("feed.json").read_text("utf-8"))
        Draft202012Validator(JSON_FEED, format_checker=FormatChecker()).validate(value)
        assert len(value["items"]) == len(parsed.entries)
