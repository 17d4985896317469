"""An extracted field: its value, how certain it is, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Status = Literal["certain", "unsure", "missing"]


@dataclass(frozen=True, slots=True)
class ExtractedField:
    """One field of the draft.

    `name` is dotted, as in `inspection.start`; `value` goes into the front matter and is empty
    when the field is missing; `reason` explains in Chinese why it is unsure or missing;
    `sentence` is the passage that the value comes from.
    """

    name: str
    value: str
    status: Status
    reason: str = ""
    sentence: str = ""


PhoneFields = tuple[ExtractedField, ExtractedField]
"""A telephone number and its hours, which are missing when the text states none."""


def extracted(name: str, value: str, reason: str = "", sentence: str = "") -> ExtractedField:
    """Return a field that the text states: unsure when there is a reason for doubt."""
    return ExtractedField(name, value, "unsure" if reason else "certain", reason, sentence)


def missing(name: str, reason: str, sentence: str = "") -> ExtractedField:
    """Return a field that an editor must fill in."""
    return ExtractedField(name, "", "missing", reason, sentence)
