from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from made import text, write

from noticeboard.reading import MAX_BYTES, read_all, read_bytes, read_text


def rules(folder: Path) -> dict[str, list[str]]:
    return {reading.path: [p.rule for p in reading.problems] for reading in read_all(folder)}


def test_one_reading_for_each_file_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/b")
    write(folder, "2023/a")
    assert list(rules(folder)) == ["notices/2023/a.md", "notices/2024/b.md"]


def test_attachments_and_hidden_files_are_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2024/a/deep").mkdir(parents=True)
    (folder / "2024/a/附件.pdf").write_bytes(b"x")
    (folder / "2024/a/deep/b.xlsx").write_bytes(b"x")
    (folder / ".DS_Store").write_bytes(b"x")
    assert rules(folder) == {"notices/2024/a.md": []}


@pytest.mark.parametrize(
    "name",
    [
        "a.md",
        "24/a.md",
        "2024/A.md",
        "2024/通报.md",
        "2024/a_b.md",
        "2024/-a.md",
        "2024/a.txt",
        "2024/index.md",
        "2024/page.md",
        "2024/none/附件.pdf",
        "2024/x/y.md",
        "2024/a .md",
    ],
)
def test_a_misplaced_file_is_named(tmp_path: Path, name: str) -> None:
    path = tmp_path / "notices" / name
    path.parent.mkdir(parents=True)
    path.write_text(text(), "utf-8")
    assert rules(tmp_path / "notices") == {f"notices/{name}": ["path"]}


def test_a_symlink_is_not_followed(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/a")
    (folder / "2024/b.md").symlink_to("a.md")
    (folder / "2024/c.md").symlink_to("missing")
    found = rules(folder)
    assert found["notices/2024/b.md"] == found["notices/2024/c.md"] == ["path"]


def test_a_file_over_the_limit_is_not_read(tmp_path: Path) -> None:
    path = write(tmp_path / "notices", "2024/a")
    with path.open("ab") as file:
        file.truncate(MAX_BYTES + 1)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}
    with path.open("wb") as file:
        file.truncate(10**9)
    assert rules(tmp_path / "notices") == {"notices/2024/a.md": ["too-large"]}


def test_body_and_its_first_line() -> None:
    reading = read_text("---\ntitle: x\n---\n\n\n正文\n", "notices/2024/a.md")
    assert (reading.body, reading.body_line) == ("正文\n", 6)


@given(st.binary())
def test_any_bytes_are_read_or_explained(raw: bytes) -> None:
    reading = read_bytes(raw, "notices/2024/a.md")
    assert reading.notice or reading.problems


@given(st.text(st.sampled_from("---\n：: #\t\"'[]{}&*!|>abc标题-0")), st.text())
def test_any_front_matter_is_read_or_explained(head: str, body: str) -> None:
    reading = read_text(f"---\n{head}\n---\n{body}", "notices/2024/a.md")
    assert reading.notice or reading.problems
    assert all(p.message and p.help for p in reading.problems)


def test_the_content_of_a_misplaced_notice_is_read_all_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "notices"
    write(folder, "2024/A", region=None)
    assert rules(folder) == {"notices/2024/A.md": ["path", "required"]}
    assert read_all(folder)[0].notice is None
