"""One build of the site: where it works, what it has read, and the pages that come of that."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from noticeboard.build.lazy_pages import PagesOnDemand, few_and_many
from noticeboard.build.loader import Workshop, bodies_of, load, recall_syllables
from noticeboard.exports.json_ld import LinkedData
from noticeboard.exports.verification import (
    Verification,
    download_commands,
    notice_verification,
    rebuild_commands,
)
from noticeboard.history.changelog import Changelog
from noticeboard.history.log import read_history
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.output_tree import ASIDE, listing
from noticeboard.incremental.pool import background, cores
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.dates import day_in_china
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.model.round_status import RoundStatus, all_statuses
from noticeboard.pages.base import PageGroup, SitePage, site_pages
from noticeboard.pages.browse import group_pages, units_json
from noticeboard.pages.changes import changes_pages
from noticeboard.pages.contacts import oldest_contacts
from noticeboard.pages.notice import attached_files
from noticeboard.pages.problems import Preview
from noticeboard.pages.rounds import round_pages
from noticeboard.pages.statistics import Figures, all_figures, statistics_page
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.site_config import SiteConfig
from noticeboard.rules import check_together
from noticeboard.rules.privacy import check_privacy
from noticeboard.search.writer import FOLDER
from noticeboard.text.rendering import Body

# Above this many notices `serve` makes a page when it is looked at, and the index, the data and
# the feeds only when told to: an edit should show at once.
SERVED_LIMIT = 300


@dataclass(frozen=True, slots=True)
class Settings:
    """What a build is told: its folders, the site's settings and addresses, its moment.

    `site_url` ends with a slash, or is empty as `repo_url` may be. `serving` is for one editor:
    drafts and problems are shown, and no other process is used, for threads answer readers then,
    and a process that inherits them cannot be trusted.
    """

    root: Path
    notices_dir: Path
    site_dir: Path
    cache_dir: Path
    last_site: Path | None
    site: SiteConfig
    site_url: str
    repo_url: str
    made: datetime
    serving: bool


# One process makes many builds while it serves, and most notices are the same in all.
_recent: dict[bytes, Any] = {}


class SiteBuild:
    """The state of one build; `read` comes first."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.history = read_history(settings.root, settings.notices_dir)
        cache = Cache(settings.cache_dir / "results.sqlite")
        serving = settings.serving
        self.workshop = Workshop(cache, 1, _recent) if serving else Workshop(cache, cores())
        # Nobody else writes there while the notices are read, which leaves a core free.
        look = partial(listing, settings.site_dir, {ASIDE, FOLDER})
        self.listing = None if serving else background(look)
        self.today = day_in_china(settings.made)
        self.contact_age = ContactAge(settings.site.contact_months, self.today)
        self.preview: Preview | None = None
        self.register = Register(())
        self.digests: Mapping[str, bytes] = {}
        self.sums: Mapping[str, str] = {}
        self.bodies: Mapping[str, Body] = {}
        self.rounds: tuple[RoundStatus, ...] = ()
        self._proofs: dict[str, Verification] = {}

    def read(self) -> list[Problem]:
        """Read and check everything; the problems, sorted by place.

        What has errors is left out while it is served; a build is not to go on then.
        """
        settings = self.settings
        loaded = load(settings.notices_dir, self.workshop, keep_bodies=True)
        parsed_notices = [entry.parsed for entry in loaded]
        alone = (problem for entry in loaded for problem in entry.problems)
        rounds = read_rounds(settings.notices_dir)
        problems = check_together(
            parsed_notices, alone, settings.notices_dir, rounds=rounds, age=self.contact_age
        )
        preview = (
            Preview(parsed_notices, problems, settings.notices_dir) if settings.serving else None
        )
        standing = [e for e in loaded if not preview or preview.stands(e.parsed)]
        notices = (e.parsed.notice for e in standing if e.parsed.notice)
        self.preview = preview
        self.register = Register(n for n in notices if settings.serving or not n.draft)
        self.bodies = bodies_of(standing, self.workshop.cache)
        # A page that shows a contact changes on the day on which that has become old.
        self.digests = {
            notice.id: entry.digest + bytes([self.contact_age.is_old(notice)])
            for entry in standing
            if (notice := entry.parsed.notice)
        }
        self.sums = {e.parsed.notice.id: e.sha256 for e in standing if e.parsed.notice}
        wrong = {problem.path for problem in problems if problem.severity == "error"}
        sound = [r.round for r in rounds if r.round and r.path not in wrong]
        deadline = settings.site.deadline
        self.rounds = all_statuses(sound, self.register.notices, deadline, self.today)
        return problems

    @property
    def complete(self) -> bool:
        """Whether all is made that a published site has."""
        few = len(self.register.notices) <= SERVED_LIMIT
        return not self.settings.serving or few or bool(os.environ.get("NOTICEBOARD_SEARCH"))

    @cached_property
    def groups(self) -> NoticeGroups:
        """The groups of notices, with their addresses."""
        return NoticeGroups(self.register)

    @cached_property
    def changelog(self) -> Changelog:
        """What happened to each notice."""
        return Changelog(self.register, self.history, check_privacy)

    def pages(self) -> tuple[list[SitePage], PagesOnDemand]:
        """The pages that are made of the notices: those of which there are few, and the others."""
        keep_syllables = recall_syllables(self.workshop.cache)
        few, many = few_and_many(self._page_groups())
        keep_syllables()
        return few, PagesOnDemand(many)

    def _page_groups(self) -> Iterator[PageGroup]:
        yield from site_pages(self.register)
        yield from group_pages(self.groups)
        yield from round_pages(self.rounds)
        yield oldest_contacts(self.register)
        yield changes_pages(self.changelog)
        yield iter([statistics_page(self._figures, self.register)])
        if self.preview:
            yield self.preview.pages()

    def assets(self) -> Iterator[tuple[str, str | bytes]]:
        """(address, content) of what those pages load."""
        for table in self._figures:
            yield f"statistics/{table.name}.svg", table.svg
            yield f"statistics/{table.name}.csv", table.csv
        yield "units/units.json", units_json(self.groups)

    @cached_property
    def _figures(self) -> tuple[Figures, ...]:
        return all_figures(self.register)

    def beside(self, page: SitePage) -> dict[str, object]:
        """What a page is given that neither the page nor its notice holds."""
        notice = page.notice
        if not notice:
            return {}
        numbers = range(1, len(notice.corrections) + 1)
        return {
            "files": attached_files(notice, self.settings.notices_dir),
            "verification": self.verification(notice),
            "changes": [self.changelog.address(notice.id, "corrected", n) for n in numbers],
        }

    def verification(self, notice: Notice) -> Verification:
        """Computed once: the page and the data both show it."""
        if notice.id not in self._proofs:
            self._proofs[notice.id] = notice_verification(
                notice, self.sums[notice.id], self.history, *self.addresses
            )
        return self._proofs[notice.id]

    @property
    def addresses(self) -> tuple[str, str]:
        """Where the site and its repository are."""
        return self.settings.site_url, self.settings.repo_url

    def for_templates(self) -> dict[str, object]:
        """What every template may use."""
        return {
            "site": self.settings.site,
            "preview": self.preview,
            "site_address": self.settings.site_url,
            "history": self.history,
            "rebuild": rebuild_commands(self.history, *self.addresses),
            "download": download_commands(self.settings.site_url),
            "groups": self.groups,
            "contact_age": self.contact_age,
            "linked_data": LinkedData(self.settings.site, self.settings.site_url),
        }
