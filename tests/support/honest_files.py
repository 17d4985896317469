"""Attachments as offices write them: each passes, and its text is found."""

from __future__ import annotations

import zlib

import docx
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from support.archives import png_chunk
from support.documents import docx_bytes
from support.office_files import docx_of, field, formula, ofd_of, relationships, xlsx_of
from support.pdf_files import object_stream, pdf_bytes, stream
from support.picture_files import jpeg_of, png_of

_OFFICE = "application/vnd.openxmlformats-officedocument."


def _table_document() -> bytes:
    document = docx.Document()
    document.add_heading("附表", 1)
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "序号", "问题"
    paragraph = document.add_paragraph("见")
    runs = "".join(
        f"<w:r {nsdecls('w')}>{inner}</w:r>"
        for inner in (
            '<w:fldChar w:fldCharType="begin"/>',
            '<w:instrText xml:space="preserve"> HYPERLINK "https://www.example.com/" \\o "网" </w:instrText>',
            '<w:fldChar w:fldCharType="separate"/>',
            "<w:t>网站</w:t>",
            '<w:fldChar w:fldCharType="end"/>',
        )
    )
    for run in parse_xml(f"<w:p {nsdecls('w')}>{runs}</w:p>"):
        paragraph._p.append(run)
    return docx_bytes(document)


