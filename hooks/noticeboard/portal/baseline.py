"""The last harvested state of a board as the baseline of a check."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from noticeboard.history.baseline import Baseline


@dataclass(frozen=True)
class HarvestedBaseline(Baseline):
    """A baseline whose published files lie in the folder `before`."""

    before: Path = Path()

    def contents(self, paths: Sequence[str]) -> list[bytes]:
        """Return the published content of each path."""
        return [(self.before / path.partition("/")[2]).read_bytes() for path in paths]


def harvested_baseline(before: Path, after: Path, known: Iterable[str]) -> HarvestedBaseline:
    """Compare the new files of a board with the `known` ones.

    A correction may be older than the last harvest, so the baseline has no day.
    """
    names = {path: f"{after.name}/{path}" for path in known}
    changes = {name: _status(before / path, after / path) for path, name in names.items()}
    changed = {name: status for name, status in changes.items() if status}
    return HarvestedBaseline(
        after, date.min, changed, dict.fromkeys(names.values(), ""), before=before
    )


def _status(old: Path, new: Path) -> str:
    if not new.is_file():
        return "D"
    return "" if new.samefile(old) or new.read_bytes() == old.read_bytes() else "M"
