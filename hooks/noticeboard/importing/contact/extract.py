"""The contact of a notice from its passage."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.contact.address import (
    EMAIL,
    find_addresses,
    find_emails,
    find_postcodes,
)
from noticeboard.importing.contact.phones import PhoneFields, extract_phones
from noticeboard.importing.extract.field import ExtractedField
from noticeboard.importing.normalize import mask, normalize, normalize_text

_URL = re.compile(r"(?:https?://|www\.)[!-~]+")


@dataclass(frozen=True, slots=True)
class Contact:
    """The contact of a notice; `notes` are about values for which there is no field."""

    phones: tuple[PhoneFields, ...]
    email: ExtractedField
    address: ExtractedField
    postcode: ExtractedField
    fax: ExtractedField | None = None
    notes: tuple[ExtractedField, ...] = ()


def extract_contact(passage: str) -> Contact:
    """Extract the contact from a passage of one or more lines."""
    normalized = normalize(passage)
    text = mask(normalized.text, (match.span() for match in EMAIL.finditer(normalized.text)))
    text = mask(text, (match.span() for match in _URL.finditer(text)))
    phones, fax, unread = extract_phones(normalized, text)
    email, *other_emails = find_emails(normalized.text)
    address, *other_addresses = find_addresses(normalized)
    postcode, *other_postcodes = find_postcodes(normalized.text, normalize_text(address.value))
    notes = (*other_emails, *other_addresses, *other_postcodes, *unread)
    return Contact(tuple(phones), email, address, postcode, fax, notes)
