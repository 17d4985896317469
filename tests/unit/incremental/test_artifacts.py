from dataclasses import replace
from pathlib import Path

import pytest

from noticeboard.incremental.artifacts import Artifact, Stamp, write_artifacts
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.digests import digest
from noticeboard.incremental.output_tree import OutputTree
from noticeboard.incremental.pool import MIN_ITEMS

MARK = b"<!--commit-->"


def page(name: str, commit: str = "a1", text: str = "一") -> Artifact:
    content = f"{text} ".encode() + MARK + b" end"
    return Artifact(
        f"{name}/index.html",
        lambda: content,
        lambda: digest("page", text),
        Stamp(MARK, commit.encode()),
    )


def unrendered(artifact: Artifact) -> Artifact:
    """An artifact that must not be rendered."""

    def fail() -> bytes:
        raise AssertionError(artifact.address)

    return replace(artifact, render=fail)


def build(root: Path, artifacts: list[Artifact], processes: int = 1) -> dict[str, str]:
    """Return the content of each file by the name of its folder."""
    site = root / "site"
    site.mkdir(exist_ok=True)
    tree = OutputTree(site, Cache(root / "c"))
    manifest = write_artifacts(artifacts, tree, processes)
    assert manifest.keys() == {artifact.address for artifact in artifacts}
    files = {path.parent.name: path for path in site.rglob("*") if path.is_file()}
    assert len(files) == len(artifacts)
    return {name: path.read_text("utf-8") for name, path in files.items()}


@pytest.mark.parametrize("processes", [1, 2])
def test_unchanged_artifacts_are_not_rendered_again(tmp_path: Path, processes: int) -> None:
    pages = [page(f"p{number}") for number in range(MIN_ITEMS)]
    first = build(tmp_path, pages, processes)
    assert first == {f"p{number}": "一 a1 end" for number in range(MIN_ITEMS)}
    again = [*map(unrendered, pages[1:]), page("p0", text="二")]
    assert build(tmp_path, again, processes) == {**first, "p0": "二 a1 end"}


@pytest.mark.parametrize("commit", ["b2", "", "longer than before"])
def test_a_commit_changes_only_the_stamp(tmp_path: Path, commit: str) -> None:
    build(tmp_path, [page("p")])
    assert build(tmp_path, [unrendered(page("p", commit))]) == {"p": f"一 {commit} end"}
    assert build(tmp_path, [unrendered(page("p", "c3"))]) == {"p": "一 c3 end"}


def test_an_artifact_without_a_fingerprint_is_always_rendered(tmp_path: Path) -> None:
    plain = Artifact("plain/index.html", lambda: b"x", lambda: digest("x"))
    volatile = Artifact("volatile/index.html", lambda: b"y")
    assert build(tmp_path, [plain, volatile]) == {"plain": "x", "volatile": "y"}
    assert build(tmp_path, [unrendered(plain), volatile]) == {"plain": "x", "volatile": "y"}
    with pytest.raises(AssertionError, match="volatile"):
        build(tmp_path, [unrendered(volatile)])


def test_a_file_that_disappears_during_the_build_is_rendered(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(tmp_path, [page("p")])
    monkeypatch.setattr(OutputTree, "reuse", lambda *_: None)
    assert build(tmp_path, [unrendered(page("p"))]) == {"p": "一 a1 end"}
    monkeypatch.setattr(OutputTree, "content", lambda *_: None)
    assert build(tmp_path, [page("p")]) == {"p": "一 a1 end"}
