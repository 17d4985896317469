"""Rules about inspection rounds, on their own, among the notices and against their baseline.

A round states in public who has not published, so whatever could accuse a unit wrongly is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from noticeboard.history.baseline import Baseline
from noticeboard.model.dates import PartialDate
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.rounds import NoticeIndex, Round, RoundFile, RoundUnit
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.rounds import ParsedRound, read_round
from noticeboard.reading.source_files import ROUNDS
from noticeboard.rules.base import Finding, problems_of

MAX_FEEDBACK_GAP = 92
"""Days; no unit receives feedback from two inspections by one authority within a quarter."""


class RoundContext(NamedTuple):
    """What a rule may know beyond the round: the day of the check and the published notices."""

    today: date
    published: NoticeIndex


RoundRule = Callable[[Round, RoundContext], Iterator[Finding]]


def round_unit_twice(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """一轮巡察里，同一地区的同一个单位只列一次。"""
    first: dict[tuple[str, str], int] = {}
    for index, unit in enumerate(round_.units):
        key = (round_.region_of(unit), unit.unit)
        if key in first:
            message = f"“{unit.unit}”列了两次，上一次是第{first[key] + 1}个"
            yield Finding(("units", index), message, "删去一处；同名的两个单位各写自己的 region")
        first.setdefault(key, index)


def round_date_in_future(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """轮次里的反馈和更正日期不晚于检查当天（北京时间）。"""
    dates: list[tuple[FieldPath, PartialDate | None]] = [(("feedback",), round_.feedback)]
    dates += [(("units", n, "feedback"), unit.feedback) for n, unit in enumerate(round_.units)]
    dates += [(("corrections", n, "date"), c.date) for n, c in enumerate(round_.corrections)]
    for loc, day in dates:
        if day and day.first > context.today:
            message = f"日期 {day} 在将来（今天是 {context.today}）"
            yield Finding(loc, message, "核对年份和月份；还没有反馈的轮次等反馈以后再写")


def round_due_source(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """写了公布期限 due_months，就要写明依据 due_source。"""
    if round_.due_months and not round_.due_source:
        message = "写了公布期限，没有写明依据"
        yield Finding(("due_months",), message, "写上 due_source: 期限出自哪个文件的哪一条")
    if round_.due_source and not round_.due_months:
        message = "写了期限的依据，没有写期限"
        yield Finding(("due_source",), message, "写上 due_months: 几个月；没有期限就删去这一行")


def round_notice_present(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """单位下面写的 notice 是一篇已公布通报的编号。"""
    for index, unit in enumerate(round_.units):
        if unit.notice and unit.notice not in context.published.register.by_id:
            message = f"没有编号为 {unit.notice} 的已公布通报"
            help_text = "写成 年份/文件名（不带 .md）；还没有公布就删去这一行"
            yield Finding(("units", index, "notice"), message, help_text)


def round_feedback(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """轮次的反馈日期与这个单位通报里的一致，免得把已公布的算成没有公布。"""
    for index, unit in enumerate(round_.units):
        day = round_.feedback_of(unit)
        for notice in _same_inspection(unit, round_, context.published):
            days = [one.feedback for one in notice.inspections if one.feedback]
            if days and not any(other.overlaps(day) for other in days):
                stated = "、".join(map(str, days))
                message = f"“{unit.unit}”的反馈日期是 {day}，通报 {notice.id} 里是 {stated}"
                help_text = (
                    "对照原文核对；这个单位的反馈日期与整轮不同时，在它下面写 feedback；"
                    "确是另一次巡察的，写明 group"
                )
                yield Finding(("units", index), message, help_text)


def _same_inspection(unit: RoundUnit, round_: Round, published: NoticeIndex) -> Iterator[Notice]:
    """Yield the notices that answer this round, whatever their day of feedback."""
    if unit.notice:
        named = published.register.by_id.get(unit.notice)
        yield from [named] if named else []
        return
    day = round_.feedback_of(unit)
    for notice in published.of_unit(unit, round_):
        if any(_is_close(one, round_, day) for one in notice.inspections):
            yield notice


def _is_close(inspection: Inspection, round_: Round, day: PartialDate) -> bool:
    if inspection.authority != round_.authority or not inspection.feedback:
        return False
    return abs((inspection.feedback.first - day.first).days) <= MAX_FEEDBACK_GAP


def round_group(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """写了巡察组的单位，反馈日期相同的通报里也是这个组。"""
    for index, unit in enumerate(round_.units):
        if not unit.group or context.published.find(unit, round_):
            continue
        day = round_.feedback_of(unit)
        for notice in context.published.of_any_group(unit, round_):
            for one in notice.inspections:
                if one.feedback and one.feedback.overlaps(day):
                    message = f"巡察组是“{unit.group}”，通报 {notice.id} 里是“{one.group}”"
                    help_text = "照通报的写法写，或删去 group"
                    yield Finding(("units", index, "group"), message, help_text)


def round_ground_needless(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """已经公布通报的单位，不写不公布的依据。"""
    for index, unit in enumerate(round_.units):
        notice = context.published.find(unit, round_)
        if unit.ground and notice:
            message = f"写了不公布的依据，可是有通报 {notice.id}"
            yield Finding(("units", index, "ground"), message, "删去 ground")


def round_near_name(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """没有对上通报的单位，看看是不是有一篇名称相近或没有写反馈日期的；核对以前不算逾期。"""
    for index, unit in enumerate(round_.units):
        if unit.notice or context.published.find(unit, round_):
            continue
        for notice in context.published.perhaps(unit, round_):
            message = f"没有对上“{unit.unit}”的通报，可能是“{notice.unit}”的 {notice.id}"
            help_text = (
                f"是的，在它下面写 notice: {notice.id}；名称不同的，也可以登记到 notices/units.yml"
            )
            yield Finding(("units", index), message, help_text, "warning")


ROUND_RULES: tuple[RoundRule, ...] = (
    round_unit_twice,
    round_date_in_future,
    round_due_source,
    round_notice_present,
    round_feedback,
    round_group,
    round_ground_needless,
    round_near_name,
)


def past_round(old: Round, new: Round) -> Iterator[Finding]:
    """已公布的轮次，删去单位或改动已写的内容时，要同时在 corrections 里新增一条更正。"""
    lost = [entry for entry in old.corrections if entry not in new.corrections]
    for entry in lost:
        message = f"更正记录（{entry.date}：{entry.note}）被删去或改写了"
        yield Finding(("corrections",), message, "改回原样；要补充说明，另加一条更正")
    if lost or len(new.corrections) > len(old.corrections):
        return
    help_text = "误改就改回原样；确需改动，在 corrections 里新增一条，如 - {date: 2025-01-05, note: 改了什么、为什么}"
    for name, info in RoundFile.model_fields.items():
        before, after = getattr(old, name), getattr(new, name)
        if name not in {"units", "corrections"} and before not in (after, None):
            message = f"{info.title}与已公布的不同：原来是“{before}”，现在是“{after or '（空）'}”"
            yield Finding((name,), message, help_text)
    positions = {(new.region_of(unit), unit.unit): n for n, unit in enumerate(new.units)}
    for unit in old.units:
        position = positions.get((old.region_of(unit), unit.unit))
        if position is None:
            yield Finding(("units",), f"已公布的单位“{unit.unit}”被删去了", help_text)
            continue
        for name, info in RoundUnit.model_fields.items():
            before, after = getattr(unit, name), getattr(new.units[position], name)
            if before not in (after, None) and not (name == "region" and after is None):
                message = f"“{unit.unit}”的{info.title}与已公布的不同：原来是“{before}”"
                yield Finding(("units", position, name), message, help_text)


def past_round_deleted(old: Round) -> Iterator[Finding]:
    """已公布的轮次不能删除或改名，它的网址永远不变。"""
    message = f"已公布的轮次“{old.name}”被删除或改名了，它的网址会打不开"
    yield Finding((), message, "恢复这个文件；内容有误的，改正以后在 corrections 里写明")


PAST_ROUND_RULES = (past_round, past_round_deleted)


def check_rounds(
    parsed_rounds: Sequence[ParsedRound], register: Register, today: date
) -> Iterator[Problem]:
    """Yield the problems of the rounds themselves; the register holds all that are published."""
    context = RoundContext(today, NoticeIndex(register))
    for parsed in parsed_rounds:
        yield from parsed.problems
        if parsed.round:
            for rule in ROUND_RULES:
                yield from problems_of(parsed, rule, rule(parsed.round, context))


def check_round_changes(
    parsed_rounds: Sequence[ParsedRound], baseline: Baseline
) -> Iterator[Problem]:
    """Yield the problems of rounds that differ from their published version."""
    by_path = {parsed.path: parsed for parsed in parsed_rounds}
    folder = f"{baseline.name}/{ROUNDS}/"
    changed = [path for path in baseline.changed_files(".yml") if path.startswith(folder)]
    for path, content in zip(changed, baseline.contents(changed), strict=True):
        old = read_round(content.decode("utf-8-sig", "replace"), path).round
        if old is None:
            continue
        parsed = by_path.get(path)
        if parsed is None:
            deleted = ParsedRound(path)
            yield from problems_of(deleted, past_round_deleted, past_round_deleted(old))
        elif parsed.round:
            yield from problems_of(parsed, past_round, past_round(old, parsed.round))
