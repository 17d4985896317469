"""Word files made for the tests, from lines of text and raw XML."""

from __future__ import annotations

import io
import re
from pathlib import Path
from typing import Any

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt

CASES = Path(__file__).resolve().parents[1] / "cases" / "importing"
SEED = CASES.parent / "seed.txt"
TITLE = "中共武昌区社会管理网格化服务中心党组关于巡察整改进展情况的通报"
_SECOND = re.compile(r"\(([一二三四五六七八九十]+)\)")


def seed_lines() -> list[str]:
    """The lines of the seed notice."""
    return SEED.read_text("utf-8").splitlines()


def data_of(document: Document) -> bytes:
    """The file's bytes."""
    target = io.BytesIO()
    document.save(target)
    return target.getvalue()


def is_first(line: str) -> bool:
    """一、 on a line of its own."""
    return re.match(r"[一二三四五六七八九十]+、", line) is not None and len(line) < 30


def is_second(line: str) -> bool:
    """（一） on a line of its own."""
    return re.match(r"\([一二三四五六七八九十]+\)", line) is not None and len(line) < 60


def styled() -> bytes:
    """The seed with Word's Title and heading styles, the signature at the right."""
    document = docx.Document()
    document.add_paragraph(TITLE, style="Title")
    lines = seed_lines()
    for index, line in enumerate(lines):
        if is_first(line):
            document.add_paragraph(line, style="Heading 1")
        elif is_second(line):
            document.add_paragraph(line, style="Heading 2")
        else:
            paragraph = document.add_paragraph(line)
            if index >= len(lines) - 3:
                paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return data_of(document)


def add_run(paragraph: Any, text: str, font: str = "", size: float = 0, bold: bool = False) -> Any:
    """A run with its own East Asian font, size in points and weight."""
    run = paragraph.add_run(text)
    if font:
        run.font.name = font
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), font)
    if size:
        run.font.size = Pt(size)
    run.bold = bold or None
    return run


def unstyled() -> bytes:
    """The seed as clerks make it: Normal throughout, fonts by hand, leads in bold."""
    document = docx.Document()
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    add_run(title, TITLE[:22], "方正小标宋简体", 22)
    title.add_run().add_break()
    add_run(title, TITLE[22:], "方正小标宋简体", 22)
    lines = seed_lines()
    for index, line in enumerate(lines):
        paragraph = document.add_paragraph()
        if is_first(line):
            add_run(paragraph, "　　" + line, "黑体", 16)
        elif is_second(line):
            add_run(paragraph, "　　" + line, "楷体_GB2312", 16, bold=True)
        elif line.startswith("("):
            lead, stop, rest = line.partition("。")
            add_run(paragraph, "　　" + lead + stop, "楷体_GB2312", 16, bold=True)
            add_run(paragraph, rest, "仿宋_GB2312", 16)
        else:
            add_run(paragraph, "　　" + line, "仿宋_GB2312", 16)
        if index >= len(lines) - 3:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return data_of(document)


def numbered() -> bytes:
    """The seed with its 一、 and （一） counted by Word, so that they are not in the text."""
    document = docx.Document()
    add_list(
        document, 70, [("chineseCountingThousand", "%1、"), ("chineseCountingThousand", "(%2)")]
    )
    for line in seed_lines():
        first = re.match(r"[一二三四五六七八九十]+、", line)
        second = _SECOND.match(line)
        if first and is_first(line):
            number(document.add_paragraph(line[first.end() :]), 70, 0)
        elif second:
            number(document.add_paragraph(line[second.end() :]), 70, 1)
        else:
            document.add_paragraph(line)
    return data_of(document)


def add_list(
    document: Document,
    list_id: int,
    levels: list[tuple[str, str]],
    extra: str = "",
    num_extra: str = "",
) -> None:
    """A list of its own in numbering.xml: (number format, pattern) a level; ids are `list_id`."""
    written = "".join(
        f'<w:lvl w:ilvl="{place}"><w:start w:val="1"/><w:numFmt w:val="{form}"/>{extra}'
        f'<w:lvlText w:val="{pattern}"/></w:lvl>'
        for place, (form, pattern) in enumerate(levels)
    )
    root = document.part.numbering_part.element
    abstract = parse_xml(
        f'<w:abstractNum {nsdecls("w")} w:abstractNumId="{list_id}">{written}</w:abstractNum>'
    )
    first_num = root.find(qn("w:num"))
    first_num.addprevious(abstract)
    add_num(document, list_id, list_id, num_extra)


def add_num(document: Document, num_id: int, abstract_id: int, extra: str = "") -> None:
    """An instance of a list."""
    document.part.numbering_part.element.append(
        parse_xml(
            f'<w:num {nsdecls("w")} w:numId="{num_id}"><w:abstractNumId w:val="{abstract_id}"/>{extra}</w:num>'
        )
    )


def number(paragraph: Any, list_id: int, level: int) -> Any:
    """Let Word number a paragraph."""
    properties = paragraph._element.get_or_add_pPr()
    num = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", level), ("w:numId", list_id)):
        child = OxmlElement(name)
        child.set(qn("w:val"), str(value))
        num.append(child)
    properties.append(num)
    return paragraph


def element(xml: str) -> Any:
    """An element from WordprocessingML without namespace declarations."""
    head = re.match(r"<[\w:]+", xml)
    assert head
    return parse_xml(f"{head[0]} {nsdecls('w', 'r', 'a', 'wp', 'pic')}{xml[head.end() :]}")
