"""Search a served site with its own search modules, without the search page."""

from __future__ import annotations

from playwright.sync_api import Page

_SEARCH = """async ([base, queries]) => {
  const { Store } = await import(base + "assets/search/store.js");
  const { Engine } = await import(base + "assets/search/engine.js");
  const { readState } = await import(base + "assets/search/query.js");
  const store = await Store.open();
  const engine = new Engine(store);
  const results = [];
  for (const query of queries) {
    const { hits } = await engine.search(readState("?q=" + encodeURIComponent(query)));
    results.push(await Promise.all(hits.map((number) => store.id(number))));
  }
  return results;
}"""


def search_in_browser(page: Page, address: str, queries: list[str]) -> list[list[str]]:
    """Return the ids of the hits of each query; `address` is the site's, and the page is on it."""
    results: list[list[str]] = page.evaluate(_SEARCH, [address, queries])
    return results
