"""The commands from outside: what they say and what they leave alone."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

FAKE_OLD_PYTHON = "#!/bin/sh\nexit 1\n"
FAKE_BARE_PYTHON = """#!/bin/sh
case "$*" in
  *ensurepip*) exit 1 ;;
esac
"""
# Takes the place of the Python of .venv: prints the command that it is given, and the folders.
ECHO_PYTHON = """#!/bin/sh
case "$1" in
  -SEc) echo 3.11 ;;
  *) echo "ran $*"; echo "from $NOTICES_DIR into $SITE_DIR" ;;
esac
"""


@pytest.fixture
def root(project: Path, tmp_path: Path) -> Path:
    """The files that the set-up reads, in a folder of their own without an environment."""
    folder = tmp_path / "公告 栏"
    folder.mkdir()
    shutil.copytree(project / "tools", folder / "tools")
    locks = ("requirements.txt", "requirements-test.txt", "requirements-database.txt")
    for name in ("Makefile", "pyproject.toml", *locks):
        shutil.copy(project / name, folder)
    return folder


def script(path: Path, content: str) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, "utf-8")
    path.chmod(0o755)
    return path


def make(folder: Path, *arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["make", *arguments],
        cwd=folder,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


def only_tools(folder: Path, *names: str) -> str:
    """Return a PATH with only these programs."""
    folder.mkdir()
    for name in names:
        program = shutil.which(name)
        assert program
        (folder / name).symlink_to(program)
    return str(folder)


def complete(root: Path) -> None:
    """Let the environment of a project pass as complete, with a Python that only prints."""
    script(root / ".venv/bin/python", ECHO_PYTHON)
    runtime = ["requirements.txt", "pyproject.toml"]
    lines = [f"{root.resolve()} 3.11"]
    for names in (runtime, [*runtime, "requirements-test.txt", "requirements-database.txt"]):
        content = b"".join((root / name).read_bytes() for name in names)
        lines.append(f"{hashlib.sha256(content).hexdigest()}  -")
    (root / ".venv/.holds").write_text("\n".join(lines) + "\n", "utf-8")


def sentence(run: subprocess.CompletedProcess[str]) -> str:
    """Return the only line on stderr that make did not print itself."""
    lines = [line for line in run.stderr.splitlines() if not line.startswith("make")]
    assert run.returncode != 0
    assert len(lines) == 1, run.stderr
    return lines[0]


def test_help_names_every_command(project: Path) -> None:
    output = make(project, "help").stdout
    for command in (
        "site",
        "serve",
        "check",
        "test",
        "quick",
        "lint",
        "bench",
        "sbom",
        "lock",
        "clean",
        "help",
    ):
        assert f"make {command} " in output


@pytest.mark.parametrize("how", ["PYTHON", "PATH"])
def test_python_too_old(root: Path, tmp_path: Path, how: str) -> None:
    if how == "PYTHON":
        run = make(root, "site", PYTHON=str(script(tmp_path / "old/python", FAKE_OLD_PYTHON)))
    else:
        path = only_tools(tmp_path / "bin", "make", "sh", "git", "dirname", "cat", "sha256sum")
        for name in ("python3", "python3.11", "python3.12", "python3.13"):
            script(tmp_path / "bin" / name, FAKE_OLD_PYTHON)
        run = make(root, "site", PATH=path)
    assert "needs Python 3.11" in sentence(run)
    assert "需要 Python 3.11" in sentence(run)
    assert not (root / ".venv").exists()


def test_no_venv_module(root: Path, tmp_path: Path) -> None:
    bare = script(tmp_path / "bare/python", FAKE_BARE_PYTHON)
    assert "apt install python3-venv" in sentence(make(root, "site", PYTHON=str(bare)))


def test_no_git(root: Path, tmp_path: Path) -> None:
    path = only_tools(tmp_path / "bin", "make", "sh", "dirname")
    assert "apt install git" in sentence(make(root, "site", PATH=path))


def test_no_browser(root: Path, tmp_path: Path) -> None:
    complete(root)
    tools = ("make", "sh", "git", "dirname", "cat", "sha256sum", "sed", "grep", "id")
    path = only_tools(tmp_path / "bin", *tools)
    assert "apt install chromium fonts-noto-cjk" in sentence(make(root, "test", PATH=path))


def test_interrupted_set_up_starts_anew(root: Path, tmp_path: Path) -> None:
    """The Python that is asked for a new environment only notes that it was."""
    complete(root)
    (root / ".venv/.holds").unlink()
    noting = script(tmp_path / "new/python", f"#!/bin/sh\necho \"$*\" >>'{tmp_path}/asked'\n")
    run = make(root, "site", PYTHON=str(noting))
    assert "-m venv --clear .venv" in (tmp_path / "asked").read_text("utf-8")
    locks = [
        line.split(" -r ")[1] for line in run.stdout.splitlines() if "--require-hashes" in line
    ]
    assert locks == [".venv/builder.txt", "requirements.txt"]


def test_complete_environment_is_left_alone(root: Path) -> None:
    complete(root)
    run = make(root, "site")
    assert run.stdout.splitlines() == ["ran -m noticeboard build", "from notices into site"]


def test_changed_lock_is_installed_once(root: Path) -> None:
    complete(root)
    with (root / "requirements.txt").open("a", encoding="utf-8") as lock:
        lock.write("# changed\n")
    assert "--require-hashes" in make(root, "site").stdout
    assert "--require-hashes" not in make(root, "site").stdout


@pytest.mark.parametrize("as_variable", [True, False])
def test_folders_are_handed_on(root: Path, as_variable: bool) -> None:
    complete(root)
    folders = {"NOTICES_DIR": "../some notices", "SITE_DIR": "/srv/公开 栏"}
    if as_variable:
        run = make(root, "site", *(f"{name}={value}" for name, value in folders.items()))
    else:
        run = make(root, "site", **folders)
    assert run.stdout.endswith("from ../some notices into /srv/公开 栏\n")


@pytest.mark.build
def test_site_from_another_folder(project: Path, tmp_path: Path) -> None:
    """The whole way: a folder of no notices makes a site without any."""
    (tmp_path / "none").mkdir()
    run = subprocess.run(
        [sys.executable, "-m", "noticeboard", "build"],
        cwd=project,
        env={
            **os.environ,
            "NOTICES_DIR": os.path.relpath(tmp_path / "none", project),
            "SITE_DIR": str(tmp_path / "new/site"),
        },
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert "：0 篇通报" in run.stdout
    assert (tmp_path / "new/site/index.html").is_file()


def make_bundle(folder: Path, *names: str) -> Path:
    """Write a bundle with these files, and return it."""
    content = folder / "content"
    sums = []
    for name in names:
        (content / name).parent.mkdir(parents=True, exist_ok=True)
        (content / name).write_text(name, "utf-8")
        sums.append(f"{hashlib.sha256(name.encode()).hexdigest()}  ./{name}\n")
    (content / "SHA256SUMS").write_text("".join(sums), "utf-8")
    bundle = folder / "包 裹.tar"
    subprocess.run(["tar", "-cf", bundle, "-C", content, "."], check=True)
    return bundle


def test_with_a_bundle_pip_uses_nothing_else(root: Path, tmp_path: Path) -> None:
    complete(root)
    (root / ".venv/.holds").unlink()
    asked = tmp_path / "asked"
    noting = 'echo "$PIP_NO_INDEX $PIP_FIND_LINKS $PIP_INDEX_URL $*" >>'
    script(root / ".venv/bin/python", ECHO_PYTHON.replace("*)", f"*) {noting}'{asked}';"))
    python = script(tmp_path / "new/python", "#!/bin/sh\nexit 0\n")
    bundle = make_bundle(tmp_path, "wheels/a.whl")
    make(root, "site", PYTHON=str(python), BUNDLE=str(bundle), PIP_INDEX_URL="https://example.com/")
    calls = [line for line in asked.read_text("utf-8").splitlines() if "-m pip" in line]
    assert calls
    assert all(line.startswith("1 .cache/bundle/wheels  -m pip") for line in calls)
    assert (root / ".cache/bundle/wheels/a.whl").is_file()


def test_a_bundle_that_cannot_be_used_is_one_sentence(root: Path, tmp_path: Path) -> None:
    bundle = make_bundle(tmp_path, "wheels/a.whl")
    content = tmp_path / "content/wheels/a.whl"
    content.write_text("changed", "utf-8")
    subprocess.run(["tar", "-cf", bundle, "-C", tmp_path / "content", "."], check=True)
    assert "坏了" in sentence(make(root, "site", BUNDLE=str(bundle)))
    bundle.write_bytes(b"x" * 99)
    assert "坏了" in sentence(make(root, "site", BUNDLE=str(bundle)))
    assert "没有这个文件" in sentence(make(root, "site", BUNDLE=str(tmp_path / "none.tar")))
    assert not (root / ".cache/bundle").exists()
    bundle = make_bundle(tmp_path, "wheels/a.whl")
    run = subprocess.run(
        ["tools/node.sh", "axe"],
        cwd=root,
        env={**os.environ, "BUNDLE": str(bundle)},
        capture_output=True,
        text=True,
    )
    assert "BUNDLE 里没有这一版的 tools/node/axe" in run.stderr
