from pathlib import Path

import pytest

from noticeboard.incremental.cache import Cache
from noticeboard.search.writer import IndexWriter, open_index_tree


def open_writer(root: Path, site: str = "site", last: str | None = None) -> IndexWriter:
    return IndexWriter(
        open_index_tree(root / site, Cache(root / "c"), root / last if last else None)
    )


def build(root: Path, files: dict[str, str], site: str = "site", last: str | None = None) -> str:
    writer = open_writer(root, site, last)
    for name, content in files.items():
        writer.write_json(f"texts/{name}", content)
    version = writer.finish()
    names = {path.name for path in (root / site / "search-index" / version).rglob("*.json")}
    assert names == files.keys()
    assert {Path(address).name for address in writer.checksums} == files.keys()
    return version


def text(root: Path, version: str, name: str, site: str = "site") -> Path:
    return root / site / "search-index" / version / "texts" / name


def test_unchanged_files_are_not_written_again(tmp_path: Path) -> None:
    first = build(tmp_path, {"0.json": "一", "1.json": "二", "2.json": "三"})
    before = text(tmp_path, first, "0.json").stat()
    second = build(tmp_path, {"0.json": "一", "1.json": "四"})
    assert second != first
    assert text(tmp_path, second, "0.json").stat() == before
    assert text(tmp_path, second, "1.json").read_text("utf-8") == '"四"'


def test_only_the_current_version_is_kept(tmp_path: Path) -> None:
    version = build(tmp_path, {"0.json": "一"})
    folder = tmp_path / "site/search-index"
    (folder / "new/keys").mkdir(parents=True)
    (folder / "manifest.json").write_text("{}", "utf-8")
    before = text(tmp_path, version, "0.json").stat()
    assert build(tmp_path, {"0.json": "一"}) == version
    assert [path.name for path in folder.iterdir()] == [version]
    assert text(tmp_path, version, "0.json").stat() == before


def test_the_version_depends_only_on_names_and_content(tmp_path: Path) -> None:
    first = build(tmp_path, {"0.json": "一"})
    assert build(tmp_path, {"0.json": "二"}) != first
    assert build(tmp_path, {"0.json": "一"}) == first
    assert build(tmp_path, {"1.json": "一"}) != first
    assert build(tmp_path, {"0.json": "一"}, site="other", last="site") == first


def test_a_file_is_reused_by_name_and_digest(tmp_path: Path) -> None:
    build(tmp_path, {"0.json": "一"})
    tree = open_index_tree(tmp_path / "site", Cache(tmp_path / "c"))
    writer, digest = IndexWriter(tree), next(iter(tree.manifest.values())).sha256
    assert writer.reuse("texts/0.json", digest)
    assert not writer.reuse("texts/1.json", digest)
    assert not writer.reuse("texts/0.json", bytes(32))


def test_a_full_disk_raises(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def write_bytes(self: Path, content: bytes) -> int:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", write_bytes)
    with pytest.raises(OSError, match="No space"):
        build(tmp_path, {"0.json": "一"})
