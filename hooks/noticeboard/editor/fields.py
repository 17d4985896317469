"""Set one field in the text of a notice, and leave every other line as its editor typed it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import yaml

from noticeboard.importing.frontmatter import scalar
from noticeboard.model.field_types import BLANK, DOUBT
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.site_config import node_value

FENCE = "---"
Value = Any
"""What a field of the form holds: a text, a list, a mapping, or None to remove the field."""


class _Slot(NamedTuple):
    """The lines of an entry: from `start` to before `end`, its key or dash at column `indent`."""

    start: int
    end: int
    indent: int
    node: yaml.Node | None


def set_field(source: str, path: FieldPath, value: Value) -> str:
    """Return the text with this value of a field, given as keys and indices from the root.

    A field that is missing is added after its neighbours, None removes one. Raise ValueError if the
    front matter cannot be read as YAML.
    """
    lines = source.split("\n")
    end = _end_of_front_matter(lines)
    head, rest = lines[1:end], lines[end:]
    return "\n".join([FENCE, *_set(head, tuple(path), _without_empty(value)), *rest])


def confirm(source: str, line: int) -> str:
    """Return the text without the doubt that the importer noted in a line, counted from 1."""
    lines = source.split("\n")
    before, mark, _ = lines[line - 1].partition(f"# {DOUBT}")
    if mark:
        lines[line - 1 : line] = [before.rstrip()] if before.strip() else []
    return "\n".join(lines)


def _end_of_front_matter(lines: Sequence[str]) -> int:
    ends = (number for number, line in enumerate(lines[1:], 1) if line.rstrip() == FENCE)
    end = next(ends, None)
    if lines[0].rstrip() != FENCE or end is None:
        raise ValueError("没有用两行 --- 包住的元数据")
    return end


def _set(lines: list[str], path: FieldPath, value: Value) -> list[str]:
    try:
        root = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise ValueError("元数据的写法有错，请先按下面的提示改好") from error
    if _is_flow(root):
        record = _changed(node_value(root), path, value) or {}
        return [line for key, item in record.items() for line in _render(key, item, 0)]
    slot = _Slot(0, len(lines), -2, root)
    changed: tuple[_Slot, str | int] | None = None
    for depth, part in enumerate(path):
        inner = _entry(slot, part, lines)
        if inner is None:
            new = _nested(path[depth + 1 :], value)
            return _add(lines, slot, part, new) if new is not None else lines
        if inner is slot:
            continue
        is_flow = _is_flow(inner.node) and depth + 1 < len(path)
        if is_flow:
            value = _changed(node_value(inner.node), path[depth + 1 :], value)
        # What holds nothing but a removed value goes with it.
        if changed is None or value is not None or _length(slot.node) > 1:
            changed = inner, part
        if is_flow:
            break
        slot = inner
    return _replace(lines, *changed, value) if changed else lines


def _entry(slot: _Slot, part: str | int, lines: Sequence[str]) -> _Slot | None:
    """Return the lines of a key or an item within a block; index 0 of a lone value is the value."""
    node = slot.node
    if isinstance(node, yaml.MappingNode) and isinstance(part, str):
        for key, child in node.value:
            if key.value == part:
                column = key.start_mark.column
                return _Slot(
                    key.start_mark.line,
                    _block_end(lines, key.start_mark.line, column, slot.end),
                    column,
                    child,
                )
    elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
        child = node.value[part]
        line = child.start_mark.line
        column = lines[line].index("-") if not _is_flow(node) else slot.indent
        return _Slot(line, _block_end(lines, line, column, slot.end), column, child)
    elif part == 0 and isinstance(node, (yaml.MappingNode, yaml.ScalarNode)) and slot.indent >= 0:
        return slot
    return None


def _block_end(lines: Sequence[str], start: int, column: int, limit: int) -> int:
    """Return the line after an entry: the next one that is indented no more and is no item of it."""
    is_item = lines[start][column] == "-"
    for number in range(start + 1, limit):
        text = lines[number].lstrip()
        indent = len(lines[number]) - len(text)
        if text and (
            indent < column or (indent == column and (is_item or not text.startswith("- ")))
        ):
            return number
    return limit


def _replace(lines: list[str], slot: _Slot, part: str | int, value: Value) -> list[str]:
    """Replace an entry; a dash before it in its first line stays."""
    first = lines[slot.start]
    lead = first[: slot.indent]
    new = _render(part, value, slot.indent) if value is not None else []
    if new and lead.strip():
        new[0] = lead + new[0][slot.indent :]
    elif not new and lead.strip():
        # The first key of an item: its dash moves to the next key, or the item goes.
        if slot.end < len(lines) and lines[slot.end][: slot.indent].strip() == "":
            following = lines[slot.end]
            if following.strip() and len(following) - len(following.lstrip()) == slot.indent:
                return [
                    *lines[: slot.start],
                    lead + following[slot.indent :],
                    *lines[slot.end + 1 :],
                ]
        new = []
    return [*lines[: slot.start], *new, *lines[slot.end :]]


def _add(lines: list[str], slot: _Slot, part: str | int, value: Value) -> list[str]:
    """Add an entry at the end of a block; a value of another form is rendered as a whole again."""
    node = slot.node
    if slot.indent < 0:
        return [*lines, *_render(part, value, 0)]
    fits = yaml.SequenceNode if isinstance(part, int) else yaml.MappingNode
    if isinstance(node, fits) and node.value and not _is_flow(node):
        first = node.value[0][0] if isinstance(node, yaml.MappingNode) else node
        end = slot.end
        while end > slot.start + 1 and not lines[end - 1].strip():
            end -= 1
        return [*lines[:end], *_render(part, value, first.start_mark.column), *lines[end:]]
    old = node_value(node)
    key = lines[slot.start][slot.indent :].partition(":")[0]
    return _replace(lines, slot, key, _changed(old, (part,), value))


def _changed(old: Value, path: FieldPath, value: Value) -> Value:
    """Return plain data with one value changed, added or removed."""
    if not path:
        return value
    part, *rest = path
    if isinstance(part, int):
        items = list(old) if isinstance(old, list) else [old] if old not in (None, "") else []
        items += [None] * (part + 1 - len(items))
        items[part] = _changed(items[part], tuple(rest), value)
        return [item for item in items if item is not None] or None
    record = dict(old) if isinstance(old, dict) else {}
    record[part] = _changed(record.get(part), tuple(rest), value)
    return {key: item for key, item in record.items() if item is not None} or None


def _nested(path: FieldPath, value: Value) -> Value:
    return _changed(None, path, value) if value is not None else None


def _without_empty(value: Value) -> Value:
    """Return the value without empty texts, lists and records."""
    if isinstance(value, dict):
        record = {key: _without_empty(part) for key, part in value.items()}
        return {key: part for key, part in record.items() if part is not None} or None
    if isinstance(value, list):
        items = [item for item in map(_without_empty, value) if item is not None]
        return (items[0] if len(items) == 1 and isinstance(items[0], str) else items) or None
    if isinstance(value, bool):
        return "true" if value else None
    return str(value).strip() or None if value is not None else None


def _length(node: yaml.Node | None) -> int:
    return len(node.value) if isinstance(node, yaml.CollectionNode) else 0


def _is_flow(node: yaml.Node | None) -> bool:
    return isinstance(node, yaml.CollectionNode) and bool(node.flow_style)


def _render(part: str | int, value: Value, indent: int) -> list[str]:
    """Return the lines of an entry `key: value` or `- value` at this indent."""
    lead = " " * indent + ("-" if isinstance(part, int) else f"{part}:")
    if isinstance(value, str):
        return [f"{lead} {BLANK if value == BLANK else scalar(value)}"]
    if isinstance(value, list):
        return [lead, *(line for item in value for line in _render(0, item, indent + 2))]
    entries = [line for key, item in value.items() for line in _render(key, item, indent + 2)]
    if isinstance(part, int):
        return [f"{lead} {entries[0].lstrip()}", *entries[1:]]
    return [lead, *entries]
