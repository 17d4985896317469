"""The plan of the mutation runs names what is there."""

from __future__ import annotations

import tomllib
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest


@pytest.fixture
def mutation(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(project / "tools")
    return import_module("mutation")


def test_the_plan_names_modules_and_tests_that_exist(project: Path) -> None:
    plan = tomllib.loads((project / "tests/mutation.toml").read_text("utf-8"))
    assert set(plan["least"]) <= set(plan["tests"])
    assert all(80 <= least <= 100 for least in plan["least"].values())
    for module, tests in plan["tests"].items():
        assert (project / "hooks/noticeboard" / module).is_file()
        assert tests
        assert all((project / name).exists() for name in tests)


def test_the_survivors_of_every_measured_module_are_documented(project: Path) -> None:
    plan = tomllib.loads((project / "tests/mutation.toml").read_text("utf-8"))
    survivors = (project / "tests/mutation.md").read_text("utf-8")
    assert all(f"## {module}" in survivors for module in plan["least"])


def test_the_score_is_the_share_that_was_noticed(mutation: ModuleType) -> None:
    assert mutation.Score("folding.py", 10, ("one",)).percent == pytest.approx(90)
    assert mutation.Score("folding.py", 0, ()).percent == 100


def test_a_copy_is_laid_out_as_mutmut_wants_it(
    project: Path, mutation: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(mutation, "WORK", tmp_path)
    folder = mutation.stage(
        "rules/changes/notices.py", ["tests/unit/rules/changes/test_notices.py"]
    )
    assert (folder / "src/noticeboard/rules/changes/notices.py").is_file()
    assert (folder / "tests/unit/rules/changes/test_notices.py").is_file()
    settings = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))
    assert settings["tool"]["mutmut"]["only_mutate"] == ["src/noticeboard/rules/changes/notices.py"]
    assert settings["tool"]["pytest"]["ini_options"]["pythonpath"] == [
        "tests",
        str(project / "tools"),
    ]
