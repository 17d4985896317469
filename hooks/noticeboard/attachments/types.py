"""The types of files that may be attached, by the ending of their name.

A new type also needs its inspector in `content.py`, its MIME type in `deploy/nginx.conf` and, if Word
files embed it, its suffix in `importing/docx/parts.py`.
"""

from __future__ import annotations

from typing import NamedTuple

from noticeboard.files.file_signatures import JPEG_PICTURE, PDF_FILE, PNG_PICTURE, ZIP_FILE

MAX_BYTES = 20_000_000
"""The largest attachment; the pages hosts in use refuse files above 25 MB."""


class AttachmentType(NamedTuple):
    """A type of files that may be attached.

    `name` is shown to readers; `signature` is the type that the first bytes must not contradict;
    `is_document` files are unpacked or interpreted, which a hostile one makes expensive.
    """

    name: str
    signature: str | None
    is_document: bool = False


# Formats that can carry programs, scripts or style sheets are left out.
TYPES = {
    ".pdf": AttachmentType("PDF 文件", PDF_FILE, is_document=True),
    ".docx": AttachmentType("Word 文档", ZIP_FILE, is_document=True),
    ".xlsx": AttachmentType("Excel 表格", ZIP_FILE, is_document=True),
    ".ofd": AttachmentType("OFD 文件", ZIP_FILE, is_document=True),
    ".png": AttachmentType("图片", PNG_PICTURE),
    ".jpg": AttachmentType("图片", JPEG_PICTURE),
    ".jpeg": AttachmentType("图片", JPEG_PICTURE),
    ".csv": AttachmentType("CSV 表格", None),
    ".txt": AttachmentType("文本文件", None),
}
