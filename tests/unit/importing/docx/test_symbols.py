"""Characters in circles, raised and lowered ones, and those of symbol fonts."""

from __future__ import annotations

import pytest
from support.rich_docx import document_of, paragraph, run

from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.docx.symbols import enclosed, lowered, raised, symbol


@pytest.mark.parametrize(("text", "sign"), [("1", "①"), ("20", "⑳"), ("21", "㉑"), ("36", "㊱"), ("50", "㊿"), ("０", "⓪"), ("a", "ⓐ"), ("一", "㊀"), ("51", None), ("", None)])  # fmt: skip
def test_a_number_in_a_circle_is_one_character(text: str, sign: str | None) -> None:
    assert enclosed(text) == sign


def test_raised_and_lowered_texts() -> None:
    assert raised("-3") == "⁻³"
    assert raised("(1)") == "⁽¹⁾"
    assert lowered("2") == "₂"
    assert raised("注") is None


@pytest.mark.parametrize(("font", "code", "sign"), [("Wingdings", 0xF0FE, "☑"), ("wingdings 2", 0x52, "☑"), ("Wingdings", 0xF001, None), ("宋体", 0x2460, "①"), ("宋体", 0xE000, None), ("Symbol", 0xF0B3, "≥")])  # fmt: skip
def test_a_code_of_a_symbol_font_has_its_unicode_sign(
    font: str, code: int, sign: str | None
) -> None:
    assert symbol(font, code) == sign


@pytest.mark.parametrize(
    ("content", "text", "remark"),
    [
        (run("3", '<w:vertAlign w:val="superscript"/>'), "10³元", ""),
        (run("2", '<w:vertAlign w:val="subscript"/>'), "10₂元", ""),
        (run("注1", '<w:vertAlign w:val="superscript"/>'), "10注1元", "上标或下标按普通文字写出，请核对 10注1"),
        (run("R", '<w:rFonts w:ascii="Wingdings 2"/>'), "10☑元", "写成了“☑”，请核对 10R"),
        (run("甲", '<w:rFonts w:ascii="Wingdings"/>'), "10甲元", ""),
        (run("\uf04a", '<w:rFonts w:ascii="Wingdings"/>'), "10元", "不能转成文字"),
        (run("5", "<w:strike/>"), "10元", "删除线划去的文字没有采用 5"),
        (run("5", '<w:strike w:val="false"/>'), "105元", ""),
        (run("5", "<w:dstrike/>"), "10元", "删除线划去的文字没有采用 5"),
    ],
)  # fmt: skip
def test_runs_are_read_as_they_look(content: str, text: str, remark: str) -> None:
    source = read_docx(document_of(paragraph(run("10") + content + run("元"))))
    assert "".join(item.text for item in source.paragraphs) == text
    remarks = "\n".join(f"{item.reason} {item.sentence}" for item in source.remarks)
    assert remark in remarks
    assert bool(remark) == bool(remarks)


def test_the_symbol_font_holds_greek_letters_and_relations() -> None:
    assert [symbol("Symbol", 0xF000 + code) for code in b"mWpD"] == ["μ", "Ω", "π", "Δ"]
    assert symbol("Symbol", 0xF0B9) == "≠"
