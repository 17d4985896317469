"""The search page in a real browser returns what a full scan returns."""

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import corpus
import pytest
from playwright.sync_api import Browser, Page, expect
from support.browser_search import search_in_browser
from support.factories import rendered

from noticeboard.model.register import Register
from noticeboard.reading.reader import read_all
from noticeboard.search.documents import SearchDocument, search_documents
from noticeboard.search.ranking import newest_first
from noticeboard.search.scan import Scanner, parse_terms
from noticeboard.text.folding import fold

COUNT = 120
RANDOM_PAGES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "8"))
"""Random queries that open a page; `make audit` opens more."""


@dataclass(frozen=True)
class Site:
    """A site served from a subfolder: its address and its documents."""

    address: str
    documents: list[SearchDocument]
    scanner: Scanner

    def ids(self, query: str) -> list[str]:
        return [document.id for _, document in self.scanner.match(parse_terms(query))]


@pytest.fixture(scope="module")
def site(
    tmp_path_factory: pytest.TempPathFactory,
    build_site: Callable[..., Path],
    serve: Callable[[Path], str],
) -> Site:
    """A site in a subfolder of its host."""
    notices = tmp_path_factory.mktemp("corpus") / "notices"
    corpus.write(COUNT, notices)
    built = build_site(notices, SITE_URL="https://example.org/site/")
    register = Register(parsed.notice for parsed in read_all(notices) if parsed.notice)
    documents = newest_first(search_documents(register, rendered(register)))
    assert len(documents) == COUNT
    return Site(f"{serve(built.parent)}{built.name}/", documents, Scanner(documents))


def open_search(page: Page, site: Site, **parameters: object) -> None:
    page.goto(f"{site.address}search/?{urlencode(parameters, doseq=True)}")
    wait_for_results(page)


def wait_for_results(page: Page) -> None:
    page.wait_for_selector('#search-results[aria-busy="false"]')


def total(page: Page) -> int:
    return int(page.inner_text("#search-total"))


def shown_ids(page: Page) -> list[str]:
    ids: list[str] = page.eval_on_selector_all(
        "[data-notice-id]", "hits => hits.map(hit => hit.dataset.noticeId)"
    )
    return ids


def random_queries(site: Site, count: int, seed: int) -> list[str]:
    """Return random substrings of the texts; some are altered, some have a second term."""
    random = Random(seed)
    texts = [block.text for document in site.documents for block in document.blocks]
    queries: list[str] = []
    while len(queries) < count:
        text = random.choice(texts)
        start = random.randrange(len(text))
        query = text[start : start + random.randint(1, 12)]
        probability = random.random()
        if probability < 0.1:
            query = query[:-1] + random.choice("甲乙丙丁8z")
        elif probability < 0.25:
            other = random.choice(texts)
            at = random.randrange(len(other))
            query += " " + other[at : at + random.randint(1, 4)]
        if parse_terms(query):
            queries.append(query)
    return queries


def typical_queries() -> list[str]:
    """Return names, phones, dates, document numbers, other scripts, single characters, and misses."""
    first = corpus.record(0)
    return [
        first.unit,
        first.issuer,
        first.phone,
        first.phone.replace("-", ""),
        first.phone[6:10],
        f"{first.start.year}年{first.start.month}月{first.start.day}日",
        f"發〔{first.start.year}〕1",
        "財務報銷",
        "ＡＢＣ",
        "８：３０—１７：３０",
        "的",
        "1",
        "整改",
        "𠮷",
        "巡察整改落实情况的通报欢迎",
        "不存在的单位",
        '"固定 资产"',
        "“固定 资产” 整改",
    ]


def test_the_page_shows_the_results_of_the_scan(page: Page, site: Site) -> None:
    page.goto(f"{site.address}search/")
    for query in typical_queries() + random_queries(site, RANDOM_PAGES, seed=1):
        expected = site.ids(query)
        # Rendering dominates: show only some results of common words.
        limit = max(10, min(len(expected), 60))
        open_search(page, site, q=query, shown=limit)
        assert (query, total(page), shown_ids(page)) == (query, len(expected), expected[:limit])


