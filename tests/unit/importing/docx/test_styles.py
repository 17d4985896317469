"""Headings by formatting."""

from __future__ import annotations

from docx.document import Document
from support import documents


def test_headings_by_formatting_are_unsure(document: Document) -> None:
    document.add_paragraph("根据区委部署，已完成整改。")
    documents.add_run(document.add_paragraph(), "组织领导情况", "黑体", 16)
    documents.add_run(document.add_paragraph(), "学习方面", "仿宋_GB2312", 16, bold=True)
    draft = documents.draft_of(document)
    assert "## 组织领导情况" in draft.body
    assert "#### 学习方面" in draft.body
    assert "按字体“黑体”判断为标题" in draft.report()
