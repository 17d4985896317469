"""The shape of the house: imports run one way, from what is made of notices down to the notice;
a module fits in the head, and a function on a screen."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import pytest

MODULE_LINES, FUNCTION_LINES = 300, 40
HOOKS = Path(__file__).resolve().parents[1] / "hooks"


@cache
def imports() -> Mapping[str, set[str]]:
    """Module -> the modules of the project that it names, also within functions."""
    paths = {_name(path): path for path in HOOKS.rglob("*.py")}
    return {name: _named(path) & paths.keys() - {name} for name, path in paths.items()}


def _name(path: Path) -> str:
    return ".".join(path.relative_to(HOOKS).with_suffix("").parts).removesuffix(".__init__")


def _named(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
    return found


def reached(module: str, known: Mapping[str, set[str]]) -> set[str]:
    """All that a module stands on."""
    found: set[str] = set()
    waiting = [module]
    while waiting:
        fresh = known[waiting.pop()] - found
        found |= fresh
        waiting += fresh
    return found


def below(names: str) -> set[str]:
    """The modules `noticeboard.NAME`, and those of a package of that name."""
    full = {f"noticeboard.{name}" for name in names.split()}
    return {m for m in imports() if any(m == name or m.startswith(f"{name}.") for name in full)}


def test_no_module_stands_on_itself() -> None:
    assert {module for module in imports() if module in reached(module, imports())} == set()


@pytest.mark.parametrize(
    ("lower", "upper"),
    [
        ("notice contact field_values", "reading rules"),
        ("reading", "rules register importing"),
        ("rules", "loading pages site_build"),
        ("search folding search_index", "notice reading pages"),
        ("importing", "rules loading register pages pull_request"),
        ("register ways pages feeds open_data ledger round_status", "loading site_build"),
        ("site_build built_files", "cli publish pull_request importing"),
        ("pull_request", "site_build built_files publish"),
    ],
)
def test_what_is_below_knows_nothing_of_what_is_above(lower: str, upper: str) -> None:
    assert below(lower)
    assert below(upper)
    for module in below(lower):
        assert reached(module, imports()) & below(upper) == set(), module


def test_mkdocs_is_known_to_the_hooks_alone() -> None:
    users = {
        _name(path)
        for path in HOOKS.rglob("*.py")
        if any(name.split(".")[0] == "mkdocs" for name in _named(path))
    }
    assert users == {"mkdocs_hooks"}


@pytest.mark.parametrize("path", sorted(HOOKS.rglob("*.py")), ids=_name)
def test_it_fits_in_the_head_and_on_a_screen(path: Path) -> None:
    text = path.read_text("utf-8")
    assert len(text.splitlines()) <= MODULE_LINES
    functions = (n for n in ast.walk(ast.parse(text)) if isinstance(n, ast.FunctionDef))
    lines = {node.name: (node.end_lineno or 0) - node.lineno + 1 for node in functions}
    assert {name: count for name, count in lines.items() if count > FUNCTION_LINES} == {}
