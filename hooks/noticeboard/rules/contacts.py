"""What the contacts of all notices together must satisfy."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from noticeboard.model.contact_age import ContactAge, confirmed
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id


def contact_old(parsed_notices: Sequence[ParsedNotice], age: ContactAge) -> Iterator[Problem]:
    """单位现在的联系方式不能太久没有核实（几个月由 mkdocs.yml 的 contact_months 定）。"""
    by_path = {parsed.path: parsed for parsed in parsed_notices}
    notices = (r.notice for r in parsed_notices if r.notice and not r.notice.draft)
    for entry in Register(notices).contacts:
        notice = entry.notice
        if notice.withdrawn or not age.is_old(notice):
            continue
        since = confirmed(notice).chinese
        how = "核实" if notice.contact.verified else "公布，以后没有核实过"
        message = f"联系方式是{since}{how}的，已经超过 {age.months} 个月"
        remedy = "试打电话；打得通的，把 contact.verified 写成那一天；打不通的，换上新号码"
        place = by_path[notice.path].place("contact", "verified")
        yield Problem(notice.path, *place, rule_id(contact_old), "warning", message, remedy)
