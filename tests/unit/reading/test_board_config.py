"""The file of BOARD_CONFIG: what it replaces, and the messages for mistakes."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.board_config import BoardConfig, read_board_config
from noticeboard.reading.site_config import site_config_in

SOUND = """\
# 示例区的设置
site_name: 示例区公开栏
site_url: https://shili.example
extra:
  site:
    host: 中共示例区委巡察办
    region: 示例省/示例市/示例区
"""


def written(folder: Path, text: str | bytes) -> Path:
    path = folder / "board.yml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_a_board_replaces_settings_and_keeps_the_others(tmp_path: Path) -> None:
    board = read_board_config(written(tmp_path, SOUND))
    assert board.settings["site_name"] == "示例区公开栏"
    assert board.settings["site_url"] == "https://shili.example/"
    assert board.merged_site({"host": "甲", "icp": "乙"})["host"] == "中共示例区委巡察办"
    assert board.merged_site({"host": "甲", "icp": "乙"})["icp"] == "乙"


def test_a_variable_overrides_the_file(tmp_path: Path) -> None:
    board = read_board_config(written(tmp_path, SOUND))
    effective = board.effective_settings({"SITE_URL": "https://preview.example/", "REPO_URL": ""})
    assert effective == {"site_name": "示例区公开栏"}


@pytest.mark.parametrize("text", ["", "# 还没有写\n", "site_name:\n", "extra:\n  site:\n"])
def test_an_empty_file_replaces_nothing(tmp_path: Path, text: str) -> None:
    board = read_board_config(written(tmp_path, text))
    assert (dict(board.settings), dict(board.site)) == ({}, {})


def test_no_variable_no_file() -> None:
    assert read_board_config(None) == BoardConfig()


def test_every_mistake_is_reported_at_once(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        "theme: material\nsite_url: shili.example\nsite_name: {a: b}\nextra:\n  social: x\n",
    )
    with pytest.raises(NoticeboardError) as caught:
        read_board_config(path)
    lines = str(caught.value).splitlines()
    assert len(lines) == 4
    for line, name in zip(lines, ("theme", "extra.social", "site_name", "site_url"), strict=True):
        assert line.startswith(f"board.yml 的 {name}：")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("- a\n- b\n", "写法不对；每行写一项"),
        ("site_name: [\n", "读不出来"),
        (b"site_name: \xc4\xe3\xba\xc3\n", "读不出来"),
        ("extra: 甲\n", "extra：没有这一项"),
        ("extra:\n  site: 甲\n", "extra.site：写法不对"),
        ("extra:\n  site:\n    hots: 甲\n", "board.yml 的 extra.site.hots：没有这一项"),
        ("extra:\n  site:\n    region: [a, b]\n", "extra.site.region：写法不对"),
    ],
)
def test_a_mistake_names_the_file(tmp_path: Path, text: str | bytes, sentence: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(NoticeboardError, match=sentence) as caught:
        read_board_config(path)
    assert "board.yml" in str(caught.value)


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(NoticeboardError, match=r"BOARD_CONFIG 写的是“.*none.yml”，读不出来"):
        read_board_config(tmp_path / "none.yml")


def test_commands_without_mkdocs_read_both(project: Path, tmp_path: Path) -> None:
    board = read_board_config(written(tmp_path, SOUND))
    site = site_config_in(project / "mkdocs.yml", board.site)
    assert site.region == "示例省/示例市/示例区"
    assert site.contact_months
