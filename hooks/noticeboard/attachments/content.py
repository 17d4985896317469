"""Inspect the content of an attached file by the type that its name promises."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from noticeboard.attachments.images import inspect_jpeg, inspect_png
from noticeboard.attachments.inspection import Inspection, inspected
from noticeboard.attachments.ofd import inspect_ofd
from noticeboard.attachments.ooxml import inspect_docx, inspect_xlsx
from noticeboard.attachments.plain_text import inspect_csv, inspect_text
from noticeboard.attachments.types import TYPES
from noticeboard.files.file_signatures import mismatch


def _inspect_pdf(content: bytes) -> Inspection:
    # The library takes a fifth of a second to import.
    from noticeboard.attachments.pdf import inspect_pdf

    return inspect_pdf(content)


_INSPECTORS: Mapping[str, Callable[[bytes], Inspection]] = {
    ".pdf": _inspect_pdf,
    ".docx": inspect_docx,
    ".xlsx": inspect_xlsx,
    ".ofd": inspect_ofd,
    ".png": inspect_png,
    ".jpg": inspect_jpeg,
    ".jpeg": inspect_jpeg,
    ".csv": inspect_csv,
    ".txt": inspect_text,
}


def inspect(content: bytes, suffix: str) -> Inspection:
    """Inspect the content of a file with an ending of `TYPES`, in lower case with the dot."""
    fault = mismatch(content, suffix, TYPES[suffix].signature)
    return inspected([fault]) if fault else _INSPECTORS[suffix](content)
