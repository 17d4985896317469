"""The body of a draft as Markdown."""

from __future__ import annotations

from noticeboard.importing.draft import SLUG_PLACEHOLDER
from noticeboard.importing.layout.headings import heading_level
from noticeboard.importing.layout.signature import Signature
from noticeboard.importing.markdown import (
    escape_line,
    heading_markdown,
    paragraph_markdown,
    table_markdown,
)
from noticeboard.importing.source import Paragraph, Remark
from noticeboard.model.field_types import PLACEHOLDER


def render_body(
    paragraphs: tuple[Paragraph, ...], signature: Signature
) -> tuple[str, list[Remark]]:
    """Render the body as Markdown; return it with remarks on uncertain headings and blanks."""
    blocks: list[str] = []
    remarks: list[Remark] = []
    for index, paragraph in enumerate(paragraphs):
        level, reason = (0, "") if index in signature.issuer_lines else heading_level(paragraph)
        if reason:
            remarks.append(Remark(reason, paragraph.text))
        block = _render_block(paragraph, level)
        if index in signature.issuer_lines[1:] and index != signature.date_line:
            # A name broken over lines is one paragraph with line breaks.
            blocks[-1] += "\n" + block
        elif block:
            blocks.append(block)
        if PLACEHOLDER.search(paragraph.text):
            remarks.append(Remark("正文里像是还有没有填写的占位符", paragraph.text))
    return "\n\n".join(blocks) + "\n", remarks


def _render_block(paragraph: Paragraph, level: int) -> str:
    if paragraph.kind == "table":
        return table_markdown(paragraph.rows)
    if paragraph.kind == "footnote":
        return f"[^{paragraph.label}]: {escape_line(paragraph.text)}"
    if paragraph.kind == "bullet":
        return f"- {paragraph_markdown(paragraph, SLUG_PLACEHOLDER)}"
    if level:
        return heading_markdown(paragraph, level, SLUG_PLACEHOLDER)
    return paragraph_markdown(paragraph, SLUG_PLACEHOLDER)
