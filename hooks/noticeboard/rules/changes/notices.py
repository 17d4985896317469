"""Compare published notices with their current version (`check --base REV`).

Each rule takes both versions of a notice.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from noticeboard.history.baseline import Baseline
from noticeboard.history.diff import added_corrections, field_changes, first_line_change
from noticeboard.model.contact import Contact
from noticeboard.model.dates import beijing_date
from noticeboard.model.notice import Notice
from noticeboard.model.problems import NoticeboardError, Problem, Severity
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.removed import FILE as REMOVED
from noticeboard.reading.removed import parse_removed, read_removed
from noticeboard.rules.base import Finding, problems_of, rule_id
from noticeboard.rules.changes.corrections import AMENDMENT_RULES, more_corrections, past_day
from noticeboard.text.shorten import shorten

_MAX_QUOTED = 40
_CONTEXT = 8

PastRule = Callable[[Notice, Notice], Iterator[Finding]]


def past_change(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的标题、单位、日期、落款、正文、摘要、原文等有改动时，要同时在 corrections 里新增一条更正。"""
    if more_corrections(old, new):
        return
    removed = _BLANKED if _is_blanking(old, new) else ()
    help_text = (
        "如果是误改，改回原样；确需更正，在 corrections 里新增一条，如 "
        f"- {{date: {beijing_date()}, note: 改了什么、为什么}}"
    )
    for change in field_changes(old, new):
        if change.needs_correction and change.path[0] not in removed:
            message = _changed(change.label, _value(change.old), _value(change.new))
            yield Finding(change.path, message, help_text)
    line = first_line_change(old.body, new.body)
    if line and not removed:
        start = max(line.column - _CONTEXT, 0)
        message = _changed("正文", line.old[start:], line.new[start:])
        number, column = new.body_line + line.line, line.column + 1
        yield Finding((), message, help_text, line=number, column=column)


def _changed(label: str, old: str, new: str) -> str:
    return f"{label}与已公布的不同：原来是“{shorten(old, _MAX_QUOTED)}”，现在是“{shorten(new, _MAX_QUOTED)}”"


def _value(value: object) -> str:
    if isinstance(value, tuple):
        value = "、".join(getattr(part, "file", None) or str(part) for part in value) or None
    return "（空）" if value is None else str(value)


