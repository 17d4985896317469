"""Addresses on GitHub and GitLab at which a request is read and edited."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

FOLDER = "notices"
"""The folder of the notices in a repository."""

Host = Literal["github", "gitlab"]


def outside_notices(names: Iterable[str]) -> tuple[str, ...]:
    """Return the changed files outside the folder of the notices, each once."""
    return tuple(name for name in dict.fromkeys(names) if not name.startswith(f"{FOLDER}/"))


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

    def view_url(self, path: str) -> str:
        """Return the host's page of a file at this commit."""
        return f"{self._url('blob', self.commit)}/{quote(path)}"

    def _url(self, verb: str, revision: str) -> str:
        separator = "/-" if self.host == "gitlab" else ""
        return f"{self.repository}{separator}/{verb}/{quote(revision)}"
