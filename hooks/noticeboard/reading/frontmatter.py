"""Parse YAML front matter to plain text values with their places; no types, tags or anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import yaml

from noticeboard.model.problems import Problem
from noticeboard.text.hidden_characters import HIDDEN, describe_character

FieldPath = tuple[str | int, ...]
"""Keys and list indices from the root to a field, like pydantic's `loc`."""
Places = dict[FieldPath, tuple[int, int]]
"""Field -> line and column, counted from 1."""
MAX_DEPTH = 6
_HEADER_EVENTS = 2  # start of the stream, start of the document
_DEPTH_CHANGE: Mapping[type, int] = {
    yaml.MappingStartEvent: 1,
    yaml.SequenceStartEvent: 1,
    yaml.MappingEndEvent: -1,
    yaml.SequenceEndEvent: -1,
}

# libyaml if available: every check parses ten thousand notices.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
# Characters that YAML refuses or takes for a line end; the reader reports them.
_UNREADABLE = re.compile(
    r"[^\t\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]"
)
_FULL_WIDTH_COLON = re.compile(r"\s*(?:- +)?([A-Za-z_]+|[\u4e00-\u9fff]{2,6})\s*：")
_NO_SPACE = re.compile(r"\s*(?:- +)?([a-z_0-9]+):(?=[^ \t/])")
_WIDE_SPACE = re.compile(r"[^\S \t]+")
# YAML joins the lines of a value with a space; between Chinese characters none was typed.
_CHINESE_FOLD = re.compile(r"(?<=[^\x00-\x7f])[ \t]*\n[ \t]*(?=[^\x00-\x7f])")
_CUT_BY_COMMENT = re.compile(r"[^#]*?:\s+[^\s\"'#\[{|>][^#]*?\s(#[^\s#].*)")

_TWO_VALUES = "mapping values are not allowed"
_SYNTAX = (
    (_TWO_VALUES, "值里有半角冒号加空格", '给整个值加上半角引号，如 title: "甲: 乙"'),
    ("escape", "双引号里的反斜杠不能这样用", "改用单引号，或去掉反斜杠"),
    ("hexdecimal", "双引号里的反斜杠不能这样用", "改用单引号，或去掉反斜杠"),
    ("quoted scalar", "引号没有成对", "在值的末尾补上同样的半角引号"),
    ("cannot start any token", "值不能以这个符号开头", "给整个值加上半角引号"),
    ("expected ',' or", "[ ] 或 { } 没有写完整", "补上右括号，各项之间用半角逗号"),
    ("could not find expected ':'", "键的后面缺少半角冒号", "写成“键: 值”，冒号后有一个空格"),
    ("sequence entries are not allowed", "列表的“- ”要另起一行", "把“- ”写到下一行并缩进两格"),
)
_SYNTAX_DEFAULT = ("", "缩进或格式不对", "对照 CONTRIBUTING.md 里的样例，检查这一行和上一行的缩进")


@dataclass(slots=True)
class ParsedFrontMatter:
    """The values of a front matter as typed, the places of values and keys, the problems.

    `places` includes empty values and list items; its empty tuple is the front matter itself.
    """

    values: dict[str, Any] = field(default_factory=dict)
    places: Places = field(default_factory=dict)
    key_places: Places = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def nearest_place(places: Places, loc: FieldPath) -> tuple[int, int]:
    """Return the place of a field, or of what surrounds it; the index of a lone value is skipped."""
    nearest: FieldPath = ()
    for part in loc:
        if (*nearest, part) in places:
            nearest = (*nearest, part)
        elif isinstance(part, str):
            break
    return places.get(nearest, (1, 1))


class HasPlaces:
    """Base of what is parsed from a file, which finds the places of its fields."""

    __slots__ = ()
    places: Places

    def place(self, *loc: str | int) -> tuple[int, int]:
        """Return line and column of a field, or of the nearest mapping or list around it."""
        return nearest_place(self.places, loc)


class _Node(NamedTuple):
    """A value: its first event, and a list's items or a mapping's alternating keys and values."""

    event: Any
    children: list[_Node]

    @property
    def is_mapping(self) -> bool:
        return isinstance(self.event, yaml.MappingStartEvent)