_LINKS = relationships(
    ("hyperlink", "https://www.example.com/?a=1&amp;b=2", "External"),
    ("hyperlink", "mailto:a@example.com", "External"),
    ("hyperlink", "#_Toc1"),
    ("image", "NULL"),
    ("image", "media/a.png"),
)
HONEST: dict[str, tuple[str, bytes, str]] = {
    "PDF": (".pdf", pdf_bytes(text="List"), "List"),
    "PDF with links, an outline and a first page": (
        ".pdf",
        pdf_bytes(
            "/OpenAction [3 0 R /Fit] /Outlines 6 0 R /Names << /Dests << /Names [] >> >> /AA << >>",
            "/Annots [<< /Type /Annot /Subtype /Link /A << /S /URI /URI (https://www.example.com/) >> >> "
            "<< /Subtype /Link /A << /S /GoTo /D [3 0 R /Fit] >> >> << /Subtype /Link /Dest [3 0 R /Fit] >>]",
            {6: "<< /First 7 0 R /Last 7 0 R >>", 7: "<< /Title (a) /Parent 6 0 R /A << /S /GoTo /D [3 0 R /Fit] >> >>"},
            text="List",
        ),
        "List",
    ),
    "PDF with object streams, structure and a signature": (
        ".pdf",
        pdf_bytes(
            "/StructTreeRoot 8 0 R /AcroForm << /Fields [7 0 R] /SigFlags 3 >>",
            objects={
                6: object_stream({8: "<< /Type /StructTreeRoot /K 9 0 R >>", 9: "<< /S /P /A << /O /Layout /Placement /Block >> >>"}),
                7: "<< /FT /Sig /T (a) /Subtype /Widget /V << /Type /Sig /Filter /Adobe.PPKLite /Contents <00> >> >>",
            },
            text="Signed",
        ),
        "Signed",
    ),
    "scanned PDF": (
        ".pdf",
        pdf_bytes(page="/XObject << /a 6 0 R >>", text="1",
                  objects={6: stream(b"\xff\xd8\xff", "/Type /XObject /Subtype /Image /Width 9 /Height 9 /Filter /DCTDecode")}),
        "1",
    ),
    "Word": (".docx", _table_document(), "问题"),
    "Word with fields and links": (
        ".docx",
        docx_of(
            field("PAGE") + field(" TOC \\o &quot;1-3&quot; \\h ") + field("EQ \\o\\ac(○,21)") + field("=SUM(ABOVE)")
            + field("HYPERLINK \\l &quot;_Toc1&quot;") + field("HYPERLINK https://www.example.com") + "<w:p><w:r><w:t>附表</w:t></w:r></w:p>",
            parts={"word/media/a.png": png_of()}, links=_LINKS, png="image/png",
        ),
        "附表",
    ),
    "Word by WPS": (
        ".docx",
        docx_of(parts={"customXml/item1.xml": b"<s:customData xmlns:s='http://www.wps.cn/officeDocument/2013/wpsCustomData'/>",
                       "docProps/custom.xml": "<Properties><property><lpwstr>附表</lpwstr></property></Properties>".encode()},
                types={"docProps/custom.xml": f"{_OFFICE}custom-properties+xml"}),
        "附表",
    ),
    "Excel": (".xlsx", xlsx_of(), "序号"),
    "Excel with formulas": (
        ".xlsx",
        xlsx_of(formula("SUM(B1:B3)+_xlfn.XLOOKUP(A1,&apos;去 年&apos;!A:A,&apos;去 年&apos;!B:B,&quot;无|[1]&quot;)"),
                workbook="<definedNames><definedName name='_xlnm.Print_Area'>&apos;表 1&apos;!$A$1:$E$22</definedName></definedNames>"),
        "1",
    ),
    "Excel with links, a table of years and a fraction": (
        ".xlsx",
        xlsx_of(formula("HYPERLINK(&quot;#&apos;去 年&apos;!A1&quot;,&quot;看&quot;)+SUM(表1[2024],表1[[#All],[2025]])+PMT(A1,2,3)"),
                links=relationships(("hyperlink", "#表!A1", "External")),
                sheet='<conditionalFormatting><cfRule><iconSet><cfvo type="num" val="3"/></iconSet></cfRule></conditionalFormatting>'
                '<extLst><any val="f(x)"/></extLst>'),
        "1",
    ),
    "Word by LibreOffice, with a fraction": (
        ".docx",
        docx_of('<w:p><w:r><w:t>附表</w:t></w:r><m:oMath xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math"><m:f><m:t>f(x)|y</m:t></m:f></m:oMath></w:p>' + field("IF 1=1 a b"),
                links=relationships(("http://schemas.openxmlformats.org/officedocument/2006/relationships/metadata/core-properties", "core.xml"))),
        "附表",
    ),
    "Excel with shared strings and a picture in a cell": (
        ".xlsx",
        xlsx_of('<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2"><f>DISPIMG(&quot;a&quot;,1)</f></c></row>',
                parts={"xl/sharedStrings.xml": "<sst><si><t>旧</t></si><si><r><t>问</t></r><r><t>题</t></r></si></sst>".encode()},
                types={"xl/sharedStrings.xml": f"{_OFFICE}spreadsheetml.sharedStrings+xml"}),
        "问题",
    ),
    "OFD": (".ofd", ofd_of(), "附表"),
    "OFD with links, tags and a seal": (
        ".ofd",
        ofd_of('<ofd:Actions><ofd:Action Event="CLICK"><ofd:Goto/></ofd:Action></ofd:Actions>',
               '<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="https://www.example.com/"/></ofd:Action></ofd:Actions>',
               {"Doc_0/Signs/Sign_0/Seal.esl": b"0", "Doc_0/Signs/Sign_0/SignedValue.dat": b"0", "Doc_0/Res/a.png": png_of(),
                "Doc_0/Tags/CustomTag.xml": b"<anything/>"}),
        "附表",
    ),
    "CSV": (".csv", "\ufeff序号,增减,电话\r\n1,-5.2%,+86 0999-8123456\r\n2,-,－\r\n'=1+1,(3),\r\n".encode(), "增减"),
    "text": (".txt", "清单\r\n一、问题 <html\t\f".encode(), "清单"),
    "PNG": (".png", png_of(extra=png_chunk(b"iCCP", b"a\0\0" + zlib.compress(b"x" * 99))), ""),
    "scanned PNG": (".png", png_of(3_000, 2_000), ""),
    "JPEG": (".jpg", jpeg_of(4_000, 3_000), ""),
    "JPEG of a camera, with a preview": (".jpeg", jpeg_of(after=jpeg_of() + b"\0\0"), ""),
}  # fmt: skip
"""Name -> ending, content, a text in it."""
