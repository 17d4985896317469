"""Measures the search in Chromium beside Material's and Pagefind's, and prints one table.

All engines at SMALL notices (1,000), ours at LARGE (10,000) too; written to RESULTS.md. Served gzipped from this machine, without delay; "cold"
is a new browser profile.
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
from engines import Engine, material, ours, pagefind
from peers import ROOT, set_up, versions
from playwright.sync_api import Browser
from results import machine, versions_line, write_section

from noticeboard.search.scan import Scanner, SearchDocument, terms

HTML_PAGE_BYTES = 30_000
"""A notice's page, for the ratio of the index to the HTML."""

WORK = ROOT / ".cache/bench/search"
RESULTS = ROOT / "bench/RESULTS.md"
PATIENCE = 60_000


def queries() -> list[str]:
    """Fixed: common and rare words, names, numbers, long cuts, several terms, no hit."""
    first, second = corpus.document(corpus.record(7)), corpus.record(11)
    paragraph = max((block.text for block in first.blocks), key=len)
    return [
        "整改",
        "的",
        "1",
        "固定资产",
        "信访事项",
        "危房改造",
        first.unit,
        second.phone,
        second.phone[-4:],
        paragraph[3:9],
        paragraph[10:22],
        "2021年3月",
        "財務報銷",
        "整改 财务报销 2021",
        "量子计算机",
    ]


SENT: list[tuple[str, int]] = []
"""(address, bytes gzipped) of every answer of the server: what workers ask for is in it too."""


class Handler(http.server.SimpleHTTPRequestHandler):
    """Static files, gzipped as any host would."""

    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        """Answer with the file, and note its size."""
        path = Path(self.translate_path(self.path))
        path = path / "index.html" if path.is_dir() else path
        if not path.is_file():
            self.send_error(404)
            return
        body = _gzipped(path)
        SENT.append((self.path, len(body)))
        self.send_response(200)
        self.send_header("Content-Type", self.guess_type(str(path)))
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""
        pass


@functools.lru_cache(maxsize=4096)
def _gzipped(path: Path) -> bytes:
    return gzip.compress(path.read_bytes(), 6)


class Server(http.server.ThreadingHTTPServer):
    """Takes as many connections at once as a browser opens."""

    request_queue_size = 128
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that is closed breaks off its connections; that is no error here."""


@contextmanager
def preview(directory: Path) -> Iterator[str]:
    """The address of a server of `directory`, while the block runs."""
    server = Server(("127.0.0.1", 0), functools.partial(Handler, directory=str(directory)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    server.server_close()


@dataclass(frozen=True, slots=True)
class Answer:
    """One query: bytes and requests until the first cold answer, milliseconds cold and warm."""

    query: str
    expected: int
    total: int
    all_bytes: int
    own_bytes: int
    requests: int
    cold: float
    warm: float


def measure(browser: Browser, engine: Engine, base: str, query: str, expected: int) -> Answer:
    """One query on a page of its own, cold."""
    context = browser.new_context(bypass_csp=True)  # waiting evaluates text in the page
    context.set_default_timeout(PATIENCE)
    page = context.new_page()
    SENT.clear()
    page.goto(base + engine.page + quote(query), wait_until="commit")
    page.wait_for_function(engine.ready, polling=10)
    cold = page.evaluate("window.answered || performance.now()")
    total = page.evaluate(engine.total)
    page.wait_for_load_state()
    own = [sent for address, sent in SENT if any(part in address for part in engine.own)]
    everything = sum(sent for _, sent in SENT)
    answer = Answer(query, expected, int(total), everything, sum(own), len(SENT), cold, 0)
    context.close()
    return answer


def warm_times(browser: Browser, engine: Engine, base: str, asked: Sequence[str]) -> list[float]:
    """Milliseconds of each query on a page that has answered all of them once."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.goto(base + engine.page + quote("乡镇"))
    page.wait_for_function(engine.ready)
    for query in asked:
        page.evaluate(engine.ask, query)
    times = [float(page.evaluate(engine.ask, query)) for query in asked]
    page.close()
    return times


def run(browser: Browser, engine: Engine, expected: dict[str, int]) -> list[Answer]:
    """Every query, cold and warm, of one engine."""
    print(f"measuring {engine.name} at {engine.count:,} notices", file=sys.stderr)
    with preview(engine.directory) as base:
        answers = [
            measure(browser, engine, base, query, count) for query, count in expected.items()
        ]
        warm = warm_times(browser, engine, base, list(expected))
    return [replace(answer, warm=time) for answer, time in zip(answers, warm, strict=True)]


