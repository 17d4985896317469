"""The timeline chart of a notice: its dates from top to bottom, the days between them to scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from noticeboard.model.dates import PartialDate
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice

SHORTEST, LONGEST = 3.0, 4.5
"""Lengths of the line between two steps, in ems."""
LINE = 1.5
"""The height of a line of text, in ems."""


class Step(NamedTuple):
    """A step of the timeline.

    `days` since the step before is None when a date is not known to the day; `after` is the
    Chinese text before that number.
    """

    name: str
    start: PartialDate
    end: PartialDate
    days: int | None
    after: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The date in one line, or in two when it crosses a year."""
        if self.start == self.end:
            return (self.start.chinese,)
        later = self.end.chinese
        if self.start.year == self.end.year:
            return (f"{self.start.chinese}至{later.partition('年')[2]}",)
        return (self.start.chinese, f"至{later}")

    @property
    def sentence(self) -> str:
        """The step as text, for readers who cannot see the chart."""
        since = f"（{self.after}{self.days}天）" if self.days is not None else ""
        return f"{self.name}：{''.join(self.lines)}{since}"


@dataclass(frozen=True, slots=True)
class Point:
    """A step in the chart, in ems from the top.

    `y` is the place of its mark, `above` the length of the line up to the step before and
    `label_y` the place of the number of days next to that line; None for the first step.
    """

    step: Step
    y: float
    above: float | None
    label_y: float | None


@dataclass(frozen=True, slots=True)
class TimelineChart:
    """The points from top to bottom, and the height in ems."""

    points: tuple[Point, ...]
    height: float

    @property
    def sentence(self) -> str:
        """The chart as text."""
        return "；".join(point.step.sentence for point in self.points)


def timeline_steps(notice: Notice) -> tuple[Step, ...]:
    """Return what is known of each inspection and feedback, and the publication, with the waits."""
    words, published = notice.words, notice.published
    steps: list[Step] = []
    last_feedback = None
    for one in sorted(notice.inspections, key=_first_day):
        start, end = one.start or one.end, one.end or one.start
        if start and end:
            steps.append(Step(words.act, start, end, None, ""))
        if one.feedback:
            days = end.days_to(one.feedback) if end else None
            steps.append(Step(words.report, one.feedback, one.feedback, days, f"{words.act}结束后"))
        last_feedback = one.feedback
    days = last_feedback.days_to(published) if last_feedback else None
    return (*steps, Step("公布", published, published, days, f"{words.report}后"))


def _first_day(inspection: Inspection) -> date:
    first = inspection.start or inspection.end or inspection.feedback
    return first.first if first else date.max


def timeline_chart(steps: Sequence[Step]) -> TimelineChart:
    """Place the steps below each other; the longest wait has the longest line."""
    longest = max((step.days or 0 for step in steps), default=0)
    points: list[Point] = []
    y = 1.0
    for index, step in enumerate(steps):
        above = label_y = None
        if index:
            share = (step.days or 0) / longest if longest else 0
            text_end = (len(steps[index - 1].lines) - 1) * LINE
            above = SHORTEST + (LONGEST - SHORTEST) * share + text_end
            label_y = round(y + text_end + (above - text_end) / 2, 2)
            y += above
        points.append(Point(step, round(y, 2), None if above is None else round(above, 2), label_y))
    height = y + (len(steps[-1].lines) - 1) * LINE + 0.8 if steps else 0
    return TimelineChart(tuple(points), round(height, 2))
