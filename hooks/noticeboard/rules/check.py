"""Check notices and rounds against every rule, inspecting attachments in processes with limits."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from noticeboard.attachments.limited import inspect_files
from noticeboard.history.baseline import Baseline
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.pool import cores
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.rounds import ParsedRound
from noticeboard.reading.units import ParsedUnits
from noticeboard.rules.all_rules import apply_rules
from noticeboard.rules.inspections import Inspections


def check_notices(
    parsed_notices: Sequence[ParsedNotice],
    notices_dir: Path,
    baseline: Baseline | None = None,
    rounds: Sequence[ParsedRound] = (),
    staleness: ContactStaleness | None = None,
    *,
    units: ParsedUnits | None = None,
    board_region: str = "",
    file_problems: Iterable[Problem] | None = None,
    today: date | None = None,
    cache: Cache | None = None,
) -> list[Problem]:
    """Return every problem of every file like `apply_rules`; `cache` keeps the inspections."""
    inspections = Inspections(partial(inspect_files, processes=cores()), cache)
    return apply_rules(
        parsed_notices,
        notices_dir,
        inspections,
        baseline,
        rounds,
        staleness,
        units=units,
        board_region=board_region,
        file_problems=file_problems,
        today=today,
    )
