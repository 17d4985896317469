"""Contact passages of many kinds."""

from __future__ import annotations

from typing import Any

import pytest
from support import documents

from noticeboard.importing.contact.extract import extract_contact

CHANNELS = ("phones", "email", "address", "postcode")


@pytest.mark.parametrize(
    "case", documents.yaml_cases("contacts"), ids=lambda case: str(case["text"])[:24]
)
def test_fields_of_a_contact_passage(case: dict[str, Any]) -> None:
    contact = extract_contact(case["text"])
    values = {
        "phones": [
            [phone.number.value, "只收短信" if phone.sms_only else phone.hours.value]
            for phone in contact.phones
            if phone.number.value
        ],
        "email": contact.email.value,
        "address": contact.address.value,
        "postcode": contact.postcode.value,
    }
    assert values == {name: case.get(name, [] if name == "phones" else "") for name in CHANNELS}
