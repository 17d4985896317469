"""What a recogniser says of one field."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["found", "unsure", "missing"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One field of the draft.

    `value` is what goes into the front matter, empty when the field is missing; `why` says in
    Chinese what is unsure or what is wanted; `sentence` is the passage it comes from.
    """

    field: str
    value: str
    status: Status
    why: str = ""
    sentence: str = ""


def found(field: str, value: str, sentence: str = "") -> Finding:
    """A value that the text states."""
    return Finding(field, value, "found", "", sentence)


def unsure(field: str, value: str, why: str, sentence: str = "") -> Finding:
    """A value that a person must confirm."""
    return Finding(field, value, "unsure", why, sentence)


def missing(field: str, why: str, sentence: str = "") -> Finding:
    """A blank that a person must fill."""
    return Finding(field, "", "missing", why, sentence)


def stated(field: str, value: str, why: str, sentence: str = "") -> Finding:
    """Found when there is nothing to say against it, else unsure."""
    return Finding(field, value, "unsure" if why else "found", why, sentence)
