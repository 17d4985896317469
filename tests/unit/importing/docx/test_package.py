"""Dangerous and empty packages."""

from __future__ import annotations

import io
import zipfile

import docx
import pytest
from support import documents, rich_docx
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


def test_strict_files_are_read_like_transitional_ones() -> None:
    with zipfile.ZipFile(io.BytesIO(documents.styled_docx())) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    for name, part in parts.items():
        if name.endswith((".xml", ".rels")) and name != "[Content_Types].xml":
            for kind in (b"wordprocessingml", b"officeDocument", b"drawingml"):
                transitional = b"http://schemas.openxmlformats.org/%s/2006/" % kind
                part = part.replace(transitional, b"http://purl.oclc.org/ooxml/%s/" % kind)
            parts[name] = part
    assert b"purl.oclc.org" in parts["word/document.xml"]
    strict, transitional_file = read_docx(zip_bytes(parts)), read_docx(documents.styled_docx())
    assert strict == transitional_file


@pytest.mark.parametrize(
    "relation",
    [
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="NULL"/>',
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image" Target="../NULL"/>',
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="#_top"/>',
        '<Relationship Id="rIdX" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="none.xml"/>',
        '<Relationship Id="rIdX" Type="x" Target="http://[" TargetMode="External"/>',
    ],
)  # fmt: skip
def test_relationships_without_a_part_are_harmless(relation: str) -> None:
    data = with_replacement(
        "word/_rels/document.xml.rels", b"</Relationships>", f"{relation}</Relationships>".encode()
    )
    assert read_docx(data).paragraphs == read_docx(documents.styled_docx()).paragraphs


def test_a_picture_without_its_part_is_reported() -> None:
    blip = '<w:r><w:drawing><a:blip xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rIdNone"/></w:drawing></w:r>'
    source = read_docx(rich_docx.document_of(rich_docx.paragraph(rich_docx.run("甲") + blip)))
    assert "图片不能保存" in source.remarks[0].reason


def test_deep_trees_are_refused() -> None:
    deep = "<w:sdt>" * 300 + "</w:sdt>" * 300
    with pytest.raises(ImportFailedError, match="已损坏"):
        read_docx(with_replacement("word/document.xml", b"<w:body>", f"<w:body>{deep}".encode()))
