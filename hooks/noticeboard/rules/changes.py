"""The published past: no change without a word about it (`check --base REV`).

Each rule compares a notice as it was published with the same notice now.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import zip_longest
from typing import Any, NamedTuple

from noticeboard.history.baseline import Baseline
from noticeboard.history.diff import ELSEWHERE, FREE
from noticeboard.model.dates import PartialDate, day_in_china
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.frontmatter import Loc
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import Finding, problem_of

_SHOWN = 40


class Change(NamedTuple):
    """A field, or the text, of a published notice that reads differently now.

    `loc` is empty for the text; `line` and `column` are then its first changed place in the file.
    """

    loc: Loc
    name: str
    old: str
    new: str
    line: int = 0
    column: int = 1


PastRule = Callable[[Notice, Notice], Iterator[Finding]]


def changes(old: Notice, new: Notice) -> Iterator[Change]:
    """What differs of that which only a correction may change: the record's fields and the text."""
    for name, info in FrontMatter.model_fields.items():
        if name in FREE | ELSEWHERE:
            continue
        before, after = getattr(old, name), getattr(new, name)
        if before == after:
            continue
        if name in {"inspection", "progress"}:
            yield from _inner_changes(name, before, after)
        else:
            yield Change((name,), info.title or name, _said(before), _said(after))
    yield from _text_change(old, new)


def _inner_changes(name: str, before: Any, after: Any) -> Iterator[Change]:
    """What differs in a part of the record; one of the two may be missing."""
    for inner, info in type(before or after).model_fields.items():
        old, new = getattr(before, inner, None), getattr(after, inner, None)
        if old != new:
            yield Change((name, inner), info.title, _said(old), _said(new))


def _said(value: object) -> str:
    if isinstance(value, tuple):
        value = "、".join(attachment.file for attachment in value) or None
    return "（空）" if value is None else str(value)


def _text_change(old: Notice, new: Notice) -> Iterator[Change]:
    before, after = _lines(old.body), _lines(new.body)
    if before == after:
        return
    pairs = list(zip_longest(before, after, fillvalue=""))
    at = _difference(pairs)
    was, now = pairs[at]
    start = _difference(zip_longest(was, now))
    cut = max(start - 8, 0)
    line = new.body_line + min(at, len(after) - 1)
    yield Change((), "正文", was[cut:], now[cut:], line, start + 1)


def _difference(pairs: Iterable[tuple[object, object]]) -> int:
    """The number, from 0, of the first pair of two that are not the same."""
    return next(number for number, (one, other) in enumerate(pairs) if one != other)


def _lines(text: str) -> list[str]:
    """The lines without what cannot be seen: blanks at their ends, empty lines at the end."""
    return "\n".join(line.rstrip() for line in text.split("\n")).rstrip().split("\n")


