"""The search engines under measurement: each builds a site for notices and knows its page."""

import html
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

from noticeboard.search.index import write_index
from noticeboard.search.scan import SearchDocument

PAGEFIND_PAGE = """<!doctype html><meta charset="utf-8"><title>search</title><p id="total"></p>
<script type="module">
const pagefind = await import("/pagefind/pagefind.js");
const tokens = (q) => TOKENS;
window.ask = async (query) => {
  const start = performance.now();
  const found = await pagefind.search(tokens(query));
  await Promise.all(found.results.slice(0, 10).map((hit) => hit.data()));
  window.answered = performance.now();
  window.total = found.results.length;
  return window.answered - start;
};
await window.ask(new URLSearchParams(location.search).get("q"));
</script>
"""
AS_TYPED = "q"
AS_PAIRS = (
    '\'"\' + Array.from(q.replace(/[^\\p{L}\\p{N}]/gu, ""))'
    '.map((c, i, all) => c + (all[i + 1] || "")).slice(0, -1).join(" ") + \'"\''
)

OURS_ASK = """(query) => new Promise((resolve) => {
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
PAGEFIND_ASK = "(query) => window.ask(query)"
MATERIAL_ASK = """(query) => new Promise((resolve) => {
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
    """A built site. `page` is its search page's address up to the query; `ready` is a JavaScript
    expression that is true once an answer stands, `total` the number of hits, `ask` a function
    that asks once more and promises milliseconds; `own` marks what is not page or theme."""

    name: str
    count: int
    directory: Path
    build_seconds: float
    index_bytes: int
    page: str
    ready: str
    total: str
    ask: str
    own: tuple[str, ...]


def ours(documents: Sequence[SearchDocument], directory: Path) -> Engine:
    """The real site of a few notices, with the index of all."""
    site = directory / "site"
    notices = directory / "notices"
    corpus.write(3, notices)
    environment = {**os.environ, "NOTICES_DIR": str(notices), "SITE_DIR": str(site)}
    command = [sys.executable, "-m", "noticeboard.build.swap"]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, capture_output=True)
    start = time.perf_counter()
    write_index(documents, site)
    return Engine(
        "ours",
        len(documents),
        site,
        time.perf_counter() - start,
        size(site / "search-index"),
        "search/?q=",
        "document.querySelector('#search-results[aria-busy=\"false\"]')",
        "Number(document.getElementById('search-total').textContent)",
        OURS_ASK,
        ("/search-index/", "/assets/search/"),
    )


def pagefind(documents: Sequence[SearchDocument], directory: Path, pairs: bool) -> Engine:
    """Pagefind over plain pages: Chinese as it comes, or fed overlapping pairs of characters."""
    for document in documents:
        path = directory / "pages" / document.id / "index.html"
        path.parent.mkdir(parents=True)
        path.write_text(_plain_page(document, pairs), encoding="utf-8")
    command = [str(TOOLS / "bin/python"), "-m", "pagefind", "--site", str(directory / "pages")]
    command += ["--output-path", str(directory / "pagefind")]
    if pairs:
        command += ["--force-language", "unknown"]
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True)
    seconds = time.perf_counter() - start
    shutil.rmtree(directory / "pages")
    page = PAGEFIND_PAGE.replace("TOKENS", AS_PAIRS if pairs else AS_TYPED)
    (directory / "search.html").write_text(page, encoding="utf-8")
    return Engine(
        "Pagefind, pairs" if pairs else "Pagefind, zh",
        len(documents),
        directory,
        seconds,
        size(directory / "pagefind"),
        "search.html?q=",
        "window.answered",
        "window.total",
        PAGEFIND_ASK,
        ("/pagefind/",),
    )


def _plain_page(document: SearchDocument, pairs: bool) -> str:
    def text(block: str) -> str:
        if not pairs:
            return html.escape(block)
        letters = "".join(filter(str.isalnum, block))
        return " ".join(map("".join, zip(letters, letters[1:] + " ", strict=True)))

    blocks = "".join(f"<p>{text(block.text)}</p>" for block in document.blocks)
    return (
        f'<!doctype html><html lang="zh"><meta charset="utf-8"><title>{document.title}</title>'
        f"<body>{blocks}</body></html>"
    )


def material(documents: Sequence[SearchDocument], directory: Path) -> Engine:
    """Material's own search, with jieba, the notices out of the navigation."""
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
        MATERIAL_ASK,
        ("/search/", "/assets/javascripts/"),
    )


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
