"""Reading of PDF files that have a text layer."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator

from pdfminer.high_level import extract_pages
from pdfminer.layout import LTChar, LTComponent, LTContainer, LTImage, LTPage
from pdfminer.pdfdocument import PDFEncryptionError, PDFPasswordIncorrect

from noticeboard.importing.formats.printed_lines import Fragment, document_of
from noticeboard.importing.source import ImportFailedError, SourceDocument
from noticeboard.model.field_types import BLANK

MAX_PAGES = 200
_UNKNOWN = re.compile(r"\(cid:\d+\)")
_MAX_UNKNOWN = 0.1
"""A text layer with a larger share of letters that no character is known for is refused."""
_SCAN = "这份 PDF 里没有能选中的文字，多半是扫描的图片；请用 .docx 文档导入，或先做文字识别。"


def read_pdf(data: bytes) -> SourceDocument:
    """Read a PDF; raise ImportFailedError when it is protected, damaged or a scan."""
    # Its warnings are about fonts; what cannot be read is remarked on below.
    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    try:
        pages = [list(_components(page)) for page in _pages(data)]
    except (PDFPasswordIncorrect, PDFEncryptionError):
        raise ImportFailedError(
            "这份 PDF 设了密码或不许复制文字；请用没有加密的文档导入。"
        ) from None
    except (ImportFailedError, MemoryError):
        raise
    # pdfminer raises nearly anything on damaged data.
    except Exception as error:
        raise ImportFailedError("PDF 文件已损坏；请重新另存为 PDF 或 .docx 后再导入。") from error
    letters = [item for page in pages for item in page if isinstance(item, Fragment)]
    if not any(item.text.strip() for item in letters):
        raise ImportFailedError(_SCAN)
    unknown = sum(_UNKNOWN.search(item.text) is not None for item in letters)
    if unknown > _MAX_UNKNOWN * len(letters):
        raise ImportFailedError("这份 PDF 里的文字没有编码，复制出来是乱码；请用 .docx 文档导入。")
    pictures = sum(isinstance(item, LTImage) for page in pages for item in page)
    notes = [f"PDF 里的{pictures}张图片没有采用，需要时另存为附件"] if pictures else []
    notes += [f"有{unknown}个字认不出，写成了{BLANK}，请对照原文填写"] if unknown else []
    return document_of([list(_letters(page)) for page in pages], notes)


def _letters(page: list[Fragment | LTImage]) -> Iterator[Fragment]:
    """Yield the letters of a page, with a blank for each whose character is not known."""
    for item in page:
        if isinstance(item, Fragment):
            yield item._replace(text=_UNKNOWN.sub(BLANK, item.text))


def _pages(data: bytes) -> Iterator[LTPage]:
    for number, page in enumerate(extract_pages(io.BytesIO(data), laparams=None), 1):
        if number > MAX_PAGES:
            raise ImportFailedError(f"PDF 超过{MAX_PAGES}页，不像一篇通报；请只保留通报本身。")
        yield page


def _components(page: LTPage) -> Iterator[Fragment | LTImage]:
    """Yield the letters and pictures of a page, also those in forms."""
    stack: list[LTComponent] = [page]
    while stack:
        component = stack.pop()
        if isinstance(component, LTChar):
            font = component.fontname.partition("+")[2] or component.fontname
            # The origin of a letter is on the baseline, whatever its font.
            yield Fragment(
                component.get_text(),
                component.x0,
                component.x1,
                page.height - component.matrix[5],
                component.size,
                font,
            )
        elif isinstance(component, LTImage):
            yield component
        elif isinstance(component, LTContainer):
            stack += reversed(list(component))
