"""Compare published inspection rounds with their current version (`check --base REV`)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noticeboard.history.baseline import Baseline
from noticeboard.history.diff import FieldChange, added_corrections
from noticeboard.history.round_changes import needs_correction, round_changes
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.rounds import Round
from noticeboard.model.units import may_be_same_unit
from noticeboard.reading.rounds import ParsedRound, read_round
from noticeboard.reading.source_files import ROUNDS
from noticeboard.rules.base import Finding, problems_of
from noticeboard.rules.changes.corrections import AMENDMENT_RULES, more_corrections, past_day

_HELP = (
    "误改就改回原样；确需改动，在 corrections 里新增一条，如 "
    "- {date: 2025-01-05, note: 改了什么、为什么}"
)


def past_round(old: Round, new: Round) -> Iterator[Finding]:
    """已公布的轮次，除了补列单位以外，增加、改动或删去内容都要同时在 corrections 里新增一条更正。"""
    lost = added_corrections(new, old)
    for day, note in lost:
        message = f"更正记录（{day}：{note}）被删去或改写了"
        yield Finding(("corrections",), message, "改回原样；要补充说明，另加一条更正")
    if not lost and more_corrections(old, new):
        return
    for change in round_changes(old, new):
        if needs_correction(change):
            yield Finding(change.path, _message(change), _HELP)


def _message(change: FieldChange) -> str:
    if change.path == ("units",):
        return f"已公布的单位“{change.old}”被删去了"
    old, new = ("（空）" if value is None else value for value in (change.old, change.new))
    return f"{change.label}与已公布的不同：原来是“{old}”，现在是“{new}”"


def past_round_notice(old: Round, new: Round, register: Register) -> Iterator[Finding]:
    """已公布的轮次补写 notice 时，通报的地区和单位名称与这个单位相近；不相近的，新增一条更正说明。"""
    if more_corrections(old, new):
        return
    for change in round_changes(old, new):
        notice = register.by_id.get(str(change.new))
        if change.path[-1] != "notice" or change.old is not None or notice is None:
            continue
        unit = new.units[int(change.path[1])]
        key = register.unit_key(new.region_of(unit), unit.unit)
        writers = register.unit_keys(notice)
        if not any(key == other or may_be_same_unit(key, other) for other in writers):
            name = f"{notice.region} {notice.unit}"
            message = f"通报 {notice.id} 的单位是“{name}”，与“{unit.unit}”不相近"
            help_text = "核对编号；确是同一个单位（如已改名）的，在 corrections 里新增一条写明"
            yield Finding(change.path, message, help_text)


def past_round_deleted(old: Round) -> Iterator[Finding]:
    """已公布的轮次不能删除或改名，它的网址永远不变。"""
    message = f"已公布的轮次“{old.name}”被删除或改名了，它的网址会打不开"
    yield Finding((), message, "恢复这个文件；内容有误的，改正以后在 corrections 里写明")


PAST_ROUND_RULES = (past_round, past_round_notice, past_round_deleted)


def check_round_changes(
    parsed_rounds: Sequence[ParsedRound], baseline: Baseline, register: Register | None = None
) -> Iterator[Problem]:
    """Yield the problems of rounds that differ from their published version.

    The register holds all notices that are published.
    """
    by_path = {parsed.path: parsed for parsed in parsed_rounds}
    folder = f"{baseline.name}/{ROUNDS}/"
    changed = [path for path in baseline.changed_files(".yml") if path.startswith(folder)]
    for path, content in zip(changed, baseline.contents(changed), strict=True):
        old = read_round(content.decode("utf-8-sig", "replace"), path).round
        parsed = by_path.get(path)
        if old is None:
            continue
        if parsed is None:
            deleted = ParsedRound(path)
            yield from problems_of(deleted, past_round_deleted, past_round_deleted(old))
        elif parsed.round:
            yield from _problems(parsed, old, parsed.round, register or Register(()), baseline)


def _problems(
    parsed: ParsedRound, old: Round, new: Round, register: Register, baseline: Baseline
) -> Iterator[Problem]:
    for rule in (past_round, *AMENDMENT_RULES):
        yield from problems_of(parsed, rule, rule(old, new))
    yield from problems_of(parsed, past_day, past_day(old, new, baseline.day))
    findings = past_round_notice(old, new, register)
    yield from problems_of(parsed, past_round_notice, findings)
