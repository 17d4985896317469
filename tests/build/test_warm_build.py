"""An incremental build equals a full one, byte for byte.

NOTICEBOARD_NOTICES=10000 adds as many notices of the benchmarks' corpus.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import corpus
import pytest
from support.factories import BODY, MATTERS, write, write_round

Change = Callable[[Path], object]


@pytest.fixture(scope="module")
def copy(project: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with its own notices, enough for second pages of lists."""
    root = tmp_path_factory.mktemp("warm") / "project"
    for name in ("docs", "hooks"):
        shutil.copytree(project / name, root / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("mkdocs.yml", "pyproject.toml"):
        shutil.copy(project / name, root)
    notices = root / "notices"
    corpus.write(int(os.environ.get("NOTICEBOARD_NOTICES", "0")), notices)
    for number in range(23):
        write(notices, f"2024/n{number}", unit=f"第{number}局党组")
    write(notices, "2024/old", published="2024-11-02", unit="第1局党组")
    write(notices, "2024/shan", unit="示例林业局党组", region="陕西省/示例市")
    write(notices, "2024/lin", unit="示例园林局党组")
    write(notices, "2024/files", attachments=[{"file": "a.txt", "title": "清单"}])
    write(notices, "2024/matters", MATTERS, unit="示例事项局党组")
    (notices / "2024/files").mkdir()
    (notices / "2024/files/a.txt").write_text("一", "utf-8")
    return root


def build(root: Path, name: str, cache: Path) -> dict[str, bytes]:
    """Build with this cache; return every file of the site."""
    site = root / "built" / name
    environment = {
        **os.environ,
        "PYTHONPATH": str(root / "hooks"),
        "SITE_DIR": str(site),
        "CACHE_DIR": str(cache),
        "SOURCE_DATE_EPOCH": "1735689600",
    }
    command = [sys.executable, "-m", "noticeboard", "build"]
    run = subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True)
    assert run.returncode == 0, run.stdout + run.stderr
    files = (path for path in site.rglob("*") if path.is_file())
    return {path.relative_to(site).as_posix(): path.read_bytes() for path in files}


def replace(name: str, old: str, new: str) -> Change:
    def change(root: Path) -> None:
        path = root / name
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new), "utf-8")

    return change


def notice(name: str, body: str = BODY, **changes: object) -> Change:
    return lambda root: write(root / "notices", name, body, **changes)


def upgrade_qr_library(root: Path) -> None:
    """Install a later release of the QR library, whose codes have one module."""
    package = root / "hooks/zxingcpp/__init__.py"
    package.parent.mkdir()
    package.write_text(
        "class BarcodeFormat:\n    QRCode = 1\n\n\n"
        "class Image(bytes):\n    shape = (1, 1)\n\n\n"
        "class create_barcode:\n"
        "    def __init__(self, *_, **__): pass\n"
        "    def to_image(self, **_): return Image(1)\n"
    )
    metadata = root / "hooks/zxing_cpp-99.dist-info/METADATA"
    metadata.parent.mkdir()
    metadata.write_text("Metadata-Version: 2.1\nName: zxing-cpp\nVersion: 99\n")


def remove_draft(root: Path) -> None:
    (root / "notices/2024/draft.md").unlink()


def remove_notice(root: Path) -> None:
    (root / "notices/2024/n7.md").unlink()


def list_removed(root: Path) -> None:
    (root / "notices/.removed.txt").write_text("2024/n8\t内容涉密\n", "utf-8")


def add_attachment(root: Path) -> None:
    folder = root / "notices/2024/n9"
    folder.mkdir()
    (folder / "b.txt").write_text("二", "utf-8")
    files = [{"file": "b.txt", "title": "清单"}]
    write(root / "notices", "2024/n9", unit="第9局党组", attachments=files)


def edit_attachment(root: Path) -> None:
    (root / "notices/2024/files/a.txt").write_text("一二", "utf-8")


def empty_style_sheet(root: Path) -> None:
    (root / "docs/assets/css/timeline.css").write_text("", "utf-8")


