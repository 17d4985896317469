"""Build a site of notices that bypass all checks: `unchecked_build.py STRINGS NOTICES SITE`.

STRINGS is a JSON list of lists; each list fills every field of a notice. Only the escaping in
templates and data files then protects the site.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from support.attacks import FILE_NAME, HARMLESS, hostile_notice

from noticeboard.build import site
from noticeboard.build.loader import LoadedNotice, NoticeLoader
from noticeboard.reading.reader import ParsedNotice


def hostile_notices(groups: list[list[str]], folder: Path) -> list[LoadedNotice]:
    """Return the notices as if they had been read, and write the files that the build copies."""
    loaded = []
    for number, texts in enumerate([[HARMLESS], *groups]):
        notice = hostile_notice(number, texts)
        attachments = folder / notice.id
        attachments.mkdir(parents=True)
        (attachments / FILE_NAME).write_text("甲", "utf-8")
        source = "\n".join(texts).encode("utf-8", "replace")
        (folder / f"{notice.id}.md").write_bytes(source)
        fingerprint = hashlib.sha256(f"attack {number} {texts!r}".encode()).digest()
        sha256 = hashlib.sha256(source).hexdigest()
        parsed = ParsedNotice(notice.path, notice, notice.body)
        loaded.append(LoadedNotice(parsed, [], fingerprint, sha256))
    return loaded


def main(strings: Path, notices: Path, target: Path) -> None:
    """Build into `target`."""
    loaded = hostile_notices(json.loads(strings.read_text("utf-8")), notices)
    setattr(NoticeLoader, "load", lambda *arguments, **options: loaded)  # noqa: B010
    setattr(site, "check_notices", lambda *arguments, **options: [])  # noqa: B010
    build(load_config("mkdocs.yml", site_dir=str(target)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
