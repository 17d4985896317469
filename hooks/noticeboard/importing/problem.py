"""The one expected failure of an import."""

from noticeboard.model.problems import NoticeboardError


class ImportProblem(NoticeboardError):
    """A file that cannot become a draft: its text is one clear Chinese sentence."""
