"""Import a document of any usual format as a draft notice, with a report of what needs review."""

from noticeboard.importing.draft import Draft
from noticeboard.importing.limits import import_file
from noticeboard.importing.save import save
from noticeboard.importing.source import ImportFailedError

__all__ = ["Draft", "ImportFailedError", "import_file", "save"]
