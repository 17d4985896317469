"""What runs on GitHub and GitLab: pinned, with few rights, and calling only what there is."""

import re
import subprocess
import sys
import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import pytest
import yaml

from noticeboard.cli.main import main
from noticeboard.pull_request.issue_form import LAST_LABEL, TEXT_LABEL

PROJECT = Path(__file__).resolve().parents[2]
WORKFLOWS = sorted((PROJECT / ".github/workflows").glob("*.yml"))
CALL = re.compile(r"\.venv/bin/noticeboard ((?:[a-z]+ )*[a-z]+)")


def loaded(path: Path) -> dict[str, Any]:
    # BaseLoader: `on` stays a word.
    loaded: dict[str, Any] = yaml.load(path.read_text("utf-8"), yaml.BaseLoader)
    return loaded


def test_zizmor_finds_nothing() -> None:
    program = Path(sys.executable).with_name("zizmor")
    run = subprocess.run(
        [program, "--offline", "--no-progress", PROJECT / ".github"], capture_output=True, text=True
    )
    assert run.returncode == 0, run.stdout + run.stderr
    assert "No findings to report" in run.stdout + run.stderr


@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_actions_are_pinned_and_rights_are_given_one_by_one(path: Path) -> None:
    workflow = loaded(path)
    assert workflow["permissions"] in ({}, "")
    for job in workflow["jobs"].values():
        assert "timeout-minutes" in job
        for step in job["steps"]:
            if "uses" in step:
                assert re.search(r"@[0-9a-f]{40}$", step["uses"])


def test_the_check_of_a_request_reads_only() -> None:
    workflow = loaded(PROJECT / ".github/workflows/notices.yml")
    assert list(workflow["on"]) == ["pull_request", "merge_group"]
    (job,) = workflow["jobs"].values()
    assert job["permissions"] == {"contents": "read"}
    checkout = job["steps"][0]
    base = "github.event.pull_request.base.sha || github.event.merge_group.base_sha"
    assert checkout["with"]["ref"] == f"${{{{ {base} }}}}"
    assert checkout["with"]["persist-credentials"] == "false"


def test_a_request_is_checked_again_for_another_base() -> None:
    workflow = loaded(PROJECT / ".github/workflows/notices.yml")
    events = workflow["on"]
    assert events["pull_request"]["branches"] == ["main"]
    assert set(events["pull_request"]["types"]) == {"opened", "synchronize", "reopened", "edited"}
    (job,) = workflow["jobs"].values()
    assert "if" not in job  # a skipped job counts as passed
    tests = loaded(PROJECT / ".github/workflows/check.yml")
    assert tests["on"]["pull_request"]["branches"] == ["main"]


def test_what_may_write_checks_out_nothing_of_a_request() -> None:
    for name in ("comment", "import"):
        (job,) = loaded(PROJECT / f".github/workflows/{name}.yml")["jobs"].values()
        checkout = job["steps"][0]
        assert set(checkout["with"]) == {"persist-credentials"}
        assert not any("git fetch" in step.get("run", "") for step in job["steps"])


@pytest.mark.parametrize(
    "path", [*WORKFLOWS, PROJECT / ".gitlab-ci.yml"], ids=lambda path: path.name
)
def test_every_call_is_a_command(path: Path) -> None:
    for call in CALL.findall(path.read_text("utf-8")):
        command: click.Command = main
        for word in call.split():
            if not isinstance(command, click.Group):
                break
            loaded = command.get_command(click.Context(command), word)
            assert loaded, call
            command = loaded
        assert not isinstance(command, click.Group), call


def test_the_template_has_at_most_five_boxes_on_both_hosts() -> None:
    template = (PROJECT / ".github/pull_request_template.md").read_text("utf-8")
    assert 1 <= template.count("- [ ]") <= 5
    copy = PROJECT / ".gitlab/merge_request_templates/Default.md"
    assert copy.read_text("utf-8") == template


def test_the_form_asks_what_the_import_reads() -> None:
    form = loaded(PROJECT / ".github/ISSUE_TEMPLATE/paste.yml")
    assert form["name"] == "粘贴通报全文"
    labels = [field["attributes"]["label"] for field in form["body"] if "id" in field]
    assert labels == [TEXT_LABEL, LAST_LABEL]
    condition = loaded(PROJECT / ".github/workflows/import.yml")["jobs"]["import"]["if"]
    assert condition == f"startsWith(github.event.issue.title, '{form['title'].strip()}')"


