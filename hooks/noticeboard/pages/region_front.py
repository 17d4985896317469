"""What the page of a region opens with: who is late, who took longest, what changed, which sums are named."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import NamedTuple

from noticeboard.model.dates import PartialDate
from noticeboard.model.groups import NoticeGroups, UnitGroup
from noticeboard.model.notice import Notice
from noticeboard.pages.round_links import LateUnit, RoundLinks
from noticeboard.text.rendering import RenderedBody

MAX_LINES = 5
"""Lines of each part."""
MAX_UNITS = 8
MAX_SENTENCE = 120
"""Characters of a quoted sentence; a longer one is left out rather than cut."""

# An amount as the texts write it: 3.6万元, 1,204.50元, 2亿余元.
MONEY = re.compile(r"[0-9][0-9,.]*\s?余?[千万亿]{0,2}余?元")
_SENTENCE = re.compile(r"[^。！？\n]+[。！？]?")


class Quote(NamedTuple):
    """A sentence that names a sum of money: the notice, and the sentence around the first sum."""

    notice: Notice
    before: str
    amount: str
    after: str


class Change(NamedTuple):
    """A correction or a withdrawal of a notice, with its reason."""

    notice: Notice
    date: PartialDate
    label: str
    reason: str


@dataclass(frozen=True, slots=True)
class RegionFront:
    """The parts, each the newest or the largest few; a part without lines is left out."""

    late: tuple[LateUnit, ...]
    slowest: tuple[Notice, ...]
    changes: tuple[Change, ...]
    quotes: tuple[Quote, ...]
    units: tuple[UnitGroup, ...]


def region_front(
    region: str,
    notices: Sequence[Notice],
    groups: NoticeGroups,
    rounds: RoundLinks,
    bodies: Mapping[str, RenderedBody],
) -> RegionFront:
    """Return the opening of a region's page; `notices` are those of it and the places below it."""
    waited = [n for n in notices if not n.withdrawn and (n.days_waited or 0) > 0]
    slowest = sorted(waited, key=lambda notice: -(notice.days_waited or 0))[:MAX_LINES]
    changes = sorted(_changes(notices), key=lambda change: change.date.last, reverse=True)
    own = groups.units_by_region.get(region, ())
    return RegionFront(
        late=rounds.late_in(region)[:MAX_LINES],
        slowest=tuple(slowest),
        changes=tuple(changes[:MAX_LINES]),
        quotes=tuple(islice(_quotes(notices, bodies), MAX_LINES)),
        units=tuple(islice((unit for unit in own if unit.contact.callable_phones), MAX_UNITS)),
    )


def _changes(notices: Iterable[Notice]) -> Iterator[Change]:
    for notice in notices:
        if notice.withdrawn:
            yield Change(notice, notice.withdrawn.date, "撤回", notice.withdrawn.reason)
        for correction in notice.corrections:
            yield Change(notice, correction.date, "更正", correction.note)


def _quotes(notices: Iterable[Notice], bodies: Mapping[str, RenderedBody]) -> Iterator[Quote]:
    """Yield one sentence of each notice that names a sum, never of a withdrawn one."""
    for notice in notices:
        if notice.id not in bodies or notice.withdrawn:
            continue
        texts = (block.text for block in bodies[notice.id].blocks if block.kind == "body")
        quote = next((quote for text in texts for quote in _quotes_in(notice, text)), None)
        if quote:
            yield quote


def _quotes_in(notice: Notice, text: str) -> Iterator[Quote]:
    for sentence in _SENTENCE.findall(text):
        amount = MONEY.search(sentence)
        if amount and len(sentence) <= MAX_SENTENCE:
            yield Quote(
                notice,
                sentence[: amount.start()].lstrip(),
                amount[0],
                sentence[amount.end() :].rstrip(),
            )
