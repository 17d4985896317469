"""The list of attachments in the text of a notice."""

from __future__ import annotations

from pathlib import PurePath

from noticeboard.editor.fields import set_field
from noticeboard.reading.frontmatter import parse_front_matter
from noticeboard.reading.reader import ParsedNotice
from noticeboard.reading.validation import known_names

FIELD = "attachments"


def typed_values(parsed: ParsedNotice) -> dict[str, object]:
    """Return the typed values of the front matter, as far as it can be read."""
    return parse_front_matter(parsed.front_matter, parsed.path, 2, known_names()).values


def list_attachment(parsed: ParsedNotice, source: str, name: str) -> str:
    """Return the text with an attachment added to the list; raise ValueError if it cannot be read."""
    files = _listed(parsed)
    if name in files:
        return source
    entry = {"file": name, "title": PurePath(name).stem}
    return set_field(source, (FIELD, len(files)), entry)


def unlist_attachment(parsed: ParsedNotice, source: str, name: str) -> str:
    """Return the text with an attachment removed from the list."""
    files = _listed(parsed)
    return set_field(source, (FIELD, files.index(name)), None) if name in files else source


def _listed(parsed: ParsedNotice) -> list[object]:
    """Return the names of the listed files."""
    entries = typed_values(parsed).get(FIELD)
    entries = entries if isinstance(entries, list) else [entries] if entries else []
    return [entry.get("file") if isinstance(entry, dict) else entry for entry in entries]
