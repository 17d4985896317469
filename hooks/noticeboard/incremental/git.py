"""Run Git as a subprocess and read objects from its database.

Every call to Git of the project goes through `git`, which no configuration of the user, of the
machine or of the repository can change.
"""

from __future__ import annotations

import os
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

# The configuration of the user and the machine is not read. That of the repository cannot be
# switched off, so each of its options that alters output or starts a program is set here.
_ISOLATED = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_ATTR_NOSYSTEM": "1",
}
_FIXED = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_PAGER": "cat",
    "LC_ALL": "C",
}
_OPTIONS = {
    "color.ui": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.fsmonitor": "false",
    "core.hooksPath": os.devnull,
    "core.quotePath": "false",
    "diff.ignoreSubmodules": "none",
    "diff.orderFile": os.devnull,
    "diff.renames": "false",
    "gc.auto": "0",
    "i18n.logOutputEncoding": "UTF-8",
    "log.follow": "false",
    "log.mailmap": "false",
    "log.showRoot": "true",
    "log.showSignature": "false",
    "maintenance.auto": "false",
    "merge.directoryRenames": "false",
    "merge.renames": "true",
    "status.renames": "false",
    "status.showUntrackedFiles": "normal",
}
# Where Git looks for repositories, and how its own tests simulate another owner.
_KEPT = ("GIT_CEILING_DIRECTORIES", "GIT_DISCOVERY_ACROSS_FILESYSTEM", "GIT_TEST_")
# How Git reaches a server.
_TRANSPORT = ("GIT_ASKPASS", "GIT_CONFIG", "GIT_HTTP_", "GIT_PROXY_", "GIT_SSH", "GIT_SSL_")

_NO_REPOSITORY = "not a git repository (or any "
_OTHER_OWNER = "dubious ownership"


class GitError(Exception):
    """Git failed; the text is its standard error, `output` its standard output."""

    def __init__(self, message: str, output: bytes = b"") -> None:
        super().__init__(message)
        self.output = output

    @property
    def is_missing_repository(self) -> bool:
        """Whether there is no repository here, as opposed to one that Git cannot read."""
        return _NO_REPOSITORY in str(self)

    def explain(self) -> str:
        """Return Git's sentence and, where it is known, what to do, in Chinese."""
        help_text = "仓库坏了就重新克隆；也可以用 git fsck 查看哪里坏了"
        if _OTHER_OWNER in str(self):
            help_text = (
                "仓库的文件夹属于另一个用户：请换成那个用户来运行；确认仓库可信的，照上面 "
                "Git 写的运行 git config --global --add safe.directory 那一行"
            )
        return f"{self}\n{help_text}"


class GitMissingError(GitError):
    """Git is not installed."""


def git(folder: Path, *arguments: str, stdin: bytes = b"", fetch: bool = False) -> bytes:
    """Run Git in `folder` and return its standard output. Raise GitError.

    With `fetch` Git may contact a server, as a partial clone does for missing objects; only then
    does it read the user's configuration, which contains proxies and passwords.
    """
    try:
        return _run(folder, arguments, stdin, fetch)
    except GitError as error:
        # Git reads from the user's configuration whom the user trusts, and from nowhere else.
        trusted = _safe_directories() if _OTHER_OWNER in str(error) and not fetch else []
        if not trusted:
            raise
        return _run(folder, arguments, stdin, fetch, trusted)


def _run(
    folder: Path, arguments: Sequence[str], stdin: bytes, fetch: bool, trusted: Sequence[str] = ()
) -> bytes:
    options = [f"{name}={value}" for name, value in _OPTIONS.items()]
    options += [f"safe.directory={place}" for place in trusted]
    command = ["git", "--no-pager", *(part for option in options for part in ("-c", option))]
    command += ["-C", str(folder), *arguments]
    try:
        run = subprocess.run(command, input=stdin, capture_output=True, env=_environment(fetch))
    except OSError as error:
        raise GitMissingError(str(error)) from None
    if run.returncode:
        raise GitError(run.stderr.decode("utf-8", "replace").strip(), run.stdout)
    return run.stdout


def _environment(fetch: bool) -> dict[str, str]:
    kept = (*_KEPT, *_TRANSPORT) if fetch else _KEPT
    environment = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name.startswith(kept)
    }
    if not fetch:
        environment |= {**_ISOLATED, "GIT_NO_LAZY_FETCH": "1"}
    return environment | _FIXED


def _safe_directories() -> list[str]:
    command = ["git", "-C", "/", "config", "-z", "--get-all", "safe.directory"]
    run = subprocess.run(command, capture_output=True, env=_environment(fetch=True))
    return run.stdout.decode("utf-8", "surrogateescape").split("\0")[:-1]


def git_text(folder: Path, *arguments: str) -> str:
    """Return the output of `git` as text, with bytes that are not UTF-8 escaped. Raise GitError."""
    return decode_name(git(folder, *arguments))


def decode_name(raw: bytes) -> str:
    """Decode a file name as the operating system's functions do, so that no byte is lost."""
    return raw.decode("utf-8", "surrogateescape")


def is_tracked(folder: Path) -> bool:
    """Return whether Git tracks any file of the folder."""
    try:
        return bool(git(folder, "ls-files", "-z", "--", "."))
    except GitError:
        return False


def read_objects(folder: Path, names: Sequence[str], fetch: bool = True) -> Mapping[str, bytes]:
    """Return the content of each object that exists, with one call of Git. Raise GitError.

    `names` are object ids; `fetch` is that of `git`.
    """
    if not names:
        return {}
    lines = "".join(f"{name}\n" for name in names).encode()
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
