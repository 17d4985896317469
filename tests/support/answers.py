"""Answers to the questions of `noticeboard new`, and a check of the skeleton with them."""

from __future__ import annotations

from collections.abc import Iterable

from noticeboard.model.field_types import BLANK
from noticeboard.model.problems import Problem

ANSWERS = {
    "unit": "示例区示范局党组",
    "region": "示例省/示例市/示例区",
    "title": "中共示例区示范局党组关于巡察整改进展情况的通报",
    "inspection.authority": "区委",
    "inspection.group": "区委第一巡察组",
    "inspection.kind": "常规巡察",
    "inspection.start": "2024-03-01",
    "inspection.end": "2024-04-30",
    "inspection.feedback": "2024-06",
    "published": "2024-12-02",
    "issuer": "中共示例区示范局党组",
    "contact.phones.number": "0999-8123456转801",
    "contact.phones.hours": "工作日 9:00—17:00: #午休除外",
    "contact.email": "shifanju@example.com",
    "contact.address": "示例区示范路1号",
    "contact.postcode": "430060",
}


def lacks_only_blanks(text: str, problems: Iterable[Problem]) -> bool:
    """Return whether each error is about a line with a blank."""
    lines = text.split("\n")
    return all(BLANK in lines[p.line - 1] for p in problems if p.severity == "error")
