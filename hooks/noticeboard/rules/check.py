"""Check notices and rounds against every rule, inspecting attachments in processes with limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from noticeboard.attachments.inspection import Inspection
from noticeboard.attachments.limited import inspect_files
from noticeboard.incremental.pool import cores
from noticeboard.rules.all_rules import apply_rules


def _inspect(paths: Sequence[Path]) -> Iterator[Inspection]:
    return inspect_files(paths, cores())


check_notices = partial(apply_rules, inspect=_inspect)
"""`apply_rules` where attachments can be inspected."""
