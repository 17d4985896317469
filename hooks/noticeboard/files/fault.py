"""What is wrong with a file."""

from __future__ import annotations

from typing import NamedTuple


class Fault(NamedTuple):
    """What is wrong with a file or its name, and how to put it right; both in Chinese."""

    message: str
    help: str
