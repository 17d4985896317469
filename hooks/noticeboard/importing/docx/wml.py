"""Access to WordprocessingML elements (ECMA-376 part 1, 17)."""

from __future__ import annotations

from collections.abc import Iterator
from xml.etree.ElementTree import Element

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
V = "{urn:schemas-microsoft-com:vml}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"


def find_child(element: Element | None, *names: str) -> Element | None:
    """Return the first child `w:name`, or the descendant along several names; None for none."""
    for name in names:
        if element is None:
            return None
        element = element.find(W + name)
    return element


def children(element: Element | None, name: str) -> Iterator[Element]:
    """Yield all children `w:name`; none for None."""
    if element is not None:
        yield from element.findall(W + name)


def attr(element: Element | None, name: str = "val") -> str:
    """Return the attribute `w:name`, or an empty text without element or attribute."""
    return "" if element is None else element.get(W + name, "")


def is_on(element: Element | None) -> bool:
    """Return whether a toggle such as `w:b` exists and is not off."""
    return element is not None and attr(element) not in {"0", "false", "off", "none"}


def parse_int(text: str, default: int) -> int:
    """Return a text as an integer, or the default."""
    try:
        return int(text)
    except ValueError:
        return default


def bounded_int(text: str, default: int, highest: int) -> int:
    """Return a text as an integer from 0 to `highest`, or the default."""
    return min(max(parse_int(text, default), 0), highest)


def local_name(element: Element) -> str:
    """Return the tag without its namespace."""
    return element.tag.rpartition("}")[2]


def outermost(element: Element, *names: str) -> Iterator[Element]:
    """Yield the descendants with these local names, but not those within one another.

    Only the alternative to read is searched.
    """
    for child in element:
        if local_name(child) in names:
            yield child
        elif local_name(child) == "AlternateContent":
            chosen = alternative(child)
            yield from outermost(chosen, *names) if chosen is not None else ()
        else:
            yield from outermost(child, *names)


def alternative(element: Element) -> Element | None:
    """Return the `mc:Choice` to read of an `mc:AlternateContent`, or `mc:Fallback`."""
    choice = element.find(MC + "Choice")
    return choice if choice is not None and len(choice) else element.find(MC + "Fallback")
