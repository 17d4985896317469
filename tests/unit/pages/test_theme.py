from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.pages.theme import theme_sheets


def test_both_sheets_are_found_in_order(tmp_path: Path) -> None:
    folder = tmp_path / "theme/assets/stylesheets"
    folder.mkdir(parents=True)
    for name in ("palette.12ab.min.css", "main.34cd.min.css", "main.34cd.min.css.map"):
        (folder / name).touch()
    found = theme_sheets([str(tmp_path / "none"), str(tmp_path / "theme")])
    assert found == (
        "assets/stylesheets/main.34cd.min.css",
        "assets/stylesheets/palette.12ab.min.css",
    )


def test_a_theme_without_sheets_is_told(tmp_path: Path) -> None:
    with pytest.raises(NoticeboardError, match=r"main\.\*\.min\.css"):
        theme_sheets([str(tmp_path)])
