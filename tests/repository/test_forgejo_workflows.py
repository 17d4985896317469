"""The workflows of Forgejo and Gitea: plain steps, the same in both folders, no secret for a request's code."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.repositories import commit, git

PROJECT = Path(__file__).resolve().parents[2]
FOLDERS = [PROJECT / folder for folder in (".gitea/workflows", "deploy/content/.gitea/workflows")]
WORKFLOWS = [path for folder in FOLDERS for path in sorted(folder.glob("*.yml"))]


def loaded(path: Path) -> dict[str, Any]:
    # BaseLoader: `on` stays a word.
    workflow: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return workflow


def steps(path: Path) -> list[dict[str, Any]]:
    return [step for job in loaded(path)["jobs"].values() for step in job["steps"]]


@pytest.mark.parametrize("folder", FOLDERS)
def test_both_hosts_have_the_same_workflows(folder: Path) -> None:
    other = Path(str(folder).replace(".gitea", ".forgejo"))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == {
        p.name: p.read_bytes() for p in other.iterdir()
    }


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.relative_to(PROJECT).as_posix())
def test_no_action_from_elsewhere_is_used(path: Path) -> None:
    for job in loaded(path)["jobs"].values():
        assert "timeout-minutes" in job
        assert "uses" not in job
        assert "container" not in job
    for step in steps(path):
        assert set(step) <= {"name", "run", "env", "if"}
        # An expression in a script would be read as a part of it.
        assert "${{" not in step["run"]


def test_a_secret_is_only_where_no_request_is_run() -> None:
    for path in WORKFLOWS:
        workflow = loaded(path)
        uses_secret = "secrets." in path.read_text("utf-8")
        assert not (uses_secret and "pull_request" in workflow["on"]), path
        assert "pull_request_target" not in workflow["on"]
    comment = loaded(FOLDERS[0] / "comment.yml")
    assert set(comment["on"]) == {"schedule", "workflow_dispatch"}
    checkout = steps(FOLDERS[0] / "comment.yml")[0]
    assert checkout["env"]["BRANCH"] == "${{ github.ref_name }}"


def test_the_plain_steps_check_out_the_base_and_fetch_the_request(tmp_path: Path) -> None:
    work, remote, job = tmp_path / "work", tmp_path / "shili/tongbao.git", tmp_path / "job"
    for folder in (work, job):
        folder.mkdir()
    git(work, "init", "--quiet")
    (work / "file").write_text("base\n", "utf-8")
    base = commit(work)
    git(tmp_path, "clone", "--quiet", "--bare", str(work), str(remote))
    (work / "file").write_text("request\n", "utf-8")
    head = commit(work)
    git(work, "push", "--quiet", str(remote), "main:refs/pull/7/head")
    values = {"REMOTE": str(remote), "BRANCH": "main", "NUMBER": "7", "TOKEN": "x"}
    for step in steps(FOLDERS[0] / "notices.yml")[:2]:
        environment = {name: values[name] for name in step["env"]}
        subprocess.run(
            ["sh", "-e", "-c", step["run"]],
            cwd=job,
            env={"PATH": "/usr/bin:/bin", "HOME": str(tmp_path), **environment},
            check=True,
        )
    assert git(job, "rev-parse", "HEAD") == base
    assert git(job, "rev-parse", "refs/request/head") == head
    assert (job / "file").read_text("utf-8") == "base\n"