def test_the_bug_form_starts_no_import() -> None:
    form = loaded(PROJECT / ".github/ISSUE_TEMPLATE/bug.yml")
    notice_form = loaded(PROJECT / ".github/ISSUE_TEMPLATE/paste.yml")
    assert not form["title"].startswith(notice_form["title"].strip())
    labels = [field["attributes"]["label"] for field in form["body"] if "id" in field]
    copy = (PROJECT / ".gitlab/issue_templates/Bug.md").read_text("utf-8")
    assert re.findall(r"^## (.+)$", copy, re.MULTILINE) == labels


def test_the_version_has_release_notes() -> None:
    settings = tomllib.loads((PROJECT / "pyproject.toml").read_text("utf-8"))
    changelog = (PROJECT / "CHANGELOG.md").read_text("utf-8")
    heading = rf"^## \[{re.escape(settings['project']['version'])}\] - \d{{4}}-\d\d-\d\d$"
    assert re.search(heading, changelog, re.MULTILINE)
    assert "\n## [Unreleased]\n" in changelog


def test_pre_commit_runs_what_is_set_up() -> None:
    (repository,) = loaded(PROJECT / ".pre-commit-config.yaml")["repos"]
    assert repository["repo"] == "local"
    makefile = (PROJECT / "Makefile").read_text("utf-8")
    for hook in repository["hooks"]:
        program, *arguments = hook["entry"].split()
        if program == "make":
            assert f"\n{arguments[-1]}:" in makefile
        else:
            assert program.startswith(".venv/bin/")
            assert Path(sys.executable).with_name(Path(program).name).exists()


def test_dependabot_updates_every_lock() -> None:
    updates = {
        update["package-ecosystem"]: update.get("directories", [update.get("directory")])
        for update in loaded(PROJECT / ".github/dependabot.yml")["updates"]
    }
    assert updates == {
        "pip": ["/", "/bench"],
        "npm": ["/tools/node/*"],
        "github-actions": ["/"],
    }
    for package in PROJECT.glob("tools/node/*"):
        npmrc = (package / ".npmrc").read_text("utf-8")
        assert "omit-lockfile-registry-resolved=true" in npmrc


def test_the_owners_of_the_template_must_be_replaced() -> None:
    job = loaded(PROJECT / ".github/workflows/check.yml")["jobs"]["owners"]
    assert job["if"] == "${{ !github.event.repository.is_template }}"
    assert job["steps"][-1]["run"] == ".ci/check-owners .github/CODEOWNERS"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        (lambda text: text, 1),
        (lambda text: text.replace("@your-organisation/maintainers", "@shili/weihu"), 1),
        (lambda text: text.replace("@your-organisation", "@shili"), 0),
        (lambda text: text.replace("@your-organisation", "@your-organisation-of-shili"), 0),
        (lambda text: text.replace("@your-organisation/", "# @your-organisation/"), 1),
        (lambda text: text.replace("@your-organisation", "@Your-Organisation"), 1),
        (lambda text: text.replace("@your-organisation/reviewers", "# @shili/shenhe"), 1),
        (lambda text: "* @shili/weihu\n/notices/\n", 1),
        (lambda text: "[通报] @shili/weihu\n*\n/notices/ @shili/shenhe\n", 1),
        (lambda text: "", 1),
        (None, 1),
    ],
)
def test_owners_are_checked(change: Callable[[str], str] | None, code: int, tmp_path: Path) -> None:
    file = tmp_path / "CODEOWNERS"
    if change:
        file.write_text(
            change((PROJECT / "tests/cases/board/CODEOWNERS").read_text("utf-8")), "utf-8"
        )
    run = subprocess.run([PROJECT / ".ci/check-owners", file], capture_output=True, text=True)
    assert run.returncode == code, run.stdout
    assert run.stdout.count("::error") == code


def test_someone_owns_every_file() -> None:
    lines = (PROJECT / ".github/CODEOWNERS").read_text("utf-8").splitlines()
    rules = [line.split() for line in lines if line and not line.startswith("#")]
    assert rules[0][0] == "*"
    assert [pattern for pattern, *_ in rules] == ["*", "/notices/"]
    assert all(owner.startswith("@") for _, *owners in rules for owner in owners)


def test_the_site_is_published_every_day() -> None:
    events = loaded(PROJECT / ".github/workflows/publish.yml")["on"]
    (schedule,) = events["schedule"]
    minute, hour, *days = schedule["cron"].split()
    assert days == ["*", "*", "*"]
    assert 16 <= int(hour) + int(minute) / 60 < 17  # soon after midnight in Beijing
    assert events["push"] == {"branches": ["main"]}
