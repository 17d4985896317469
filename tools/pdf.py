"""Print each notice of a built site as `notice.pdf` next to its page: `pdf.py SITE_DIR CACHE_DIR`.

The PDF is tagged, so that it can be read aloud. One that was printed from the same text and style is used again.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

from chromium import launched, serve_folder
from playwright.sync_api import Page

from noticeboard.exports.checksums import SIGNATURE, sign, write_checksums

NAME = "notice.pdf"
STYLES = ("assets/noticeboard.css", "assets/print.css")


def print_notices(site: Path, cache: Path) -> int:
    """Print the notices that the cache lacks, put a PDF next to each page, and return their number."""
    folders = list(notice_folders(site))
    cache.mkdir(parents=True, exist_ok=True)
    prints = {folder: cache / f"{digest(site, folder)}.pdf" for folder in folders}
    missing = [folder for folder in folders if not prints[folder].exists()]
    if missing:
        with serve_folder(site) as base, launched() as browser:
            page = browser.new_page(locale="zh-CN")
            for number, folder in enumerate(missing, 1):
                address = folder.relative_to(site).as_posix()
                print_page(page, f"{base}{address}/", prints[folder])
                print(f"\r{number}/{len(missing)}", end="", file=sys.stderr)
        print(file=sys.stderr)
    for folder in folders:
        shutil.copyfile(prints[folder], folder / NAME)
    for path in set(cache.glob("*.pdf")) - set(prints.values()):
        path.unlink()
    return len(folders)


def notice_folders(site: Path) -> Iterator[Path]:
    """Yield the folders of the notices' pages, in the order of their addresses."""
    for source in sorted(site.glob("notices/**/notice.md")):
        if (source.parent / "index.html").is_file():
            yield source.parent


def digest(site: Path, folder: Path) -> str:
    """Return the digest of what a PDF is printed from, without the part that every commit changes."""
    paths = [folder / "notice.md", *(site / style for style in STYLES)]
    content = b"\0".join((str(folder.relative_to(site)).encode(), *(p.read_bytes() for p in paths)))
    return hashlib.sha256(content).hexdigest()


def print_page(page: Page, address: str, target: Path) -> None:
    """Print one page by the print style; a file is complete or not there."""
    page.goto(address, wait_until="networkidle")
    partial = target.with_suffix(".part")
    page.pdf(path=partial, prefer_css_page_size=True, tagged=True, outline=True)
    partial.rename(target)


def main(site: Path, cache: Path) -> int:
    """Print all notices, then renew SHA256SUMS and its signature."""
    if not (site / "SHA256SUMS").is_file():
        print(f"{site} 里没有生成好的网站；先运行 make site", file=sys.stderr)
        return 1
    count = print_notices(site, cache)
    (site / SIGNATURE).unlink(missing_ok=True)
    write_checksums(site)
    key = os.environ.get("SIGNING_KEY_FILE")
    if key:
        sign(site, Path(key))
    print(f"{count} 篇通报各有了 {NAME}，SHA256SUMS 已经更新。")
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]), Path(sys.argv[2])))