def _tree(events: Iterator[Any]) -> _Node:
    """Build the node that begins with the next event."""
    node = _Node(next(events), [])
    if isinstance(node.event, yaml.CollectionStartEvent):
        while not isinstance((child := _tree(events)).event, yaml.CollectionEndEvent):
            node.children.append(child)
    return node


def parse_front_matter(
    text: str, path: str, first_line: int, known: frozenset[str]
) -> ParsedFrontMatter:
    """Parse the text between the two `---`, which begins on `first_line` of the file.

    `known` holds the names of all fields, to detect mistakes that are valid YAML. Scalars are
    returned as the text typed, or None when empty. Faults become problems.
    """
    return _Parser(text, path, first_line, known).parse()


class _Parser:
    def __init__(self, text: str, path: str, first_line: int, known: frozenset[str]) -> None:
        self.path = path
        self.known = known
        self.first_line = first_line
        self.result = ParsedFrontMatter(places={(): (max(first_line - 1, 1), 1)})
        lines = _UNREADABLE.sub(" ", text).split("\n")
        # Typing errors are repaired in memory, so that one does not hide the problems after it.
        self.text = "\n".join(self._repair(number, line) for number, line in enumerate(lines))

    def parse(self) -> ParsedFrontMatter:
        try:
            events = self._events()
        except yaml.MarkedYAMLError as error:
            self._report_syntax(error)
            return self.result
        if not events:
            return self.result
        node = _tree(iter(events))
        if node.is_mapping:
            self.result.values = self._mapping(node, ())
        else:
            message = "开头的元数据不是“键: 值”的形式"
            self._report(0, 0, "yaml", message, "每行写成“键: 值”，冒号用半角，后有一个空格")
        return self.result

    def _report(self, line: int, column: int, rule: str, message: str, help_text: str) -> None:
        """Add a problem at a place counted from 0 within the front matter."""
        place = (self.first_line + line, column + 1)
        self.result.problems.append(Problem(self.path, *place, rule, "error", message, help_text))

    def _report_at(self, mark: Any, rule: str, message: str, help_text: str) -> None:
        self._report(mark.line, mark.column, rule, message, help_text)

    def _repair(self, number: int, line: str) -> str:
        """Report typing errors in a line and return the line without them."""
        if line.lstrip().startswith("#"):
            return line
        if "\t" in line:
            at = line.index("\t")
            self._report(number, at, "tab", "元数据里有制表符（Tab）", "用空格缩进，每级两格")
            line = line.replace("\t", "  ")
        colon = _FULL_WIDTH_COLON.match(line)
        if colon and colon[1] in self.known:
            message = f"“{colon[1]}”后面是全角冒号“：”"
            help_text = f"改成半角冒号加一个空格：{colon[1]}: …"
            self._report(number, colon.end() - 1, "full-width-colon", message, help_text)
            line = f"{line[: colon.end() - 1]}: {line[colon.end() :].lstrip()}"
        tight = _NO_SPACE.match(line)
        if tight and tight[1] in self.known:
            wide = _WIDE_SPACE.match(line, tight.end())
            fault = "后面的空格不是半角空格" if wide else "后面缺少空格"
            help_text = f"冒号后加一个半角空格：{tight[1]}: …"
            self._report(number, tight.end() - 1, "colon-space", f"“{tight[1]}:”{fault}", help_text)
            line = f"{line[: tight.end()]} {line[tight.end() :].lstrip()}"
        cut = _CUT_BY_COMMENT.match(line)
        if cut:
            help_text = "值里有 # 时给整个值加上半角引号；要写注释，# 后面加一个空格"
            message = f"“{cut[1]}”会被当作注释丢掉"
            self._report(number, cut.start(1), "comment-cuts-text", message, help_text)
        return line

    def _events(self) -> list[Any]:
        """Return the document's events; none when it is empty or uses a forbidden construct.

        Forbidden are tags, anchors and aliases, deep nesting and several documents.
        """
        before = len(self.result.problems)
        depth = documents = 0
        events: list[Any] = []
        stream: Iterator[Any] = yaml.parse(self.text, Loader=_LOADER)
        for event in stream:
            events.append(event)
            for rule, message in _forbidden(event):
                help_text = "去掉这个写法；值里需要这个符号时给整个值加上半角引号"
                self._report_at(event.start_mark, rule, message, help_text)
            depth += _DEPTH_CHANGE.get(type(event), 0)
            documents += type(event) is yaml.DocumentStartEvent
            if depth > MAX_DEPTH or documents > 1:
                help_text = "对照 CONTRIBUTING.md 里的样例改写"
                message = "元数据的层次太多或分成了几段"
                self._report_at(event.start_mark, "yaml", message, help_text)
                break
        refused = len(self.result.problems) > before
        return [] if refused or not documents else events[_HEADER_EVENTS:]

    def _mapping(self, node: _Node, loc: FieldPath) -> dict[str, Any]:
        """Return the entries that have a value, and empty ones with an unknown name."""
        values: dict[str, Any] = {}
        seen: set[str] = set()
        for key_node, value_node in zip(node.children[::2], node.children[1::2], strict=True):
            mark = key_node.event.start_mark
            if not isinstance(key_node.event, yaml.ScalarEvent):
                self._report_at(mark, "yaml", "键的写法不对", "写成“键: 值”")
                continue
            self._report_escaped(key_node.event)
            key = key_node.event.value
            if key in seen:
                first = self.result.places[(*loc, key)][0]
                message = f"“{key}”写了两次（第一次在第{first}行）"
                self._report_at(mark, "duplicate-key", message, "只保留一处")
                continue
            place = self._place(mark)
            self.result.places[(*loc, key)] = self.result.key_places[(*loc, key)] = place
            seen.add(key)
            value = self._value(value_node, (*loc, key))
            if value is not None or key not in self.known:
                values[key] = value
        return values

    def _value(self, node: _Node, loc: FieldPath) -> Any:
        if node.is_mapping:
            return self._mapping(node, loc) or None
        if isinstance(node.event, yaml.SequenceStartEvent):
            items: list[Any] = []
            for item in node.children:
                place = (*loc, len(items))
                self.result.places[place] = self._place(item.event.start_mark)
                value = self._value(item, place)
                if value is not None:
                    items.append(value)
            return items or None
        if not node.event.value.strip():
            return None
        self.result.places[loc] = self._place(node.event.start_mark)
        self._report_escaped(node.event)
        return self._joined(node.event)

    def _joined(self, scalar: Any) -> str:
        """Return a scalar without the spaces that YAML puts between its lines of Chinese."""
        value: str = scalar.value
        start, end = scalar.start_mark, scalar.end_mark
        if start.line == end.line or scalar.style in ("|", ">"):
            return value
        typed = self.text[start.index : end.index]
        for match in _CHINESE_FOLD.finditer(typed):
            before, after = typed[match.start() - 1], typed[match.end()]
            value = value.replace(f"{before} {after}", before + after, 1)
        return value

    def _report_escaped(self, scalar: Any) -> None:
        """Report a hidden character written as an escape; the reader reports literal ones."""
        match = HIDDEN.search(scalar.value)
        if match and scalar.style == '"':
            message = f"引号里的反斜杠写法代表看不见的字符 {describe_character(match[0])}"
            self._report_at(scalar.start_mark, "control-character", message, "删去这个写法")

    def _place(self, mark: Any) -> tuple[int, int]:
        return (self.first_line + mark.line, mark.column + 1)

    def _report_syntax(self, error: yaml.MarkedYAMLError) -> None:
        reason = f"{error.context} {error.problem}"
        key, message, help_text = next(
            (row for row in _SYNTAX if row[0] in reason), _SYNTAX_DEFAULT
        )
        # The parser locates an unclosed quotation at its end; editors need its beginning.
        mark = error.context_mark if key == "quoted scalar" else error.problem_mark
        line, column = (mark.line, mark.column) if mark else (0, 0)
        if key == _TWO_VALUES and _is_key(self.text.split("\n")[line][:column], self.known):
            message, help_text = (
                "这一行的缩进不对",
                "与同一级的上一行对齐；下一级比上一级多缩进两格",
            )
        self._report(line, column, "yaml", message, help_text)


def _is_key(text: str, known: frozenset[str]) -> bool:
    return text.strip(" -") in known


def _forbidden(event: Any) -> Iterator[tuple[str, str]]:
    if isinstance(event, yaml.AliasEvent):
        yield "alias", f"不能使用 YAML 别名“*{event.anchor}”"
        return
    if getattr(event, "anchor", None):
        yield "anchor", f"不能使用 YAML 锚点“&{event.anchor}”"
    if getattr(event, "tag", None):
        yield "tag", f"不能使用 YAML 标签“{event.tag}”"
