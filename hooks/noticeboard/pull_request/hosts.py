"""Addresses on GitHub, GitLab, Forgejo and Gitea at which a request is read and edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import quote

FOLDER = "notices"
"""The folder of the notices in a repository."""

Host = Literal["github", "gitlab", "forgejo"]
"""Gitea has the addresses of Forgejo."""

_VERBS = {"edit": "_edit", "blob": "src/commit"}
"""What Forgejo calls the pages of the other two."""


def outside_notices(names: Iterable[str], root: Path = Path()) -> tuple[str, ...]:
    """Return the changed files outside the folder of the notices, each once.

    One file of each folder that the program has at `root` comes first, so that no number of other
    files hides a change of the program in a shortened list.
    """
    program = {path.name for path in root.iterdir()}
    seen: set[str] = set()
    ordered: tuple[list[str], list[str], list[str]] = ([], [], [])
    for name in dict.fromkeys(names):
        folder = name.partition("/")[0]
        if name.startswith(f"{FOLDER}/"):
            continue
        ordered[2 if folder not in program else 1 if folder in seen else 0].append(name)
        seen.add(folder)
    return tuple(name for part in ordered for name in part)


@dataclass(frozen=True, slots=True)
class BranchRef:
    """A branch of a repository on a host: `repository` is its web address, `commit` its head."""

    host: Host
    repository: str
    branch: str
    commit: str

    @property
    def edit_url(self) -> str:
        """The web editor at a line of a file, a template with `{path}` and `{line}`."""
        return f"{self._url('edit', self.branch)}/{{path}}#L{{line}}"

    def line_url(self, path: str, line: int) -> str:
        """Return the web editor at a line of a file."""
        return self.edit_url.format(path=quote(path), line=line)

    def view_url(self, path: str) -> str:
        """Return the host's page of a file at this commit."""
        return f"{self._url('blob', self.commit)}/{quote(path)}"

    def _url(self, verb: str, revision: str) -> str:
        separator = "/-" if self.host == "gitlab" else ""
        verb = _VERBS[verb] if self.host == "forgejo" else verb
        return f"{self.repository}{separator}/{verb}/{quote(revision)}"
