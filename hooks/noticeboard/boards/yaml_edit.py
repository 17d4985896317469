"""Set entries of a YAML file without touching its other lines or its comments."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence

import yaml

from noticeboard.model.problems import NoticeboardError

EntryPath = tuple[str, ...]
_PLAIN = re.compile(r"[\w一-鿿./（）：:@—-]+(?: [\w一-鿿./（）：@—-]+)*")


def get_entries(text: str) -> dict[EntryPath, str]:
    """Return the text of each scalar entry by its path; that of `!ENV [NAME, value]` is the value."""
    root = _compose(text)
    entries: dict[EntryPath, str] = {}
    _collect(root, (), entries)
    return entries


def _collect(node: yaml.Node | None, path: EntryPath, entries: dict[EntryPath, str]) -> None:
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            _collect(value, (*path, str(key.value)), entries)
    elif (scalar := _scalar(node)) is not None:
        entries[path] = str(scalar.value)


def get_lists(text: str) -> list[str]:
    """Return each list of the file as it is written, such as the navigation."""
    lists: list[str] = []

    def collect(node: yaml.Node | None) -> None:
        if isinstance(node, yaml.MappingNode):
            for _, value in node.value:
                collect(value)
        elif isinstance(node, yaml.SequenceNode) and _scalar(node) is None:
            lists.append(text[node.start_mark.index : node.end_mark.index].rstrip())

    collect(_compose(text))
    return lists


def set_entries(text: str, values: Mapping[EntryPath, str]) -> str:
    """Return the text with these entries set; those it does not have are added.

    Raise NoticeboardError if the text is no YAML mapping, or is written in a way that would change
    other entries.
    """
    expected = {**get_entries(text), **{path: value for path, value in values.items() if value}}
    new = text
    for path, value in values.items():
        new = _set(new, path, value)
    read = get_entries(new)
    if {path: value for path, value in expected.items() if value and values.get(path) != ""} != {
        path: value for path, value in read.items() if value
    }:
        raise NoticeboardError(
            "mkdocs.yml 的写法特别，程序改不了；请手工改 site_name 和 extra.site"
        )
    return new


def _set(text: str, path: EntryPath, value: str) -> str:
    node = _compose(text)
    if not isinstance(node, yaml.MappingNode):
        raise NoticeboardError("mkdocs.yml 写法不对；每行写一项，如 site_name: 示例区公开栏")
    for depth, name in enumerate(path):
        parent, node = node, _entry(node, name)
        is_last = depth == len(path) - 1
        if node is None or not (is_last or isinstance(node, yaml.MappingNode)):
            assert isinstance(parent, yaml.MappingNode)
            return _add(text, parent, node, path[depth:], value)
    scalar = _scalar(node)
    if scalar is None:
        raise NoticeboardError(f"mkdocs.yml 的 {'.'.join(path)} 应该是一行文字")
    if scalar.value == value:
        return text
    return _replace(text, scalar, _dump(value) if value else "")


def _replace(text: str, scalar: yaml.ScalarNode, new: str) -> str:
    start, end = scalar.start_mark.index, scalar.end_mark.index
    before, after = text[:start], text[end:]
    if before.endswith(":"):
        new = f" {new}" if new else ""
    # A comment on the line stays in its column as far as the value leaves room.
    comment = re.match(r" {2,}(?=#)", after)
    if comment:
        room = comment.end() + end - start - len(new)
        after = " " * max(2, room) + after[comment.end() :]
    if new and after.startswith(" ,"):
        after = after[1:]
    return before + new + after


def _add(
    text: str, parent: yaml.MappingNode, empty: yaml.Node | None, path: Sequence[str], value: str
) -> str:
    """Add a nested entry as the first one of a block mapping, or below an `empty` entry."""
    if not value:
        return text
    if empty is not None:
        column = _column(parent) + 2
        path = path[1:]
        text = text if text.endswith("\n") else f"{text}\n"
        line_start = text.index("\n", empty.end_mark.index) + 1
    elif parent.flow_style and len(path) == 1:
        start = parent.start_mark.index + 1
        return f"{text[:start]}{path[0]}: {_dump(value)}, {text[start:]}"
    else:
        column = _column(parent)
        line_start = text.rfind("\n", 0, parent.value[0][0].start_mark.index) + 1
    lines = [" " * (column + 2 * depth) + f"{name}:" for depth, name in enumerate(path)]
    lines[-1] += f" {_dump(value)}"
    return text[:line_start] + "\n".join(lines) + "\n" + text[line_start:]


def _column(mapping: yaml.MappingNode) -> int:
    column: int = mapping.value[0][0].start_mark.column if mapping.value else 0
    return column


def _entry(mapping: yaml.Node | None, name: str) -> yaml.Node | None:
    entries = mapping.value if isinstance(mapping, yaml.MappingNode) else []
    return next((value for key, value in entries if key.value == name), None)


def _scalar(node: yaml.Node | None) -> yaml.ScalarNode | None:
    if isinstance(node, yaml.SequenceNode) and node.tag == "!ENV" and node.value:
        node = node.value[-1]
    return node if isinstance(node, yaml.ScalarNode) else None


def _dump(value: str) -> str:
    """Return a YAML scalar that is read as this text, also inside braces."""
    quoted = json.dumps(value, ensure_ascii=False)
    if not _PLAIN.fullmatch(value) or value.endswith(":"):
        return quoted
    try:
        read = _entry(yaml.compose(f"{{key: {value}}}", Loader=yaml.SafeLoader), "key")
    except yaml.YAMLError:
        return quoted
    is_text = isinstance(read, yaml.ScalarNode) and read.tag == "tag:yaml.org,2002:str"
    return value if is_text and read and read.value == value else quoted


def _compose(text: str) -> yaml.Node | None:
    try:
        return yaml.compose(text, Loader=yaml.SafeLoader)
    except yaml.YAMLError as error:
        raise NoticeboardError(f"mkdocs.yml 读不出来：{error}") from None
