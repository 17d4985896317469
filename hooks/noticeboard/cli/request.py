"""`noticeboard request`: the commands that the workflows of a code host call."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import click

from noticeboard.build.environment import notices_dir
from noticeboard.cli.common import UserPath, board_config, usage_errors
from noticeboard.history.log import content_repository
from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request import forgejo as forgejo_requests
from noticeboard.pull_request.api import Api
from noticeboard.pull_request.forgejo import forgejo_api
from noticeboard.pull_request.github import comment_after_run, github_api
from noticeboard.pull_request.gitlab import comment_on_requests
from noticeboard.pull_request.issue_form import open_request
from noticeboard.pull_request.report import check_request, read_report, write_report
from noticeboard.reading.site_config import site_config_in
from noticeboard.rules.problem_formats import Formatter, as_github, as_gitlab, as_text

_FORMATS: dict[str, Formatter] = {"text": as_text, "github": as_github, "gitlab": as_gitlab}
_report = click.option("--report", type=UserPath(), default="report.json", help="检查结果的文件")


class _RequestGroup(click.Group):
    def invoke(self, ctx: click.Context) -> Any:
        with usage_errors():
            return super().invoke(ctx)


@click.group(cls=_RequestGroup, help="合并请求的检查和评论，供持续集成调用。")
def request() -> None:
    """Group the commands on a change request."""


@request.command(help="取一个提交里的通报，放进 notices/，与现在的版本比较并检查。")
@click.argument("revision")
@_report
@click.option("--format", "output", type=click.Choice(list(_FORMATS)), default="text", help="格式")
def check(revision: str, report: Path, output: str) -> None:
    """Exit 0 if the request may be published, 1 if not, 2 if it cannot be checked."""
    folder = notices_dir(Path())
    site = site_config_in(Path("mkdocs.yml"), board_config().site)
    result = check_request(content_repository(Path(), folder), revision, folder, site)
    write_report(result, report)
    problems = [problem.as_problem() for problem in result.problems]
    click.echo(_FORMATS[output](problems, site_url=_site_url()))
    raise SystemExit(0 if result.clean else 1)


@request.command(help="把检查结果写成评论，写在合并请求里。")
@click.argument("host", type=click.Choice(["github", "gitlab", "forgejo"]))
@_report
def comment(host: str, report: Path) -> None:
    """Post the comment; its context comes from the runner's own variables.

    On GitHub it is that of one report, on the others those of all open requests. Gitea is forgejo.
    """
    if host == "github":
        click.echo(comment_after_run(_event(), read_report(report), _github(), _site_url()))
        return
    if host == "forgejo":
        names = ("GITHUB_REPOSITORY", "GITHUB_SERVER_URL", "GITHUB_RUN_NUMBER", "NOTICEBOARD_TOKEN")
        for name in names:
            _variable(name)
        forgejo = forgejo_api(_variable("GITHUB_API_URL"), _variable("NOTICEBOARD_TOKEN"))
        click.echo(forgejo_requests.comment_on_requests(os.environ, Path(), forgejo))
        return
    for name in ("CI_PROJECT_ID", "CI_DEFAULT_BRANCH"):
        _variable(name)
    api = Api(_variable("CI_API_V4_URL"), {"PRIVATE-TOKEN": _variable("NOTICEBOARD_TOKEN")})
    click.echo(comment_on_requests(os.environ, api))


@request.command("open", help="把表单里粘贴的全文导入，开一个合并请求（GitHub）。")
def open_() -> None:
    """Import the text of an issue, and open a request; the issue comes from the runner."""
    folder = notices_dir(Path())
    click.echo(open_request(_event(), _variable("GITHUB_SHA"), folder, _github()))


def _site_url() -> str:
    return os.environ.get("SITE_URL", "")


def _event() -> Any:
    try:
        return json.loads(Path(_variable("GITHUB_EVENT_PATH")).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise NoticeboardError(f"读不到 GITHUB_EVENT_PATH 的事件：{error}") from None


def _github() -> Api:
    return github_api(_variable("GITHUB_API_URL"), _variable("GITHUB_TOKEN"))


def _variable(name: str) -> str:
    value = os.environ.get(name)
    if not value:
        raise NoticeboardError(f"没有环境变量 {name}；这个命令由持续集成调用")
    return value
