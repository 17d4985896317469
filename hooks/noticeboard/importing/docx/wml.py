"""Short ways through WordprocessingML elements."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def first(element: Any, name: str) -> Any:
    """The first child `w:name`, or None; None for None."""
    return None if element is None else element.find(W + name)


def children(element: Any, name: str) -> Iterator[Any]:
    """All children `w:name`."""
    if element is not None:
        yield from element.findall(W + name)


def value(element: Any, name: str = "val") -> str:
    """The attribute `w:name` of an element, empty when either is missing."""
    return "" if element is None else str(element.get(W + name) or "")


def is_on(element: Any) -> bool:
    """Whether a switch such as `w:b` is there and not off."""
    return element is not None and value(element) not in {"0", "false", "off", "none"}


def integer(text: str, otherwise: int) -> int:
    """The whole number that a text is, or `otherwise`."""
    try:
        return int(text)
    except ValueError:
        return otherwise


def name_of(element: Any) -> str:
    """The tag without its namespace; empty for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""
