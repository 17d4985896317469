"""Access to WordprocessingML elements (ECMA-376 part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def find_child(element: Any, *names: str) -> Any:
    """Return the first child `w:name`, or the descendant along several names; None for none."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def children(element: Any, name: str) -> Iterator[Any]:
    """Yield all children `w:name`; none for None."""
    if element is not None:
        yield from element.findall(W + name)


def attr(element: Any, name: str = "val") -> str:
    """Return the attribute `w:name`, or an empty text without element or attribute."""
    return "" if element is None else str(element.get(W + name) or "")


def is_on(element: Any) -> bool:
    """Return whether a toggle such as `w:b` exists and is not off."""
    return element is not None and attr(element) not in {"0", "false", "off", "none"}


def parse_int(text: str, default: int) -> int:
    """Return a text as an integer, or the default."""
    try:
        return int(text)
    except ValueError:
        return default


def local_name(element: Any) -> str:
    """Return the tag without its namespace; an empty text for comments and the like."""
    tag = element.tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def text_of(element: Any, *tags: str) -> str:
    """Return the joined texts of all descendants with these names, by default `w:t`."""
    return "".join(part.text or "" for part in element.iter(*(W + tag for tag in tags or ("t",))))
