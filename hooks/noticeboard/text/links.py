"""Links in a notice: which targets are allowed, and their addresses on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

from noticeboard.text.addresses import percent_encode

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_LINK = re.compile(
    r"(?P<image>!?)\[[^\]\n]*\]\(\s*<?(?P<target>[^\s)>]*)|^\[[^\]^]+\]:\s*<?(?P<definition>[^\s>]+)"
)
ALLOWED_SCHEMES = ("http:", "https:", "mailto:", "tel:")
_WEB_LINK = re.compile(r"(?:https?://|mailto:)[^\x00-\x1f\x7f]+", re.IGNORECASE)


def is_external(href: str) -> bool:
    """Return whether a link names a scheme or another host."""
    return bool(_SCHEME.match(href)) or href.startswith(("//", "\\"))


def is_web_link(href: str) -> bool:
    """Return whether an address in an attached file is https, http or mailto."""
    return bool(_WEB_LINK.fullmatch(href.strip()))


def is_allowed(href: str) -> bool:
    """Return whether a link is http(s), mailto, tel, a fragment or a path below notices/."""
    if is_external(href):
        return href.lower().startswith(ALLOWED_SCHEMES)
    return href.startswith("#") or path_below_notices(href, "0000/x") is not None


def netloc(href: str) -> str:
    """Return `user@host:port` of a web address; empty for other links."""
    match = re.match(r"(?:https?:)?[/\\]{2}([^/?#\\]*)", href, re.IGNORECASE)
    return match[1] if match else ""


def escapes_folder(href: str) -> bool:
    """Return whether a link is a path that leaves notices/."""
    if is_external(href):
        return False
    path = _path(href)
    climbs = posixpath.normpath(posixpath.join("0000", path.lstrip("/"))).startswith("..")
    return climbs or path.startswith("/")


def _path(href: str) -> str:
    return unquote(re.split(r"[?#]", href, maxsplit=1)[0])


def path_below_notices(href: str, notice_id: str) -> str | None:
    """Resolve a relative link of a notice to a path below notices/; None when it leaves it."""
    path = _path(href)
    if not path or path.startswith("/") or "\\" in path:
        return None
    year = notice_id.partition("/")[0]
    joined = posixpath.normpath(posixpath.join(year, path))
    return None if joined.startswith("..") else joined


def site_href(href: str, notice_id: str) -> str | None:
    """Translate a link in a notice's file to one on its page (`/notices/<year>/<slug>/`).

    A link to `other.md` leads to that notice's page, one to an attachment to the file. None when
    the link is not allowed.
    """
    if not is_allowed(href):
        return None
    if is_external(href) or href.startswith("#"):
        return href
    target = path_below_notices(href, notice_id)
    if target is None:
        return None
    _, mark, fragment = href.partition("#")
    if target.endswith(".md"):
        target = target.removesuffix(".md") + "/"
    return f"../../{percent_encode(target)}{mark}{fragment}"


def target_file(href: str, notice_id: str, notices_dir: Path) -> Path | None:
    """Return the file that a relative link points to, existing or not; None for other links."""
    if is_external(href) or href.startswith("#"):
        return None
    target = path_below_notices(href, notice_id)
    return notices_dir / target if target else None


class MarkdownLink(NamedTuple):
    """A link or image in a Markdown source; `line` and `column` count from 1."""

    line: int
    column: int
    target: str
    is_image: bool


def parse_links(text: str) -> Iterator[MarkdownLink]:
    """Yield every inline link, image and link definition of a Markdown text."""
    if "](" not in text and "]:" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for match in _LINK.finditer(line):
            target = match["target"] or match["definition"] or ""
            yield MarkdownLink(number, match.start() + 1, target, bool(match["image"]))
