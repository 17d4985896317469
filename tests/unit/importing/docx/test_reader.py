"""Word files: headings however they are made, numbers that Word counts, and nothing lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.oxml import serialize_part_xml
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.ns import qn
from support import documents as made

from noticeboard.importing import Draft, import_file, save
from noticeboard.importing.docx.numbering import write
from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.source import Source
from noticeboard.rules.attachment_types import TYPES
from noticeboard.text.rendering import render

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c63f8cfc0f01f"
    "00050001ff56c72f0d0000000049454e44ae426082"
)


@pytest.fixture
def document() -> Document:
    """An empty document that has a numbering part."""
    return docx.Document()


def lines_of(document: Document) -> Source:
    """What the importer reads of a document."""
    return read_docx(made.data_of(document))


def texts(document: Document) -> list[str]:
    """The texts of a document's lines."""
    return [line.text for line in lines_of(document).lines]


def reasons(document: Document) -> str:
    """All remarks on a document."""
    return "\n".join(f"{remark.reason} {remark.sentence}" for remark in lines_of(document).remarks)


@pytest.mark.parametrize("build", [made.styled, made.unstyled, made.numbered])
def test_the_seed_comes_out_the_same(build: Callable[[], bytes], tmp_path: Path) -> None:
    path = tmp_path / "通报.docx"
    path.write_bytes(build())
    plain, word = import_file(made.SEED), import_file(path)
    assert word.body.replace("　", "") == plain.body
    assert {name: finding.value for name, finding in word.fields.items()} == {
        name: finding.value for name, finding in plain.fields.items()
    }
    assert word.phones == plain.phones
    assert word.fields["title"].status == ("unsure" if build is made.numbered else "found")


def test_the_seed() -> None:
    draft = import_file(made.SEED)
    assert draft.markdown == (made.CASES / "seed.md").read_text("utf-8")
    assert draft.report() == (made.CASES / "seed.report.txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize(
    ("number_format", "value", "written"),
    [
        ("chineseCounting", 12, "十二"),
        ("chineseCountingThousand", 103, "一百零三"),
        ("japaneseCounting", 20, "二十"),
        ("ideographDigital", 12, "一二"),
        ("chineseLegalSimplified", 3, "叁"),
        ("decimalFullWidth", 12, "１２"),
        ("decimalEnclosedCircle", 3, "③"),
        ("decimalZero", 7, "07"),
        ("lowerLetter", 28, "bb"),
        ("upperRoman", 14, "XIV"),
        ("ideographTraditional", 2, "乙"),
        ("none", 2, ""),
        ("hebrew1", 2, "2"),
    ],
)
def test_number_formats(number_format: str, value: int, written: str) -> None:
    assert write(value, number_format) == written


def test_numbers_run_restart_and_are_shared(document: Document) -> None:
    made.add_list(
        document, 80, [("chineseCounting", "%1、"), ("decimal", "%2."), ("decimal", "（%3）")]
    )
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride>'
    made.add_num(document, 81, 80, restart)
    made.add_num(document, 82, 80)
    for list_id, level in (
        (80, 0),
        (80, 1),
        (80, 1),
        (80, 2),
        (80, 0),
        (80, 1),
        (82, 0),
        (81, 0),
        (81, 0),
    ):
        made.number(document.add_paragraph("加强学习"), list_id, level)
    assert [text.removesuffix("加强学习") for text in texts(document)] == [
        "一、", "1.", "2.", "（1）", "二、", "1.", "三、", "一、", "二、",
    ]  # fmt: skip


def test_an_article_and_a_legal_number(document: Document) -> None:
    made.add_list(document, 80, [("chineseCounting", "第%1条"), ("decimal", "%1.%2")], "<w:isLgl/>")
    made.number(document.add_paragraph("总则"), 80, 0)
    made.number(document.add_paragraph("5G网络"), 80, 1)
    assert texts(document) == ["第1条 总则", "1.1 5G网络"]


def test_a_number_that_comes_with_a_style(document: Document) -> None:
    made.add_list(document, 80, [("chineseCounting", "%1、")])
    style: Any = document.styles["Heading 1"].element
    made.number(document.add_paragraph("x"), 80, 0)
    properties = document.paragraphs[0]._element.pPr
    assert properties is not None
    style.get_or_add_pPr().append(properties.find(qn("w:numPr")))
    document.add_paragraph("整改情况", style="Heading 1")
    assert texts(document) == ["x", "一、整改情况"]


def test_bullets_are_lists(document: Document, tmp_path: Path) -> None:
    made.add_list(document, 80, [("bullet", "\uf0b7")])
    made.number(document.add_paragraph("修订制度"), 80, 0)
    assert drafted(document, tmp_path).body == "- 修订制度\n"


def test_a_table_with_merged_cells(document: Document, tmp_path: Path) -> None:
    document.add_paragraph("整改情况如下表。")
    table = document.add_table(rows=3, cols=3)
    for row in range(3):
        for column in range(3):
            table.cell(row, column).text = f"第{row}行|{column}"
    table.cell(0, 0).merge(table.cell(0, 1)).text = "合并"
    table.cell(1, 2).merge(table.cell(2, 2)).text = "上下合并"
    draft = drafted(document, tmp_path)
    assert (
        "| 合并 |  | 第0行&#124;2 |\n| --- | --- | --- |\n| 第1行&#124;0 | 第1行&#124;1 | 上下合并 |"
        in draft.body
    )
    assert "合并的单元格" in draft.report()
    assert "第0行|2" in render(draft.body, "2024/a").plain


