"""Shorten texts for display."""

from __future__ import annotations


def shorten(text: str, length: int) -> str:
    """Return the text, cut to `length` characters with an ellipsis as the last if it is longer."""
    return text if len(text) <= length else f"{text[: length - 1]}…"
