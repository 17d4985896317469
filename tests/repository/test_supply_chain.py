"""What others wrote and we install: known, licensed, and asked about."""

from __future__ import annotations

import ast
import importlib.metadata
import json
import re
import subprocess
import sys
import tomllib
from email.message import Message
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest

LOCKS = ("requirements.txt", "requirements-test.txt", "requirements-audit.txt")
LOCKS_OF_BENCH = ("bench/requirements.txt",)


@pytest.fixture
def licences(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(project / "tools")
    return import_module("licences")


@pytest.fixture
def vulnerabilities(project: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    monkeypatch.syspath_prepend(project / "tools")
    return import_module("vulnerabilities")


@pytest.mark.parametrize("lock", [*LOCKS, *LOCKS_OF_BENCH])
def test_every_locked_package_has_a_hash_and_no_address(project: Path, lock: str) -> None:
    text = (project / lock).read_text("utf-8")
    packages = re.split(r"^(?=[A-Za-z0-9])", text, flags=re.MULTILINE)[1:]
    assert packages
    assert all("--hash=sha256:" in package for package in packages)
    assert "://" not in text
    assert "index-url" not in text


def test_every_dependency_has_its_reason(project: Path) -> None:
    text = (project / "pyproject.toml").read_text("utf-8")
    (block,) = re.findall(r"^dependencies = \[\n(.*?)^\]", text, re.MULTILINE | re.DOTALL)
    for line in block.splitlines():
        assert re.search(r'",\s+# \w', line), line


def test_what_the_code_imports_is_named_and_nothing_else(project: Path) -> None:
    settings = tomllib.loads((project / "pyproject.toml").read_text("utf-8"))
    named = {re.split(r"[<>=]", one)[0] for one in settings["project"]["dependencies"]}
    imported = {
        node.module if isinstance(node, ast.ImportFrom) else node.names[0].name
        for path in (project / "hooks").rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    tops = {name.partition(".")[0] for name in imported if name} - sys.stdlib_module_names
    owners = importlib.metadata.packages_distributions()
    known = {owner.lower() for top in tops for owner in owners[top]} - {"noticeboard"}
    # pydantic_core is pydantic's other half; mkdocs.yml names the theme.
    assert known - {"pydantic_core"} == named - {"mkdocs-material"}


def test_every_licence_is_an_allowed_one(project: Path, licences: ModuleType) -> None:
    for lock in ("requirements.txt", "requirements-test.txt"):
        names = licences.locked((project / lock).read_text("utf-8"))
        packages = list(licences.licensed(names))
        assert len(packages) > 30
        assert [one for one in packages if not one.is_allowed] == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License-Expression": "Apache-2.0 OR (MIT AND 0BSD)"}, ("0BSD", "Apache-2.0", "MIT")),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, ("MIT",)),
        (
            {"Classifier": "License :: OSI Approved :: BSD License", "License": "BSD-3-Clause"},
            ("BSD-3-Clause",),
        ),
        ({"License": "GNU LGPL v3+"}, ("LGPL-3.0-or-later",)),
        ({"License": "Ours alone\nAll rights reserved"}, ("Ours alone",)),
        ({}, ()),
    ],
)
def test_licences_are_read_from_what_packages_say(
    licences: ModuleType, fields: dict[str, str], expected: tuple[str, ...]
) -> None:
    about = Message()
    for name, value in fields.items():
        about[name] = value
    assert licences.licences_of(about) == expected


def test_what_has_no_known_licence_is_refused(licences: ModuleType) -> None:
    assert licences.Licensed("one", "1", ("MIT", "Zlib")).is_allowed
    assert not licences.Licensed("one", "1", ()).is_allowed
    assert not licences.Licensed("one", "1", ("MIT", "GPL-3.0-only")).is_allowed


def test_the_table_of_licences_is_printed(project: Path) -> None:
    command = [sys.executable, str(project / "tools/licences.py")]
    run = subprocess.run(command, capture_output=True, text=True)
    assert run.returncode == 0, run.stderr
    assert re.search(r"^\| mkdocs \| [\d.]+ \| BSD-2-Clause \|$", run.stdout, re.MULTILINE)


def dependency(name: str, **more: object) -> dict[str, object]:
    return {"name": name, "version": "1.0", **more}


def test_vulnerabilities_are_told(vulnerabilities: ModuleType) -> None:
    packages = [
        dependency("bad", vulns=[{"id": "CVE-1"}, {"id": "CVE-2"}]),
        dependency("good", vulns=[]),
        {"name": "unheard", "skip_reason": "not found"},
    ]
    told = vulnerabilities.answer(json.dumps({"dependencies": packages}), "")
    assert told == vulnerabilities.Answer(("bad 1.0: CVE-1, CVE-2",), 3, 1)


def test_a_service_that_is_away_is_no_answer(vulnerabilities: ModuleType) -> None:
    with pytest.raises(vulnerabilities.NotAskedError, match="Max retries exceeded"):
        vulnerabilities.answer("", "Traceback …\nConnectionError: Max retries exceeded")


def test_any_other_failure_is_one(vulnerabilities: ModuleType) -> None:
    with pytest.raises(ValueError, match="no such option"):
        vulnerabilities.answer("", "no such option")


@pytest.mark.parametrize(
    ("given", "code", "warned"),
    [((0, 0), 0, False), ((1, 0), 1, False), ((0, 2), 0, True), (None, 0, True)],
)
def test_silence_is_told_and_vulnerabilities_fail(
    vulnerabilities: ModuleType,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    given: tuple[int, int] | None,
    code: int,
    warned: bool,
) -> None:
    def ask(lock: Path) -> object:
        if given is None:
            raise vulnerabilities.NotAskedError("timed out")
        vulnerable, unknown = given
        return vulnerabilities.Answer(("bad 1.0: CVE-1",) * vulnerable, 9, unknown)

    monkeypatch.setattr(vulnerabilities, "ask", ask)
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert vulnerabilities.main() == code
    expected = len(vulnerabilities.LOCKS) if warned else 0
    assert capsys.readouterr().out.count("::warning ") == expected