def drafted(document: Document, tmp_path: Path) -> Draft:
    """The draft of a document, by way of a file."""
    path = tmp_path / "a.docx"
    path.write_bytes(made.data_of(document))
    return import_file(path)


def test_a_picture_is_saved_beside(document: Document, tmp_path: Path) -> None:
    document.add_paragraph("整改情况见图。")
    document.add_picture(io.BytesIO(PNG))
    draft = drafted(document, tmp_path)
    slug = draft.suggested_id.partition("/")[2]
    assert draft.attachments == (("image1.png", PNG),)
    assert f"![]({slug}/image1.png)" in draft.markdown
    assert "![](other/image1.png)" in draft.markdown_as("other")


def test_soft_breaks_are_lines(document: Document) -> None:
    paragraph = document.add_paragraph("一、组织领导")
    paragraph.add_run().add_break()
    paragraph.add_run("正文。")
    assert texts(document) == ["一、组织领导", "正文。"]


@pytest.mark.parametrize(
    ("xml", "kept", "remark"),
    [
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>删去的话</w:delText></w:r></w:del>', "", "删除的文字没有采用 删去的话"),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>加上的话</w:t></w:r></w:ins>', "加上的话", ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗处</w:t></w:r>", "", "隐藏文字没有采用 暗处"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "", "符号字体“Wingdings”"),
        ("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "标记", ""),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>域值</w:t></w:r></w:fldSimple>', "域值", ""),
        ("<w:r><w:noBreakHyphen/><w:t>甲</w:t></w:r>", "-甲", ""),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", "", ""),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件", ""),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>", "字", "拼音没有采用 pin"),
        ('<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>', "框里", "文本框里的文字接在所在段落后面，请核对位置 框里"),
    ],
)  # fmt: skip
def test_nothing_is_lost_in_silence(document: Document, xml: str, kept: str, remark: str) -> None:
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(made.element(xml))
    assert "".join(texts(document)) == f"正文{kept}"
    assert remark in reasons(document)


def test_headers_comments_and_links(document: Document, tmp_path: Path) -> None:
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "— 1 —"
    paragraph = document.add_paragraph("详见")
    target = document.part.relate_to(
        "https://example.com/a", RELATIONSHIP_TYPE.HYPERLINK, is_external=True
    )
    paragraph._element.append(
        made.element(f'<w:hyperlink r:id="{target}"><w:r><w:t>原文</w:t></w:r></w:hyperlink>')
    )
    document.add_comment(paragraph.runs, "核对过吗", author="a")
    report = drafted(document, tmp_path).report()
    assert "页眉没有采用" in report
    assert "内部资料" in report
    assert "页脚" not in report
    assert "批注没有采用" in report
    assert "详见[原文](https://example.com/a)" in drafted(document, tmp_path).body


def test_looks_make_headings_unsure(document: Document, tmp_path: Path) -> None:
    document.add_paragraph("根据区委部署，已完成整改。")
    made.add_run(document.add_paragraph(), "组织领导情况", "黑体", 16)
    made.add_run(document.add_paragraph(), "学习方面", "仿宋_GB2312", 16, bold=True)
    draft = drafted(document, tmp_path)
    assert "## 组织领导情况" in draft.body
    assert "#### 学习方面" in draft.body
    assert "按字体“黑体”判断为标题" in draft.report()


def test_what_cannot_be_attached_is_told(document: Document, tmp_path: Path) -> None:
    document.add_paragraph("整改情况见附件。")
    for name, content in (("a.xlsx", b"PK"), ("b.pptx", b"PK"), ("c.pdf", b"%PDF")):
        part = Part(PackURI(f"/word/embeddings/{name}"), "application/x", content)
        document.part.relate_to(part, RELATIONSHIP_TYPE.PACKAGE)
    draft = drafted(document, tmp_path)
    assert draft.attachments == (("attachment1.xlsx", b"PK"), ("attachment2.pdf", b"%PDF"))
    assert "b.pptx" in draft.report()
    assert {Path(name).suffix for name, _ in draft.attachments} <= TYPES.keys()


def test_pictures_are_written_beside_and_the_body_follows_the_name(
    document: Document, tmp_path: Path
) -> None:
    document.add_paragraph("整改情况见图。")
    document.add_picture(io.BytesIO(PNG))
    draft = drafted(document, tmp_path)
    paths = [save(draft, tmp_path / "notices") for _ in range(2)]
    for path in paths:
        assert (path.with_suffix("") / "image1.png").read_bytes() == PNG
        assert f"({path.stem}/image1.png)" in path.read_text("utf-8")
    assert paths[0] != paths[1]


def test_a_footnote_goes_to_the_end(document: Document, tmp_path: Path) -> None:
    notes = made.element(
        '<w:footnotes><w:footnote w:id="2"><w:p><w:r><w:footnoteRef/></w:r>'
        "<w:r><w:t>注释的话</w:t></w:r></w:p></w:footnote></w:footnotes>"
    )
    name = PackURI("/word/footnotes.xml")
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    document.part.relate_to(
        Part(name, kind, serialize_part_xml(notes)), RELATIONSHIP_TYPE.FOOTNOTES
    )
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(made.element('<w:r><w:footnoteReference w:id="2"/></w:r>'))
    draft = drafted(document, tmp_path)
    assert draft.body == "正文[^1]\n\n[^1]: 注释的话\n"
    assert "脚注放到了正文末尾" in draft.report()


def test_a_text_box_in_both_forms_is_read_once(document: Document) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(
        made.element(
            '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert texts(document) == ["正文", "框里"]
