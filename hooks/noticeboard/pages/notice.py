"""The page of a notice: what its template is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from noticeboard.attachments.types import TYPES
from noticeboard.model.dates import PartialDate
from noticeboard.model.inspection import Progress
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register, last_verified
from noticeboard.pages.base import SitePage
from noticeboard.pages.timeline import timeline_chart, timeline_steps
from noticeboard.text.addresses import percent_encode
from noticeboard.text.markup.body import RenderedBody
from noticeboard.text.markup.line_joins import one_line
from noticeboard.text.shorten import shorten

CHARACTERS_PER_MINUTE = 400
MAX_SAME_UNIT = 8
MAX_DESCRIPTION = 120
BLANKED = "本通报已经撤回，正文已经删去。"
"""The description of a notice whose text was removed."""


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment as a page lists it; `size` is a text such as `1.2 MB`."""

    title: str
    url: str
    kind: str
    size: str


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """Shares of the problems in percent: rectified, partly rectified, and in progress."""

    done: float
    partly: float
    ongoing: float


@dataclass(frozen=True, slots=True)
class NoticeLinks:
    """The notices that a notice links to.

    `earlier` and `later` are the unit's notices before and after this one, `same_unit` the unit's
    newest; `follows` is the notice that this one takes up. `contact` states a contact of the unit
    that is newer than the one in this notice's text: it may be this notice itself.
    """

    earlier: Notice | None
    later: Notice | None
    same_unit: tuple[Notice, ...]
    follows: Notice | None
    contact: Notice | None = None


def notice_page(
    notice: Notice, register: Register, extras: Mapping[str, object] | None = None
) -> SitePage:
    """Return the page of one notice without its text, which `notice_context` adds.

    `extras` are `files`, `verification` and `changes`, which only a build knows.
    """
    return SitePage(
        f"notices/{notice.id}.md",
        "notice.html",
        notice.title,
        notice.summary or "",
        {"links": notice_links(notice, register), **(extras or {})},
        last_change=notice.last_change,
        notice=notice,
        bulk=True,
    )


def notice_context(
    page: SitePage, notice: Notice, body: RenderedBody, address: str
) -> Mapping[str, object]:
    """Return everything that the template of a notice's page is given.

    `address` is the permanent address of the page, which the QR code holds.
    """
    characters = len(re.sub(r"\s", "", body.plain))
    return {
        **page.context,
        "notice": notice,
        "timeline": timeline_chart(timeline_steps(notice)),
        "minutes": max(1, round(characters / CHARACTERS_PER_MINUTE)),
        "bar": progress_bar(notice.progress),
        "address": address,
        "citation": citation(notice, address),
    }


def notice_description(page: SitePage, body: RenderedBody) -> str:
    """Return what lists and search engines show of a notice: its summary, or its beginning."""
    beginning = shorten(one_line(body.first_paragraph), MAX_DESCRIPTION)
    description = page.description or beginning or BLANKED
    withdrawn = page.notice.withdrawn if page.notice else None
    if not withdrawn:
        return description
    return f"【已撤回】本通报已于{withdrawn.date.chinese}撤回：{withdrawn.reason}。{description}"


def notice_links(notice: Notice, register: Register) -> NoticeLinks:
    """Return the notices of the register that a notice links to."""
    follows = register.by_id.get(notice.follows or "")
    same_unit = register.of_same_unit(notice)[:MAX_SAME_UNIT]
    contact = newer_contact(notice, register)
    return NoticeLinks(*neighbours(notice, register), same_unit, follows, contact)


def newer_contact(notice: Notice, register: Register) -> Notice | None:
    """Return the notice with a contact of the unit that the text of this one does not know yet."""
    current = register.contact_notices[register.unit_keys(notice)[0]]
    is_newer = last_verified(current).last > last_verified(notice).last
    channels = (current.contact.phones, current.contact.email, current.contact.address)
    own = (notice.contact.phones, notice.contact.email, notice.contact.address)
    if is_newer and channels != own:
        return current
    return notice if notice.contact_is_newer else None


def neighbours(notice: Notice, register: Register) -> tuple[Notice | None, Notice | None]:
    """Return the notices of the (first) unit before and after this one, by publication."""
    same = register.by_unit[register.unit_keys(notice)[0]]
    place = next(index for index, other in enumerate(same) if other.id == notice.id)
    earlier = same[place + 1] if place + 1 < len(same) else None
    return earlier, same[place - 1] if place else None


@dataclass(frozen=True, slots=True)
class OpenPeriod:
    """The days on which a notice is still open to comments, negative afterwards, on `as_of`."""

    days: int
    as_of: PartialDate


def open_period(notice: Notice, today: date) -> OpenPeriod | None:
    """Return what is left of the time for comments; None for a notice that states no such time.

    After its end the result stays the same, so that the page does.
    """
    if not notice.open_until:
        return None
    days = max(-1, (notice.open_until.last - today).days)
    return OpenPeriod(days, PartialDate.from_date(today) if days >= 0 else notice.open_until)


def attached_files(notice: Notice, notices_dir: Path) -> tuple[AttachedFile, ...]:
    """Return the attachments with type and size. Raise OSError if a file is missing."""
    return tuple(
        AttachedFile(
            attachment.title or attachment.file,
            notice.url + percent_encode(attachment.file),
            kind_of_file(attachment.file),
            readable_size((notices_dir / notice.id / attachment.file).stat().st_size),
        )
        for attachment in notice.attachments
    )


def kind_of_file(name: str) -> str:
    """Return the kind of a file by its ending, in words if it is a common one."""
    ending = Path(name).suffix.lower()
    if ending in TYPES:
        return TYPES[ending].name
    return f"{ending.lstrip('.').upper()} 文件".strip()


def readable_size(size: int) -> str:
    """Return a number of bytes as `812 字节`, `12 KB` or `1.5 MB` (1 KB is 1,024 bytes)."""
    if size < 1024:
        return f"{size} 字节"
    kilobytes = size / 1024
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB"


def progress_bar(progress: Progress | None) -> ProgressBar | None:
    """Return the bar if the notice states how many problems there are and how many are rectified."""
    if not progress or not progress.problems or progress.rectified is None:
        return None
    done = min(100.0, 100 * progress.rectified / progress.problems)
    partly = min(100.0 - done, 100 * (progress.partly or 0) / progress.problems)
    open_problems = (progress.ongoing or 0) + (progress.long_term or 0)
    ongoing = min(100.0 - done - partly, 100 * open_problems / progress.problems)
    return ProgressBar(round(done, 1), round(partly, 1), round(ongoing, 1))


def citation(notice: Notice, address: str) -> str:
    """Return the reference by GB/T 7714-2015 for electronic announcements, without the access date."""
    return f"{notice.issuer}. {notice.marked_title}[EB/OL]. ({notice.published}). {address}"
