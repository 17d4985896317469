"""How long ago someone last confirmed that a contact is right."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from noticeboard.model.dates import PartialDate, months_after
from noticeboard.model.notice import Notice


@dataclass(frozen=True, slots=True)
class ContactAge:
    """On the day `today`, what was last confirmed more than `months` ago is old.

    With `months` None nothing is: the site has not said when.
    """

    months: int | None
    today: date

    def is_old(self, notice: Notice) -> bool:
        """Whether the notice's contact should be confirmed anew."""
        if self.months is None:
            return False
        return self.today > months_after(confirmed(notice), self.months)


def confirmed(notice: Notice) -> PartialDate:
    """The day someone last tried the contact; its publication, where none is written."""
    return notice.contact.verified or notice.published
