"""Git, asked as a program: what it says, and what it keeps."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path


class GitError(Exception):
    """Git does not answer; the text is what it says instead."""


class NoGitError(GitError):
    """There is no Git."""


def git(folder: Path, *arguments: str, given: bytes = b"", fetch: bool = True) -> bytes:
    """What Git says on stdout, asked in `folder`, with `given` on its stdin. Raises GitError.

    Without `fetch` a clone that has not all of its objects does not ask the network for them.
    """
    environment = os.environ if fetch else {**os.environ, "GIT_NO_LAZY_FETCH": "1"}
    command = ["git", "-C", str(folder), *arguments]
    try:
        run = subprocess.run(command, input=given, capture_output=True, env=environment)
    except OSError as error:
        raise NoGitError(str(error)) from None
    if run.returncode:
        raise GitError(run.stderr.decode("utf-8", "replace").strip())
    return run.stdout


def contents(folder: Path, names: Sequence[str], fetch: bool = True) -> Mapping[str, bytes]:
    """What each name stands for, an id or `<commit>:<path>`, as far as Git has it, in one call.

    `fetch` as with `git`. Raises GitError.
    """
    if not names:
        return {}
    asked = "".join(f"{name}\n" for name in names).encode("utf-8", "surrogateescape")
    answer = git(folder, "cat-file", "--batch", given=asked, fetch=fetch)
    found = {}
    at = 0
    for name in names:
        end = answer.index(b"\n", at)
        size = answer[at:end].rpartition(b" ")[2]
        at = end + 1
        # Otherwise it says `missing`.
        if size.isdigit():
            found[name] = answer[at : at + int(size)]
            at += int(size) + 1
    return found
