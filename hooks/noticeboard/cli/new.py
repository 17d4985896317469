"""`noticeboard new`: ask an editor in Chinese, and write the skeleton of a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from pydantic import BaseModel, TypeAdapter, ValidationError

from noticeboard.cli.common import existing_notices_dir, usage_errors
from noticeboard.importing.skeleton import Answers, explanation, from_earlier, skeleton
from noticeboard.importing.slug import slug_for
from noticeboard.model.contact import Contact, Phone
from noticeboard.model.field_types import BLANK, NOTICE_ID
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.problems import NoticeboardError
from noticeboard.model.register import Register
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.reading.reader import read_all
from noticeboard.text.folding import fold

_QUESTIONS: dict[str, tuple[type[BaseModel], str]] = {
    "unit": (FrontMatter, "unit"),
    "region": (FrontMatter, "region"),
    "title": (FrontMatter, "title"),
    **{f"inspection.{name}": (Inspection, name) for name in Inspection.model_fields},
    "published": (FrontMatter, "published"),
    "issuer": (FrontMatter, "issuer"),
    "contact.phones.number": (Phone, "number"),
    "contact.phones.hours": (Phone, "hours"),
    **{f"contact.{name}": (Contact, name) for name in ("email", "address", "postcode")},
}
"""Question -> the model and field that explain it and validate its answer, in order."""

NONE = "-"
"""The answer that rejects an offered value."""

Ask = Callable[[str, str], str]
"""(question, offered answer) -> answer; an empty answer means unknown."""


@click.command(help="回答几个问题，写出一篇新通报的框架。")
def new() -> None:
    """Exit 0 if the skeleton is written, 2 if it cannot be."""
    click.echo("还不知道的直接按回车，以后在文件里补写。")
    with usage_errors():
        folder = existing_notices_dir()
        notices = [parsed.notice for parsed in read_all(folder) if parsed.notice]
        path = new_notice(folder, notices, _prompt)
    click.echo(f"\n框架写在 {path}。粘贴全文，填好标着【待填】的地方，然后运行 make check。")


def _prompt(question: str, offered: str) -> str:
    answer: str = click.prompt(question, default=offered, show_default=bool(offered))
    return answer


def new_notice(notices_dir: Path, notices: Sequence[Notice], ask: Ask) -> Path:
    """Ask, write the skeleton and return its path; existing files are never overwritten.

    Raise NoticeboardError if the file cannot be written.
    """
    answers, earlier = _ask_all(notices, ask)
    year = answers["published"][:4]
    while not year:
        answer = ask("公布的年份，四位数字", "").strip()
        year = answer if answer.isascii() and answer.isdigit() and len(answer) == 4 else ""
    path = notices_dir / _free_path(notices_dir, year, answers["unit"], earlier, ask)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(answers))
    except OSError as error:
        raise NoticeboardError(f"写不进 {path}：{error.strerror}") from None
    return path


def _ask_all(notices: Sequence[Notice], ask: Ask) -> tuple[Answers, Notice | None]:
    answers: dict[str, str] = {}
    offered: dict[str, str] = {}
    earlier: Notice | None = None
    for name, (model, key) in _QUESTIONS.items():
        answers[name] = _ask_field(model, key, offered.get(name, ""), ask)
        if name == "unit":
            earlier = earlier_notice(answers["unit"], notices)
            offered = from_earlier(earlier) if earlier else {}
            if earlier:
                answer = f"参照这个单位以前的通报 {earlier.id}"
                click.echo(f"{answer}：直接按回车就用方括号里的，写 {NONE} 表示没有。")
    return Answers(answers, earlier.id if earlier else ""), earlier


def earlier_notice(unit: str, notices: Sequence[Notice]) -> Notice | None:
    """Return the newest notice of a unit, in any spelling with the same folded form, or None."""
    folded = fold(unit)
    same = (n for n in Register(notices).notices if folded in map(fold, n.unit))
    return next(same, None) if folded else None


def _ask_field(model: type[BaseModel], key: str, offered: str, ask: Ask) -> str:
    """Ask one question until its answer is valid or empty."""
    info = model.model_fields[key]
    while True:
        answer = ask(explanation(info), offered).strip()
        if answer == NONE:
            return ""
        reason = _invalid_reason(answer, model, key) if answer else ""
        if not reason:
            return answer
        click.echo(f"  {reason}")


def _invalid_reason(answer: str, model: type[BaseModel], key: str) -> str:
    """Return why an answer is invalid; empty if it is valid."""
    if BLANK in answer:
        return "还不知道的，直接按回车"
    field = model.model_fields[key]
    adapter = TypeAdapter(field.rebuild_annotation())
    try:
        adapter.validate_python(answer)
    except ValidationError as errors:
        context = errors.errors(include_url=False)[0].get("ctx", {})
        return f"{context.get('text', '写法不对')}。{context.get('help', '')}"
    return ""


def _free_path(notices_dir: Path, year: str, unit: str, earlier: Notice | None, ask: Ask) -> str:
    """Return a path `<year>/<slug>.md` that is free."""
    offered = _free_slug(notices_dir, year, earlier.slug if earlier else slug_for(unit))
    while True:
        slug = ask(
            "文件名，也是网址的一部分，公布以后不能改：小写字母、数字和连字符", offered
        ).strip()
        if not NOTICE_ID.fullmatch(f"{year}/{slug}") or slug in RESERVED_SLUGS:
            click.echo("  文件名写法不对，例如 shili-shifanju")
        elif _is_taken(notices_dir, year, slug):
            click.echo(f"  {year}/{slug} 已经有了，换一个")
        else:
            return f"{year}/{slug}.md"


def _is_taken(notices_dir: Path, year: str, slug: str) -> bool:
    return any((notices_dir / year / name).exists() for name in (slug, f"{slug}.md"))


def _free_slug(notices_dir: Path, year: str, slug: str) -> str:
    number, name = 1, slug
    while _is_taken(notices_dir, year, name):
        number += 1
        name = f"{slug}-{number}"
    return name
