"""Search in Chromium: this project, Material and Pagefind.

Files are served gzipped from this machine, without network delay. A cold query starts with a new
browser profile; a warm one runs on a page that has answered it before.
"""

import functools
import gzip
import http.server
import shutil
import statistics
import sys
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

import corpus
from chromium import launched
from peers import ROOT, set_up, versions
from playwright.sync_api import Browser, BrowserContext
from report import machine, versions_line, write_section
from search_engines import Engine, material, ours, pagefind

from noticeboard.search.documents import SearchDocument
from noticeboard.search.scan import Scanner, parse_terms

HTML_PAGE_BYTES = 30_000
"""Size of a notice's page, for the ratio of the index to the HTML."""

WORK = ROOT / ".cache/bench/search"
RESULTS = ROOT / "bench/RESULTS.md"
TIMEOUT = 60_000
"""Milliseconds."""


def queries() -> list[str]:
    """Return common and rare words, names, numbers, long phrases, several terms, a word without hits."""
    first, second = corpus.document(corpus.record(7)), corpus.record(11)
    paragraph = max((block.text for block in first.blocks), key=len)
    return [
        "整改",
        "的",
        "1",
        "固定资产",
        "信访事项",
        "危房改造",
        str(first.unit),
        second.phone,
        second.phone[-4:],
        paragraph[3:9],
        paragraph[10:22],
        "2021年3月",
        "財務報銷",
        "整改 财务报销 2021",
        "量子计算机",
    ]


