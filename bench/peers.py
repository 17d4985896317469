"""The peers: other site generators, each with the same notices in the format that it reads."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import corpus

ROOT = Path(__file__).resolve().parents[1]
TOOLS = ROOT / ".cache/bench/venv"
LOCK = ROOT / "bench/requirements.txt"

_TEMPLATES = ROOT / "bench/hugo"


@dataclass(frozen=True, slots=True)
class Peer:
    """A site generator.

    `prepare(folder, notices)` writes its project, `commands` run there in sequence. `site` is the
    folder of the output, `page(id)` the path of a notice's page in it.
    """

    name: str
    packages: tuple[str, ...]
    prepare: Callable[[Path, Iterable[corpus.Record]], None]
    commands: tuple[tuple[str | Path, ...], ...]
    site: str
    page: Callable[[str], str]


def set_up() -> None:
    """Install the locked packages in a virtual environment, unless they are there."""
    stamp = TOOLS / "installed.txt"
    lock = LOCK.read_text("utf-8")
    if stamp.is_file() and stamp.read_text("utf-8") == lock:
        return
    subprocess.run([sys.executable, "-m", "venv", "--clear", TOOLS], check=True)
    pip = (str(TOOLS / "bin/python"), "-m", "pip", "install", "--disable-pip-version-check")
    subprocess.run([*pip, "--quiet", "--require-hashes", "-r", str(LOCK)], check=True)
    stamp.write_text(lock, "utf-8")


def versions(packages: Iterable[str]) -> dict[str, str]:
    """Return the installed version of each package of the peers."""
    code = "import sys, importlib.metadata as m; print(*map(m.version, sys.argv[1:]), sep='\\n')"
    names = list(packages)
    run = subprocess.run(
        [TOOLS / "bin/python", "-c", code, *names], check=True, capture_output=True, text=True
    )
    return dict(zip(names, run.stdout.split(), strict=True))


def write_pages(notices: Iterable[corpus.Record], texts: Path, files: Path) -> None:
    """Write each notice below `texts` and its attachment below `files`."""
    for notice in notices:
        path = texts / f"{notice.id}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page(notice), "utf-8")
        corpus.write_attachment(notice, files / notice.id)


def page(notice: corpus.Record) -> str:
    """Return the notice as title, date and body, in the format that every peer reads."""
    lines = ["---", f"title: {notice.title}", f"date: {notice.published}", "---", ""]
    text = "\n".join([*lines, corpus.body(notice)])
    if notice.attachment:
        # The page of x.md is x/index.html, and the attachment is in x/ too.
        text += f"\n附件：[整改清单]({notice.id.partition('/')[2]}/{corpus.ATTACHMENT})\n"
    return text


def _page(id_: str) -> str:
    return f"{id_}/index.html"


def _mkdocs(config: str) -> Callable[[Path, Iterable[corpus.Record]], None]:
    def prepare(folder: Path, notices: Iterable[corpus.Record]) -> None:
        write_pages(notices, folder / "docs", folder / "docs")
        (folder / "docs/index.md").write_text("# 首页\n", "utf-8")
        (folder / "mkdocs.yml").write_text(config, "utf-8")

    return prepare


def _zensical(folder: Path, notices: Iterable[corpus.Record]) -> None:
    write_pages(notices, folder / "docs", folder / "docs")
    (folder / "docs/index.md").write_text("# 首页\n", "utf-8")
    config = '[project]\nsite_name = "bench"\n[project.theme]\nlanguage = "zh"\n'
    (folder / "zensical.toml").write_text(config, "utf-8")


def _hugo(folder: Path, notices: Iterable[corpus.Record]) -> None:
    write_pages(notices, folder / "content", folder / "static")
    for source in _TEMPLATES.rglob("*"):
        if source.is_file():
            target = folder / source.relative_to(_TEMPLATES)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(source.read_bytes())


_BASE = "site_name: bench\ntheme: {name: material, language: zh}\n"
_MKDOCS = (TOOLS / "bin/python", "-m", "mkdocs", "build", "--quiet")

PEERS = {
    "material": Peer(
        "Material as it comes (all in the nav, its search with jieba)",
        ("mkdocs", "mkdocs-material", "jieba"),
        _mkdocs(_BASE),
        (_MKDOCS,),
        "site",
        _page,
    ),
    "material-bare": Peer(
        "Material, notices out of the nav, no search",
        ("mkdocs", "mkdocs-material"),
        _mkdocs(f"{_BASE}nav: [index.md]\nplugins: []\n"),
        (_MKDOCS,),
        "site",
        _page,
    ),
    "zensical": Peer(
        "Zensical as it comes",
        ("zensical",),
        _zensical,
        ((TOOLS / "bin/zensical", "build"),),
        "site",
        _page,
    ),
    "hugo": Peer(
        "Hugo, bare template, + Pagefind",
        ("hugo", "pagefind"),
        _hugo,
        (
            (TOOLS / "bin/hugo", "--quiet"),
            (TOOLS / "bin/python", "-m", "pagefind", "--site", "public"),
        ),
        "public",
        _page,
    ),
}