def test_the_engine_returns_the_results_of_the_scan(page: Page, site: Site) -> None:
    page.goto(f"{site.address}search/")
    queries = random_queries(site, 400, seed=2)
    results = search_in_browser(page, site.address, queries)
    for query, ids in zip(queries, results, strict=True):
        assert (query, ids) == (query, site.ids(query))


def test_the_browser_folds_as_python_does(page: Page, site: Site) -> None:
    random = Random(3)
    blocks = (
        "巡察整改於臺灣關",
        "ＡＺａ１２①㈠",
        "aZ09éßﬁİΣς",
        "がﾞㄱᄀ각",
        "𠮷𪚥𝟘",
        "\u0301\u0323\u3099",
        "⻓⺟⽉⻑𱍐⺀",
    )
    texts = []
    for _ in range(3000):
        text = "".join(random.choice(random.choice(blocks)) for _ in range(random.randrange(12)))
        if random.random() < 0.5:
            text += "".join(
                chr(point)
                for point in (random.randrange(0x20000) for _ in range(6))
                if not 0xD800 <= point < 0xE000
            )
        texts.append(text)
    page.goto(f"{site.address}search/")
    folded = page.evaluate(
        """async ([base, texts]) => {
          const { Store } = await import(base + "assets/search/store.js");
          const foldTable = await (await Store.open()).foldTable();
          return texts.map((text) => [foldTable.fold(text), foldTable.foldWithOrigins(text).folded]);
        }""",
        [site.address, texts],
    )
    for text, (plain, with_origins) in zip(texts, folded, strict=True):
        assert (text, plain, with_origins) == (text, fold(text), fold(text))


def test_results_can_be_sorted_by_date(page: Page, site: Site) -> None:
    open_search(page, site, q="采购", sort="date", shown=500)
    ids = {document.id for _, document in site.scanner.match(["采购"])}
    assert shown_ids(page) == [document.id for document in site.documents if document.id in ids]


def test_an_empty_query_lists_all_and_punctuation_lists_none(page: Page, site: Site) -> None:
    open_search(page, site)
    assert total(page) == COUNT
    assert shown_ids(page) == [document.id for document in site.documents[:10]]
    open_search(page, site, q="，。")
    assert (total(page), shown_ids(page)) == (0, [])
    assert "标点符号" in page.inner_text("#search-empty")


def test_facets_narrow_and_count(page: Page, site: Site) -> None:
    hits = [document for _, document in site.scanner.match(["固定资产"])]
    open_search(page, site, q="固定资产")
    page.locator("#search-filters summary").wait_for()
    for year in {document.published[:4] for document in hits}:
        count = page.locator(f"label[for='nbs-year-{year}'] .nbs-facet__count")
        assert int(count.text_content() or 0) == sum(
            document.published.startswith(year) for document in hits
        )
    province = hits[0].region[0]
    page.get_by_label(province, exact=False).first.check()
    wait_for_results(page)
    in_province = [document for document in hits if document.region[0] == province]
    expect(page.locator("#search-total")).to_have_text(str(len(in_province)))
    assert f"region={quote(province)}" in page.url
    page.locator(".nbs-chip").click()
    expect(page.locator("#search-total")).to_have_text(str(len(hits)))
    assert "region" not in page.url
    page.go_back()
    expect(page.locator("#search-total")).to_have_text(str(len(in_province)))
    page.reload()
    wait_for_results(page)
    assert total(page) == len(in_province)


