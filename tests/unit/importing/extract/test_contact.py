"""Contact passages of many kinds."""

from __future__ import annotations

from typing import Any

import pytest
from support import documents

from noticeboard.importing.extract.contact import extract_contact

CHANNELS = ("phones", "email", "address", "postcode")


@pytest.mark.parametrize(
    "case", documents.yaml_cases("contacts"), ids=lambda case: str(case["text"])[:24]
)
def test_fields_of_a_contact_passage(case: dict[str, Any]) -> None:
    contact = extract_contact(case["text"])
    values = {
        "phones": [[number.value, hours.value] for number, hours in contact.phones if number.value],
        "email": contact.email.value,
        "address": contact.address.value,
        "postcode": contact.postcode.value,
    }
    assert values == {name: case.get(name, [] if name == "phones" else "") for name in CHANNELS}
