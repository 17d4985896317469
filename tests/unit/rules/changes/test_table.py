"""The table of what may change how agrees with the models and with the comparison."""

from __future__ import annotations

import pytest

from noticeboard.history.diff import FieldChange
from noticeboard.model.notice import FrontMatter
from noticeboard.model.rounds import RoundFile
from noticeboard.rules.changes.table import CORRECTION, PAST_NOTICE, PAST_ROUND

HOW = {field: row.how for row in PAST_NOTICE for field in row.fields}


def test_every_field_has_a_row() -> None:
    assert sorted(HOW) == sorted({*FrontMatter.model_fields, "body"})
    fields = [field for row in PAST_ROUND for field in row.fields]
    assert sorted(fields) == sorted({*RoundFile.model_fields, "notice"})


# Each of these has a rule of its own.
OTHERS = {
    "accepted", "contact", "contact_missing", "corrections", "draft", "privacy_ok", "scheduled",
    "withdrawn",
}  # fmt: skip


@pytest.mark.parametrize("field", sorted(FrontMatter.model_fields.keys() - OTHERS))
def test_the_row_agrees_with_the_comparison(field: str) -> None:
    change = FieldChange((field,), field, "甲", "乙")
    added = FieldChange((field,), field, None, "乙")
    assert change.needs_correction == (CORRECTION in HOW[field])
    assert added.needs_correction == (change.needs_correction and "可以补上" not in HOW[field])
