"""Sanitize rendered HTML by the standard library, with the allow-list that nh3 is given too.

nh3 has no wheel for browsers. The result is shown in a frame where no script can run.
"""

from __future__ import annotations

from html import escape
from html.parser import HTMLParser

from noticeboard.text.markup.allow_list import ATTRIBUTES, CLASSES, TAGS, URL_SCHEMES

_VOID = {"br", "hr", "img"}
_DROPPED = {"script", "style", "template", "noscript", "iframe", "object", "svg", "math"}
"""Elements that go with their content."""
_ADDRESSES = {"href", "src"}


def sanitize(html: str) -> str:
    """Return the HTML with only the allowed elements, attributes, classes and schemes, all closed."""
    parser = _Sanitizer()
    parser.feed(html)
    parser.close()
    return parser.result()


class _Sanitizer(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._parts: list[str] = []
        self._open: list[str] = []
        self._dropping: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Write an allowed element."""
        if tag in _DROPPED:
            self._dropping.append(tag)
        if self._dropping or tag not in TAGS:
            return
        kept = "".join(
            f' {name}="{escape(value)}"'
            for name, value in ((name, _allowed(tag, name, value or "")) for name, value in attrs)
            if value is not None
        )
        self._parts.append(f"<{tag}{kept}>")
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        """Close the element and those that were left open in it."""
        if self._dropping:
            if tag == self._dropping[-1]:
                self._dropping.pop()
            return
        if tag in self._open:
            while self._open[-1] != tag:
                self._parts.append(f"</{self._open.pop()}>")
            self._parts.append(f"</{self._open.pop()}>")

    def handle_data(self, data: str) -> None:
        """Write text as text."""
        if not self._dropping:
            self._parts.append(escape(data, quote=False).replace("\xa0", "&nbsp;"))

    def result(self) -> str:
        """Return what was written, with every element closed."""
        return "".join(self._parts) + "".join(f"</{tag}>" for tag in reversed(self._open))


def _allowed(tag: str, name: str, value: str) -> str | None:
    """Return the value that an attribute may have; None without one."""
    if name == "class":
        allowed = CLASSES.get(tag, set())
        return " ".join(word for word in value.split() if word in allowed) or None
    if name not in ATTRIBUTES.get(tag, set()):
        return None
    if name in _ADDRESSES:
        compact = "".join(value.split()).lower()
        scheme, colon, _ = compact.partition(":")
        if colon and not set("/?#") & set(scheme) and scheme not in URL_SCHEMES:
            return None
    return value
