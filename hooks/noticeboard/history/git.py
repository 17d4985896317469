"""Run Git as a subprocess and read objects from its database."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path


class GitError(Exception):
    """Git failed; the text is its standard error."""


class GitMissingError(GitError):
    """Git is not installed."""


def git(folder: Path, *arguments: str, stdin: bytes = b"", fetch: bool = True) -> bytes:
    """Run Git in `folder` and return its standard output. Raises GitError.

    Without `fetch` a partial clone does not download missing objects.
    """
    environment = os.environ if fetch else {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        run = subprocess.run(command, input=stdin, capture_output=True, env=environment)
    except OSError as error:
        raise GitMissingError(str(error)) from None
    if run.returncode:
        raise GitError(run.stderr.decode("utf-8", "replace").strip())
    return run.stdout


def git_text(folder: Path, *arguments: str, fetch: bool = True) -> str:
    """Return the output of `git` as text, with bytes that are not UTF-8 escaped. Raises GitError."""
    return git(folder, *arguments, fetch=fetch).decode("utf-8", "surrogateescape")


def try_git(folder: Path, *arguments: str) -> str:
    """Return the output of `git_text` without `fetch`, or an empty text if Git fails."""
    with suppress(GitError):
        return git_text(folder, *arguments, fetch=False)
    return ""


def read_objects(folder: Path, names: Sequence[str], fetch: bool = True) -> Mapping[str, bytes]:
    """Return the content of each named object that exists, with one call of Git. Raises GitError.

    A name is an object id or `<commit>:<path>`; `fetch` is that of `git`.
    """
    if not names:
        return {}
    lines = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    output = git(folder, "cat-file", "--batch", stdin=lines, fetch=fetch)
    objects = {}
    start = 0
    for name in names:
        header_end = output.index(b"\n", start)
        size = output[start:header_end].rpartition(b" ")[2]
        start = header_end + 1
        # A missing object has a header that ends in `missing`, and no content.
        if size.isdigit():
            objects[name] = output[start : start + int(size)]
            start += int(size) + 1
    return objects
