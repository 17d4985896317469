"""Validate parsed front matter against its model, with messages in Chinese."""

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
from noticeboard.reading.frontmatter import FieldPath, ParsedFrontMatter, nearest_place

Model = TypeVar("Model", bound=BaseModel)


def validate(
    front_matter: ParsedFrontMatter, path: str, model: type[Model]
) -> tuple[Model | None, list[Problem]]:
    """Return the record and the problems of validation.

    The record is None when there are problems, including those of parsing.
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
            loc = _written(error["loc"], front_matter.values)
            if loc not in blanks:
                problems.append(_explain({**error, "loc": loc}, front_matter, path, model))
    return (None if problems or front_matter.problems else record), problems


def extend_record(record: BaseModel, model: type[Model], **more: Any) -> Model:
    """Convert a record to a `model` with `more` fields, without validating again."""
    return model.model_construct(**record.__dict__, **more)


def _written(loc: FieldPath, values: Any) -> FieldPath:
    """Return an error's path in the file, where a field for a list may have a single value."""
    written: list[str | int] = []
    for part in loc:
        if isinstance(part, int) and not isinstance(values, list):
            continue
        written.append(part)
        try:
            values = values[part]
        except (KeyError, IndexError, TypeError):
            values = None
    return tuple(written)


def _texts(value: Any, loc: FieldPath = ()) -> Iterator[tuple[FieldPath, str]]:
    """Yield every text value with its path."""
    if isinstance(value, str):
        yield loc, value
    elif isinstance(value, dict | list):
        entries = value.items() if isinstance(value, dict) else enumerate(value)
        for part, inner in entries:
            yield from _texts(inner, (*loc, part))


def _blank(
    loc: FieldPath, front_matter: ParsedFrontMatter, path: str, model: type[BaseModel]
) -> Problem:
    name, info = _field(loc, model)
    title = f"（{info.title}）" if info else ""
    help_text = f"填上内容，去掉{BLANK}；通报里没有的可选项整行删去{_example(info)}"
    return Problem(
        path, *front_matter.places[loc], "blank", "error", f"“{name}”{title}还没有填写", help_text
    )


def _explain(
    error: Any, front_matter: ParsedFrontMatter, path: str, model: type[BaseModel]
) -> Problem:
    """Translate a pydantic error to a problem in Chinese."""
    loc: FieldPath = error["loc"]
    kind: str = error["type"]
    name, info = _field(loc, model)
    label = ".".join(part for part in loc if isinstance(part, str))
    title = f"“{label}”（{info.title}）" if info else f"“{label}”"
    if kind == "missing":
        place, rule = nearest_place(front_matter.places, loc[:-1]), "required"
        message, help_text = f"缺少必填项{title}", f"写上 {name}: …{_example(info)}"
    elif kind == "extra_forbidden":
        place, rule = front_matter.key_places[loc], "unknown-key"
        message, help_text = (
            f"没有“{name}”这一项",
            _suggestion(name, _fields_at(loc[:-1], model), model),
        )
    elif "help" in error.get("ctx", {}):
        place, rule = nearest_place(front_matter.places, loc), kind
        message, help_text = f"{title}：{error['ctx']['text']}", error["ctx"]["help"]
    else:
        place, rule = nearest_place(front_matter.places, loc), "value"
        template, help_text = _MESSAGES.get(kind, _DEFAULT_MESSAGE)
        message = title + template.format_map(error.get("ctx", {}))
        help_text += _example(info)
    return Problem(path, *place, rule, "error", message, help_text)


# Keys of page metadata that MkDocs and its theme read, and that no record has.
_LAYOUT = frozenset({"template", "location", "search", "status"})
_MESSAGES = {
    **dict.fromkeys(("int_parsing", "int_type"), ("应是整数", "只写数字，如 25")),
    "greater_than_equal": ("不能小于 {ge}", "只写数字，如 25"),
    "less_than_equal": ("数字太大", "检查是不是多写了位数"),
    **dict.fromkeys(
        ("bool_parsing", "bool_type"), ("只能是 true 或 false", "是就写 true，不是就整行删去")
    ),
    "string_type": ("应是一段文字", "写在同一行：键: 值"),
    "tuple_type": ("应是列表", "每项另起一行，缩进两格，以“- ”开头"),
    "model_type": ("下面应有若干“键: 值”", "各项另起一行，缩进两格"),
}
_DEFAULT_MESSAGE = ("写法不对", "对照 CONTRIBUTING.md 里的样例")


def _example(info: FieldInfo | None) -> str:
    if not info:
        return ""
    example = f"，例如 {info.examples[0]}" if info.examples else ""
    return f"（{info.description}{example}）"


def _field(loc: FieldPath, model: type[BaseModel]) -> tuple[str, FieldInfo | None]:
    """Return name and definition of the field at `loc`; for a list item, those of the list."""
    *outer, name = [part for part in loc if isinstance(part, str)]
    return name, _fields_at(tuple(outer), model).get(name)


def _suggestion(name: str, fields: dict[str, FieldInfo], model: type[BaseModel]) -> str:
    if name in _LAYOUT:
        return "版式由网站决定，通报里不能写这一项，请删去"
    parent = next((loc for loc, known, _ in _all_fields(model) if known == name), ())
    if parent:
        return f"“{name}”应缩进写在 {parent[-1]}: 下面"
    by_title = {info.title: key for key, info in fields.items() if info.title}
    near = difflib.get_close_matches(name, [*fields, *by_title], 1, 0.55)
    if near:
        return f"是不是想写 {by_title.get(near[0], near[0])}？"
    return f"删去这一项；可以写的有：{'、'.join(fields)}"


def model_of(annotation: Any) -> type[BaseModel] | None:
    """Return the model inside `X`, `X | None`, `tuple[X, ...]` or `Annotated[X, …]`."""
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next(filter(None, map(model_of, get_args(annotation))), None)


def _fields_at(loc: FieldPath, model: type[BaseModel]) -> dict[str, FieldInfo]:
    """Return the fields that the mapping at `loc` of a record may have."""
    inner: type[BaseModel] | None = model
    for part in loc:
        if isinstance(part, str) and inner:
            info = inner.model_fields.get(part)
            inner = model_of(info.annotation) if info else None
    return inner.model_fields if inner else {}


@cache
def _all_fields(model: type[BaseModel]) -> tuple[tuple[FieldPath, str, FieldInfo], ...]:
    """Return every field at any level: the path of its parent, its name, its definition."""
    fields: list[tuple[FieldPath, str, FieldInfo]] = []
    queue: list[FieldPath] = [()]
    for loc in queue:
        for name, info in _fields_at(loc, model).items():
            fields.append((loc, name, info))
            queue.append((*loc, name))
    return tuple(fields)


@cache
def known_names(model: type[BaseModel] = FrontMatter) -> frozenset[str]:
    """Return all field names and their Chinese titles, at any level."""
    return frozenset(
        text for _, name, info in _all_fields(model) for text in (name, info.title or name)
    )
