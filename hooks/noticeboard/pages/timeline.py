"""The timeline of a notice as a picture: where each point stands, in ems."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from noticeboard.model.dates import PartialDate
from noticeboard.model.notice import Notice

SHORTEST, LONGEST = 2.7, 4.2
LINE = 1.5


class Step(NamedTuple):
    """A step of the timeline: `days` since the step before, None when not known to the day."""

    name: str
    start: PartialDate
    end: PartialDate
    days: int | None
    after: str

    @property
    def lines(self) -> tuple[str, ...]:
        """The date in one line, or in two where it crosses a year."""
        if self.start == self.end:
            return (self.start.chinese,)
        later = self.end.chinese
        if self.start.year == self.end.year:
            return (f"{self.start.chinese}至{later.partition('年')[2]}",)
        return (self.start.chinese, f"至{later}")

    @property
    def sentence(self) -> str:
        """The step in words, for whoever cannot see the picture."""
        since = f"（{self.after}{self.days}天）" if self.days is not None else ""
        return f"{self.name}：{''.join(self.lines)}{since}"


@dataclass(frozen=True, slots=True)
class Point:
    """A step in the picture: `y` of its mark, from the top; the stretch above it, if any.

    The stretches are to scale among each other within SHORTEST and LONGEST.
    """

    step: Step
    y: float
    above: float | None
    label_y: float | None


@dataclass(frozen=True, slots=True)
class TimelinePicture:
    """All points from the top down, and the height; lengths in ems."""

    points: tuple[Point, ...]
    height: float

    @property
    def sentence(self) -> str:
        """The picture in words."""
        return "；".join(point.step.sentence for point in self.points)


def timeline(notice: Notice) -> tuple[Step, ...]:
    """Inspection, feedback, publication, with the days between them."""
    inspection, published = notice.inspection, notice.published
    return (
        Step("巡察", inspection.start, inspection.end, None, ""),
        Step(
            "反馈",
            inspection.feedback,
            inspection.feedback,
            inspection.end.days_to(inspection.feedback),
            "巡察结束后",
        ),
        Step("公布", published, published, inspection.feedback.days_to(published), "反馈后"),
    )


def draw(steps: Sequence[Step]) -> TimelinePicture:
    """Place the steps below each other, the longest wait with the longest stretch."""
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
    return TimelinePicture(tuple(points), round(height, 2))
