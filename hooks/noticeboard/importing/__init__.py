"""Import a .docx, .doc, .wps or .txt file as a draft notice, with a report of what needs review."""

from pathlib import Path

from noticeboard.importing.detect import read_document
from noticeboard.importing.draft import Draft
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.save import save
from noticeboard.importing.source import ImportFailedError

__all__ = ["Draft", "ImportFailedError", "import_file", "save"]


def import_file(path: Path) -> Draft:
    """Return the draft of a document; write nothing.

    Raise ImportFailedError when the file is protected, damaged, empty, too large or of another type.
    """
    return create_draft(read_document(path))
