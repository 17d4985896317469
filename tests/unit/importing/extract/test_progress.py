"""Counts of the rectification."""

from __future__ import annotations

import pytest

from noticeboard.importing.extract.progress import extract_progress
from noticeboard.importing.normalize import normalize_text

PROGRESS = [
    (
        "区委巡察组反馈的25个问题，截至2024年5月31日，已完成整改19个，正在整改6个，完成率76%。制定整改措施68条。",
        {"problems": "25", "rectified": "19", "ongoing": "6", "measures": "68", "as_of": "2024-05-31"},
    ),
    ("巡察组反馈了4个方面32个具体问题，局党组逐条制定整改措施。", {"problems": "32"}),
    ("针对巡察反馈的二十个问题，细化为56项整改措施，18个问题已完成整改，2个问题正在整改。",
     {"problems": "20", "rectified": "18", "ongoing": "2", "measures": "56"}),
    ("巡察反馈问题25个，完成19个，正在整改6个，整改完成率76%。", {"problems": "25", "rectified": "19", "ongoing": "6"}),
    ("召开会议6次，修订制度3项。", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PROGRESS)
def test_only_stated_counts_are_extracted(text: str, expected: dict[str, str]) -> None:
    fields = {
        field.name.removeprefix("progress."): field
        for field in extract_progress(normalize_text(text))
    }
    assert {name: field.value for name, field in fields.items() if field.value} == expected
    assert all(field.status == "certain" for field in fields.values())


def test_contradictory_counts_are_unsure() -> None:
    fields = extract_progress(normalize_text("巡察反馈问题25个，已完成整改19个，正在整改5个。"))
    assert {field.status for field in fields if field.value} == {"unsure"}