# Changes to different pages share a pair of builds; a change to all pages has its own.
CHANGES: dict[str, list[Change]] = {
    "nothing": [],
    "text, title, contact, new notices, an attachment": [
        notice("2024/n3", BODY.replace("建立台账", "建立电子台账"), unit="第3局党组"),
        notice("2024/n4", unit="第4局党组", title="中共示例区第4局党组整改情况的通报"),
        notice(
            "2024/n1",
            unit="第1局党组",
            contact__email="new@example.com",
            contact__verified="2025-01-05",
        ),
        notice("2024/new", unit="新局党组"),
        notice("2024/later", unit="第2局党组", published="2024-12-20"),
        # Earlier ones with the same pinyin, which take the addresses.
        notice("2024/jin", unit="示例粮食局党组", region="山西省/示例市", published="2024-11-02"),
        notice("2024/yuan", unit="事例园林局党组", published="2024-11-02"),
        edit_attachment,
    ],
    "a correction, a withdrawal, a draft": [
        notice(
            "2024/n5", unit="第5局党组", corrections=[{"date": "2025-01-05", "note": "改正电话"}]
        ),
        notice("2024/n6", unit="第6局党组", withdrawn={"date": "2025-02-01", "reason": "内容有误"}),
        notice("2024/draft", draft="true"),
        notice("2024/matters", MATTERS.replace("接待管理", "用车管理"), unit="示例事项局党组"),
    ],
    "no draft, no notice, one that was removed, a round, an attachment, an address": [
        remove_draft,
        remove_notice,
        list_removed,
        lambda root: write_round(root / "notices"),
        add_attachment,
        notice("2024/n10", unit="新的示例局党组"),
    ],
    "the names in a round": [
        lambda root: write_round(root / "notices", units=["示范局党组", "第11局党组"])
    ],
    "a template": [replace("docs/templates/notice.html", "约 {{", "大约 {{")],
    "the program": [replace("hooks/noticeboard/pages/notice.py", "MINUTE = 400", "MINUTE = 4")],
    "a hook": [replace("hooks/mkdocs_hooks.py", "page.content = body.html", "page.content = '短'")],
    "the settings": [replace("mkdocs.yml", "site_name: ", "site_name: 新的")],
    "the name of a section": [replace("mkdocs.yml", "各单位: units", "单位: units")],
    "a dependency": [upgrade_qr_library],
    "a style sheet": [empty_style_sheet],
}
"""Applied in this order, each to the result of the previous ones."""


@pytest.fixture(scope="module")
def warm_cache(copy: Path) -> Path:
    """The cache that all incremental builds share."""
    build(copy, "first", copy / "cache")
    return copy / "cache"


@pytest.mark.parametrize("name", CHANGES)
def test_incremental_build_equals_full_build(
    copy: Path, warm_cache: Path, name: str, tmp_path: Path
) -> None:
    for change in CHANGES[name]:
        change(copy)
    warm = build(copy, "warm", warm_cache)
    cold = build(copy, "cold", tmp_path / "cache")
    shutil.rmtree(tmp_path / "cache")
    assert {path for path in warm.keys() | cold.keys() if warm.get(path) != cold.get(path)} == set()
    sums = dict(line.split("  ")[::-1] for line in warm["SHA256SUMS"].decode().splitlines())
    content = {path: raw for path, raw in warm.items() if path != "SHA256SUMS"}
    assert sums == {path: hashlib.sha256(raw).hexdigest() for path, raw in content.items()}


def test_a_damaged_cache_changes_nothing(copy: Path, warm_cache: Path, tmp_path: Path) -> None:
    cold = build(copy, "cold", tmp_path / "cache")
    for path in warm_cache.rglob("*"):
        if path.is_file():
            raw = bytearray(path.read_bytes())
            raw[100::97] = bytes(len(raw[100::97]))
            path.write_bytes(raw)
    assert build(copy, "warm", warm_cache) == cold


def test_a_hostile_cache_is_never_executed(copy: Path, warm_cache: Path, tmp_path: Path) -> None:
    """Every cache entry is a pickle that would create a folder, with a valid checksum."""
    cold = build(copy, "cold", tmp_path / "cache")
    trace = tmp_path / "executed"
    payload = pickle.dumps(Trace(str(trace)))
    checksum = hashlib.blake2b(payload, digest_size=16).digest()
    with sqlite3.connect(warm_cache / "results.sqlite") as database:
        database.execute("UPDATE entries SET value = ?, digest = ?", (payload, checksum))
    database.close()
    for path in (warm_cache / "search").rglob("*"):
        if path.is_file():
            path.write_bytes(payload)
    assert build(copy, "warm", warm_cache) == cold
    assert not trace.exists()
    pickle.loads(payload)
    assert trace.exists()


class Trace:
    """Unpickled, it creates a folder."""

    def __init__(self, path: str) -> None:
        self.path = path

    def __reduce__(self) -> tuple[object, ...]:
        return os.mkdir, (self.path,)
