"""Third-party packages: locked with hashes, justified and licensed."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

LOCKS = (
    "requirements.txt",
    "requirements-test.txt",
    "requirements-audit.txt",
    "requirements-properdocs.txt",
    "requirements-database.txt",
    "requirements-lock.txt",
)
LOCKS_OF_BENCH = ("bench/requirements.txt",)


@pytest.mark.parametrize("lock", [*LOCKS, *LOCKS_OF_BENCH])
def test_every_locked_package_has_a_hash_and_no_address(project: Path, lock: str) -> None:
    text = (project / lock).read_text("utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "index-url" not in text


def test_nothing_is_installed_without_a_lock(project: Path) -> None:
    for script in (*project.glob("tools/*.sh"), *project.glob(".ci/*"), project / "Makefile"):
        text = script.read_text("utf-8").replace("\\\n", " ")
        for line in re.findall(r"^.*\bpip(?:_install| install) .*$", text, re.MULTILINE):
            # `"$@"` are the arguments of the function pip_install, whose calls are lines too.
            locked = "--require-hashes" in line and " -r " in line
            assert locked or "--no-deps" in line or '"$@"' in line, f"{script.name}: {line}"


def test_every_dependency_has_its_reason(project: Path) -> None:
    text = (project / "pyproject.toml").read_text("utf-8")
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    for line in block.splitlines():
        assert re.search(r'",\s+# \w', line), line


def test_what_the_code_imports_is_named_and_nothing_else(project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    requirements = settings["project"]["dependencies"] + settings["dependency-groups"]["database"]
    named = {re.split(r"[<>=\[]", one)[0] for one in requirements}
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for path in (project / "hooks").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    tops = {name.partition(".")[0] for name in imported if name} - sys.stdlib_module_names
    owners = importlib.metadata.packages_distributions()
    known = {owner.lower() for top in tops for owner in owners.get(top, [top])} - {"noticeboard"}
    # pydantic installs pydantic_core; properdocs replaces mkdocs; mkdocs.yml names the theme.
    assert known - {"pydantic_core", "properdocs"} == named - {"mkdocs-material"}


def test_npm_locks_have_hashes_and_no_registry_address(project: Path) -> None:
    locks = sorted(project.glob("tools/node/*/package-lock.json"))
    assert locks
    for lock in locks:
        packages = json.loads(lock.read_text("utf-8"))["packages"]
        del packages[""]
        assert packages
        assert [name for name, one in packages.items() if "integrity" not in one] == []
        assert [name for name, one in packages.items() if "resolved" in one] == []


def pip_licences(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    program = Path(sys.executable).with_name("pip-licenses")
    return subprocess.run([program, *arguments], cwd=project, capture_output=True, text=True)


def test_every_licence_is_allowed(project: Path) -> None:
    run = pip_licences(project)
    assert run.returncode == 0, run.stderr
    assert re.search(r"^\| mkdocs +\| [\d.]+ +\| BSD-2-Clause +\|$", run.stdout, re.MULTILINE)


def test_any_other_licence_fails(project: Path) -> None:
    run = pip_licences(project, "--allow-only", "GPL-3.0-only", "--packages", "mkdocs")
    assert run.returncode == 1
    assert "BSD-2-Clause not in allow-only licenses" in run.stderr
