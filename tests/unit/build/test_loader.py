from pathlib import Path

import pytest
from support.factories import BODY, write

from noticeboard.build import loader as module
from noticeboard.build.loader import NoticeLoader, render_bodies
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.pool import MIN_ITEMS
from noticeboard.reading.reader import ParsedNotice, read_all, read_file
from noticeboard.rules.all_rules import check_file
from noticeboard.rules.check import check_notices
from noticeboard.text.rendering import render


def folder(root: Path, count: int) -> Path:
    notices = root / "notices"
    for number in range(count):
        write(notices, f"2024/n{number}", unit=f"第{number}局党组")
    write(notices, "2024/private", BODY + "\n身份证号码 110101199003070011。\n")
    (notices / "2024/broken.md").write_text("no front matter\n")
    (notices / "2024/link.md").symlink_to("n0.md")
    (notices / "2024/large.md").write_bytes(b"x" * 1_000_001)
    return notices


def test_loaded_notices_equal_those_read_one_by_one(tmp_path: Path) -> None:
    notices = folder(tmp_path, MIN_ITEMS)
    parsed_notices = read_all(notices)
    for loader in (
        NoticeLoader(),
        NoticeLoader(Cache(tmp_path / "c")),
        NoticeLoader(Cache(tmp_path / "c"), 2),
    ):
        loaded = loader.load(notices)
        assert [each.parsed for each in loaded] == parsed_notices
        assert [each.problems for each in loaded] == [check_file(p) for p in parsed_notices]
        file_problems = (problem for each in loaded for problem in each.problems)
        problems = check_notices(parsed_notices, notices, file_problems=file_problems)
        assert problems == check_notices(parsed_notices, notices)


def test_only_a_changed_file_is_read_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notices, cache = folder(tmp_path, 3), Cache(tmp_path / "c")
    before = {each.parsed.path: each.fingerprint for each in NoticeLoader(cache).load(notices)}
    write(notices, "2024/n1", unit="另一个局党组")
    read: list[str] = []

    def recorded(path: Path, folder: Path) -> ParsedNotice:
        read.append(path.name)
        return read_file(path, folder)

    monkeypatch.setattr(module, "read_file", recorded)
    after = {each.parsed.path: each.fingerprint for each in NoticeLoader(cache).load(notices)}
    assert {path for path in before if before[path] != after[path]} == {"notices/2024/n1.md"}
    uncached = {"notices/2024/link.md", "notices/2024/large.md"}
    assert {path for path, fingerprint in after.items() if not fingerprint} == uncached
    assert sorted(read) == ["large.md", "link.md", "n1.md"]


def test_a_loader_reuses_its_previous_results(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "SETTLING_NS", -(10**12))
    notices = folder(tmp_path, 3)
    loader = NoticeLoader(Cache(tmp_path / "c"))
    before = {each.parsed.path: each.parsed for each in loader.load(notices)}
    write(notices, "2024/n1", unit="另一个局党组")
    (notices / "2024/n2.md").unlink()
    after = {each.parsed.path: each.parsed for each in loader.load(notices)}
    assert after["notices/2024/n0.md"] is before["notices/2024/n0.md"]
    assert list(after.values()) == read_all(notices)


@pytest.mark.parametrize("value", [b"", b"{}", b"null", b"\x80\x04}", b'{"path": 1}'])
def test_a_cached_value_of_another_kind_is_ignored(tmp_path: Path, value: bytes) -> None:
    notices, cache = folder(tmp_path, 3), Cache(tmp_path / "c")
    loaded = NoticeLoader(cache, render_bodies=True).load(notices)
    keys = [each.fingerprint for each in loaded if each.fingerprint]
    cache.put({stored: value for key in keys for stored in (key, module._body_key(key))})
    loader = NoticeLoader(cache, render_bodies=True)
    again = loader.load(notices)
    assert again == loaded
    bodies = [each.parsed.notice for each in again if each.parsed.notice]
    assert dict(loader.bodies(again)) == render_bodies(bodies, 1)


@pytest.mark.parametrize("count", [3, MIN_ITEMS])
def test_bodies_by_id(tmp_path: Path, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(count):
        write(tmp_path / "notices", f"2024/n{number}", f"{BODY}\n第{number}段。\n")
    cache = Cache(tmp_path / "c")
    loaded = NoticeLoader(cache, 2, render_bodies=True).load(tmp_path / "notices")
    notices = [each.parsed.notice for each in loaded if each.parsed.notice]
    expected = {notice.id: render(notice.body, notice.id) for notice in notices}
    assert render_bodies(notices, 2) == expected
    assert dict(NoticeLoader().bodies(loaded)) == expected
    monkeypatch.setattr(module, "render", None)
    assert dict(NoticeLoader(cache).bodies(loaded)) == expected
    assert len(NoticeLoader(cache).bodies(loaded)) == count


def test_a_body_that_is_not_cached_is_rendered(tmp_path: Path) -> None:
    write(tmp_path / "notices", "2024/n")
    loader = NoticeLoader(Cache(tmp_path / "c"))
    (loaded,) = loader.load(tmp_path / "notices")
    notice = loaded.parsed.notice
    assert notice
    assert loader.bodies([loaded])["2024/n"] == render(notice.body, notice.id)
