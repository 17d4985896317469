from dataclasses import replace
from pathlib import Path

import pytest

from noticeboard.exports.checksums import compare, write_checksums
from noticeboard.incremental.artifacts import SiteFile, Stamp, write_files
from noticeboard.incremental.cache import Cache, key
from noticeboard.incremental.output import Output
from noticeboard.incremental.output_tree import FormerFiles, set_aside
from noticeboard.incremental.pool import FEW

MARK = b"<!--commit-->"


def former(root: Path, name: str) -> FormerFiles:
    """The folder of the build `name`, with the files of the one before."""
    before = root / "before"
    last = before.rename(root / name) if before.exists() else root / name
    last.mkdir(exist_ok=True)
    set_aside(last)
    return FormerFiles(last, Cache(root / "c"))


def page(name: str, commit: str = "a1", text: str = "一") -> SiteFile:
    content = f"{text} ".encode() + MARK + b" end"
    return SiteFile(
        f"{name}/index.html",
        lambda: content,
        lambda: key("page", text),
        Stamp(MARK, commit.encode()),
    )


def unmade(file: SiteFile) -> SiteFile:
    """One that must not be made again."""

    def fail() -> bytes:
        raise AssertionError(file.address)

    return replace(file, make=fail)


def build(root: Path, name: str, files: list[SiteFile], processes: int = 1) -> dict[str, str]:
    output = Output(root / name)
    write_files(files, output, former(root, name), processes)
    write_checksums(output.root, output.sums)
    assert not compare(output.root, output.root / "SHA256SUMS")
    found = {p.parent.name: p.read_text("utf-8") for p in output.root.rglob("index.html")}
    output.root.rename(root / "before")
    return found


@pytest.mark.parametrize("processes", [1, 2])
def test_known_files_are_not_made_again(tmp_path: Path, processes: int) -> None:
    pages = [page(f"p{number}") for number in range(FEW)]
    first = build(tmp_path, "one", pages, processes)
    assert first == {f"p{number}": "一 a1 end" for number in range(FEW)}
    again = [*map(unmade, pages[1:]), page("p0", text="二")]
    assert build(tmp_path, "two", again, processes) == {**first, "p0": "二 a1 end"}


@pytest.mark.parametrize("commit", ["b2", "", "longer than before"])
def test_a_commit_changes_the_stamp_alone(tmp_path: Path, commit: str) -> None:
    build(tmp_path, "one", [page("p")])
    assert build(tmp_path, "two", [unmade(page("p", commit))]) == {"p": f"一 {commit} end"}
    assert build(tmp_path, "three", [unmade(page("p", "c3"))]) == {"p": "一 c3 end"}


def test_without_a_stamp_or_a_key(tmp_path: Path) -> None:
    plain = SiteFile("plain/index.html", lambda: b"x", lambda: key("x"))
    unkept = SiteFile("unkept/index.html", lambda: b"y")
    assert build(tmp_path, "one", [plain, unkept]) == {"plain": "x", "unkept": "y"}
    assert build(tmp_path, "two", [unmade(plain), unkept]) == {"plain": "x", "unkept": "y"}
    with pytest.raises(AssertionError, match="unkept"):
        build(tmp_path, "three", [unmade(unkept)])


def test_a_file_that_goes_at_the_last_moment_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, "one", [page("p")])
    monkeypatch.setattr(FormerFiles, "find", lambda *_: None)
    assert build(tmp_path, "two", [unmade(page("p"))]) == {"p": "一 a1 end"}
    monkeypatch.setattr(FormerFiles, "content", lambda *_: None)
    assert build(tmp_path, "three", [page("p")]) == {"p": "一 a1 end"}
