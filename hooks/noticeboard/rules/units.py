"""Rules about regions and units that are perhaps others, and about notices published twice."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.units import UnitKey, is_part_of_region, may_be_same_region, short_name
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.units import ParsedUnits
from noticeboard.rules.base import Finding, problems_of, rule_id
from noticeboard.text.divisions import is_municipality
from noticeboard.text.folding import fold

_TOP_LEVELS = ("省", "自治区", "特别行政区", "兵团")
_NATIONAL = ("全国", "中央")


@dataclass(frozen=True)
class KnownNames:
    """The regions and units of the register, of all notices and of the board."""

    register: Register
    board_region: str = ""

    @cached_property
    def regions(self) -> frozenset[str]:
        """Every region, with those that contain it."""
        stated = {notice.region for notice in self.register.notices}
        stated |= {entry.region for entry in self.register.units.entries} | {self.board_region}
        parts = (region.split("/") for region in stated if region)
        return frozenset("/".join(each[: n + 1]) for each in parts for n in range(len(each)))

    @cached_property
    def units(self) -> dict[UnitKey, list[UnitKey]]:
        """(smallest region, short name) -> the units that have it, those of the register first."""
        units: dict[UnitKey, list[UnitKey]] = defaultdict(list)
        entries = ((e.region, e.name) for e in self.register.units.entries)
        for region, name in (*entries, *self._published):
            listed = units[_bucket(region, name)]
            if (region, name) not in listed:
                listed.append((region, name))
        return units

    @cached_property
    def _published(self) -> list[UnitKey]:
        in_order = reversed(self.register.notices)
        return list(
            dict.fromkeys((notice.region, unit) for notice in in_order for unit in notice.unit)
        )


def _bucket(region: str, name: str) -> UnitKey:
    return region.rpartition("/")[2], short_name(region, name)


KnownRule = Callable[[Notice, KnownNames], Iterator[Finding]]


def region_province(notice: Notice, known: KnownNames) -> Iterator[Finding]:
    """地区从省、自治区、直辖市写起；中央单位写全国。"""
    top = notice.regions[0]
    if not (top.endswith(_TOP_LEVELS) or is_municipality(top) or top in _NATIONAL):
        help_text = "在前面补上省（自治区、直辖市），如 湖北省/武汉市/武昌区；中央单位写 全国"
        yield Finding(("region",), f"地区“{notice.region}”没有写省", help_text, "warning")


def region_partial(notice: Notice, known: KnownNames) -> Iterator[Finding]:
    """地区不是另一个地区的后一半：已有“示例省/示例市/示例区”，就不另写“示例区”。"""
    whole = sorted(region for region in known.regions if is_part_of_region(notice.region, region))
    if whole:
        message = f"地区“{notice.region}”是“{whole[0]}”的一部分，会成为另一个地区"
        yield Finding(("region",), message, f"同一个地方的，写全：{whole[0]}", "warning")


def region_outside(notice: Notice, known: KnownNames) -> Iterator[Finding]:
    """地区在本站所在的地区之内（mkdocs.yml 的 region）。"""
    board = known.board_region
    if board and notice.region != board and not notice.region.startswith(f"{board}/"):
        message = f"地区“{notice.region}”不在本站所在的“{board}”之内"
        yield Finding(
            ("region",), message, "核对地区；确实不在本地的，在 accepted 里写明", "warning"
        )


def unit_spelling(notice: Notice, known: KnownNames) -> Iterator[Finding]:
    """单位的写法与已知的一致：不只是括号不同，也没有少写或多写地区。"""
    units = known.register.units
    for index, name in enumerate(notice.unit):
        entry = units.find(notice.region, name)
        if entry and name in entry.names:
            continue
        for region, other in known.units[_bucket(notice.region, name)]:
            if (region, other) == (notice.region, name):
                break  # It was published first.
            if not may_be_same_region(region, notice.region):
                continue
            same = region == notice.region and fold(other) == fold(name)
            difference = "只是写法不同" if same else "可能是同一个单位"
            help_text = (
                f"是同一个单位的，写成 {other}，或把“{name}”写进 notices/units.yml 的 other_names；"
                "不是的，在 accepted 里写明"
            )
            message = f"“{name}”与已有的“{other}”{difference}"
            yield Finding(("unit", index), message, help_text, "warning")
            break


def unit_twice() -> None:
    """units.yml 里，同一地区的一个名称只属于一个单位。"""


KNOWN_RULES: tuple[KnownRule, ...] = (
    region_province,
    region_partial,
    region_outside,
    unit_spelling,
)


def notice_twice(parsed_notices: Sequence[ParsedNotice], register: Register) -> Iterator[Problem]:
    """一篇通报只公布一次：正文不与另一篇相同；同一单位、同一天反馈的也只有一篇，后续通报除外。"""
    parsed_by_id = {parsed.notice.id: parsed for parsed in parsed_notices if parsed.notice}
    first: dict[object, Notice] = {}
    for notice in reversed(register.notices):
        if notice.withdrawn:
            continue
        earlier = None
        for key, reason in _identities(notice, register):
            earlier = earlier or _unrelated(first.get(key), notice, reason)
            first.setdefault(key, notice)
        parsed = parsed_by_id.get(notice.id)
        if earlier and parsed:
            help_text = "重复的删去一篇；后续的通报写 follow_up_of；确是两篇的，在 accepted 里写明"
            finding = Finding(("title",), earlier, help_text, "warning")
            yield from problems_of(parsed, notice_twice, [finding])


def _identities(notice: Notice, register: Register) -> Iterator[tuple[object, str]]:
    """Yield what no two notices share, each with the reason in Chinese."""
    text = "".join(notice.body.split())
    if text:
        yield ("text", text), "正文相同"
    days = [one.feedback for one in notice.inspections if one.feedback and one.feedback.day]
    for unit in register.unit_keys(notice):
        for day in days:
            yield (unit, day), f"同是“{unit[1]}”{day}反馈的"


def _unrelated(other: Notice | None, notice: Notice, reason: str) -> str | None:
    """Return the message unless one of both takes up the other."""
    if other is None or other.id == notice.id:
        return None
    if other.id == notice.follows or notice.id == other.follows:
        return None
    return f"与 {other.id} {reason}，可能是同一篇"


def check_units(
    parsed_notices: Sequence[ParsedNotice],
    units: ParsedUnits,
    register: Register,
    board_region: str,
) -> Iterator[Problem]:
    """Yield the problems of the register of units, and of names and notices that may be doubles."""
    yield from units.problems
    yield from _names_twice(units)
    known = KnownNames(register, board_region)
    for parsed in parsed_notices:
        if parsed.notice:
            for rule in KNOWN_RULES:
                yield from problems_of(parsed, rule, rule(parsed.notice, known))
    yield from notice_twice(parsed_notices, register)


def _names_twice(units: ParsedUnits) -> Iterator[Problem]:
    first: dict[UnitKey, int] = {}
    for index, entry in enumerate(units.entries):
        for name in entry.names:
            other = first.setdefault((entry.region, fold(name)), index)
            if other != index:
                message = f"“{name}”已经是第{other + 1}个单位“{units.entries[other].name}”的名称"
                help_text = "删去一处；改名、合并的写 predecessors 或 successors"
                place = units.place("units", index)
                yield Problem(units.path, *place, rule_id(unit_twice), "error", message, help_text)
