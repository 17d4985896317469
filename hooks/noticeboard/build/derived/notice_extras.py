"""What only a build knows of a notice, for its page."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from noticeboard.history.paragraph_aliases import matter_aliases, notice_aliases
from noticeboard.model.groups import UnitLink
from noticeboard.model.notice import Notice
from noticeboard.pages.boards import origin_of
from noticeboard.pages.notice import attached_files, open_period

if TYPE_CHECKING:
    from noticeboard.build.site import SiteBuild


def notice_extras(build: SiteBuild, notice: Notice) -> Mapping[str, object]:
    """Return what the page of a notice shows next to the record: files, hashes, changes."""
    numbers = range(1, len(notice.corrections) + 1)
    shown = build.changelog.shown_versions(notice)
    return {
        "files": attached_files(notice, build.settings.notices_dir),
        "verification": build.verification(notice),
        "origin": origin_of(notice, build.portal),
        "open_period": open_period(notice, build.today),
        "scheduled_for_later": notice.scheduled and not notice.is_public(build.today),
        "rounds": build.round_links.of_notice(notice.id),
        "unit_relations": _unit_relations(build, notice),
        "aliases": notice_aliases(shown, build.bodies, notice.id),
        "matter_aliases": matter_aliases(shown, build.bodies, notice.id),
        "changes": [build.changelog.address(notice.id, "corrected", n) for n in numbers],
    }


def _unit_relations(build: SiteBuild, notice: Notice) -> Sequence[tuple[str, Sequence[UnitLink]]]:
    """Return each unit of a notice that has predecessors or successors, with these."""
    keys = build.register.unit_keys(notice)
    relations = ((key[1], build.groups.relations(key)) for key in keys)
    return [(name, links) for name, links in relations if links]