def past_contact(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的联系方式有改动时，要把 contact.verified 写成重新核实的日期；核实日期只能往后改。"""
    before, after = old.contact.verified, new.contact.verified
    if more_corrections(old, new):
        return
    if old.contact_missing and new.contact_missing not in (old.contact_missing, None):
        message = "没有联系方式的理由与已公布的不同"
        help_text = "改回原样，或补上联系方式；确需改动，在 corrections 里新增一条更正"
        yield Finding(("contact_missing",), message, help_text)
    if _channels(old) != _channels(new):
        if after is None or (before and after.last <= before.last):
            since = f"{before} 之后" if before else "改动当天"
            message = "联系方式改了，核实日期没有更新"
            help_text = f"试打新号码，再把 contact.verified 写成那一天（{since}）；误改就改回原样"
            yield Finding(("contact", "verified"), message, help_text)
    elif before and (after is None or (after.first < before.first and after.last < before.last)):
        message = f"核实日期从 {before} 改成了 {after or '（空）'}，只能往后改"
        help_text = "改回原样，或写上重新核实的日期；原来写错的，在 corrections 里新增一条更正"
        yield Finding(("contact", "verified"), message, help_text)


def _channels(notice: Notice) -> Contact:
    return notice.contact.model_copy(update={"verified": None})


def past_correction(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的更正记录不能删去、改写；新的更正不早于已有的。"""
    removed, added = added_corrections(new, old), added_corrections(old, new)
    for number, entry in enumerate(old.corrections, 1):
        if entry.dated_note in removed:
            message = f"第{number}条更正记录（{entry.date}：{shorten(entry.note, _MAX_QUOTED)}）被删去或改写了"
            yield Finding(("corrections",), message, "改回原样；要补充说明，另加一条更正")
    for index, entry in enumerate(new.corrections):
        if entry.dated_note in added and entry.date.last < old.last_change.first:
            message = f"新的更正日期 {entry.date} 早于上一次改动 {old.last_change}"
            yield Finding(
                ("corrections", index, "date"), message, f"写更正公布的日期，如 {beijing_date()}"
            )


def past_withdrawal(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的撤回说明不能改写；要恢复通报，在 corrections 里新增一条更正。"""
    if old.withdrawn and old.withdrawn != new.withdrawn and not more_corrections(old, new):
        message = "撤回说明被删去或改写了"
        yield Finding(("withdrawn",), message, "改回原样；确需改动，在 corrections 里新增一条更正")


def past_draft(old: Notice, new: Notice) -> Iterator[Finding]:
    """已公布的通报不能改成草稿，也不能改到以后公布。"""
    if new.is_public(beijing_date()):
        return
    key, action = ("draft", "改回草稿") if new.draft else ("scheduled", "改到以后公布")
    help_text = f"删去 {key}；不应再公开的通报写 withdrawn: {{date: , reason: }}"
    yield Finding((key,), f"这篇通报已经公布，不能{action}", help_text)


def _is_blanking(old: Notice, new: Notice) -> bool:
    """Return whether a new withdrawal removes the text; it explains no other change."""
    return new.blanked and old.withdrawn is None


def past_deleted(path: str, moved_to: str) -> Iterator[Finding]:
    """已公布的通报不能删除、移动或改名，它的编号和网址永远不变。"""
    if moved_to:
        message = f"已公布的通报被移动或改名为 {moved_to}，旧网址会打不开"
        yield Finding((), message, f"改回原名：git mv {moved_to} {path}")
    else:
        message = "已公布的通报被删除了，它的网址会打不开"
        help_text = "恢复这个文件；不应再公开时保留文件，写 withdrawn: {date: , reason: }；正文也不能公开的，加上 blanked: true 并删去正文"
        yield Finding((), message, help_text)


def past_attachment(
    old: Notice, new: Notice, files: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """已公布的附件被替换或删除时，要同时在 corrections 里新增一条更正。"""
    if more_corrections(old, new):
        return
    for path, status in files:
        if status == "D" and _is_blanking(old, new):
            continue
        action = "删除" if status == "D" else "替换"
        message = f"已公布的附件 {path.rpartition('/')[2]} 被{action}了"
        help_text = "恢复原来的文件；确需更换，在 corrections 里新增一条更正"
        yield Finding(("attachments",), message, help_text)


def check_removed(notices_dir: Path, baseline: Baseline | None) -> Iterator[Problem]:
    """Yield the problems of the list of removed notices, and what it takes off or brings back."""
    path = f"{notices_dir.absolute().name}/{REMOVED}"

    def problem(severity: Severity, message: str, help_text: str) -> Problem:
        rule = rule_id(past_deleted) if severity == "warning" else "value"
        return Problem(path, 1, 1, rule, severity, message, help_text)

    try:
        removed = read_removed(notices_dir)
    except NoticeboardError as error:
        yield problem("error", str(error), "这个文件由 deploy/publish --remove 写，改回原样")
        return
    if baseline is None or not baseline.covers(path):
        return
    before: Mapping[str, str] = {}
    if path in baseline.blobs:
        with suppress(NoticeboardError):
            before = parse_removed(baseline.contents([path])[0], Path(path))
    for notice in sorted(removed.keys() ^ before.keys()):
        reason = removed.get(notice, "")
        action = f"从网站撤下了（原因：{reason}）" if reason else "重新公布了"
        yield problem("warning", f"{notice} {action}", "核对是不是真要这样；不是的，改回原样")


PAST_RULES: tuple[PastRule, ...] = (
    past_change,
    past_contact,
    past_correction,
    past_withdrawal,
    past_draft,
    *AMENDMENT_RULES,
)
# What a withdrawal with `blanked: true` removes.
_BLANKED = frozenset({"summary", "topics", "progress", "attachments"})


def check_changes(parsed_notices: Sequence[ParsedNotice], baseline: Baseline) -> Iterator[Problem]:
    """Yield the problems of all published notices that changed since the baseline."""
    today = beijing_date()
    current = {parsed.path: parsed for parsed in parsed_notices}
    added_by_title = {
        parsed.notice.title: path
        for path, parsed in current.items()
        if parsed.notice and path not in baseline.notices
    }
    for path, before in baseline.notices.items():
        if before.notice is None or not before.notice.is_public(today):
            continue  # never published
        if baseline.changes[path] == "D":
            moved_to = added_by_title.get(before.notice.title, "")
            yield from problems_of(ParsedNotice(path), past_deleted, past_deleted(path, moved_to))
        elif path in current and (after := current[path].notice):
            for rule in PAST_RULES:
                yield from problems_of(current[path], rule, rule(before.notice, after))
            findings = past_day(before.notice, after, baseline.day)
            yield from problems_of(current[path], past_day, findings)
    yield from _attachment_problems(current, baseline)


def _attachment_problems(
    current: Mapping[str, ParsedNotice], baseline: Baseline
) -> Iterator[Problem]:
    for path, parsed in current.items():
        files = baseline.attachments(path)
        if files and parsed.notice and not parsed.notice.draft:
            old = baseline.notices.get(path, parsed).notice or parsed.notice
            findings = past_attachment(old, parsed.notice, files)
            yield from problems_of(parsed, past_attachment, findings)
