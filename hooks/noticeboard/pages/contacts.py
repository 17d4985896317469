"""Register -> the contacts, those first that nobody has confirmed for the longest time."""

from __future__ import annotations

from noticeboard.model.contact_age import confirmed
from noticeboard.model.register import Register
from noticeboard.pages.base import PageGroup, list_page
from noticeboard.text.paging import split

OLDEST = "contacts/oldest/"


def oldest_contacts(register: Register) -> PageGroup:
    """The pages of `/contacts/oldest/`; contacts of one day in the order of region and unit."""
    order = sorted(register.contacts, key=lambda entry: confirmed(entry.notice).last)
    title = "联系方式：最久没有核实的在前"
    description = "各单位的联系方式，按最后核实的日期排列"
    for pager, part in split(OLDEST, order):
        view = {"contacts": part, "pager": pager, "heading": title, "by_age": True}
        notices = [entry.notice for entry in part]
        yield list_page(pager, "contacts.html", title, description, view, notices)
