"""Files of the site as they are written, each with its SHA-256."""

from __future__ import annotations

import hashlib
from pathlib import Path


class Output:
    """Writes below `root`; `sums` holds address -> SHA-256 of all that was written."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.sums: dict[str, str] = {}
        self._folders: set[Path] = set()

    def place(self, name: str) -> Path:
        """The path of the address `name`, relative to the root, in a folder that is there."""
        path = self.root / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        return path

    def write(self, name: str, content: str | bytes) -> None:
        """Write the file at the address `name`."""
        raw = content.encode() if isinstance(content, str) else content
        self.place(name).write_bytes(raw)
        self.sums[name] = hashlib.sha256(raw).hexdigest()
