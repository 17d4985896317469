"""Fixtures for the tests of Word documents."""

from __future__ import annotations

import docx
import pytest
from docx.document import Document


@pytest.fixture
def document() -> Document:
    """An empty document with a numbering part."""
    return docx.Document()
