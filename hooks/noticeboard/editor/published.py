"""The published version of a notice that is being corrected: what a check compares with."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from noticeboard.history.baseline import Baseline
from noticeboard.history.diff import Difference, compare_notices
from noticeboard.reading.reader import ParsedNotice, read_bytes


class _OneFile(Baseline):
    """A baseline whose only file is at hand, where there is no Git."""

    def contents(self, paths: Sequence[str]) -> list[bytes]:
        """Return the published content of each path; the blobs hold it as text."""
        return [self.blobs[path].encode() for path in paths]


@dataclass(frozen=True, slots=True)
class PublishedNotice:
    """The text of a notice as the site publishes it."""

    notice_id: str
    source: str

    @property
    def path(self) -> str:
        """The path of its file, as messages show it."""
        return f"notices/{self.notice_id}.md"

    def baseline(self, parsed: ParsedNotice, notices_dir: Path, today: date) -> Baseline | None:
        """Return the baseline for a check of the new version; None for another notice."""
        if parsed.path != self.path:
            return None
        return _OneFile(notices_dir, today, {self.path: "M"}, {self.path: self.source})

    def difference(self, parsed: ParsedNotice) -> Difference | None:
        """Return how the new version differs, as the changelog will show it."""
        old = read_bytes(self.source.encode(), self.path).notice
        return compare_notices(old, parsed.notice) if old and parsed.notice else None
