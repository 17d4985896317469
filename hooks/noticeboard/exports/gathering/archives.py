"""ZIP archives of sources and attachments, equal byte for byte wherever they are written."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable
from pathlib import Path

NAME = "notices.zip"
# The first day that a ZIP archive can state: the archives depend on nothing but their files.
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MODE = 0o100644


def archive(files: Iterable[tuple[str, Path]]) -> bytes:
    """Return an archive of files by their names in it, laid out as a notices folder.

    Nothing is compressed, for versions of zlib differ; `deploy/publish` compresses the whole.
    """
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as packed:
        for name, path in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 3  # Unix, whatever the machine
            entry.external_attr = _MODE << 16
            packed.writestr(entry, path.read_bytes())
    return buffer.getvalue()
