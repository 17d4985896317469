"""Create Word documents from lines of text and raw XML."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
import yaml
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt
from hypothesis import strategies as st

from noticeboard.importing import Draft
from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.pipeline import create_draft

CASES = Path(__file__).resolve().parents[1] / "cases" / "importing"
SEED = CASES.parent / "seed.txt"
PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f"
    "00050001ff56c72f0d0000000049454e44ae426082"
)
"""A picture of one pixel."""
LINES = st.text(
    st.sampled_from(
        "根据区委巡察组反馈意见一二（）()、。，：:.1234567890年月日至-#*_`[]<>&|~+!\\ {}=党组中共示例局abc@　\t“”"
    ),
    max_size=60,
)
"""Lines of characters that notices and Markdown use."""
TITLE = "中共武昌区社会管理网格化服务中心党组关于巡察整改进展情况的通报"
_SECOND_NUMBER = re.compile(r"\(([一二三四五六七八九十]+)\)")


def yaml_cases(name: str) -> list[dict[str, Any]]:
    """Return the cases of a YAML file in `CASES`, with every scalar as text."""
    return list(yaml.load((CASES / f"{name}.yaml").read_text("utf-8"), yaml.BaseLoader))


def seed_lines() -> list[str]:
    """Return the lines of the seed notice."""
    return SEED.read_text("utf-8").splitlines()


def docx_bytes(document: Document) -> bytes:
    """Return a document as the bytes of its file."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def texts(document: Document) -> list[str]:
    """Return the texts of the paragraphs that the importer reads."""
    return [paragraph.text for paragraph in read_docx(docx_bytes(document)).paragraphs]


def remarks(document: Document) -> str:
    """Return the importer's remarks, one per line."""
    source = read_docx(docx_bytes(document))
    return "\n".join(f"{remark.reason} {remark.sentence}" for remark in source.remarks)


def draft_of(document: Document) -> Draft:
    """Return the draft that the importer creates from a document."""
    return create_draft(read_docx(docx_bytes(document)))


def _is_first_level(line: str) -> bool:
    """Return whether a line is a heading after 一、."""
    return re.match(r"[一二三四五六七八九十]+、", line) is not None and len(line) < 30


def _is_second_level(line: str) -> bool:
    """Return whether a line is a heading after （一）."""
    return re.match(r"\([一二三四五六七八九十]+\)", line) is not None and len(line) < 60


def styled_docx() -> bytes:
    """Return the seed with Word's title and heading styles and a right-aligned signature."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    lines = seed_lines()
    for index, line in enumerate(lines):
        if _is_first_level(line):
            document.add_paragraph(line, style="Heading 1")
        elif _is_second_level(line):
            document.add_paragraph(line, style="Heading 2")
        else:
            paragraph = document.add_paragraph(line)
            if index >= len(lines) - 3:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return docx_bytes(document)


def add_run(paragraph: Any, text: str, font: str = "", size: float = 0, bold: bool = False) -> Any:
    """Add a run with an East Asian font, a size in points and a weight."""
    run = paragraph.add_run(text)
    if font:
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size:
        run.font.size = Pt(size)
    run.bold = bold or None
    return run


def unstyled_docx() -> bytes:
    """Return the seed as clerks write it: style Normal, fonts set by hand, lead sentences in bold."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(title, TITLE[:22], "方正小标宋简体", 22)
    title.add_run().add_break()
    add_run(title, TITLE[22:], "方正小标宋简体", 22)
    lines = seed_lines()
    for index, line in enumerate(lines):
        paragraph = document.add_paragraph()
        if _is_first_level(line):
            add_run(paragraph, "　　" + line, "黑体", 16)
        elif _is_second_level(line):
            add_run(paragraph, "　　" + line, "楷体_GB2312", 16, bold=True)
        elif line.startswith("("):
            lead, stop, rest = line.partition("。")
            add_run(paragraph, "　　" + lead + stop, "楷体_GB2312", 16, bold=True)
            add_run(paragraph, rest, "仿宋_GB2312", 16)
        else:
            add_run(paragraph, "　　" + line, "仿宋_GB2312", 16)
        if index >= len(lines) - 3:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return docx_bytes(document)


def numbered_docx() -> bytes:
    """Return the seed with 一、 and （一） as automatic numbers, which are not in the text."""
    document = docx.Document()
    add_list(
        document, 70, [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "(%2)")]
    )
    for line in seed_lines():
        first = re.match(r"[一二三四五六七八九十]+、", line)
        second = _SECOND_NUMBER.match(line)
        if first and _is_first_level(line):
            set_numbering(document.add_paragraph(line[first.end() :]), 70, 0)
        elif second:
            set_numbering(document.add_paragraph(line[second.end() :]), 70, 1)
        else:
            document.add_paragraph(line)
    return docx_bytes(document)


def add_list(
    document: Document,
    list_id: int,
    levels: list[tuple[str, str]],
    extra: str = "",
    num_extra: str = "",
) -> None:
    """Add a list with a (number format, pattern) per level to numbering.xml; its ids are `list_id`."""
    levels_xml = "".join(
        f'<w:lvl w:ilvl="{index}"><w:start w:val="1"/><w:numFmt w:val="{number_format}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for index, (number_format, pattern) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{levels_xml}</w:abstractNum>'
    )
    first_num = root.find(qn("w:num"))
    first_num.addprevious(abstract)
    add_list_instance(document, list_id, list_id, num_extra)


def add_list_instance(document: Document, num_id: int, abstract_id: int, extra: str = "") -> None:
    """Add an instance of an abstract list."""
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{extra}</w:num>'
        )
    )


def set_numbering(paragraph: Any, list_id: int, level: int) -> Any:
    """Make a paragraph an item of a list and return it."""
    properties = paragraph._element.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", list_id)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        num.append(child)
    properties.append(num)
    return paragraph


def wml_element(xml: str) -> Any:
    """Parse WordprocessingML that has no namespace declarations."""
    head = re.match(r"<[\w:]+", xml)
    assert head
    return parse_xml(f"{head[0]} {nsdecls('w', 'r', 'a', 'wp', 'pic')}{xml[head.end() :]}")
