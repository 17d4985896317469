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
from noticeboard.importing.extract.field import ExtractedField, extracted
from noticeboard.importing.extract.sentences import sentence_around
from noticeboard.importing.normalize import mask, normalize, normalize_text

_NOT_PUBLISHED = re.compile(
    r"(?:不|未|没有|无)(?:再|予|另行|单独|对外)*(?:公布|公开|设置?|提供|留|写明?)[^。;,]{0,10}(?:电话|联系方式|联系渠道)|无联系方式"
)
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

    @property
    def is_absent(self) -> bool:
        """Whether the text has neither a channel nor a label or a number that could be one."""
        channels = (self.email, self.address, self.fax)
        return not (
            self.phones
            or any(field and (field.value or field.sentence) for field in channels)
            or any(note.name.startswith("contact.") for note in self.notes)
        )


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


def no_contact(text: str) -> ExtractedField:
    """Return `contact_missing.reason` of a normalized text without any contact; an editor confirms it."""
    stated = _NOT_PUBLISHED.search(text)
    only_site = _URL.search(text)
    if stated:
        reason = "原文写明不公布联系方式"
    elif only_site:
        reason = "原文只写了网址，没有写电话、邮箱和地址"
    else:
        reason = "原文没有写联系方式"
    doubt = "没有找到电话、邮箱和地址；对照原文和附件，有的写进 contact 并删去这一项，确实没有的向起草单位核实后保留"
    sentence = sentence_around(text, *stated.span()) if stated else ""
    return extracted("contact_missing.reason", reason, doubt, sentence)
