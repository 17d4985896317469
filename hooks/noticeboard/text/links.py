"""Links inside a notice: what they may point to, and where that is on the site."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_WRITTEN = re.compile(
    r"(?P<image>!?)\[[^\]\n]*\]\(\s*<?(?P<target>[^\s)>]*)|^\[[^\]^]+\]:\s*<?(?P<defined>[^\s>]+)"
)
ALLOWED_SCHEMES = ("http:", "https:", "mailto:", "tel:")


def is_outside(href: str) -> bool:
    """Whether it names a scheme or another host."""
    return bool(_SCHEME.match(href)) or href.startswith(("//", "\\"))


def is_allowed(href: str) -> bool:
    """Whether a link of a notice may stand: http(s), mailto, tel, or a place in the repository."""
    if is_outside(href):
        return href.lower().startswith(ALLOWED_SCHEMES)
    return href.startswith("#") or repository_path(href, "0000/x") is not None


def host_of(href: str) -> str:
    """The host of a web address, with all that stands before it; empty for other links."""
    found = re.match(r"(?:https?:)?[/\\]{2}([^/?#\\]*)", href, re.IGNORECASE)
    return found[1] if found else ""


def leaves_folder(href: str) -> bool:
    """Whether it is a path that leads out of notices/."""
    if is_outside(href):
        return False
    path = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
    climbs = posixpath.normpath(posixpath.join("0000", path.lstrip("/"))).startswith("..")
    return climbs or path.startswith("/")


def repository_path(href: str, notice_id: str) -> str | None:
    """The path below notices/ that a relative link of a notice means; None when it leaves it."""
    path = unquote(re.split(r"[?#]", href, maxsplit=1)[0])
    if not path or path.startswith("/") or "\\" in path:
        return None
    year = notice_id.partition("/")[0]
    joined = posixpath.normpath(posixpath.join(year, path))
    return None if joined.startswith("..") else joined


def site_href(href: str, notice_id: str) -> str | None:
    """The address on the notice's page (`/notices/<year>/<slug>/`) of a link in its file.

    A link to `other.md` becomes one to its page, one to an attachment the file itself. None when
    the link may not stand.
    """
    if not is_allowed(href):
        return None
    if is_outside(href) or href.startswith("#"):
        return href
    target = repository_path(href, notice_id)
    if target is None:
        return None
    _, mark, fragment = href.partition("#")
    if target.endswith(".md"):
        target = target.removesuffix(".md") + "/"
    return f"../../{target}{mark}{fragment}"


def target_file(href: str, notice_id: str, notices_dir: Path) -> Path | None:
    """The file that a relative link means, whether or not it is there; None for other links."""
    if is_outside(href) or href.startswith("#"):
        return None
    target = repository_path(href, notice_id)
    return notices_dir / target if target else None


class WrittenLink(NamedTuple):
    """A link or image as it stands in the Markdown; `line` and `column` count from 1."""

    line: int
    column: int
    target: str
    is_image: bool


def written_links(text: str) -> Iterator[WrittenLink]:
    """Every inline link, image and link definition of a Markdown text."""
    if "](" not in text and "]:" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for found in _WRITTEN.finditer(line):
            target = found["target"] or found["defined"] or ""
            yield WrittenLink(number, found.start() + 1, target, bool(found["image"]))