def documents(count: int) -> list[SearchDocument]:
    """The corpus as the search sees it."""
    return [corpus.document(corpus.record(number)) for number in range(count)]


def expected_counts(notices: Sequence[SearchDocument]) -> dict[str, int]:
    """The right number of hits of every query, by looking at every text."""
    scanner = Scanner(notices)
    return {query: len(scanner.matching(terms(query))) for query in queries()}


def summary(engine: Engine, answers: Sequence[Answer]) -> list[str]:
    """The row of one engine."""
    few = [answer for answer in answers if answer.expected < 1000]
    right = sum(answer.total == answer.expected for answer in answers)
    return [
        engine.name,
        f"{engine.count:,}",
        f"{engine.build_seconds:.1f}",
        f"{engine.index_bytes / 1e6:.1f}",
        f"{engine.index_bytes / (HTML_PAGE_BYTES * engine.count):.2f}",
        f"{right}/{len(answers)}",
        f"{max(answer.all_bytes for answer in few) / 1e3:.0f}",
        f"{max(answer.all_bytes for answer in answers) / 1e3:.0f}",
        f"{statistics.median(answer.own_bytes for answer in answers) / 1e3:.0f}",
        f"{statistics.median(answer.requests for answer in answers):.0f}",
        f"{statistics.median(answer.cold for answer in answers):.0f}",
        f"{max(answer.cold for answer in answers):.0f}",
        f"{statistics.median(answer.warm for answer in answers):.0f}",
        f"{max(answer.warm for answer in answers):.0f}",
    ]


def summary_of_build(engine: Engine) -> list[str]:
    """A row for an engine that is only built."""
    ratio = engine.index_bytes / (HTML_PAGE_BYTES * engine.count)
    row = [engine.name, f"{engine.count:,}", f"{engine.build_seconds:.1f}"]
    row += [f"{engine.index_bytes / 1e6:.1f}", f"{ratio:.2f}"]
    return row + ["–"] * (len(HEAD) - len(row))


HEAD = [
    "engine", "notices", "build s", "index MB", "/ HTML", "counts right", "KB, <1000 hits, worst",
    "KB worst", "KB own, median", "requests", "cold ms", "cold worst", "warm ms", "warm worst",
]  # fmt: skip


def table(rows: Sequence[Sequence[str]]) -> str:
    """Rows as Markdown."""
    return "\n".join("| " + " | ".join(row) + " |" for row in rows)


def details(answers: Sequence[Answer]) -> str:
    """Each query's row, of one engine."""
    rows = [["query", "hits", "KB all", "KB own", "requests", "cold ms", "warm ms"], ["---"] * 7]
    for one in answers:
        sizes = [f"{one.all_bytes / 1e3:.0f}", f"{one.own_bytes / 1e3:.0f}", str(one.requests)]
        times = [f"{one.cold:.0f}", f"{one.warm:.0f}"]
        rows.append([one.query, f"{one.total} of {one.expected}", *sizes, *times])
    return table(rows)


def main(small: int = 1000, large: int = 10_000) -> None:
    """Measure all engines at `small`, and builds at `large`."""
    shutil.rmtree(WORK, ignore_errors=True)
    set_up()
    notices = documents(small)
    expected = expected_counts(notices)
    engines = [
        ours(notices, WORK / "ours"),
        pagefind(notices, WORK / "zh", pairs=False),
        pagefind(notices, WORK / "pairs", pairs=True),
        material(notices, WORK / "material"),
    ]
    rows = [HEAD, ["---"] * len(HEAD)]
    with launched() as browser:
        rows += [summary(engine, run(browser, engine, expected)) for engine in engines]
        notices = documents(large)
        rows.append(summary_of_build(pagefind(notices, WORK / "large-zh", pairs=False)))
        engine = ours(notices, WORK / "large")
        answers = run(browser, engine, expected_counts(notices))
        rows.append(summary(engine, answers))
    print(table(rows), details(answers), sep="\n\n")
    known = versions(("pagefind", "jieba", "mkdocs-material"))
    how = "Served gzipped from this machine, without delay; cold is a new browser profile."
    about = f"{machine()}. {versions_line(known)}. {how}"
    own = f"Ours at {large:,} notices, query by query:"
    write_section(RESULTS, "Search", "\n\n".join([about, table(rows), own, details(answers)]))
