from pathlib import Path

import pytest

from noticeboard.build.style_sheets import bundled_stylesheets, theme_sheets
from noticeboard.model.problems import NoticeboardError

PROJECT = Path(__file__).resolve().parents[3]


def test_theme_sheets_are_in_loading_order(tmp_path: Path) -> None:
    folder = tmp_path / "theme/assets/stylesheets"
    folder.mkdir(parents=True)
    for name in ("palette.12ab.min.css", "main.34cd.min.css", "main.34cd.min.css.map"):
        (folder / name).touch()
    sheets = theme_sheets([str(tmp_path / "none"), str(tmp_path / "theme")])
    assert sheets == (
        "assets/stylesheets/main.34cd.min.css",
        "assets/stylesheets/palette.12ab.min.css",
    )


def test_a_theme_without_sheets_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NoticeboardError, match=r"main\.\*\.min\.css"):
        theme_sheets([str(tmp_path)])


@pytest.fixture
def assets(tmp_path: Path) -> Path:
    folder = tmp_path / "assets"
    (folder / "css").mkdir(parents=True)
    (folder / "css/a.css").write_text("a { color: red; }\n", "utf-8")
    (folder / "css/b.css").write_text("b { color: blue; }\n", "utf-8")
    return folder


def test_imports_are_inlined_in_order(assets: Path) -> None:
    (assets / "site.css").write_text(
        '/* Order matters. */\n@import url("css/b.css");\n@import url("css/a.css");\n', "utf-8"
    )
    (assets / "plain.css").write_text("p { margin: 0; }\n", "utf-8")
    assert dict(bundled_stylesheets(assets.parent)) == {
        "assets/plain.css": "p { margin: 0; }\n",
        "assets/site.css": "b { color: blue; }\na { color: red; }\n",
    }


def test_a_missing_import_is_an_error(assets: Path) -> None:
    (assets / "site.css").write_text('@import url("css/c.css");\n', "utf-8")
    with pytest.raises(NoticeboardError, match=r"site\.css.*css/c\.css"):
        list(bundled_stylesheets(assets.parent))


def test_each_component_belongs_to_one_sheet() -> None:
    folder = PROJECT / "docs/assets"
    imported = [
        line.split('"')[1]
        for sheet in folder.glob("*.css")
        for line in sheet.read_text("utf-8").splitlines()
        if line.startswith("@import")
    ]
    components = [path.relative_to(folder).as_posix() for path in folder.glob("css/**/*.css")]
    assert sorted(imported) == sorted(components)
    assert not any("@import" in content for _, content in bundled_stylesheets(PROJECT / "docs"))
