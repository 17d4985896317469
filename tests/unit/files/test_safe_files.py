"""Reading regular files only."""

from __future__ import annotations

from pathlib import Path

from noticeboard.files.safe_files import list_regular_files


def test_hidden_files_and_folders_are_not_listed(tmp_path: Path) -> None:
    names = ("a.pdf", "more/b.pdf", ".hidden", ".git/config", ".git/hooks/c", "more/.svn/entries")
    for name in names:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"x")
    (tmp_path / "link.pdf").symlink_to("a.pdf")
    assert list_regular_files(tmp_path) == [tmp_path / "a.pdf", tmp_path / "more/b.pdf"]