@pytest.mark.parametrize("facet", ["status", "attachments", "authority", "kind", "year"])
def test_every_facet_filters(page: Page, site: Site, facet: str) -> None:
    def value_of(document: SearchDocument) -> str:
        if facet == "attachments":
            return "yes" if document.has_attachments else "no"
        value: str = document.published[:4] if facet == "year" else getattr(document, facet)
        return value

    values = sorted({value_of(document) for document in site.documents})[:2]
    open_search(page, site, **{facet: values})
    assert total(page) == sum(value_of(document) in values for document in site.documents)


def test_show_more_keeps_the_focus_and_updates_the_address(page: Page, site: Site) -> None:
    open_search(page, site, q="整改")
    more = page.locator("#search-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-notice-id]")).to_have_count(20)
    assert page.evaluate("document.activeElement.id") == "search-more"
    page.reload()
    expect(page.locator("[data-notice-id]")).to_have_count(20)


def test_search_works_by_keyboard_alone(page: Page, site: Site) -> None:
    open_search(page, site)
    page.keyboard.press("/")
    page.keyboard.type("固定资产")
    page.keyboard.press("Enter")
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids("固定资产"))))
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/notices/{site.ids('固定资产')[0]}/**")
    expect(page.locator("#notice-body mark").first).to_have_text("固定资产")
    expect(page.locator("#notice-body mark").first).to_be_in_viewport()
    page.go_back()
    wait_for_results(page)
    page.locator("#search-query").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#search-total")).to_have_text(str(COUNT))
    expect(page.locator("#search-query")).to_have_value("")


def test_units_are_suggested_while_typing(page: Page, site: Site) -> None:
    unit = str(site.documents[0].unit)
    open_search(page, site)
    box = page.get_by_role("searchbox", name="找我的单位，或搜索通报全文")
    box.press_sequentially(unit[:-1])
    matches = page.get_by_role("navigation", name="找到的单位")
    link = matches.get_by_role("link", name=unit)
    expect(link.first).to_be_visible()
    box.press("ArrowDown")
    expect(link.first).to_be_focused()
    page.keyboard.press("ArrowDown")
    call = matches.get_by_role("link", name="拨打 ").first
    expect(call).to_be_focused()
    assert (call.get_attribute("href") or "").startswith("tel:+86")
    page.keyboard.press("Escape")
    expect(matches.get_by_role("link")).to_have_count(0)
    expect(box).to_be_focused()
    box.press("Enter")
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids(unit[:-1]))))


def test_hits_are_sorted_by_the_longest_wait(page: Page, site: Site) -> None:
    days = {document.id: document.days for document in site.documents}
    open_search(page, site, q="整改", sort="days", shown=500)
    waits = [days[identity] for identity in shown_ids(page)]
    assert waits == sorted(waits, key=lambda wait: -1e9 if wait is None else wait, reverse=True)
    assert len(waits) > 10
    assert len(set(waits)) > 10


@pytest.mark.parametrize(
    ("ranges", "holds"),
    [
        ({"from": "2020-03-01", "to": "2021-02-28"}, lambda d: "2020-03-01" <= d.published <= "2021-02-28"),
        ({"wait": "180-269"}, lambda d: d.days is not None and 180 <= d.days <= 269),
        ({"wait": "360-"}, lambda d: d.days is not None and d.days >= 360),
        ({"wait": "300-", "year": "2021"}, lambda d: (d.days or 0) >= 300 and d.published[:4] == "2021"),
    ],
)  # fmt: skip
def test_ranges_of_days_filter_the_hits(
    page: Page, site: Site, ranges: dict[str, str], holds: Callable[[SearchDocument], bool]
) -> None:
    expected = [document.id for document in site.documents if holds(document)]
    open_search(page, site, **ranges)
    assert total(page) == len(expected) > 0
    assert shown_ids(page) == expected[:10]
    page.locator("#search-chips button").first.click()
    wait_for_results(page)
    assert total(page) > len(expected)


def test_every_figure_leads_to_exactly_its_notices(page: Page, site: Site) -> None:
    page.goto(f"{site.address}statistics/")
    rows = page.locator(".nb-bars td:has(a)").evaluate_all(
        """cells => cells.map(cell => [cell.querySelector("a").search,
          Number(((cell.querySelector("small") || cell.querySelector("a")).textContent.match(/[0-9.]+/) || [])[0]),
          cell.closest("section").querySelector("h2").id])"""
    )
    rows = [row for row in rows if row[2] != "progress"]
    matches = page.evaluate(
        """async ([base, queries]) => {
          const [{ Store }, { Engine }, { readState }] = await Promise.all(
            ["store", "engine", "query"].map(name => import(`${base}assets/search/${name}.js`)));
          const engine = new Engine(await Store.open());
          const answers = await Promise.all(queries.map(query => engine.search(readState(query))));
          return answers.map(({ hits }) => hits.length);
        }""",
        [site.address, [query for query, _, _ in rows]],
    )
    assert {table for _, _, table in rows} >= {
        "years",
        "months",
        "days",
        "days-by-region",
        "levels",
        "channels",
    }
    assert matches == [number for _, number, _ in rows]
    assert page.locator(".nb-statistics img").count() == 0


def test_the_first_hit_is_reached_past_the_facets(page: Page, site: Site) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    open_search(page, site, q="整改")
    page.locator("#search-query").focus()
    presses = 0
    while "nbs-hit__link" not in str(page.evaluate("document.activeElement.className")):
        skip = page.evaluate("document.activeElement.id") == "search-skip"
        page.keyboard.press("Enter" if skip else "Tab")
        presses += 1
        assert presses < 8
    assert page.evaluate("document.activeElement.closest('li').previousElementSibling") is None


def test_old_hits_are_dimmed_while_a_new_query_runs(page: Page, site: Site) -> None:
    open_search(page, site, q="采购")
    state = page.evaluate("""() => {
      const input = document.querySelector("#search-query");
      input.value = "整改";
      input.form.requestSubmit();
      return [document.querySelector("#search-status").textContent,
              Number(getComputedStyle(document.querySelector("#search-hits")).opacity)];
    }""")
    assert state == ["正在找，下面还是上一次的结果", 0.45]
    wait_for_results(page)
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids("整改"))))


def test_the_empty_state_counts_each_term(page: Page, site: Site) -> None:
    open_search(page, site, q="整改 不存在的词")
    text = page.inner_text("#search-empty")
    assert f"“整改”：单独搜索有 {COUNT} 篇" in text
    assert "“不存在的词”：没有一篇通报里有" in text
    page.get_by_role("button", name="只搜“整改”").click()
    expect(page.locator("#search-total")).to_have_text(str(COUNT))


def test_an_unspaced_query_is_offered_as_two_terms(page: Page, site: Site) -> None:
    unit = corpus.record(0).unit
    assert not site.ids(f"整改{unit}")
    open_search(page, site, q=f"整改{unit}")
    page.get_by_role("button", name=f"搜索“整改 {unit}”").click()
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids(f"整改 {unit}"))))
    open_search(page, site, q=f"整改{unit} 不存在的词")
    assert "分开成几个词" not in page.inner_text("#search-empty")


def test_results_highlight_the_match_in_their_text(page: Page, site: Site) -> None:
    open_search(page, site, q="財務報銷")
    first = page.locator("[data-notice-id]").first
    expect(first.locator("mark").first).to_have_text("财务报销")
    document = next(item for item in site.documents if item.id == shown_ids(page)[0])
    assert document.title in first.inner_text()
    assert document.issuer in first.inner_text()


def test_withdrawn_notices_are_marked(page: Page, site: Site) -> None:
    open_search(page, site, status="withdrawn")
    assert page.locator(".nbs-hit__status--withdrawn").count() == len(shown_ids(page)) > 0


def test_without_javascript_the_page_links_to_the_list(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}search/")
    assert page.locator("#search-app").is_hidden()
    page.get_by_role("link", name="全部通报").last.click()
    page.wait_for_url("**/notices/")
    context.close()
