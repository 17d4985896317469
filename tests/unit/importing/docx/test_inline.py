"""Inline content: nothing is left out without a remark."""

from __future__ import annotations

import pytest
from docx.document import Document
from support import documents


@pytest.mark.parametrize(
    ("xml", "kept", "remark"),
    [
        ('<w:del w:id="1" w:author="a"><w:r><w:delText>删去的话</w:delText></w:r></w:del>', "", "删除的文字没有采用 删去的话"),
        ('<w:ins w:id="1" w:author="a"><w:r><w:t>加上的话</w:t></w:r></w:ins>', "加上的话", ""),
        ("<w:r><w:rPr><w:vanish/></w:rPr><w:t>暗处</w:t></w:r>", "", "隐藏文字没有采用 暗处"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0FE"/></w:r>', "☑", "符号字体“Wingdings”里的一个符号写成了“☑”，请核对 正文"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F04A"/></w:r>', "", "符号字体“Wingdings”里的一个符号不能转成文字，请在原处补上 正文"),
        ("<w:smartTag><w:r><w:t>标记</w:t></w:r></w:smartTag>", "标记", ""),
        ('<w:fldSimple w:instr="DATE"><w:r><w:t>域值</w:t></w:r></w:fldSimple>', "域值", ""),
        ("<w:r><w:noBreakHyphen/><w:t>甲</w:t></w:r>", "-甲", ""),
        ("<w:r><w:instrText>PAGE</w:instrText></w:r>", "", ""),
        ("<w:sdt><w:sdtPr/><w:sdtContent><w:r><w:t>控件</w:t></w:r></w:sdtContent></w:sdt>", "控件", ""),
        ("<w:r><w:ruby><w:rubyPr/><w:rt><w:r><w:t>pin</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>字</w:t></w:r></w:rubyBase></w:ruby></w:r>", "字", "拼音没有采用 pin"),
        ('<w:r><w:pict><w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>', "框里", "文本框里的文字接在所在段落后面，请核对位置 框里"),
    ],
)  # fmt: skip
def test_omitted_content_has_a_remark(document: Document, xml: str, kept: str, remark: str) -> None:
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(documents.wml_element(xml))
    assert "".join(documents.texts(document)) == f"正文{kept}"
    assert remark in documents.remarks(document)


def test_a_soft_break_starts_a_paragraph(document: Document) -> None:
    paragraph = document.add_paragraph("一、组织领导")
    paragraph.add_run().add_break()
    paragraph.add_run("正文。")
    assert documents.texts(document) == ["一、组织领导", "正文。"]


def test_a_text_box_with_a_fallback_is_read_once(document: Document) -> None:
    box = "<w:txbxContent><w:p><w:r><w:t>框里</w:t></w:r></w:p></w:txbxContent>"
    paragraph = document.add_paragraph("正文")
    paragraph._element.append(
        documents.wml_element(
            '<w:r xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><mc:AlternateContent>'
            f'<mc:Choice Requires="wps"><w:drawing>{box}</w:drawing></mc:Choice>'
            f"<mc:Fallback><w:pict>{box}</w:pict></mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    assert documents.texts(document) == ["正文", "框里"]
