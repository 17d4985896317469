"""OFD files: positions, templates, and what cannot be read."""

from __future__ import annotations

import pytest
from support import printed_documents
from support.archives import zip_bytes
from support.printed_documents import PrintedLine

from noticeboard.importing import ImportFailedError
from noticeboard.importing.formats.ofd import read_ofd

ROOT = b"<OFD><DocBody><DocRoot>/Doc_0/Document.xml</DocRoot></DocBody></OFD>"


def one_page(objects: str, document: str = "", parts: dict[str, bytes] | None = None) -> bytes:
    """Return an OFD file with one page of these objects."""
    return zip_bytes(
        {
            "OFD.xml": ROOT,
            "Doc_0/Document.xml": f'<Document>{document}<Pages><Page ID="1" BaseLoc="P.xml"/></Pages></Document>'.encode(),
            "Doc_0/P.xml": f'<Page><Template TemplateID="7"/><Content><Layer>{objects}</Layer></Content></Page>'.encode(),
            **(parts or {}),
        }
    )


def text_object(text: str, x: float, y: float, attributes: str = "") -> str:
    """Return a text of letters of 5 mm."""
    return f'<TextObject Boundary="{x} {y} 10 5" Size="5" {attributes}><TextCode X="0" Y="4">{text}</TextCode></TextObject>'


def lines(data: bytes) -> list[str]:
    """Return the texts of the paragraphs."""
    return [paragraph.text for paragraph in read_ofd(data).paragraphs]


def test_texts_are_read_from_top_to_bottom_and_left_to_right() -> None:
    objects = (
        text_object("第二行", 20, 50) + text_object("行", 30, 30.2) + text_object("第一", 20, 30)
    )
    assert lines(one_page(objects)) == ["第一行", "第二行"]


def test_a_matrix_moves_and_scales_a_text() -> None:
    objects = text_object("下面", 20, 10, 'CTM="2 0 0 2 0 100"') + text_object("上面", 20, 60)
    assert lines(one_page(objects)) == ["上面", "下面"]


def test_texts_of_templates_are_read_and_pictures_reported() -> None:
    template = f"<Page><Content><Layer>{text_object('页底的话', 20, 200)}</Layer></Content></Page>"
    data = one_page(
        text_object("正文", 20, 30)
        + '<ImageObject ID="3"/>'
        + text_object("不显示", 20, 40, 'Visible="false"'),
        '<CommonData><TemplatePage ID="7" BaseLoc="T.xml"/></CommonData>',
        {"Doc_0/T.xml": template.encode()},
    )
    assert lines(data) == ["正文", "页底的话"]
    assert "1张图片" in read_ofd(data).remarks[0].reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (zip_bytes({"OFD.xml": ROOT}), "已损坏"),
        (zip_bytes({"OFD.xml": b"<OFD"}), "已损坏"),
        (one_page('<ImageObject ID="3"/>'), "没有文字"),
        (zip_bytes({"OFD.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><OFD/>'}), "不能导入"),
        (printed_documents.ofd_bytes([[PrintedLine("甲", 0)]] * 201), "200页"),
    ],
)
def test_what_cannot_be_read_is_refused_in_one_sentence(data: bytes, message: str) -> None:
    with pytest.raises(ImportFailedError, match=message):
        read_ofd(data)


def test_huge_repetitions_of_a_distance_are_bounded() -> None:
    objects = '<TextObject Boundary="0 0 9 9" Size="5"><TextCode X="0" Y="4" DeltaX="g 999999999 5">甲乙</TextCode></TextObject>'
    assert lines(one_page(objects)) == ["甲乙"]
