"""Build a site of notices that no check has seen: `unchecked_build.py STRINGS NOTICES SITE`.

STRINGS is a JSON list of lists; the strings of one list stand together in every field of one notice.
What is left between them and the reader is the escaping of the templates and of the data.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path

from mkdocs.commands.build import build
from mkdocs.config import load_config
from support.attacks import FILE_NAME, HARMLESS, hostile_notice

import noticeboard.build.loader
import noticeboard.rules
from noticeboard.build.loader import Loaded
from noticeboard.reading.reader import ParsedNotice


def loaded(groups: list[list[str]], folder: Path) -> list[Loaded]:
    """The notices as if they had been read, with the files that the build copies."""
    found = []
    for number, texts in enumerate([[HARMLESS], *groups]):
        notice = hostile_notice(number, texts)
        attachments = folder / notice.id
        attachments.mkdir(parents=True)
        (attachments / FILE_NAME).write_text("甲", "utf-8")
        source = "\n".join(texts).encode("utf-8", "replace")
        (folder / f"{notice.id}.md").write_bytes(source)
        digest = hashlib.sha256(f"attack {number} {texts!r}".encode()).digest()
        sum_ = hashlib.sha256(source).hexdigest()
        found.append(Loaded(ParsedNotice(notice.path, notice, notice.body), [], digest, sum_))
    return found


def main(strings: Path, notices: Path, site: Path) -> None:
    """Build below `site`; the arguments are paths as described above."""
    made = loaded(json.loads(strings.read_text("utf-8")), notices)
    noticeboard.build.loader.load = lambda *arguments, **named: made
    noticeboard.rules.check_together = lambda *arguments, **named: []
    build(load_config("mkdocs.yml", site_dir=str(site)))


if __name__ == "__main__":
    main(*map(Path, sys.argv[1:]))
