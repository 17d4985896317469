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

    def write(self, name: str, content: str | bytes) -> None:
        """Write the file at the address `name`, relative to the root."""
        raw = content.encode() if isinstance(content, str) else content
        path = self.root / name
        if path.parent not in self._folders:
            path.parent.mkdir(parents=True, exist_ok=True)
            self._folders.add(path.parent)
        path.write_bytes(raw)
        self.sums[name] = hashlib.sha256(raw).hexdigest()
