"""The types of files that may be attached, by the ending of their name.

A new type also needs its MIME type in `deploy/nginx.conf` and, if Word files embed it, its suffix in
`importing/docx/parts.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from noticeboard.attachments import signatures
from noticeboard.attachments.images import inspect_jpeg, inspect_png
from noticeboard.attachments.inspection import Inspection, inspected
from noticeboard.attachments.ofd import inspect_ofd
from noticeboard.attachments.ooxml import inspect_docx, inspect_xlsx
from noticeboard.attachments.plain_text import inspect_csv, inspect_text
from noticeboard.attachments.signatures import JPEG, PDF, PNG

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""


def _inspect_pdf(content: bytes) -> Inspection:
    # The library takes a fifth of a second to import.
    from noticeboard.attachments.pdf import inspect_pdf

    return inspect_pdf(content)


class AttachmentType(NamedTuple):
    """A type of files that may be attached.

    `name` is shown to readers; `signature` is the type that the first bytes must not contradict;
    `is_document` files are unpacked or interpreted, which a hostile one makes expensive.
    """

    name: str
    signature: str | None
    inspect: Callable[[bytes], Inspection]
    is_document: bool = False


# Formats that can carry programs, scripts or style sheets are left out.
TYPES = {
    ".pdf": AttachmentType("PDF 文件", PDF, _inspect_pdf, is_document=True),
    ".docx": AttachmentType("Word 文档", signatures.ZIP, inspect_docx, is_document=True),
    ".xlsx": AttachmentType("Excel 表格", signatures.ZIP, inspect_xlsx, is_document=True),
    ".ofd": AttachmentType("OFD 文件", signatures.ZIP, inspect_ofd, is_document=True),
    ".png": AttachmentType("图片", PNG, inspect_png),
    ".jpg": AttachmentType("图片", JPEG, inspect_jpeg),
    ".jpeg": AttachmentType("图片", JPEG, inspect_jpeg),
    ".csv": AttachmentType("CSV 表格", None, inspect_csv),
    ".txt": AttachmentType("文本文件", None, inspect_text),
}


def inspect(content: bytes, suffix: str) -> Inspection:
    """Inspect the content of a file with an ending of `TYPES`, in lower case with the dot."""
    known_type = TYPES[suffix]
    fault = signatures.mismatch(content, suffix, known_type.signature)
    return inspected([fault]) if fault else known_type.inspect(content)
