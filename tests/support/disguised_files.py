"""Attachments that spell, place or repeat what they hold so that a check might not see it."""

from __future__ import annotations

from support.archives import zip_bytes
from support.office_files import SHEET_TYPE, docx_of, field, formula, relationships, xlsx_of
from support.pdf_files import pdf_bytes

_OFFICE = "application/vnd.openxmlformats-officedocument."
_W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
_LAUNCH = "<< /S /Launch /F (a.exe) >>"
_REMOTE = ("image", "https://attack.invalid/a.png", "External")
_SETTINGS = f"{_OFFICE}wordprocessingml.settings+xml"
_HEADER = f"{_OFFICE}wordprocessingml.header+xml"
_CHART = f"{_OFFICE}drawingml.chart+xml"


def _settings(content: str) -> bytes:
    """Return a Word document with these settings."""
    part = f'<w:settings {_W} xmlns:s="http://schemas.openxmlformats.org/schemaLibrary/2006/main">{content}</w:settings>'
    return docx_of(
        parts={"word/settings.xml": part.encode()}, types={"word/settings.xml": _SETTINGS}
    )


def _two_attributes(name: str, shown: str, real: str) -> bytes:
    """Return a relationship that repeats an attribute in another namespace."""
    entry = (
        relationships(_REMOTE)
        .decode()
        .replace(f'{name}="{real}"', f'{{}}="{shown}" {name}="{real}"')
    )
    return entry.replace("{}", f'xmlns:x="urn:x" x:{name}').encode()


DISGUISED: dict[str, tuple[str, bytes, str]] = {
    "PDF: action of a second object with the same number": (
        ".pdf",
        pdf_bytes(page="/Annots [<< /Subtype /Link /A 6 0 R >>]", objects={6: "<< /S /GoTo /D [3 0 R /Fit] >>"}).replace(
            b"%%EOF", f"6 0 obj\n{_LAUNCH}\nendobj\n%%EOF".encode()),
        "动作",
    ),
    "Word: relationships in a name of capitals": (
        ".docx", docx_of(parts={"word/_rels/document.xml.RELS": relationships(_REMOTE)}), "到别处取内容",
    ),
    "Word: relationships with another type": (
        ".docx", docx_of(parts={"word/_rels/header1.xml.rels": relationships(_REMOTE)}, types={"word/_rels/header1.xml.rels": _HEADER}), "到别处取内容",
    ),
    "Word: mode written twice": (".docx", docx_of(links=_two_attributes("TargetMode", "Internal", "External")), "到别处取内容"),
    "Word: type written twice": (
        ".docx", docx_of(links=_two_attributes("Type", "http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink",
                                               "http://schemas.openxmlformats.org/officeDocument/2006/relationships/image")), "不能公布的关联",
    ),
    "Word: field code written twice": (
        ".docx", docx_of('<w:p><w:fldSimple xmlns:x="urn:x" x:instr="PAGE" w:instr="DDE cmd"/></w:p>'), "不能公布的域",
    ),
    "Word: field without a name": (".docx", docx_of(field("12345 x")), "不能公布的域“12345 x”"),
    "Word: markup under another ending": (
        ".docx", docx_of(parts={"word/header1.dat": field("PAGE").encode()}, types={"word/header1.dat": _HEADER}), "不能公布的部分",
    ),
    "Word: web video": (
        ".docx", docx_of('<w:p><w:r><a:webVideoPr xmlns:a="urn:a" embeddedHtml="&lt;script&gt;"/></w:r></w:p>'), "视频",
    ),
    "Word: macro of a form field": (
        ".docx", docx_of('<w:p><w:r><w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="a"/></w:ffData></w:fldChar></w:r>'
                         '<w:r><w:instrText>FORMTEXT</w:instrText></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r></w:p>'), "运行宏",
    ),
    "Word: schema from another host": (".docx", _settings('<s:schemaLibrary><s:schema s:uri="urn:x" s:manifestLocation="https://attack.invalid/a.xml"/></s:schemaLibrary>'), "到别处取内容"),
    "Word: another archive before it": (".docx", zip_bytes({"word/document.xml": b"<x/>"}) + docx_of(), "别的数据"),
    "Excel: formula of a column": (
        ".xlsx",
        xlsx_of(parts={"xl/tables/table1.xml": b"<table><calculatedColumnFormula>WEBSERVICE(A1)</calculatedColumnFormula></table>"},
                types={"xl/tables/table1.xml": f"{_OFFICE}spreadsheetml.table+xml"}), "的公式",
    ),
    "Excel: formula of an icon set": (
        ".xlsx", xlsx_of(sheet='<conditionalFormatting><cfRule><iconSet><cfvo type="formula" val="WEBSERVICE(A1)"/></iconSet></cfRule></conditionalFormatting>'), "的公式",
    ),
    "Excel: text of a shape": (
        ".xlsx", xlsx_of(parts={"xl/drawings/drawing1.xml": b'<d:wsDr xmlns:d="urn:d"><d:sp macro="" textlink="[1]Sheet1!$A$1"/></d:wsDr>'},
                         types={"xl/drawings/drawing1.xml": f"{_OFFICE}drawing+xml"}), "的公式",
    ),
    "Excel: list of a control": (
        ".xlsx", xlsx_of(parts={"xl/drawings/vmlDrawing1.vml": b'<xml xmlns:x="urn:x"><x:ClientData><x:FmlaRange>CALL(A1)</x:FmlaRange></x:ClientData></xml>'},
                         vml=f"{_OFFICE}vmlDrawing"), "的公式",
    ),
    "Excel: DDE without a path": (".xlsx", xlsx_of(formula("cmd|notepad!A0")), "的公式"),
    "Excel: formula in parts": (".xlsx", xlsx_of(formula("WEB<x/>SERVICE(A1)")), "的公式"),
    "Excel: macro as a name, in words": (
        ".xlsx", xlsx_of(workbook="<definedNames><definedName name='a' vbProcedure='true'>a</definedName></definedNames>"), "会运行宏的名称",
    ),
    "Excel: workbook by its name": (".xlsx", xlsx_of(formula("[a.xlsx]Sheet1!A1")), "的公式"),
    "Excel: function as a value": (".xlsx", xlsx_of(formula("LET(a,_xleta.WEBSERVICE,1)")), "的公式"),
    "Excel: main part without relationship": (".xlsx", xlsx_of(parts={"xl/b.xml": b"<x/>"}, types={"xl/b.xml": SHEET_TYPE}), "主文档"),
    "CSV: separator of its own": (".csv", "sep=^\n甲^=cmd|'/c calc'!A0\n".encode(), "当作公式运行"),
    "chart with a formula": (
        ".docx", docx_of(parts={"word/charts/chart1.xml": b'<c:chart xmlns:c="urn:c"><c:f>[0]!a|b!c</c:f></c:chart>'}, types={"word/charts/chart1.xml": _CHART}), "的公式",
    ),
}  # fmt: skip
"""Name -> ending, content, part of the message."""
