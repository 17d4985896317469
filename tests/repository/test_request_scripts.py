"""How the workflows fetch a request and its base, run against repositories on disk."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml
from support.repositories import commit, git

PROJECT = Path(__file__).resolve().parents[2]
GITLAB: dict[str, Any] = yaml.safe_load((PROJECT / ".gitlab-ci.yml").read_text("utf-8"))


@pytest.fixture
def target(tmp_path: Path) -> Path:
    """The project that a request is for, with one commit, as a server has it."""
    work = tmp_path / "work"
    work.mkdir()
    git(work, "init", "--quiet")
    (work / "program").write_text("target")
    commit(work)
    git(work, "clone", "--quiet", "--bare", str(work), str(tmp_path / "target.git"))
    git(work, "remote", "add", "origin", str(tmp_path / "target.git"))
    return tmp_path / "target.git"


def change(work: Path, branch: str, content: str) -> str:
    """Commit a file of its own on a branch, new or known; return the commit."""
    git(work, "checkout", "--quiet", "-B", branch)
    (work / content).write_text(content)
    return commit(work)


def fetch_request(target: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    checkout = target.with_name("checkout")
    if not checkout.exists():
        git(target.parent, "clone", "--quiet", str(target), str(checkout))
    environment = {
        "REMOTE": str(target),
        "TOKEN": "secret",
        "WAITS": "0 0",
        "PULL_BASE": git(target, "rev-list", "--max-parents=0", "main"),
        "BASE_REF": "main",
        **variables,
    }
    return subprocess.run(
        [PROJECT / ".ci/fetch-request"],
        cwd=checkout,
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
    )


@pytest.fixture
def pull(target: Path) -> str:
    """A pull request with its merge commit; returns its head."""
    work = target.with_name("work")
    head = change(work, "request", "one")
    git(work, "checkout", "--quiet", "main")
    change(work, "main", "later")
    git(work, "merge", "--quiet", "--no-ff", "-m", "merge", "request")
    git(work, "push", "--quiet", "origin", "HEAD^:refs/heads/main", "HEAD:refs/pull/7/merge")
    return head


def test_the_base_of_a_pull_request_is_checked_out(target: Path, pull: str) -> None:
    run = fetch_request(target, REF="refs/pull/7/merge", PULL_HEAD=pull, GROUP_HEAD="")
    assert run.returncode == 0, run.stdout + run.stderr
    checkout = target.with_name("checkout")
    assert git(checkout, "rev-parse", "HEAD") == git(target, "rev-parse", "main")
    assert git(checkout, "rev-parse", "refs/request/merge^2") == pull


def test_a_merge_commit_of_another_head_is_refused(target: Path, pull: str) -> None:
    work = target.with_name("work")
    git(work, "checkout", "--quiet", "request")
    newer = change(work, "request", "two")
    for ref in ("refs/pull/7/merge", "refs/pull/8/merge"):
        run = fetch_request(target, REF=ref, PULL_HEAD=newer, GROUP_HEAD="")
        assert run.returncode == 1
        assert f"::error::The merge commit is not that of {newer}" in run.stdout
        assert "secret" not in run.stdout + run.stderr


@pytest.mark.parametrize("base", ["other", "main~1"])
def test_the_merge_commit_of_a_retargeted_request_is_refused(
    target: Path, pull: str, base: str
) -> None:
    work = target.with_name("work")
    git(work, "reset", "--quiet", "--hard", "HEAD^")
    newest = git(work, "rev-parse", "main")
    change(work, "other", "program")
    git(work, "checkout", "--quiet", "--detach", base)
    git(work, "merge", "--quiet", "--no-ff", "-m", "merge", "request")
    git(work, "push", "--quiet", "--force", "origin", "HEAD:refs/pull/7/merge")
    run = fetch_request(
        target, REF="refs/pull/7/merge", PULL_HEAD=pull, PULL_BASE=newest, GROUP_HEAD=""
    )
    assert run.returncode == 1
    assert f"not that of {pull} and main" in run.stdout
    assert git(target.with_name("checkout"), "rev-parse", "HEAD") == newest


def test_a_group_of_the_merge_queue_is_fetched(target: Path, pull: str) -> None:
    work = target.with_name("work")
    group = git(work, "rev-parse", "main")
    git(work, "push", "--quiet", "origin", "main:refs/heads/gh-readonly-queue/main/pr-7")
    ref = "refs/heads/gh-readonly-queue/main/pr-7"
    assert fetch_request(target, REF=ref, GROUP_HEAD=group, PULL_HEAD="").returncode == 0
    assert fetch_request(target, REF=ref, GROUP_HEAD=pull, PULL_HEAD="").returncode == 1


def run_gitlab(fork: Path, target: Path, **variables: str) -> subprocess.CompletedProcess[str]:
    """Run the lines of the job `notices` up to the checkout of the base, as GitLab's runner does."""
    lines: list[str] = GITLAB["notices"]["script"]
    end = next(number for number, line in enumerate(lines) if line.startswith("tools/setup.sh"))
    return subprocess.run(
        ["bash", "-eo", "pipefail", "-c", "\n".join(lines[:end])],
        cwd=fork,
        env={
            **os.environ,
            "CI_JOB_TOKEN": "job",
            "CI_MERGE_REQUEST_PROJECT_URL": str(target.with_suffix("")),
            "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
            **variables,
        },
        capture_output=True,
        text=True,
    )


def test_a_request_from_the_main_branch_of_a_fork_meets_the_target(target: Path) -> None:
    fork = target.with_name("fork")
    git(target.parent, "clone", "--quiet", str(target), str(fork))
    change(fork, "main", "request")
    git(fork, "remote", "set-url", "origin", str(fork))  # as in the fork's own pipeline
    work = target.with_name("work")
    newest = change(work, "main", "later")
    git(work, "push", "--quiet", "origin", "main")
    run = run_gitlab(fork, target)
    assert run.returncode == 0, run.stdout + run.stderr
    assert git(fork, "rev-parse", "HEAD") == newest
    assert not (fork / "request").exists()


def test_a_token_that_a_request_can_see_is_refused(target: Path) -> None:
    run = run_gitlab(target, target, NOTICEBOARD_TOKEN="secret")
    assert run.returncode == 1
    assert "Protected" in run.stdout
    assert "secret" not in run.stdout + run.stderr


def test_no_folder_of_a_request_is_used_again() -> None:
    assert GITLAB["variables"] == {"GIT_STRATEGY": "clone"}
    assert not any("cache" in job for job in GITLAB.values() if isinstance(job, dict))


def test_only_the_scheduled_job_has_the_token() -> None:
    jobs = {name: job for name, job in GITLAB.items() if isinstance(job, dict) and "script" in job}
    users = [name for name, job in jobs.items() if "request comment" in str(job["script"])]
    assert users == ["comment"]
    (rule,) = jobs["comment"]["rules"]
    assert rule["if"] == '$CI_PIPELINE_SOURCE == "schedule" && $NOTICEBOARD_TASK == "comment"'
    for rule in GITLAB["workflow"]["rules"]:
        assert "$CI_DEFAULT_BRANCH" in rule["if"]
    for name in ("notices", "tests"):
        assert all('"merge_request_event"' in rule["if"] for rule in jobs[name]["rules"])
