"""A Word document with every construct that can hide, change or repeat text."""

from __future__ import annotations

import re

import docx
from docx.oxml import parse_xml
from support.documents import docx_bytes

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in {
        "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        "m": "http://schemas.openxmlformats.org/officeDocument/2006/math",
        "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
        "v": "urn:schemas-microsoft-com:vml",
    }.items()
)


def run(text: str, properties: str = "") -> str:
    """Return a run of text with properties such as `<w:strike/>`."""
    head = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r>{head}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(content: str, properties: str = "") -> str:
    """Return a paragraph of runs."""
    head = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{head}{content}</w:p>"


def cell(content: str, properties: str = "") -> str:
    """Return a cell of one paragraph."""
    return f"<w:tc><w:tcPr>{properties}</w:tcPr>{paragraph(run(content))}</w:tc>"


def row(*cells: str, properties: str = "") -> str:
    """Return a row of cells."""
    head = f"<w:trPr>{properties}</w:trPr>" if properties else ""
    return f"<w:tr>{head}{''.join(cells)}</w:tr>"


def field(instruction: str, result: str = "", form: str = "") -> str:
    """Return a complex field, whose instruction is spread over several runs."""
    parts = re.findall(".{1,7}", instruction)
    codes = "".join(
        f'<w:r><w:instrText xml:space="preserve">{part}</w:instrText></w:r>' for part in parts
    )
    data = f"<w:ffData>{form}</w:ffData>" if form else ""
    middle = f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{run(result)}' if result else ""
    return (
        f'<w:r><w:fldChar w:fldCharType="begin">{data}</w:fldChar></w:r>{codes}{middle}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip


def deleted(text: str) -> str:
    """Return a run that a revision deletes."""
    return f'<w:del w:id="1" w:author="a"><w:r><w:delText>{text}</w:delText></w:r></w:del>'


_BOX = f"<w:txbxContent>{paragraph(run('文本框里的话'))}</w:txbxContent>"
_NESTED = f"<w:tbl>{row(cell('里层甲'), cell('里层乙'))}</w:tbl>"
BODY = (
    paragraph(run("示例区示范局"), '<w:pStyle w:val="Title"/>'),
    paragraph(run("完成") + run("15", "<w:strike/>") + run("12") + run("七", "<w:dstrike/>") + run("项")),
    paragraph(run("投入10") + run("3", '<w:vertAlign w:val="superscript"/>') + run("元，二氧化碳CO")
              + run("2", '<w:vertAlign w:val="subscript"/>') + run("注", '<w:vertAlign w:val="superscript"/>')),
    paragraph(run("第") + field(r"eq \o\ac(○,21)") + run("条，完成率") + field(r" EQ \f(3,4)") + run("。")),
    paragraph(run("选") + field(" FORMDROPDOWN ", form='<w:ddList><w:result w:val="1"/><w:listEntry w:val="未办"/><w:listEntry w:val="已办"/></w:ddList>')
              + field(" FORMCHECKBOX ", form="<w:checkBox><w:default w:val=\"0\"/><w:checked/></w:checkBox>") + field(" FORMTEXT ", "填写的话")),
    paragraph(deleted("删去的话") + '<w:ins w:id="2" w:author="a">' + run("加上的话") + "</w:ins>"),
    paragraph(run("前半段"), '<w:rPr><w:del w:id="3" w:author="a"/></w:rPr>'),
    paragraph(run("后半段")),
    f'<w:moveFrom w:id="4" w:author="a">{paragraph(run("移走的话"))}</w:moveFrom>',
    f'<w:moveTo w:id="5" w:author="a">{paragraph(run("移来的话"))}</w:moveTo>',
    paragraph(run("暗处的话", "<w:vanish/>") + run("þ", '<w:rFonts w:ascii="Wingdings"/>') + run("明处的话")),
    paragraph(f'<w:sdt><w:sdtPr/><w:sdtContent>{run("控件里的话")}</w:sdtContent></w:sdt>'
              f'<w:customXml w:element="a">{run("标记里的话")}</w:customXml><w:unknown>{run("别处的话")}</w:unknown>'),
    paragraph("<m:oMath><m:f><m:num><m:r><m:t>甲数</m:t></m:r></m:num><m:den><m:r><m:t>乙数</m:t></m:r></m:den></m:f></m:oMath>"),
    paragraph(f'<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>{_BOX}</w:drawing></mc:Choice>'
              f"<mc:Fallback><w:pict>{_BOX}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
    paragraph('<w:r><w:pict><v:shape><v:textpath string="艺术字"/></v:shape></w:pict></w:r>'),
    paragraph("<w:r><w:ruby><w:rt>" + run("zhòng") + "</w:rt><w:rubyBase>" + run("重") + "</w:rubyBase></w:ruby></w:r>"),
    "<w:tbl><w:tblPr/>" + row(cell("序号"), cell("问题"))
    + row(cell("第一"), cell("学习不够"))
    + f"<w:sdt><w:sdtContent>{row(cell('控件行'), cell('第二格'))}</w:sdtContent></w:sdt>"
    + row(cell("删除行"), cell("删除格"), properties='<w:del w:id="6" w:author="a"/>')
    + row(cell("留下格"), cell("撤去格", '<w:cellDel w:id="7" w:author="a"/>'))
    + row(f"<w:tc>{paragraph(run('外层'))}{_NESTED}</w:tc>", cell("末格")) + "</w:tbl>",
    paragraph(run("正文结束")),
)  # fmt: skip


def document_of(*blocks: str) -> bytes:
    """Return a .docx with these elements as its body."""
    document = docx.Document()
    body = document.element.body
    for block in blocks:
        head = re.match(r"<[\w:]+", block)
        assert head
        body.insert_element_before(
            parse_xml(f"{head[0]} {NAMESPACES}{block[head.end() :]}"), "w:sectPr"
        )
    return docx_bytes(document)
