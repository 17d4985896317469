"""The search engines under measurement: each builds a site with a search page."""

import html
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import corpus
from peers import ROOT, TOOLS

from noticeboard.search.documents import SearchDocument
from noticeboard.search.index import open_index_tree, write_index

PAGEFIND_PAGE = """<!doctype html><meta charset="utf-8"><title>search</title><p id="total"></p>
<script type="module">
const pagefind = await import("/pagefind/pagefind.js");
const tokens = (q) => TOKENS;
window.searchFor = async (query) => {
  const start = performance.now();
  const response = await pagefind.search(tokens(query));
  await Promise.all(response.results.slice(0, 10).map((hit) => hit.data()));
  window.answeredAt = performance.now();
  window.total = response.results.length;
  return window.answeredAt - start;
};
await window.searchFor(new URLSearchParams(location.search).get("q"));
</script>
"""
PLAIN_QUERY = "q"
BIGRAM_QUERY = (
    '\'"\' + Array.from(q.replace(/[^\\p{L}\\p{N}]/gu, ""))'
    '.map((c, i, all) => c + (all[i + 1] || "")).slice(0, -1).join(" ") + \'"\''
)

OURS_SEARCH = """(query) => new Promise((resolve) => {
  const results = document.getElementById("search-results");
  const start = performance.now();
  const done = () => {
    if (results.getAttribute("aria-busy") !== "false") return;
    observer.disconnect();
    resolve(performance.now() - start);
  };
  const observer = new MutationObserver(done);
  observer.observe(results, { attributes: true });
  document.getElementById("search-query").value = query;
  document.querySelector("#search-form button").click();
})"""
OURS = (
    "search/?q=",
    "document.querySelector('#search-results[aria-busy=\"false\"]')",
    "Number(document.getElementById('search-total').textContent)",
    OURS_SEARCH,
    ("/search-index/", "/api/v1/notices/", "/assets/search/"),
)
"""How our search page is driven: the fields of `Engine` from `page` on."""
PAGEFIND_SEARCH = "(query) => window.searchFor(query)"
MATERIAL_SEARCH = """(query) => new Promise((resolve) => {
  const meta = document.querySelector(".md-search-result__meta");
  const start = performance.now();
  const observer = new MutationObserver(() => {
    observer.disconnect();
    resolve(performance.now() - start);
  });
  observer.observe(meta, { childList: true, characterData: true, subtree: true });
  const input = document.querySelector(".md-search__input");
  input.focus();
  input.value = query;
  input.dispatchEvent(new KeyboardEvent("keyup", { bubbles: true }));
})"""


@dataclass(frozen=True, slots=True)
class Engine:
    """A built site and the JavaScript that drives its search page.

    `page` is the address of the search page up to the query. `ready` is an expression that is true
    once the results are shown, `total` one for the number of hits; `search` is a function that
    searches again and returns a promise of the milliseconds. Requests whose address contains one
    of `own` belong to the search, the others to page and theme.
    """

    name: str
    count: int
    directory: Path
    build_seconds: float
    index_bytes: int
    page: str
    ready: str
    total: str
    search: str
    own: tuple[str, ...]


def ours(documents: Sequence[SearchDocument], directory: Path) -> Engine:
    """Build the real site with a few notices, and the index of all documents."""
    site = directory / "site"
    notices = directory / "notices"
    corpus.write(3, notices)
    environment = {**os.environ, "NOTICES_DIR": str(notices), "SITE_DIR": str(site)}
    command = [sys.executable, "-m", "noticeboard", "build"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    start = time.perf_counter()
    write_index(documents, open_index_tree(site))
    seconds = time.perf_counter() - start
    for document in documents:
        _write_data(document, site / "api/v1/notices" / f"{document.id}.json")
    return Engine(
        "ours",
        len(documents),
        site,
        seconds,
        size(site / "search-index"),
        *OURS,
    )


def _write_data(document: SearchDocument, path: Path) -> None:
    """Write what the search page reads of a notice, and its HTML, as large as in the real data."""
    data = {
        "id": document.id,
        "title": document.title,
        "unit": document.unit,
        "region": "/".join(document.region),
        "published": document.published,
        "status": document.status,
        "issuer": document.issuer,
        "html": "\n".join(f"<p>{html.escape(block.text)}</p>" for block in document.blocks),
        "blocks": [block._asdict() for block in document.blocks],
    }
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(data, ensure_ascii=False, indent=2), encoding="utf-8")


def pagefind(documents: Sequence[SearchDocument], directory: Path, bigrams: bool) -> Engine:
    """Run Pagefind over plain pages: with its own segmentation, or with overlapping bigrams."""
    for document in documents:
        path = directory / "pages" / document.id / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(_plain_page(document, bigrams), encoding="utf-8")
    command = [str(TOOLS / "bin/python"), "-m", "pagefind", "--site", str(directory / "pages")]
    command += ["--output-path", str(directory / "pagefind")]
    if bigrams:
        command += ["--force-language", "unknown"]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    shutil.rmtree(directory / "pages")
    page = PAGEFIND_PAGE.replace("TOKENS", BIGRAM_QUERY if bigrams else PLAIN_QUERY)
    (directory / "search.html").write_text(page, encoding="utf-8")
    return Engine(
        "Pagefind, bigrams" if bigrams else "Pagefind, zh",
        len(documents),
        directory,
        seconds,
        size(directory / "pagefind"),
        "search.html?q=",
        "window.answeredAt",
        "window.total",
        PAGEFIND_SEARCH,
        ("/pagefind/",),
    )


def _plain_page(document: SearchDocument, bigrams: bool) -> str:
    def text(block: str) -> str:
        if not bigrams:
            return html.escape(block)
        letters = "".join(filter(str.isalnum, block))
        return " ".join(map("".join, zip(letters, letters[1:] + " ", strict=True)))

    blocks = "".join(f"<p>{text(block.text)}</p>" for block in document.blocks)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{document.title}</title>'
        f"<body>{blocks}</body></html>"
    )


def material(documents: Sequence[SearchDocument], directory: Path) -> Engine:
    """Build Material's search with jieba, without the notices in the navigation."""
    docs = directory / "docs"
    for document in documents:
        path = docs / f"{document.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        text = "\n\n".join(block.text for block in document.blocks[3:])
        path.write_text(f"# {document.title}\n\n{text}\n", encoding="utf-8")
    (docs / "index.md").write_text("# 首页\n", encoding="utf-8")
    config = "site_name: bench\nnav: [index.md]\nplugins: [search]\n"
    config += "theme: {name: material, language: zh, font: false}\n"
    (directory / "mkdocs.yml").write_text(config, encoding="utf-8")
    start = time.perf_counter()
    subprocess.run(
        [TOOLS / "bin/python", "-m", "mkdocs", "build", "--quiet"],
        cwd=directory,
        check=True,
        capture_output=True,
    )
    site = directory / "site"
    meta = "(document.querySelector('.md-search-result__meta') || document.body).textContent"
    return Engine(
        "Material",
        len(documents),
        site,
        time.perf_counter() - start,
        size(site / "search"),
        "?q=",
        f"document.querySelector('.md-search-result__meta') && /结果|result/.test({meta}) && !/正在初始化|Initializing|键入/.test({meta})",
        f"Number(({meta}.match(/\\d+/) || ['0'])[0])",
        MATERIAL_SEARCH,
        ("/search/", "/assets/javascripts/"),
    )


def size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
