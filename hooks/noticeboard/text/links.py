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
PUNCTUATION = "!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~"
"""A backslash before one of these makes it text; CommonMark has the same."""
ESCAPE = rf"\\(?P<escaped>[{re.escape(PUNCTUATION)}])"
# Possessive quantifiers, so that no text takes long.
_TEXT = r"(?:[^\[\]\\\n]|\\[^\n]|\[(?:[^\[\]\\\n]|\\[^\n])*+\])*+"
_BARE_TARGET = r"(?:[^()\s<\\]|\\[^\s]|\((?:[^()\s\\]|\\[^\s])*+\))++"
_TITLE = r"\"[^\"\n]*\"|'[^'\n]*'"
# A target names a file, an address or a place in the page: [甲](乙) is text.
LINK = (
    rf"(?P<image>!?)\[(?P<text>{_TEXT})\]\((?=(?:[^()\n]|\([^()\n]*\))*?[.:/#])[ ]*"
    rf"(?:<(?P<angled>[^<>\n]+)>|(?P<bare>{_BARE_TARGET}))(?:[ ]+(?P<title>{_TITLE}))?[ ]*\)"
)
"""A link or an image, on one line."""
AUTOLINK = r"<(?P<address>https?://[!-;=?-~]+|(?P<mail>[A-Za-z0-9_.+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+))>"
"""An address in angle brackets, which is a link to it."""
_MARKUP = re.compile(f"{ESCAPE}|{LINK}|{AUTOLINK}")
_UNESCAPE = re.compile(ESCAPE)
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
    # Browsers accept any number of slashes, and backslashes for them.
    match = re.match(r"(?:https?:[/\\]*|[/\\]{2,})([^/?#\\]*)", href, re.IGNORECASE)
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
    """Resolve a relative link of a notice to a path below notices/; None when it leaves its board."""
    path = _path(href)
    if not path or path.startswith("/") or "\\" in path:
        return None
    board, _, year = notice_id.rpartition("/")[0].rpartition("/")
    joined = posixpath.normpath(posixpath.join(year, path))
    return None if joined.startswith("..") else posixpath.join(board, joined)


def site_href(href: str, notice_id: str) -> str | None:
    """Translate a link in a notice's file to one on its page (`/notices/<id>/`).

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
    root = "../" * (notice_id.count("/") + 1)
    return f"{root}{percent_encode(target)}{mark}{fragment}"


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
    text: str = ""


def parse_links(text: str) -> Iterator[MarkdownLink]:
    """Yield every link and image of a notice's text, and the images in the texts of links."""
    if "](" not in text and "<" not in text:
        return
    for number, line in enumerate(text.split("\n"), 1):
        for column, match in _matches(line):
            target, is_image = link_target(match), bool(match["image"])
            if target:
                shown = unescape(match["text"] or match["address"] or "")
                yield MarkdownLink(number, column + 1, target, is_image, shown)


def _matches(line: str, column: int = 0) -> Iterator[tuple[int, re.Match[str]]]:
    for match in _MARKUP.finditer(line):
        yield column + match.start(), match
        if match["text"] and "](" in match["text"]:
            yield from _matches(match["text"], column + match.start("text"))


def link_target(match: re.Match[str]) -> str:
    """Return the target of a match of LINK or AUTOLINK; empty for another match."""
    groups = match.groupdict()
    if groups.get("mail"):
        return f"mailto:{groups['mail']}"
    target = groups.get("angled") or groups.get("bare") or groups.get("address") or ""
    return unescape(target).strip()


def unescape(text: str) -> str:
    """Remove the backslashes that make punctuation marks text."""
    return _UNESCAPE.sub(r"\g<escaped>", text)
