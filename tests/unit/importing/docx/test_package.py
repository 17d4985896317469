"""Dangerous and empty packages."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from support import documents
from support.archives import zip_bytes

from noticeboard.importing import ImportFailedError
from noticeboard.importing.docx.reader import read_docx


def with_replacement(name: str, old: bytes, new: bytes) -> bytes:
    """Return a valid .docx with one part edited."""
    with zipfile.ZipFile(io.BytesIO(documents.styled_docx())) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    parts[name] = parts[name].replace(old, new, 1)
    return zip_bytes(parts)


def test_xml_entities_and_unusual_encodings_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'
    with pytest.raises(ImportFailedError, match="XML 实体"):
        read_docx(with_replacement("word/document.xml", b"<w:document", bomb))
    with pytest.raises(ImportFailedError, match="不正常的编码"):
        read_docx(with_replacement("docProps/app.xml", b"UTF-8", b"UTF-7"))


def test_a_document_without_text_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="没有文字"):
        read_docx(documents.docx_bytes(docx.Document()))
