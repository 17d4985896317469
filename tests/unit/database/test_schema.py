"""The views have a column for each field of the lists of the API."""

from __future__ import annotations

import re
from importlib.resources import files

import pytest

from noticeboard.exports.models import Data, Entry, UnitContactData
from noticeboard.exports.rounds import RoundData


@pytest.mark.parametrize(
    ("view", "model"),
    [("api_notices", Entry), ("api_contacts", UnitContactData), ("api_rounds", RoundData)],
)
def test_a_view_has_every_field_of_its_list(view: str, model: type[Data]) -> None:
    text = files("noticeboard.database").joinpath("schema.sql").read_text("utf-8")
    (columns,) = re.findall(rf"CREATE VIEW noticeboard\.{view} AS\nSELECT (.*?)\nFROM", text, re.S)
    names = {part.split()[-1] for part in columns.replace("\n", " ").split(",")}
    assert names - {"year", "position"} == set(model.model_fields)
