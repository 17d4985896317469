"""One build of the site: its settings, the notices that it has read, and the pages of these."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property, partial

from noticeboard.build import environment
from noticeboard.build.derived.ledgers import read_ledgers
from noticeboard.build.derived.notice_extras import notice_extras
from noticeboard.build.lazy_pages import LazyPages, split_bulk
from noticeboard.build.loader import LoadedNotice, NoticeLoader
from noticeboard.build.settings import Settings
from noticeboard.exports.security import editor_policy
from noticeboard.exports.verification import Verification, notice_verification
from noticeboard.history.changelog import Changelog
from noticeboard.history.log import History, read_history
from noticeboard.incremental.cache import Cache, open_cache
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.incremental.pool import cores
from noticeboard.model.dates import beijing_date
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness, Register
from noticeboard.model.round_status import RoundStatus, all_statuses
from noticeboard.model.units import UnitRegister
from noticeboard.pages.base import PageGroup, SitePage
from noticeboard.pages.boards import boards_page
from noticeboard.pages.browse import group_pages
from noticeboard.pages.changes import changes_pages
from noticeboard.pages.contacts import oldest_contacts
from noticeboard.pages.lists import register_pages
from noticeboard.pages.matters.lists import matter_pages
from noticeboard.pages.matters.register import MatterRegister
from noticeboard.pages.preview import Preview
from noticeboard.pages.round_links import RoundLinks
from noticeboard.pages.rounds import round_pages
from noticeboard.pages.statistics import StatisticsTable, statistics_page, statistics_tables
from noticeboard.pages.unit_box import unit_box_json
from noticeboard.pages.write import BOARD, board_json, write_page
from noticeboard.reading.boards import Portal, read_portal
from noticeboard.reading.removed import read_removed
from noticeboard.reading.rounds import ParsedRound, read_rounds
from noticeboard.reading.source_files import UNITS
from noticeboard.reading.units import read_units
from noticeboard.rules.check import check_notices
from noticeboard.rules.privacy import check_privacy
from noticeboard.text.pinyin import known_readings, remember_readings
from noticeboard.text.rendering import RenderedBody

SERVE_ALL_UP_TO = 300
"""With more notices, `make serve` renders bulk pages on request, and no index, data or feeds."""

_READINGS = digest("readings", program_digest())


def create_loader(settings: Settings) -> NoticeLoader:
    """Return the loader of one build, or of all builds of one `make serve`."""
    processes = 1 if settings.serving else cores()
    return NoticeLoader(open_cache(settings.cache_dir), processes, render_bodies=True)


class SiteBuild:
    """The state of one build; call `read` first.

    `previous` is an earlier build of the same process, after which only notices have changed: what
    depends on one notice is checked for the changed ones, what depends on several is not.
    """

    def __init__(
        self,
        settings: Settings,
        loader: NoticeLoader | None = None,
        previous: SiteBuild | None = None,
    ) -> None:
        self.settings = settings
        self._previous = previous
        self.loaded: Sequence[LoadedNotice] = ()
        self.problems: Sequence[Problem] = ()
        self.history: History = (
            previous.history if previous else read_history(settings.root, settings.notices_dir)
        )
        self.processes = 1 if settings.serving else cores()
        self._loader = loader or create_loader(settings)
        self.cache: Cache = self._loader.cache
        self.today = beijing_date(settings.built_at)
        self.contact_staleness = ContactStaleness(settings.site.contact_months, self.today)
        self.preview: Preview | None = None
        self.portal: Portal | None = None
        self.register = Register(())
        self.text_fingerprints: Mapping[str, bytes] = {}
        self.fingerprints: Mapping[str, bytes] = {}
        self.bodies: Mapping[str, RenderedBody] = {}
        self.rounds: tuple[RoundStatus, ...] = ()
        self._published = self.register
        self._sha256: Mapping[str, str] = {}
        self._verifications: dict[str, Verification] = {}
        readings = self.cache.get(_READINGS)
        if readings:
            remember_readings(readings)

    def read(self) -> list[Problem]:
        """Read and check everything; return the problems, sorted by place.

        A preview leaves out the notices that have errors. A site must not be built from them.
        """
        settings = self.settings
        loaded = self.loaded = self._loader.load(settings.notices_dir)
        rounds = read_rounds(settings.notices_dir)
        self.units = read_units(settings.notices_dir)
        self.portal = read_portal(settings.notices_dir)
        problems = self._check_changed(self._previous) if self._previous else self.check_all()
        if settings.serving:
            parsed_notices = [each.parsed for each in loaded]
            self.preview = Preview(
                parsed_notices,
                problems,
                settings.notices_dir,
                environment.site_url(),
                self.check_all if self._previous else None,
            )
            loaded = [each for each in loaded if self.preview.is_valid(each.parsed)]
        self._set_register(loaded, self.units.register)
        self._match_rounds(rounds, problems)
        self.problems, self._previous = problems, None
        return problems

    def check_all(self) -> list[Problem]:
        """Return the problems of all notices and rounds."""
        return self._check(self.loaded, read_rounds(self.settings.notices_dir))

    def _check_changed(self, previous: SiteBuild) -> list[Problem]:
        """Return the problems of the changed notices, and the earlier ones of all others."""
        known = set(map(id, previous.loaded))
        changed = [each for each in self.loaded if id(each) not in known]
        kept = {each.parsed.path for each in self.loaded if id(each) in known}
        outdated = {each.parsed.path for each in previous.loaded} - kept
        problems = [problem for problem in previous.problems if problem.path not in outdated]
        return sorted([*problems, *self._check(changed)])

    def _check(
        self, loaded: Sequence[LoadedNotice], rounds: Sequence[ParsedRound] = ()
    ) -> list[Problem]:
        return check_notices(
            [each.parsed for each in loaded],
            self.settings.notices_dir,
            rounds=rounds,
            staleness=self.contact_staleness,
            units=self.units,
            board_region=self.settings.site.region or "",
            file_problems=(problem for each in loaded for problem in each.problems),
            cache=self.cache,
        )

    def _set_register(self, loaded: Sequence[LoadedNotice], units: UnitRegister) -> None:
        known = {each.parsed.notice.id: each for each in loaded if each.parsed.notice}
        notices = [each.parsed.notice for each in known.values() if each.parsed.notice]
        serving = self.settings.serving
        public = (n for n in notices if serving or n.is_public(self.today))
        self._published = Register(public, units)
        removed = read_removed(self.settings.notices_dir)
        kept = (n for n in self._published.notices if n.id not in removed)
        self.register = Register(kept, units)
        self.bodies = self._loader.bodies(loaded)
        self.text_fingerprints = {notice.id: known[notice.id].fingerprint for notice in notices}
        self.fingerprints = {notice.id: self._fingerprint(notice) for notice in notices}
        self._sha256 = {notice_id: each.sha256 for notice_id, each in known.items()}

    def _fingerprint(self, notice: Notice) -> bytes:
        """Return the digest of what a page shows of a notice.

        A contact becomes stale on a day, and an earlier notice may change the addresses of a unit or
        region with the same pinyin.
        """
        text = self.text_fingerprints[notice.id]
        is_stale = self.contact_staleness.is_stale(notice)
        links = self.groups.links(notice) if notice.id in self.register.by_id else ()
        return digest(text, bytes([is_stale]), self._address(notice), *links)

    def _match_rounds(self, rounds: list[ParsedRound], problems: list[Problem]) -> None:
        invalid = {problem.path for problem in problems if problem.severity == "error"}
        valid = [each.round for each in rounds if each.round and each.path not in invalid]
        deadline = self.settings.site.deadline
        # A removed notice was published in time, and its unit is not to be called late.
        self.rounds = all_statuses(valid, self._published, deadline, self.today)

    @property
    def is_complete(self) -> bool:
        """Whether the build writes everything that a published site has."""
        return not self.settings.serving or len(self.register.notices) <= SERVE_ALL_UP_TO

    @cached_property
    def groups(self) -> NoticeGroups:
        """The groups of notices, with their addresses."""
        return NoticeGroups(self.register)

    @cached_property
    def matters(self) -> MatterRegister:
        """The matters of all notices."""
        keys = {notice.id: self.text_fingerprints[notice.id] for notice in self.register.notices}
        return MatterRegister(self.register, read_ledgers(keys, self.bodies, self.cache))

    def keep_readings(self) -> None:
        """Store the pinyin of all names for later builds."""
        self.cache.put({_READINGS: known_readings()})

    @cached_property
    def round_links(self) -> RoundLinks:
        """Where the other pages name the rounds."""
        return RoundLinks(self.rounds, self.register)

    @cached_property
    def changelog(self) -> Changelog:
        """Every publication, correction and withdrawal."""
        return Changelog(self.register, self.history, check_privacy)

    def pages(self) -> tuple[list[SitePage], LazyPages]:
        """Return the single pages and the bulk pages that are generated from the notices."""
        single, bulk = split_bulk(self._page_groups())
        return single, LazyPages(bulk)

    def _page_groups(self) -> Iterator[PageGroup]:
        yield from register_pages(self.register, partial(notice_extras, self))
        yield from group_pages(self.groups, self.round_links, self.bodies)
        yield from matter_pages(self.matters)
        yield from round_pages(self.rounds, self.history, self.groups)
        yield oldest_contacts(self.register)
        yield from changes_pages(self.changelog)
        yield iter([statistics_page(self._tables, self.register)])
        if self.portal:
            yield iter([boards_page(self.portal, self.register, self.today)])
        editor = self.settings.site.editor
        yield iter([write_page(self.program, editor_policy(editor.api_origin if editor else ""))])
        if self.preview:
            yield self.preview.pages()

    def assets(self) -> Iterator[tuple[str, str | bytes]]:
        """Yield (address, content) of what the pages load."""
        for table in self._tables:
            yield f"statistics/{table.name}.csv", table.csv
        yield "units/units.json", unit_box_json(self.groups)
        if self.program:
            path = self.settings.notices_dir / UNITS
            units = path.read_text("utf-8") if path.is_file() else ""
            yield BOARD, board_json(self.settings.site, units, self._request_template())

    def _request_template(self) -> str:
        path = self.settings.root / ".github/pull_request_template.md"
        return path.read_text("utf-8") if path.is_file() else ""

    @cached_property
    def program(self) -> str:
        """The folder of the write page's program with a slash; empty if the site has none."""
        folder = self.settings.editor_dir
        return f"{next(folder.glob('program-*')).name}/" if folder else ""

    @cached_property
    def _tables(self) -> tuple[StatisticsTable, ...]:
        return statistics_tables(self.register)

    def verification(self, notice: Notice) -> Verification:
        """Return how to verify a notice; its page and its data show the same."""
        if notice.id not in self._verifications:
            sha256, settings = self._sha256[notice.id], self.settings
            self._verifications[notice.id] = notice_verification(
                notice, sha256, self.history, self._address(notice), settings.repo_url
            )
        return self._verifications[notice.id]

    def _address(self, notice: Notice) -> str:
        """Return the permanent address of a notice's page, in a portal that on its own board."""
        board = self.portal and self.portal.by_id.get(notice.board)
        return board.address_of(notice) if board else f"{self.settings.site_url}{notice.url}"