def past_change(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的标题、单位、日期、落款、正文等有改动时，要同时在 corrections 里新增一条更正。"""
    if _explained(old, new):
        return
    for change in changes(old, new):
        message = (
            f"{change.name}与已公布的不同：原来是“{_cut(change.old)}”，现在是“{_cut(change.new)}”"
        )
        remedy = (
            "如果是误改，改回原样；确需更正，在 corrections 里新增一条，如 "
            f"- {{date: {day_in_china()}, note: 改了什么、为什么}}"
        )
        yield Finding(change.loc, message, remedy, line=change.line, column=change.column)


def past_contact(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的联系方式有改动时，要把 contact.verified 写成重新核实的日期。"""
    before, after = old.contact, new.contact
    same = before.model_copy(update={"verified": None}) == after.model_copy(
        update={"verified": None}
    )
    if same or _explained(old, new):
        return
    newer = after.verified and (
        before.verified is None or after.verified.last > before.verified.last
    )
    if not newer:
        since = f"{before.verified} 之后" if before.verified else "改动当天"
        message = "联系方式改了，核实日期没有更新"
        remedy = f"试打新号码，再把 contact.verified 写成那一天（{since}）；误改就改回原样"
        yield Finding(("contact", "verified"), message, remedy)


def past_correction(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的更正记录不能删去、改写；新的更正不早于已有的。"""
    before, after = told(old), told(new)
    for number, entry in enumerate(old.corrections, 1):
        if entry.told not in after:
            message = f"第{number}条更正记录（{entry.date}：{_cut(entry.note)}）被删去或改写了"
            yield Finding(("corrections",), message, "改回原样；要补充说明，另加一条更正")
    for index, entry in enumerate(new.corrections):
        if entry.told not in before and entry.date.last < old.last_change.first:
            message = f"新的更正日期 {entry.date} 早于上一次改动 {old.last_change}"
            yield Finding(
                ("corrections", index, "date"), message, f"写更正公布的日期，如 {day_in_china()}"
            )


def past_withdrawal(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的撤回说明不能改写；要恢复通报，在 corrections 里新增一条更正。"""
    if old.withdrawn and old.withdrawn != new.withdrawn and not _more_corrections(old, new):
        message = "撤回说明被删去或改写了"
        yield Finding(("withdrawn",), message, "改回原样；确需改动，在 corrections 里新增一条更正")


def past_draft(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的通报不能改成草稿。"""
    if new.draft:
        remedy = "删去 draft；不应再公开的通报写 withdrawn: {date: , reason: }"
        yield Finding(("draft",), "这篇通报已经公布，不能改回草稿", remedy)


def _explained(old: Notice, new: Notice) -> bool:
    return _more_corrections(old, new) or (new.withdrawn is not None and old.withdrawn is None)


def _more_corrections(old: Notice, new: Notice) -> bool:
    return any(entry not in told(old) for entry in told(new)) and len(new.corrections) > len(
        old.corrections
    )


def told(notice: Notice) -> list[tuple[PartialDate, str]]:
    """What a notice's corrections tell the public, in their order."""
    return [correction.told for correction in notice.corrections]


def past_deleted(path: str, moved_to: str) -> Iterator[Finding]:
    """已公布的通报不能删除、移动或改名，它的编号和网址永远不变。"""
    if moved_to:
        message = f"已公布的通报被移动或改名为 {moved_to}，旧网址会打不开"
        yield Finding((), message, f"改回原名：git mv {moved_to} {path}")
    else:
        message = "已公布的通报被删除了，它的网址会打不开"
        remedy = "恢复这个文件；不应再公开时保留文件，写 withdrawn: {date: , reason: }；正文也不能公开的，加上 blanked: true 并删去正文"
        yield Finding((), message, remedy)


def past_attachment(
    old: Notice, new: Notice, files: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """已公布的附件被替换或删除时，要同时在 corrections 里新增一条更正。"""
    if _explained(old, new):
        return
    for path, letter in files:
        done = "删除" if letter == "D" else "替换"
        message = f"已公布的附件 {path.rpartition('/')[2]} 被{done}了"
        remedy = "恢复原来的文件；确需更换，在 corrections 里新增一条更正"
        yield Finding(("attachments",), message, remedy)


PAST_RULES: tuple[PastRule, ...] = (
    past_change,
    past_contact,
    past_correction,
    past_withdrawal,
    past_draft,
)


def check_changes(parsed_notices: Sequence[ParsedNotice], baseline: Baseline) -> Iterator[Problem]:
    """Every finding of every rule of this module."""
    now = {parsed.path: parsed for parsed in parsed_notices}
    new_by_title = {
        parsed.notice.title: path
        for path, parsed in now.items()
        if parsed.notice and path not in baseline.notices
    }
    for path, before in baseline.notices.items():
        if before.notice is None or before.notice.draft:
            continue  # it has never been on the site
        if baseline.changes[path] == "D":
            moved_to = new_by_title.get(before.notice.title, "")
            yield from _problems(path, None, past_deleted, past_deleted(path, moved_to))
        elif path in now and (after := now[path].notice):
            for rule in PAST_RULES:
                yield from _problems(path, now[path], rule, rule(before.notice, after))
    for path, parsed in now.items():
        files = baseline.attachments(path)
        if files and parsed.notice and not parsed.notice.draft:
            before = baseline.notices.get(path, parsed)
            found = past_attachment(before.notice or parsed.notice, parsed.notice, files)
            yield from _problems(path, parsed, past_attachment, found)


def _problems(
    path: str, parsed: ParsedNotice | None, rule: Callable[..., object], found: Iterator[Finding]
) -> Iterator[Problem]:
    for item in found:
        place = (item.line, item.column)
        if not item.line:
            place = parsed.place(*item.loc) if parsed else (1, 1)
        yield problem_of(path, place, rule, item)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
