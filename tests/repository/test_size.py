"""A module has one subject, and a function fits on a screen."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

MODULE_LINES, FUNCTION_LINES = 300, 40
HOOKS = Path(__file__).resolve().parents[2] / "hooks"


def _name(path: Path) -> str:
    return ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__")


@pytest.mark.parametrize("path", sorted(HOOKS.rglob("*.py")), ids=_name)
def test_modules_and_functions_stay_small(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef))
    lines = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES} == {}
