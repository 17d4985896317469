"""Stale contacts: those that nobody has verified for a long time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from noticeboard.model.dates import PartialDate, months_after
from noticeboard.model.notice import Notice


@dataclass(frozen=True, slots=True)
class ContactStaleness:
    """The site's limit in months, as of a day; without a limit no contact is stale."""

    months: int | None
    today: date

    def is_stale(self, notice: Notice) -> bool:
        """Return whether the notice's contact was last verified more than `months` ago."""
        if self.months is None:
            return False
        return self.today > months_after(last_verified(notice), self.months)


def last_verified(notice: Notice) -> PartialDate:
    """Return the day the contact was last verified, or the day of publication."""
    return notice.contact.verified or notice.published
