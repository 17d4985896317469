"""Rules about inspection rounds, on their own and among the notices.

A round states in public who has not published, so whatever could accuse a unit wrongly is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.rounds import NoticeIndex, Round, RoundUnit
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.rounds import ParsedRound
from noticeboard.rules.base import Finding, problems_of


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
        named = round_.notice_of(unit)
        if named and named not in context.published.register.by_id:
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
        named = published.register.by_id.get(round_.notice_of(unit) or "")
        yield from [named] if named else []
        return
    yield from published.of_same_inspection(unit, round_)


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


def round_notice_of_another(round_: Round, context: RoundContext) -> Iterator[Finding]:
    """单位下面写的 notice 是这个单位自己的通报，不是同一轮里别的单位的。"""
    register = context.published.register
    keys = [register.unit_key(round_.region_of(unit), unit.unit) for unit in round_.units]
    first: dict[str, int] = {}
    for index, unit in enumerate(round_.units):
        notice = register.by_id.get(round_.notice_of(unit) or "")
        if not notice:
            continue
        writers = register.unit_keys(notice)
        owners = [number for number, key in enumerate(keys) if key in writers]
        if len(writers) == 1 and not owners:
            owners = [first.setdefault(notice.id, index)]
        if owners and index not in owners:
            owner = round_.units[owners[0]].unit
            message = f"通报 {notice.id} 是“{owner}”的，不能算作“{unit.unit}”的"
            help_text = "写这个单位自己的通报，没有就删去这一行"
            yield Finding(("units", index, "notice"), message, help_text)


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
        for notice in context.published.candidates(unit, round_):
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
    round_notice_of_another,
    round_ground_needless,
    round_near_name,
)


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
