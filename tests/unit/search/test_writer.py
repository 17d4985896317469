from pathlib import Path

import pytest

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.output_tree import set_aside
from noticeboard.search.writer import IndexOutput, former_index


def build(root: Path, files: dict[str, str], site: str = "site", last: str | None = None) -> str:
    (root / site).mkdir(exist_ok=True)
    set_aside(root / site)
    cache = Cache(root / "c")
    output = IndexOutput(former_index(root / site, cache, root / last if last else None))
    for name, content in files.items():
        output.json(f"texts/{name}", content)
    version = output.finish()
    names = {path.name for path in (root / site / "search-index" / version).rglob("*.json")}
    assert names == files.keys()
    assert {Path(address).name for address in output.sums} == files.keys()
    return version


def text(root: Path, version: str, name: str, site: str = "site") -> Path:
    return root / site / "search-index" / version / "texts" / name


def test_what_is_the_same_is_not_written_again(tmp_path: Path) -> None:
    first = build(tmp_path, {"0.json": "一", "1.json": "二", "2.json": "三"})
    before = text(tmp_path, first, "0.json").stat()
    second = build(tmp_path, {"0.json": "一", "1.json": "四"})
    assert second != first
    assert text(tmp_path, second, "0.json").stat() == before
    assert text(tmp_path, second, "1.json").read_text("utf-8") == '"四"'


def test_the_version_hangs_on_names_and_content_alone(tmp_path: Path) -> None:
    first = build(tmp_path, {"0.json": "一"})
    assert build(tmp_path, {"0.json": "二"}) != first
    assert build(tmp_path, {"0.json": "一"}) == first
    assert build(tmp_path, {"1.json": "一"}) != first
    assert build(tmp_path, {"0.json": "一"}, site="other", last="site") == first


def test_a_known_text_stands_without_being_made(tmp_path: Path) -> None:
    build(tmp_path, {"0.json": "一"})
    set_aside(tmp_path / "site")
    output = IndexOutput(former_index(tmp_path / "site", Cache(tmp_path / "c")))
    digest = next(iter(output._former.known.values())).sha256
    assert output.take_over("texts/0.json", digest)
    assert not output.take_over("texts/1.json", digest)
    assert not output.take_over("texts/0.json", bytes(32))


def test_a_full_disk_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path, {"0.json": "一"})
