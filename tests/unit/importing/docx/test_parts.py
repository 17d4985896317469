"""Pictures, attachments, headers, comments and notes."""

from __future__ import annotations

import io
from pathlib import Path

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from support import documents
from support.documents import PNG

from noticeboard.attachments.types import TYPES


def test_a_picture_is_an_attachment_of_the_draft(document: Document) -> None:
    document.add_paragraph("整改情况见图。")
    document.add_picture(io.BytesIO(PNG))
    draft = documents.draft_of(document)
    slug = draft.suggested_id.partition("/")[2]
    assert draft.attachments == (("image1.png", PNG),)
    assert f"![]({slug}/image1.png)" in draft.markdown
    assert "![](other/image1.png)" in draft.markdown_as("other")


def test_embedded_files_are_attached_or_reported(document: Document) -> None:
    document.add_paragraph("整改情况见附件。")
    for name, content in (("a.xlsx", b"PK"), ("b.pptx", b"PK"), ("c.pdf", b"%PDF")):
        part = Part(PackURI(f"/word/embeddings/{name}"), "application/x", content)
        document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
    draft = documents.draft_of(document)
    assert draft.attachments == (("attachment1.xlsx", b"PK"), ("attachment2.pdf", b"%PDF"))
    assert "b.pptx" in draft.report()
    assert {Path(name).suffix for name, _ in draft.attachments} <= TYPES.keys()


def test_headers_and_comments_are_reported_and_links_kept(document: Document) -> None:
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    paragraph = document.add_paragraph("详见")
    target = document.part.relate_to(
        "https://example.com/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    paragraph._element.append(
        documents.wml_element(
            f'<w:hyperlink r:id="{target}"><w:r><w:t>原文</w:t></w:r></w:hyperlink>'
        )
    )
    document.add_comment(paragraph.runs, "核对过吗", author="a")
    report = documents.draft_of(document).report()
    assert "页眉没有采用" in report
    assert "内部资料" in report
    assert "页脚" not in report
    assert "批注没有采用" in report
    assert "详见[原文](https://example.com/a)" in documents.draft_of(document).body


def test_footnotes_follow_the_body(document: Document) -> None:
    notes = documents.wml_element(
        '<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>注释的话</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    document.part.relate_to(
        Part(name, kind, serialize_part_xml(notes)), RELATIONSHIP_TYPE.FOOTNOTES
    )
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(documents.wml_element('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    draft = documents.draft_of(document)
    assert draft.body == "正文[^1]\n\n[^1]: 注释的话\n"
    assert "脚注放到了正文末尾" in draft.report()
