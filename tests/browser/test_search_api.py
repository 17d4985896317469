"""The search page answers from the database, and without it the same from the static index."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import urlopen

import corpus
import pytest
from playwright.sync_api import Browser, Page, Route
from support.factories import write_round
from support.postgresql import READER, Cluster, running_clusters
from support.untraced import untraced_environment
from support.waiting import wait_until

COUNT = 30
QUESTIONS: tuple[dict[str, object], ...] = (
    {"q": "财政 的", "sort": "date"},
    {"q": "會議", "year": ["2020", "2022"], "region": "示例省", "shown": 120},
    {"q": "整改巡察局的"},
    {"q": "，。"},
)


@dataclass(frozen=True)
class Answers:
    """A site, the server that it asks first, and the database behind that."""

    site: str
    folder: Path
    api: str
    cluster: Cluster


@pytest.fixture(scope="module")
def answers(
    project: Path,
    tmp_path_factory: pytest.TempPathFactory,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
) -> Iterator[Answers]:
    """A site of the corpus, loaded into a database that a server answers from."""
    folder = tmp_path_factory.mktemp("answers")
    corpus.write(COUNT, folder / "notices")
    write_round(folder / "notices")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    api = f"http://127.0.0.1:{port}/search/"
    board = folder / "board.yml"
    board.write_text(f"extra:\n  site:\n    search:\n      api: {api}\n", "utf-8")
    variables = {"BOARD_CONFIG": str(board), "CACHE_DIR": str(folder / "cache")}
    built = build_site(folder / "notices", **variables)
    environment = {**untraced_environment(), **variables, "NOTICES_DIR": str(folder / "notices")}
    command = [sys.executable, "-m", "noticeboard"]
    with running_clusters(1) as (cluster,):
        cluster.create_database()
        load = [*command, "load", cluster.url()]
        run = subprocess.run(load, cwd=project, env=environment, capture_output=True, text=True)
        assert run.returncode == 0, run.stderr
        assert f"数据库里有 {COUNT} 篇通报：新增 {COUNT}" in run.stdout
        start = [*command, "search-api", cluster.url(READER), "--port", str(port)]
        with subprocess.Popen(start, cwd=project, stdout=subprocess.PIPE, text=True) as server:
            try:
                assert server.stdout
                assert api in server.stdout.readline()
                yield Answers(serve(built), built, api, cluster)
            finally:
                server.terminate()


@contextmanager
def opened(chromium: Browser) -> Iterator[Page]:
    """A page on which requests may fail."""
    context = chromium.new_context(locale="zh-CN")
    yield context.new_page()
    context.close()


def shown(page: Page, site: str, question: dict[str, object]) -> list[str]:
    """Return everything that the page shows in answer to a question."""
    page.goto(f"{site}search/?{urlencode(question, doseq=True)}")
    page.wait_for_selector('#search-results[aria-busy="false"]')
    parts = ("status", "hits", "empty", "facets", "chips", "more")
    return [page.inner_html(f"#search-{part}") for part in parts]


def test_the_page_shows_the_same_with_and_without_the_database(
    page: Page, chromium: Browser, answers: Answers
) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    with opened(chromium) as other:
        other.route(f"{answers.api}**", lambda route: route.abort())
        for question in QUESTIONS:
            assert (question, shown(page, answers.site, question)) == (
                question,
                shown(other, answers.site, question),
            )
    asked = [url for url in requests if url.startswith(answers.api)]
    assert len(asked) >= len(QUESTIONS) - 1
    # Neither a chunk of the dictionary nor the facets of a segment are read.
    assert [url for url in requests if url.endswith((".txt", "-facets.json"))] == []


def test_more_hits_and_facets_come_from_the_database(page: Page, answers: Answers) -> None:
    shown(page, answers.site, {"q": "的"})
    page.click("#search-more")
    wait_until(page, "document.querySelectorAll('[data-notice-id]').length === 20")
    page.locator("#search-facets input").first.check()
    page.wait_for_selector("#search-chips:not([hidden]) .nbs-chip")
    page.wait_for_selector('#search-results[aria-busy="false"]')
    year = page.locator("#search-facets input").first.input_value()
    notices = json.loads((answers.folder / f"api/v1/notices/{year}.json").read_bytes())
    assert page.inner_text("#search-total") == str(notices["total"])


def never(route: Route) -> None:
    """Leave a request without an answer."""


def test_a_slow_server_is_not_waited_for(chromium: Browser, answers: Answers) -> None:
    with opened(chromium) as page:
        page.route(f"{answers.api}**", never)
        parts = shown(page, answers.site, {"q": "整改"})
        assert f">{COUNT}</span>" in parts[0]


@pytest.mark.parametrize("body", ["<html>", "null", '{"notices": ""}'])
def test_what_is_no_answer_is_not_shown(chromium: Browser, answers: Answers, body: str) -> None:
    with opened(chromium) as page:
        headers = {"Access-Control-Allow-Origin": "*"}
        page.route(f"{answers.api}**", lambda route: route.fulfill(body=body, headers=headers))
        assert f">{COUNT}</span>" in shown(page, answers.site, {"q": "整改"})[0]


def test_a_database_of_other_notices_is_not_used(page: Page, answers: Answers) -> None:
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    ((before,),) = answers.cluster.execute("SELECT notices FROM noticeboard.state")
    answers.cluster.execute("UPDATE noticeboard.state SET notices = 'other'")
    try:
        assert f">{COUNT}</span>" in shown(page, answers.site, {"q": "巡察整改"})[0]
    finally:
        answers.cluster.execute(f"UPDATE noticeboard.state SET notices = '{before}'")
    assert any(url.startswith(answers.api) for url in requests)
    assert any(url.endswith(".txt") for url in requests)


def get(address: str) -> tuple[int, str]:
    try:
        with urlopen(address) as response:
            return response.status, response.read().decode()
    except HTTPError as error:
        return error.code, error.read().decode()


def test_a_question_that_cannot_be_answered_is_one_sentence(answers: Answers) -> None:
    for parameters, sentence in (
        ({"q": "甲" * 301}, "查询超过 300 个字"),
        ({"q": " ".join(map(chr, range(0x4E00, 0x4E11)))}, "查询的词超过 16 个"),
        ({"q": "，"}, "没有字、词或数字"),
        ({"q": "甲", "year": ["1"] * 51}, "筛选条件超过 50 个"),
        ({"q": "甲", "region": "\0"}, "不能出现的字符"),
        ({"q": "甲", "rows": "101"}, "rows 写 0 到 100 的整数"),
        ({"q": "甲", "start": "-1"}, "start 写 0 到 10000 的整数"),
    ):
        status, body = get(f"{answers.api}?{urlencode(parameters, doseq=True)}")
        assert (status, list(json.loads(body))) == (400, ["error"])
        assert sentence in json.loads(body)["error"]
    hostile = "'; DROP TABLE noticeboard.notice; --%\\"
    for name in ("q", "region", "kind"):
        status, _ = get(f"{answers.api}?{urlencode({'q': '甲', name: hostile})}")
        assert status == 200


def test_the_views_hold_what_the_api_lists(answers: Answers) -> None:
    for view, file, name in (
        ("api_notices", "notices.json", "notices"),
        ("api_contacts", "contacts.json", "contacts"),
        ("api_rounds", "rounds.json", "rounds"),
    ):
        listed = json.loads((answers.folder / "api/v1" / file).read_bytes())[name]
        rows = answers.cluster.execute(
            f"SELECT to_jsonb(v) - 'year' - 'position' FROM noticeboard.{view} v", READER
        )
        assert listed
        assert sorted(comparable(entry) for (entry,) in rows) == sorted(map(comparable, listed))


def comparable(entry: object) -> str:
    """Return an entry as JSON, its time in one notation."""
    assert isinstance(entry, dict)
    if "updated" in entry:
        entry = {**entry, "updated": datetime.fromisoformat(entry["updated"]).timestamp()}
    return json.dumps(entry, sort_keys=True)


def test_only_the_search_page_may_connect_to_the_server(answers: Answers) -> None:
    origin = answers.api.removesuffix("/search/")
    policies = {
        name: (answers.folder / name / "index.html").read_text("utf-8").partition("connect-src")[2]
        for name in ("search", "", "notices")
    }
    assert policies["search"].startswith(f" 'self' {origin};") or policies["search"].startswith(
        f" &#39;self&#39; {origin};"
    )
    assert origin not in policies[""] + policies["notices"]


def test_a_stopped_database_leaves_the_page_its_own_index(
    chromium: Browser, answers: Answers
) -> None:
    with opened(chromium) as page:
        shown(page, answers.site, {"q": "整改"})
        answers.cluster.stop()
        try:
            status, body = get(f"{answers.api}?q=1")
            assert (status, json.loads(body)) == (
                503,
                {"error": "数据库连不上，或同时查询的人太多；过一会儿再试"},
            )
            page.click("#search-more")
            wait_until(page, "document.querySelectorAll('[data-notice-id]').length === 20")
            assert page.inner_text("#search-status") == f"找到 {COUNT} 篇通报"
            assert f">{COUNT}</span>" in shown(page, answers.site, {"q": "整改"})[0]
        finally:
            answers.cluster.start()
