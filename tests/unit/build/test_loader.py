from pathlib import Path

import pytest
from support.factories import BODY, write

from noticeboard.build import loader as loading
from noticeboard.build.loader import Workshop, load, recall_syllables
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.pool import FEW
from noticeboard.model import slugs as addresses
from noticeboard.model.slugs import slug
from noticeboard.reading.reader import read_all
from noticeboard.rules import check_alone, check_readings, check_together


def folder(root: Path, count: int) -> Path:
    notices = root / "notices"
    for number in range(count):
        write(notices, f"2024/n{number}", unit=f"第{number}局党组")
    write(notices, "2024/private", BODY + "\n身份证号码 110101199003070011。\n")
    (notices / "2024/broken.md").write_text("no front matter\n")
    (notices / "2024/link.md").symlink_to("n0.md")
    (notices / "2024/large.md").write_bytes(b"x" * 1_000_001)
    return notices


def test_as_one_by_one(tmp_path: Path) -> None:
    notices = folder(tmp_path, FEW)
    parsed_notices = read_all(notices)
    for workshop in (
        Workshop(),
        Workshop(Cache(tmp_path / "c")),
        Workshop(Cache(tmp_path / "c"), 2),
    ):
        loaded = load(notices, workshop)
        assert [entry.parsed for entry in loaded] == parsed_notices
        assert [entry.problems for entry in loaded] == [check_alone(r) for r in parsed_notices]
        alone = (problem for entry in loaded for problem in entry.problems)
        together = check_together(parsed_notices, alone, notices, None)
        assert together == check_readings(parsed_notices, notices)


def test_only_the_changed_file_is_read_again(tmp_path: Path) -> None:
    notices, workshop = folder(tmp_path, 3), Workshop(Cache(tmp_path / "c"))
    before = {entry.parsed.path: entry.digest for entry in load(notices, workshop)}
    write(notices, "2024/n1", unit="另一个局党组")
    after = {entry.parsed.path: entry.digest for entry in load(notices, workshop)}
    assert {path for path in before if before[path] != after[path]} == {"notices/2024/n1.md"}
    assert {path for path, digest in after.items() if not digest} == {
        "notices/2024/link.md",
        "notices/2024/large.md",
    }


def test_the_last_results_of_this_process_are_used_again(tmp_path: Path) -> None:
    notices, recent = folder(tmp_path, 3), dict[bytes, object]()
    workshop = Workshop(Cache(tmp_path / "c"), recent=recent)
    before = {entry.parsed.path: entry.parsed for entry in load(notices, workshop)}
    write(notices, "2024/n1", unit="另一个局党组")
    (notices / "2024/n2.md").unlink()
    after = {entry.parsed.path: entry.parsed for entry in load(notices, workshop)}
    assert after["notices/2024/n0.md"] is before["notices/2024/n0.md"]
    assert list(after.values()) == read_all(notices)
    assert len(recent) == len([entry for entry in load(notices, workshop) if entry.digest])


def test_names_once_read_are_known_to_the_next_build(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    known: dict[str, tuple[str, ...]] = {}
    monkeypatch.setattr(addresses, "known_syllables", known)
    monkeypatch.setattr(loading, "known_syllables", known)
    cache = Cache(tmp_path / "c")
    keep = recall_syllables(cache)
    assert slug("示范局") == "shi-fan-ju"
    keep()
    known.clear()
    recall_syllables(cache)()
    assert known == {"示范局": ("shi", "fan", "ju")}
