"""Where a request can be read and edited on GitHub and GitLab."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal
from urllib.parse import quote

FOLDER = "notices"
"""Where a request's notices lie in its repository."""

Host = Literal["github", "gitlab"]


def outside_notices(names: Iterable[str]) -> tuple[str, ...]:
    """The changed files that are no notices, each once."""
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
        """The web editor at a line of a file, with `{path}` and `{line}` to be filled in."""
        return f"{self._of('edit', self.branch)}/{{path}}#L{{line}}"

    def view(self, path: str) -> str:
        """The file as the host shows it, of this very commit."""
        return f"{self._of('blob', self.commit)}/{quote(path)}"

    def _of(self, verb: str, revision: str) -> str:
        between = "/-" if self.host == "gitlab" else ""
        return f"{self.repository}{between}/{verb}/{quote(revision)}"
