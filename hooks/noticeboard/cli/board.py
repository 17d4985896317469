"""`noticeboard board`: turn a clone into a board of one's own, by five questions."""

from __future__ import annotations

from pathlib import Path

import click

from noticeboard.boards.answers import QUESTIONS, Question, check_answers
from noticeboard.boards.content_repository import write_content_repository
from noticeboard.boards.new_board import (
    CONFIG,
    MESSAGE,
    default_owners,
    has_owners,
    make_board,
    remote_urls,
)
from noticeboard.boards.owners import check_owners
from noticeboard.boards.yaml_edit import get_entries
from noticeboard.cli.common import usage_errors
from noticeboard.model.problems import NoticeboardError

_EXAMPLES = ("巡察整改公开栏", "https://noticeboard.example/")
"""What mkdocs.yml has before a board is made of it."""


def _options(command: click.Command) -> click.Command:
    for question in reversed(QUESTIONS):
        command.params.append(
            click.Option(
                [f"--{question.name}"],
                envvar=f"BOARD_{question.name.upper()}",
                help=f"{question.label}，如 {question.example}",
            )
        )
    return command


@click.command(help="建成自己的公开栏：回答五个问题；再运行一次可以改。")
@click.option(
    "--owners", envvar="BOARD_OWNERS", help="审核人，如 @shili，或 @shili/weihu @shili/shenhe"
)
@click.option("--content", envvar="CONTENT", help="只放通报的库的文件夹；不写就在本文件夹里")
def board(owners: str | None, content: str | None, **given: str | None) -> None:
    """Exit 0 when the board is written, 2 for a wrong answer; then nothing is changed."""
    root = Path()
    with usage_errors():
        if not (root / CONFIG).is_file():
            raise NoticeboardError(f"这里没有 {CONFIG}；请在项目的根目录运行")
        required = check_owners(owners) if owners else ()
        settings = check_answers(_answers(root, given))
        if content:
            write_content_repository(root, Path(content), settings, required)
            click.echo(f"{content}/ 已建好：只放通报的库，设置在 board.yml。")
            click.echo(f"下一步：读 {content}/README.md，照着建库、设变量。")
            return
        required = required or (() if has_owners(root) else default_owners(root))
        changes = make_board(root, settings, required)
    for name in changes.written:
        click.echo(f"写好了 {name}")
    for name in changes.removed:
        click.echo(f"删去了样例 {name}")
    if not changes.written and not changes.removed:
        click.echo("都已经是这样，什么也没有改。")
    _print_next_steps(root)


def _answers(root: Path, given: dict[str, str | None]) -> dict[str, str]:
    """Return the answers: those given, and those asked for."""
    known = {name: value for name, value in given.items() if value}
    check_given = {question.name: question for question in QUESTIONS if question.name in known}
    problems = []
    for name, question in check_given.items():
        try:
            question.check(known[name])
        except NoticeboardError as error:
            problems.append(str(error))
    if problems:
        raise NoticeboardError("\n".join(problems))
    current = get_entries((root / CONFIG).read_text("utf-8"))
    for question in QUESTIONS:
        if question.name not in known:
            known[question.name] = _ask(question, _current(question, current))
    return known


def _current(question: Question, entries: dict[tuple[str, ...], str]) -> str:
    """Return the present answer, empty if there is none yet."""
    places = question.check(question.example)
    answer = " ".join(filter(None, (entries.get(place, "") for place in places)))
    return "" if answer in _EXAMPLES else answer


def _ask(question: Question, current: str) -> str:
    """Ask until the answer can be used. Raise NoticeboardError at the end of the input."""
    text = question.label if current else f"{question.label}（如 {question.example}）"
    while True:
        try:
            answer: str = click.prompt(text, default=current or None)
        except click.Abort:
            raise NoticeboardError("\n五个问题没有回答完，什么也没有改") from None
        try:
            question.check(answer)
            return answer
        except NoticeboardError as error:
            click.echo(str(error), err=True)


def _print_next_steps(root: Path) -> None:
    if not has_owners(root):
        click.echo(
            "审核人还没有定：运行 make board BOARD_OWNERS='@维护人 @审核人'，或改 .github/CODEOWNERS。"
        )
    if "upstream" not in remote_urls(root):
        click.echo("以后更新要用上游：git remote rename origin upstream，再加自己的 origin。")
    click.echo("下一步：make site 看看；再提交：")
    click.echo(f"  git add --all && git commit --file {MESSAGE}")


_options(board)
