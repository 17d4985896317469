"""What fields show: formulas, forms, links and signs."""

from __future__ import annotations

import pytest
from support.rich_docx import document_of, field, paragraph, run

from noticeboard.importing.docx.equations import evaluate_eq
from noticeboard.importing.docx.reader import read_docx

NESTED = field(" IF ", "结果").replace(
    "IF </w:instrText></w:r>", f"IF </w:instrText></w:r>{field('X', '是')}"
)


@pytest.mark.parametrize(
    ("instruction", "text"),
    [
        (r" \o\ac(○,21)", "㉑"),
        (r"\o\ac(◯,1)", "①"),
        (r" \o \ac (○,十)", "㊉"),
        (r"\o\ac(○,\s\up1(7))", "⑦"),
        (r"\o\ac(○,58)", "(58)"),
        (r"\o\ac(□,印)", "[印]"),
        (r"\o(□,√)", "[√]"),
        (r"\f(3,4)", "3/4"),
        (r"\f(甲+乙,2)", "(甲+乙)/2"),
        (r"\f(\f(1,2),3)", "(1/2)/3"),
        (r"\r(3,8)", "³√8"),
        (r"\r(,x+1)", "√(x+1)"),
        (r"10\s\up5(3)", "10³"),
        (r"CO\s\do5(2)", "CO₂"),
        (r"m\s\up5(甲)", "m^(甲)"),
        (r"\b(甲)", "(甲)"),
        (r"\b\bc\{(甲)", "{甲}"),
        (r"\b\lc\[(甲)", "[甲"),
        (r"\x\to\bo(甲)", "甲"),
        (r"\l(甲,乙)", "甲,乙"),
        (r"\i\su(1,5,x)", "∑₁⁵ x"),
        (r"\d\fo20()甲", "甲"),
        (r"\o(\s\up 5(上海),\s\do 2(世博))", "上海世博"),
        (r"甲\,乙\(丙\)\\", "甲,乙(丙)\\"),
        (r"\f(f(x),2)", "(f(x))/2"),
        (r"\o\ac(○", "○"),
        (r"\q(甲)", "q(甲)"),
        ("", ""),
    ],
)
def test_formulas_become_text(instruction: str, text: str) -> None:
    assert evaluate_eq(instruction).text == text


def test_a_phonetic_guide_is_left_out_of_the_text() -> None:
    guide = r' \* jc2 \* "Font:宋体" \* hps10 \o\ad(\s\up 9(zhòng),重)'
    assert evaluate_eq(guide) == ("重", "zhòng")


@pytest.mark.parametrize(
    ("content", "text", "remark"),
    [
        (field("EQ \\f(1,2)"), "甲1/2乙", "由公式域写成的内容"),
        (field(r"EQ \* jc0 \o\ad(\s\up 9(zhòng),重)"), "甲重乙", "拼音没有采用 重（zhòng）"),
        (field(' HYPERLINK "https://example.com/a" ', "网站"), "甲网站乙", ""),
        (field(' HYPERLINK \\l "_top" ', "顶部"), "甲顶部乙", ""),
        (field(" PAGE ", "3"), "甲3乙", ""),
        (field(" PAGE "), "甲乙", "域“PAGE”没有算出的内容"),
        (field(" XE 索引词 "), "甲乙", ""),
        (field(" SYMBOL 254 \\f Wingdings "), "甲☑乙", "符号字体“Wingdings”"),
        (field(" MACROBUTTON NoMacro [点此填写] "), "甲[点此填写]乙", "按钮上的文字"),
        (field(" FORMCHECKBOX ", form='<w:checkBox><w:default w:val="0"/></w:checkBox>'), "甲☐乙", "复选框"),
        (field(" FORMCHECKBOX ", form='<w:checkBox><w:default w:val="1"/></w:checkBox>'), "甲☑乙", "复选框"),
        (field(" FORMCHECKBOX ", form='<w:checkBox><w:default w:val="1"/><w:checked w:val="0"/></w:checkBox>'), "甲☐乙", "复选框"),
        (field(" FORMDROPDOWN ", form='<w:ddList><w:listEntry w:val="未办"/><w:listEntry w:val="已办"/></w:ddList>'), "甲未办乙", "下拉框"),
        (field(" FORMDROPDOWN ", form='<w:ddList><w:result w:val="7"/></w:ddList>'), "甲乙", "下拉框"),
        (field(" FORMTEXT ", form='<w:textInput><w:default w:val="预设"/></w:textInput>'), "甲预设乙", "预设的文字"),
        (NESTED, "甲结果乙", ""),
        (f'<w:fldSimple w:instr="EQ \\o\\ac(○,2)">{run("旧")}</w:fldSimple>', "甲②乙", "没有读到的文字没有采用 旧"),
        (field(r"EQ \f(1,2)").replace("<w:r>", "<w:r><w:rPr><w:strike/></w:rPr>"), "甲乙", "划去的文字没有采用 1/2"),
        (f'<w:r><w:fldChar w:fldCharType="begin"/></w:r>{run("没有结束")}', "甲", "没有读到的文字没有采用 没有结束"),
    ],
)  # fmt: skip
def test_fields_show_their_result_or_what_word_computes(
    content: str, text: str, remark: str
) -> None:
    source = read_docx(document_of(paragraph(run("甲") + content + run("乙"))))
    assert "".join(item.text for item in source.paragraphs) == text
    remarks = "\n".join(f"{item.reason} {item.sentence}" for item in source.remarks)
    assert remark in remarks
    assert bool(remark) == bool(remarks)
