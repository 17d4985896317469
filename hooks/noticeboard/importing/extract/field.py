"""An extracted field: its value, how certain it is, and where it comes from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Status = Literal["certain", "unsure", "missing"]


@dataclass(frozen=True, slots=True)
class ExtractedField:
    """One field of the draft.

    `name` is dotted, as in `inspection.start`; `value` goes into the front matter, a list as one
    item a line, and is empty when the field is missing; `reason` explains in Chinese why it is
    unsure or missing; `sentence` is the passage that the value comes from; `note` explains in
    Chinese what an editor should know about a certain value.
    """

    name: str
    value: str
    status: Status
    reason: str = ""
    sentence: str = ""
    note: str = ""

    @property
    def items(self) -> list[str]:
        """The items of a list; one for a single value."""
        return self.value.split("\n") if self.value else []


def extracted(
    name: str, value: str | Sequence[str], reason: str = "", sentence: str = "", note: str = ""
) -> ExtractedField:
    """Return a field that the text states: unsure when there is a reason for doubt."""
    text = value if isinstance(value, str) else "\n".join(value)
    return ExtractedField(name, text, "unsure" if reason else "certain", reason, sentence, note)


def missing(name: str, reason: str, sentence: str = "") -> ExtractedField:
    """Return a field that an editor must fill in."""
    return ExtractedField(name, "", "missing", reason, sentence)


def join_reasons(*reasons: str) -> str:
    """Return the reasons that are not empty as one text."""
    return "；".join(dict.fromkeys(filter(None, reasons)))
