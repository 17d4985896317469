"""The search page of a real build, in a real browser, against the scan."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random
from urllib.parse import quote, urlencode

import corpus
import pytest
from playwright.sync_api import Browser, Page, expect
from support.factories import rendered

from noticeboard.model.register import Register
from noticeboard.reading.reader import read_all
from noticeboard.search.documents import search_documents
from noticeboard.search.folding import fold
from noticeboard.search.scan import Scanner, SearchDocument, newest_first, parse_terms

COUNT = 320


@dataclass(frozen=True)
class Site:
    """A served site: its address, which lies in a subfolder, and the notices in it."""

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
    answered(page)


def answered(page: Page) -> None:
    page.wait_for_selector('#search-results[aria-busy="false"]')


def total(page: Page) -> int:
    return int(page.inner_text("#search-total"))


def shown(page: Page) -> list[str]:
    found: list[str] = page.eval_on_selector_all(
        "[data-notice-id]", "hits => hits.map(hit => hit.dataset.noticeId)"
    )
    return found


def random_queries(site: Site, count: int, seed: int) -> list[str]:
    """1 to 12 characters from anywhere in the text, some spoilt, some doubled; none empty."""
    random = Random(seed)
    texts = [block.text for document in site.documents for block in document.blocks]
    queries: list[str] = []
    while len(queries) < count:
        text = random.choice(texts)
        start = random.randrange(len(text))
        query = text[start : start + random.randint(1, 12)]
        fate = random.random()
        if fate < 0.1:
            query = query[:-1] + random.choice("甲乙丙丁8z")
        elif fate < 0.25:
            other = random.choice(texts)
            at = random.randrange(len(other))
            query += " " + other[at : at + random.randint(1, 4)]
        if parse_terms(query):
            queries.append(query)
    return queries


def set_queries() -> list[str]:
    """Names, phones, dates, document numbers, other scripts, one character, no hits."""
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


def test_the_page_shows_what_the_scan_finds(page: Page, site: Site) -> None:
    page.goto(f"{site.address}search/")
    for query in set_queries() + random_queries(site, 30, seed=1):
        expected = site.ids(query)
        # Common words are shown in part: what takes time is to draw them.
        wanted = max(10, min(len(expected), 60))
        open_search(page, site, q=query, shown=wanted)
        assert (query, total(page), shown(page)) == (query, len(expected), expected[:wanted])


ASK = """async ([base, queries]) => {
  const { Store } = await import(base + "assets/search/store.js");
  const { Engine } = await import(base + "assets/search/engine.js");
  const { readState } = await import(base + "assets/search/query.js");
  const engine = new Engine(await Store.open());
  const answers = [];
  for (const query of queries) {
    const { hits } = await engine.search(readState("?q=" + encodeURIComponent(query)));
    answers.push(hits);
  }
  return answers;
}"""


def test_the_engine_finds_what_the_scan_finds(page: Page, site: Site) -> None:
    page.goto(f"{site.address}search/")
    queries = random_queries(site, 400, seed=2)
    answers = page.evaluate(ASK, [site.address, queries])
    for query, numbers in zip(queries, answers, strict=True):
        found = [site.documents[number].id for number in numbers]
        assert (query, found) == (query, site.ids(query))


def test_the_browser_folds_as_python_does(page: Page, site: Site) -> None:
    random = Random(3)
    blocks = (
        "巡察整改於臺灣關",
        "ＡＺａ１２①㈠",
        "aZ09éßﬁİΣς",
        "がﾞㄱᄀ각",
        "𠮷𪚥𝟘",
        "\u0301\u0323\u3099",
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


def test_sorted_by_date(page: Page, site: Site) -> None:
    open_search(page, site, q="财政", sort="date", shown=500)
    ids = {document.id for _, document in site.scanner.match(["财政"])}
    assert shown(page) == [document.id for document in site.documents if document.id in ids]


def test_an_empty_query_lists_all_and_punctuation_none(page: Page, site: Site) -> None:
    open_search(page, site)
    assert total(page) == COUNT
    assert shown(page) == [document.id for document in site.documents[:10]]
    open_search(page, site, q="，。")
    assert (total(page), shown(page)) == (0, [])
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
    answered(page)
    inside = [document for document in hits if document.region[0] == province]
    expect(page.locator("#search-total")).to_have_text(str(len(inside)))
    assert f"region={quote(province)}" in page.url
    page.locator(".nbs-chip").click()
    expect(page.locator("#search-total")).to_have_text(str(len(hits)))
    assert "region" not in page.url
    page.go_back()
    expect(page.locator("#search-total")).to_have_text(str(len(inside)))
    page.reload()
    answered(page)
    assert total(page) == len(inside)


@pytest.mark.parametrize("facet", ["status", "attachments", "authority", "kind", "year"])
def test_every_facet_filters(page: Page, site: Site, facet: str) -> None:
    def of(document: SearchDocument) -> str:
        if facet == "attachments":
            return "yes" if document.has_attachments else "no"
        value: str = document.published[:4] if facet == "year" else getattr(document, facet)
        return value

    values = sorted({of(document) for document in site.documents})[:2]
    open_search(page, site, **{facet: values})
    assert total(page) == sum(of(document) in values for document in site.documents)


def test_more_keeps_the_focus_and_is_in_the_address(page: Page, site: Site) -> None:
    open_search(page, site, q="整改")
    more = page.locator("#search-more")
    more.focus()
    page.keyboard.press("Enter")
    expect(page.locator("[data-notice-id]")).to_have_count(20)
    assert page.evaluate("document.activeElement.id") == "search-more"
    page.reload()
    expect(page.locator("[data-notice-id]")).to_have_count(20)


def test_by_keyboard_alone(page: Page, site: Site) -> None:
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
    answered(page)
    page.locator("#search-query").focus()
    page.keyboard.press("Escape")
    expect(page.locator("#search-total")).to_have_text(str(COUNT))
    expect(page.locator("#search-query")).to_have_value("")


def test_units_are_suggested_while_typing(page: Page, site: Site) -> None:
    unit = site.documents[0].unit
    open_search(page, site)
    box = page.get_by_role("combobox", name="搜索通报全文")
    box.press_sequentially(unit[:-1])
    option = page.get_by_role("option").first
    expect(option).to_contain_text(unit)
    box.press("ArrowDown")
    expect(option).to_have_attribute("aria-selected", "true")
    box.press("Enter")
    expect(box).to_have_value(unit)
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids(unit))))


def test_the_empty_state_counts_each_term(page: Page, site: Site) -> None:
    open_search(page, site, q="整改 不存在的词")
    text = page.inner_text("#search-empty")
    assert f"“整改”：单独搜索有 {COUNT} 篇" in text
    assert "“不存在的词”：没有一篇通报里有" in text
    page.get_by_role("button", name="只搜“整改”").click()
    expect(page.locator("#search-total")).to_have_text(str(COUNT))


def test_words_typed_in_one_go_are_offered_apart(page: Page, site: Site) -> None:
    unit = corpus.record(0).unit
    assert not site.ids(f"整改{unit}")
    open_search(page, site, q=f"整改{unit}")
    page.get_by_role("button", name=f"搜索“整改 {unit}”").click()
    expect(page.locator("#search-total")).to_have_text(str(len(site.ids(f"整改 {unit}"))))
    open_search(page, site, q=f"整改{unit} 不存在的词")
    assert "分开成几个词" not in page.inner_text("#search-empty")


def test_hits_show_the_match_in_text_only(page: Page, site: Site) -> None:
    open_search(page, site, q="財務報銷")
    first = page.locator("[data-notice-id]").first
    expect(first.locator("mark").first).to_have_text("财务报销")
    document = next(one for one in site.documents if one.id == shown(page)[0])
    assert document.title in first.inner_text()
    assert document.issuer in first.inner_text()


def test_withdrawn_notices_are_marked(page: Page, site: Site) -> None:
    open_search(page, site, status="withdrawn")
    assert page.locator(".nbs-hit__status--withdrawn").count() == len(shown(page)) > 0


def test_without_javascript_there_is_a_way_on(chromium: Browser, site: Site) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{site.address}search/")
    assert page.locator("#search-app").is_hidden()
    page.get_by_role("link", name="全部通报").last.click()
    page.wait_for_url("**/notices/")
    context.close()
