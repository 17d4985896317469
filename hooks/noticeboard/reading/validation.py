"""Typed text -> the front matter's model, its findings said in Chinese."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from functools import cache
from typing import Any, TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from noticeboard.model.field_types import BLANK
from noticeboard.model.notice import FrontMatter
from noticeboard.model.problems import Problem
from noticeboard.reading.frontmatter import FrontMatterText, Loc

Model = TypeVar("Model", bound=BaseModel)


def validate(
    front_matter: FrontMatterText, path: str, model: type[Model]
) -> tuple[Model | None, list[Problem]]:
    """The record that the values make, and every finding of the model, each at its place.

    There is no record where anything was found, also by those who parsed the text.
    """
    if front_matter.problems and not front_matter.values:
        return None, []
    blanks = [loc for loc, text in _texts(front_matter.values) if BLANK in text]
    problems = [_blank(loc, front_matter, path, model) for loc in blanks]
    record = None
    try:
        record = model.model_validate(front_matter.values)
    except ValidationError as errors:
        for error in errors.errors(include_url=False):
            if error["loc"] not in blanks:
                problems.append(_explain(error, front_matter, path, model))
    return (None if problems or front_matter.problems else record), problems


def widened(record: BaseModel, model: type[Model], **more: Any) -> Model:
    """The record as a `model` that has `more` fields, whose values are known to be right."""
    return model.model_construct(**record.__dict__, **more)


def _texts(value: Any, loc: Loc = ()) -> Iterator[tuple[Loc, str]]:
    """Every typed text and where it stands."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for part, inner in entries:
            yield from _texts(inner, (*loc, part))


def _blank(loc: Loc, front_matter: FrontMatterText, path: str, model: type[BaseModel]) -> Problem:
    name, info = _field(loc, model)
    title = f"（{info.title}）" if info else ""
    remedy = f"填上内容，去掉{BLANK}；通报里没有的可选项整行删去{_example(info)}"
    return Problem(
        path, *front_matter.places[loc], "blank", "error", f"“{name}”{title}还没有填写", remedy
    )


def _explain(
    error: Any, front_matter: FrontMatterText, path: str, model: type[BaseModel]
) -> Problem:
    """A pydantic error as a Chinese problem at its place."""
    loc: Loc = error["loc"]
    kind: str = error["type"]
    name, info = _field(loc, model)
    label = ".".join(part for part in loc if isinstance(part, str))
    title = f"“{label}”（{info.title}）" if info else f"“{label}”"
    if kind == "missing":
        place, rule = _place(front_matter, loc[:-1]), "required"
        message, remedy = f"缺少必填项{title}", f"写上 {name}: …{_example(info)}"
    elif kind == "extra_forbidden":
        place, rule = front_matter.key_places[loc], "unknown-key"
        message, remedy = f"没有“{name}”这一项", _nearest(name, _fields_at(loc[:-1], model), model)
    elif "help" in error.get("ctx", {}):
        place, rule = _place(front_matter, loc), kind
        message, remedy = f"{title}：{error['ctx']['text']}", error["ctx"]["help"]
    else:
        place, rule = _place(front_matter, loc), "value"
        said, remedy = _STANDARD.get(kind, _STANDARD_DEFAULT)
        message = title + said.format_map(error.get("ctx", {}))
        remedy += _example(info)
    return Problem(path, *place, rule, "error", message, remedy)


# What MkDocs and its theme take from a page's metadata, and no record has.
_LAYOUT = frozenset({"template", "location", "search", "status"})
_STANDARD = {
    "int_parsing": ("应是整数", "只写数字，如 25"),
    "greater_than_equal": ("不能小于 {ge}", "只写数字，如 25"),
    "less_than_equal": ("数字太大", "检查是不是多写了位数"),
    "bool_parsing": ("只能是 true 或 false", "是就写 true，不是就整行删去"),
    "bool_type": ("只能是 true 或 false", "是就写 true，不是就整行删去"),
    "string_type": ("应是一段文字", "写在同一行：键: 值"),
    "tuple_type": ("应是列表", "每项另起一行，缩进两格，以“- ”开头"),
    "model_type": ("下面应有若干“键: 值”", "各项另起一行，缩进两格"),
    "int_type": ("应是整数", "只写数字，如 25"),
}
_STANDARD_DEFAULT = ("写法不对", "对照 CONTRIBUTING.md 里的样例")


def _example(info: FieldInfo | None) -> str:
    if not info:
        return ""
    example = f"，例如 {info.examples[0]}" if info.examples else ""
    return f"（{info.description}{example}）"


def _field(loc: Loc, model: type[BaseModel]) -> tuple[str, FieldInfo | None]:
    """The name of the field at `loc`, of a list's item that of the list, and what it is."""
    *outer, name = [part for part in loc if isinstance(part, str)]
    return name, _fields_at(tuple(outer), model).get(name)


def _place(front_matter: FrontMatterText, loc: Loc) -> tuple[int, int]:
    while loc not in front_matter.places:
        loc = loc[:-1]
    return front_matter.places[loc]


def _nearest(name: str, fields: dict[str, FieldInfo], model: type[BaseModel]) -> str:
    if name in _LAYOUT:
        return "版式由网站决定，通报里不能写这一项，请删去"
    by_title = {info.title: key for key, info in fields.items() if info.title}
    near = difflib.get_close_matches(name, [*fields, *by_title], 1, 0.55)
    if near:
        return f"是不是想写 {by_title.get(near[0], near[0])}？"
    home = next((loc for loc, known, _ in _all_fields(model) if known == name), ())
    if home:
        return f"“{name}”应缩进写在 {home[-1]}: 下面"
    return f"删去这一项；可以写的有：{'、'.join(fields)}"


def model_of(annotation: Any) -> type[BaseModel] | None:
    """The record inside `X`, `X | None`, `tuple[X, ...]` or `Annotated[X, …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_of, get_args(annotation))), None)


def _fields_at(loc: Loc, model: type[BaseModel]) -> dict[str, FieldInfo]:
    """The fields that may stand in the mapping at `loc` of a record."""
    inner: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, str) and inner:
            info = inner.model_fields.get(part)
            inner = model_of(info.annotation) if info else None
    return inner.model_fields if inner else {}


@cache
def _all_fields(model: type[BaseModel]) -> tuple[tuple[Loc, str, FieldInfo], ...]:
    """Every field at any level: where it stands, its name, what it is."""
    found: list[tuple[Loc, str, FieldInfo]] = []
    open_places: list[Loc] = [()]
    for loc in open_places:
        for name, info in _fields_at(loc, model).items():
            found.append((loc, name, info))
            open_places.append((*loc, name))
    return tuple(found)


@cache
def known_names(model: type[BaseModel] = FrontMatter) -> frozenset[str]:
    """All field names and their Chinese titles, at any level."""
    return frozenset(
        text for _, name, info in _all_fields(model) for text in (name, info.title or name)
    )
