"""The day that a site is as of: today in Beijing, or SOURCE_DATE_EPOCH."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from noticeboard.build import engine
from noticeboard.build.environment import build_time, editor_dir
from noticeboard.model.dates import BEIJING, beijing_date
from noticeboard.model.problems import NoticeboardError


@pytest.mark.parametrize("value", [None, ""])
def test_without_the_variable_a_site_is_as_of_today(
    value: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    if value is not None:
        monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    moment = build_time()
    assert beijing_date() - moment.date() <= timedelta(days=1)
    assert (moment.hour, moment.minute, moment.second, moment.tzinfo) == (0, 0, 0, BEIJING)


def test_the_variable_is_taken_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735660799")
    assert build_time() == datetime(2024, 12, 31, 15, 59, 59, tzinfo=UTC)
    assert beijing_date(build_time()).isoformat() == "2024-12-31"


@pytest.mark.parametrize(
    "value", ["2024-12-02", "-1", "1e9", " 1", "１２３", "9" * 12, "9" * 30, "9" * 5000, "now"]
)
def test_a_wrong_variable_is_an_expected_error(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(NoticeboardError, match="秒数，如 1735660800"):
        build_time()


def test_the_engine_gets_the_day(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environments = []
    monkeypatch.setattr(engine, "_run", lambda _, environment: environments.append(environment))
    engine.run_engine(tmp_path / "mkdocs.yml", tmp_path)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1735660799")
    engine.run_engine(tmp_path / "mkdocs.yml", tmp_path)
    epochs = [int(environment["SOURCE_DATE_EPOCH"]) for environment in environments]
    assert epochs[0] % 86_400 == 16 * 3_600
    assert epochs[1] == 1_735_660_799


@pytest.mark.parametrize("folder", ["empty", "missing"])
def test_an_editor_without_a_program_is_an_expected_error(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "empty").mkdir()
    monkeypatch.setenv("EDITOR_DIR", folder)
    with pytest.raises(NoticeboardError, match="make editor"):
        editor_dir(tmp_path)


def test_the_editor_is_a_folder_below_the_root(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "editor/program-1").mkdir(parents=True)
    monkeypatch.setenv("EDITOR_DIR", "editor")
    assert editor_dir(tmp_path) == tmp_path / "editor"
    monkeypatch.delenv("EDITOR_DIR")
    assert editor_dir(tmp_path) is None
