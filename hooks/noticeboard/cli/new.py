"""`noticeboard new`: ask an editor in Chinese, write the skeleton of a notice."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

import click
from pydantic import BaseModel, TypeAdapter, ValidationError

from noticeboard.cli.skeleton import Answers, explanation, from_earlier, skeleton
from noticeboard.importing.slug import slug_for
from noticeboard.model.contact import Contact, Phone
from noticeboard.model.field_types import BLANK, NOTICE_ID
from noticeboard.model.notice import FrontMatter, Inspection, Notice
from noticeboard.model.problems import NoticeboardError
from noticeboard.model.register import Register
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.search.folding import fold

_HOMES: dict[str, tuple[type[BaseModel], str]] = {
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
"""The questions in their order: the model that explains each and judges its answer."""

NONE = "-"
"""The answer that there is none, where one is offered."""

Ask = Callable[[str, str], str]
"""A question and the answer offered -> the answer; an empty one says that it is not known."""


def new_notice(notices_dir: Path, notices: Sequence[Notice], ask: Ask) -> Path:
    """Ask, write the skeleton where it belongs, return its path.

    Nothing that is there is overwritten. NoticeboardError when the file cannot be written.
    """
    answers, earlier = _questions(notices, ask)
    year = answers["published"][:4]
    while not year:
        said = ask("公布的年份，四位数字", "").strip()
        year = said if said.isascii() and said.isdigit() and len(said) == 4 else ""
    path = notices_dir / _identity(notices_dir, year, answers["unit"], earlier, ask)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", newline="\n") as file:
            file.write(skeleton(answers))
    except OSError as error:
        raise NoticeboardError(f"写不进 {path}：{error.strerror}") from None
    return path


def _questions(notices: Sequence[Notice], ask: Ask) -> tuple[Answers, Notice | None]:
    given: dict[str, str] = {}
    offered: dict[str, str] = {}
    earlier: Notice | None = None
    for name, (model, key) in _HOMES.items():
        given[name] = _answer(model, key, offered.get(name, ""), ask)
        if name == "unit":
            earlier = earlier_notice(given["unit"], notices)
            offered = from_earlier(earlier) if earlier else {}
            if earlier:
                said = f"参照这个单位以前的通报 {earlier.id}"
                click.echo(f"{said}：直接按回车就用方括号里的，写 {NONE} 表示没有。")
    return Answers(given, earlier.id if earlier else ""), earlier


def earlier_notice(unit: str, notices: Sequence[Notice]) -> Notice | None:
    """The newest notice of a unit, however it is written; None when there is none."""
    asked = fold(unit)
    same = (notice for notice in Register(notices).notices if fold(notice.unit) == asked)
    return next(same, None) if asked else None


def _answer(model: type[BaseModel], key: str, offered: str, ask: Ask) -> str:
    """The answer to one question, asked again until it is right or empty."""
    info = model.model_fields[key]
    while True:
        said = ask(explanation(info), offered).strip()
        if said == NONE:
            return ""
        reason = _refusal(said, model, key) if said else ""
        if not reason:
            return said
        click.echo(f"  {reason}")


def _refusal(said: str, model: type[BaseModel], key: str) -> str:
    """Why the model does not take an answer; empty when it does."""
    if BLANK in said:
        return "还不知道的，直接按回车"
    field = model.model_fields[key]
    adapter = TypeAdapter(field.rebuild_annotation())
    try:
        adapter.validate_python(said)
    except ValidationError as errors:
        context = errors.errors(include_url=False)[0].get("ctx", {})
        return f"{context.get('text', '写法不对')}。{context.get('help', '')}"
    return ""


def _identity(notices_dir: Path, year: str, unit: str, earlier: Notice | None, ask: Ask) -> str:
    """`<year>/<slug>.md` that is not taken."""
    offered = _free(notices_dir, year, earlier.slug if earlier else slug_for(unit))
    while True:
        slug = ask(
            "文件名，也是网址的一部分，公布以后不能改：小写字母、数字和连字符", offered
        ).strip()
        if not NOTICE_ID.fullmatch(f"{year}/{slug}") or slug in RESERVED_SLUGS:
            click.echo("  文件名写法不对，例如 shili-shifanju")
        elif _taken(notices_dir, year, slug):
            click.echo(f"  {year}/{slug} 已经有了，换一个")
        else:
            return f"{year}/{slug}.md"


def _taken(notices_dir: Path, year: str, slug: str) -> bool:
    return any((notices_dir / year / name).exists() for name in (slug, f"{slug}.md"))


def _free(notices_dir: Path, year: str, slug: str) -> str:
    number, name = 1, slug
    while _taken(notices_dir, year, name):
        number += 1
        name = f"{slug}-{number}"
    return name
