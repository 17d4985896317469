"""A .txt or .docx file -> a draft notice, with what is found, unsure and missing."""

from pathlib import Path

from noticeboard.importing.detect import read_source
from noticeboard.importing.draft import Draft
from noticeboard.importing.pipeline import compose
from noticeboard.importing.problem import ImportProblem
from noticeboard.importing.save import save

__all__ = ["Draft", "ImportProblem", "import_file", "save"]


def import_file(path: Path) -> Draft:
    """The draft of a .txt, .docx, .doc or .wps file.

    ImportProblem, whose text is one clear Chinese sentence, when it is none of these, is
    protected, damaged, empty or too large. Nothing is written.
    """
    return compose(read_source(path))
