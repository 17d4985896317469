"""The name that pdfminer imports."""


def default_backend() -> None:
    """Return no backend."""
