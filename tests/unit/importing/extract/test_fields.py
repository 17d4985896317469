"""Openings and contact lines of many kinds, and how many fields of each come out right."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest
import yaml
from support.documents import CASES

from noticeboard.importing.extract.contact import read_contact
from noticeboard.importing.pipeline import compose
from noticeboard.importing.plaintext import source_of

FIELDS = ("unit", "authority", "group", "kind", "start", "end", "feedback")
CHANNELS = ("phones", "email", "address", "postcode")


def _cases(name: str) -> list[dict[str, Any]]:
    loader = yaml.BaseLoader
    return list(yaml.load((CASES / f"{name}.yaml").read_text("utf-8"), loader))


def opening_fields(case: dict[str, Any]) -> dict[str, str]:
    """What the importer reads from an opening."""
    signature = f"\n{case['issuer']}\n2024年9月20日" if "issuer" in case else ""
    draft = compose(source_of(f"{case['text']}\n一、整改情况\n已整改。{signature}"))
    names = {"unit": "unit", **{name: f"inspection.{name}" for name in FIELDS[1:]}}
    return {name: draft.fields[field].value for name, field in names.items()}


def contact_fields(case: dict[str, Any]) -> dict[str, Any]:
    """What the importer reads from a contact passage."""
    contact = read_contact(case["text"])
    phones = [[number.value, hours.value] for number, hours in contact.phones if number.value]
    return {
        "phones": phones,
        "email": contact.email.value,
        "address": contact.address.value,
        "postcode": contact.postcode.value,
    }


def wanted_contact(case: dict[str, Any]) -> dict[str, Any]:
    """What a contact case asks for."""
    return {name: case.get(name, [] if name == "phones" else "") for name in CHANNELS}


@pytest.mark.parametrize("case", _cases("openings"), ids=lambda case: str(case["text"])[:24])
def test_opening(case: dict[str, Any]) -> None:
    assert opening_fields(case) == dict(zip(FIELDS, case["want"], strict=True))


@pytest.mark.parametrize("case", _cases("contacts"), ids=lambda case: str(case["text"])[:24])
def test_contact(case: dict[str, Any]) -> None:
    assert contact_fields(case) == wanted_contact(case)


def test_a_hotline_of_the_text_is_no_contact() -> None:
    text = "正文。\n二是公布热线电话0712-1111111，设立意见箱。\n欢迎监督。联系电话：0712-2345678。"
    assert [number.value for number, _ in compose(source_of(text)).phones] == ["0712-2345678"]


def accuracy() -> str:
    """A table: right and all cases, for each field."""
    right: Counter[str] = Counter()
    total: Counter[str] = Counter()
    for case in _cases("openings"):
        for field, want in zip(FIELDS, case["want"], strict=True):
            total[field] += 1
            right[field] += opening_fields(case)[field] == want
    for case in _cases("contacts"):
        for field, want in wanted_contact(case).items():
            total[field] += 1
            right[field] += contact_fields(case)[field] == want
    return "\n".join(f"{field:10} {right[field]:3} / {total[field]}" for field in total)


if __name__ == "__main__":
    print(accuracy())
