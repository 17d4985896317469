"""The pages that list the contact of every unit, below `/contacts/`."""

from __future__ import annotations

from collections.abc import Sequence

from noticeboard.model.register import Register, UnitContact, last_verified
from noticeboard.pages.base import PageGroup, list_page
from noticeboard.text.paging import paginate


def contact_pages(register: Register) -> PageGroup:
    """Yield the pages of `/contacts/`, in the order of region and unit."""
    description = "对整改情况有意见，可以直接打电话、发邮件或写信给被巡察单位"
    return _contact_lists("contacts/", "各单位联系方式", description, register.contacts)


def oldest_contacts(register: Register) -> PageGroup:
    """Yield the pages of `/contacts/oldest/`, the contact verified longest ago first.

    Contacts verified on the same day keep the order of region and unit.
    """
    contacts = sorted(register.contacts, key=lambda entry: last_verified(entry.notice).last)
    title, description = "联系方式：最久没有核实的在前", "各单位的联系方式，按最后核实的日期排列"
    return _contact_lists("contacts/oldest/", title, description, contacts, by_age=True)


def _contact_lists(
    base: str,
    title: str,
    description: str,
    contacts: Sequence[UnitContact],
    by_age: bool = False,
) -> PageGroup:
    for pager, part in paginate(base, contacts):
        context = {"contacts": part, "pager": pager, "heading": title, "by_age": by_age}
        notices = [entry.notice for entry in part]
        yield list_page(pager, "contacts.html", title, description, context, notices)
