"""The board that a notice is written for: its register of units, its settings, the day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path, PurePath

from noticeboard.editor.published import PublishedNotice
from noticeboard.files.filenames import name_fault
from noticeboard.files.safe_files import list_regular_files
from noticeboard.model.dates import beijing_date
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness
from noticeboard.reading.reader import ParsedNotice, misplaced_problem, read_bytes
from noticeboard.reading.site_config import SiteConfig, read_site_config
from noticeboard.reading.source_files import UNITS
from noticeboard.reading.units import ParsedUnits, read_units
from noticeboard.rules.all_rules import apply_rules
from noticeboard.rules.inspections import not_inspected


@dataclass(slots=True)
class Board:
    """A folder of notices that holds only the files of the notice being written."""

    notices_dir: Path
    site: SiteConfig
    units: ParsedUnits
    today: date
    published: PublishedNotice | None = None

    def check(self, parsed: ParsedNotice) -> list[Problem]:
        """Return every problem of the notice that this board alone can see."""
        staleness = ContactStaleness(self.site.contact_months, self.today)
        baseline = (
            self.published.baseline(parsed, self.notices_dir, self.today)
            if self.published
            else None
        )
        return apply_rules(
            [parsed], self.notices_dir, baseline, (), staleness, units=self.units,
            board_region=self.site.region or "", today=self.today, inspect=not_inspected,
        )  # fmt: skip

    def parse(self, source: str, notice_id: str) -> ParsedNotice:
        """Parse the text as the file of this id."""
        path = f"notices/{notice_id}.md"
        parsed = read_bytes(source.encode("utf-8", "surrogatepass"), path)
        misplaced = misplaced_problem(PurePath(f"{notice_id}.md"), path)
        if misplaced:
            return replace(parsed, notice=None, problems=(misplaced, *parsed.problems))
        return parsed

    def clear(self) -> None:
        """Remove all attachments."""
        for path in self.notices_dir.glob("*/*/*"):
            path.unlink()

    def attach(self, notice_id: str, name: str, data: bytes) -> str:
        """Keep an attachment; return what is wrong with its name, else nothing."""
        if PurePath(name).name != name:
            return f"文件名“{name}”里不能有斜杠；换一个文件名"
        fault = name_fault(name)
        if fault:
            return f"文件名“{name}”{fault.message}；{fault.help}"
        folder = self.notices_dir / notice_id
        folder.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
        return ""

    def detach(self, notice_id: str, name: str) -> None:
        """Remove an attachment."""
        for path in self.files(notice_id):
            if path.name == name:
                path.unlink()

    def files(self, notice_id: str) -> list[Path]:
        """Return the attachments of the notice."""
        return list_regular_files(f"{self.notices_dir}/{notice_id}")


def open_board(folder: Path, settings: Mapping[str, object]) -> Board:
    """Return the board that `settings`, the published `board.json`, describes.

    `units` is the text of the register of units; `region` and `contact_months` are those of the site.
    """
    notices_dir = folder / "notices"
    notices_dir.mkdir(parents=True, exist_ok=True)
    (notices_dir / UNITS).unlink(missing_ok=True)
    if settings.get("units"):
        (notices_dir / UNITS).write_text(str(settings["units"]), "utf-8")
    values = {key: settings.get(key) for key in ("region", "contact_months")}
    site = read_site_config(str(settings.get("name") or "-"), "", values)
    return Board(notices_dir, site, read_units(notices_dir), beijing_date())