Responses = list[tuple[str, int]]
"""(address, bytes gzipped) of every response, including those to workers of the page."""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Serves static files gzipped, as web hosts do."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Send the file and record its size."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = _gzipped(path)
        assert isinstance(self.server, Server)
        self.server.responses.append((self.path, len(body)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Log nothing."""


@functools.lru_cache(maxsize=4096)
def _gzipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class Server(http.server.ThreadingHTTPServer):
    """Serves a folder, with as many connections as a browser opens."""

    request_queue_size = 128
    daemon_threads = True

    def __init__(self, directory: Path) -> None:
        handler = functools.partial(Handler, directory=str(directory))
        super().__init__(("127.0.0.1", 0), handler)
        self.responses: Responses = []

    @property
    def address(self) -> str:
        """The address of the folder."""
        return f"http://127.0.0.1:{self.server_port}/"

    def handle_error(self, request: object, client_address: object) -> None:
        """Ignore connections that a closing browser resets."""


@contextmanager
def serve(directory: Path) -> Iterator[Server]:
    """Run a server of `directory` for the duration of the block."""
    server = Server(directory)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Answer:
    """The cost of a query: bytes and requests of the cold answer, milliseconds cold and warm."""

    query: str
    expected: int
    total: int
    all_bytes: int
    own_bytes: int
    requests: int
    cold: float
    warm: float


def new_context(browser: Browser) -> BrowserContext:
    """Return a new browser profile."""
    # wait_for_function evaluates strings, which the site's content security policy forbids.
    context = browser.new_context(bypass_csp=True)
    context.set_default_timeout(TIMEOUT)
    return context


def measure_cold(
    browser: Browser, engine: Engine, server: Server, query: str, expected: int
) -> Answer:
    """Measure a query in a new browser profile."""
    context = new_context(browser)
    page = context.new_page()
    server.responses.clear()
    page.goto(server.address + engine.page + quote(query), wait_until="commit")
    page.wait_for_function(engine.ready, polling=10)
    cold = page.evaluate("window.answeredAt || performance.now()")
    total = page.evaluate(engine.total)
    page.wait_for_load_state()
    context.close()
    sizes = [size for _, size in server.responses]
    own = [
        size for address, size in server.responses if any(part in address for part in engine.own)
    ]
    return Answer(query, expected, int(total), sum(sizes), sum(own), len(sizes), cold, 0)


def measure_warm(
    browser: Browser, engine: Engine, server: Server, queries: Sequence[str]
) -> list[float]:
    """Return the milliseconds of each query on a page that has answered all of them before."""
    context = new_context(browser)
    page = context.new_page()
    page.goto(server.address + engine.page + quote("乡镇"))
    page.wait_for_function(engine.ready)
    for query in queries:
        page.evaluate(engine.search, query)
    times = [float(page.evaluate(engine.search, query)) for query in queries]
    context.close()
    return times


def measure(browser: Browser, engine: Engine, expected: dict[str, int]) -> list[Answer]:
    """Measure every query with one engine, cold and warm."""
    print(f"measuring {engine.name} at {engine.count:,} notices", file=sys.stderr)
    with serve(engine.directory) as server:
        answers = [
            measure_cold(browser, engine, server, query, count) for query, count in expected.items()
        ]
        warm = measure_warm(browser, engine, server, list(expected))
    return [replace(answer, warm=time) for answer, time in zip(answers, warm, strict=True)]


def documents(count: int) -> list[SearchDocument]:
    """Return the first notices of the corpus as search documents."""
    return [corpus.document(corpus.record(number)) for number in range(count)]


def expected_counts(notices: Sequence[SearchDocument]) -> dict[str, int]:
    """Return the correct number of hits of every query, by brute-force scan."""
    scanner = Scanner(notices)
    return {query: len(scanner.match(parse_terms(query))) for query in queries()}


def summary(engine: Engine, answers: Sequence[Answer]) -> list[str]:
    """Return the table row of an engine."""
    selective = [answer for answer in answers if answer.expected < 1000]
    correct = sum(answer.total == answer.expected for answer in answers)
    return [
        engine.name,
        f"{engine.count:,}",
        f"{engine.build_seconds:.1f}",
        f"{engine.index_bytes / 1e6:.1f}",
        f"{engine.index_bytes / (HTML_PAGE_BYTES * engine.count):.2f}",
        f"{correct}/{len(answers)}",
        f"{max(answer.all_bytes for answer in selective) / 1e3:.0f}",
        f"{max(answer.all_bytes for answer in answers) / 1e3:.0f}",
        f"{statistics.median(answer.own_bytes for answer in answers) / 1e3:.0f}",
        f"{statistics.median(answer.requests for answer in answers):.0f}",
        f"{statistics.median(answer.cold for answer in answers):.0f}",
        f"{max(answer.cold for answer in answers):.0f}",
        f"{statistics.median(answer.warm for answer in answers):.0f}",
        f"{max(answer.warm for answer in answers):.0f}",
    ]


def summary_of_build(engine: Engine) -> list[str]:
    """Return the table row of an engine that is built but not queried."""
    ratio = engine.index_bytes / (HTML_PAGE_BYTES * engine.count)
    row = [engine.name, f"{engine.count:,}", f"{engine.build_seconds:.1f}"]
    row += [f"{engine.index_bytes / 1e6:.1f}", f"{ratio:.2f}"]
    return row + ["–"] * (len(HEAD) - len(row))


HEAD = [
    "engine", "notices", "build s", "index MB", "/ HTML", "counts right", "KB, <1000 hits, worst",
    "KB worst", "KB own, median", "requests", "cold ms", "cold worst", "warm ms", "warm worst",
]  # fmt: skip


def table(rows: Sequence[Sequence[str]]) -> str:
    """Return rows as a Markdown table."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def details(answers: Sequence[Answer]) -> str:
    """Return a table with a row for each query of an engine."""
    rows = [["query", "hits", "KB all", "KB own", "requests", "cold ms", "warm ms"], ["---"] * 7]
    for one in answers:
        sizes = [f"{one.all_bytes / 1e3:.0f}", f"{one.own_bytes / 1e3:.0f}", str(one.requests)]
        times = [f"{one.cold:.0f}", f"{one.warm:.0f}"]
        rows.append([one.query, f"{one.total} of {one.expected}", *sizes, *times])
    return table(rows)


def run(small: int = 1000, large: int = 10_000) -> None:
    """Measure all engines with `small` notices and ours with `large`; write and print the report."""
    shutil.rmtree(WORK, ignore_errors=True)
    set_up()
    notices = documents(small)
    expected = expected_counts(notices)
    engines = [
        ours(notices, WORK / "ours"),
        pagefind(notices, WORK / "zh", bigrams=False),
        pagefind(notices, WORK / "bigrams", bigrams=True),
        material(notices, WORK / "material"),
    ]
    rows = [HEAD, ["---"] * len(HEAD)]
    with launched() as browser:
        rows += [summary(engine, measure(browser, engine, expected)) for engine in engines]
        notices = documents(large)
        rows.append(summary_of_build(pagefind(notices, WORK / "large-zh", bigrams=False)))
        engine = ours(notices, WORK / "large")
        answers = measure(browser, engine, expected_counts(notices))
        rows.append(summary(engine, answers))
    print(table(rows), details(answers), sep="\n\n")
    installed = versions(("pagefind", "jieba", "mkdocs-material"))
    how = "Served gzipped from this machine, without delay; cold: with a new browser profile."
    about = f"{machine()}. {versions_line(installed)}. {how}"
    own = f"Ours at {large:,} notices, query by query:"
    write_section(RESULTS, "Search", "\n\n".join([about, table(rows), own, details(answers)]))
