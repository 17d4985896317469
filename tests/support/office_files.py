"""Write small Word, Excel and OFD files part by part, honest and hostile."""

from __future__ import annotations

from collections.abc import Mapping

from support.archives import zip_bytes

_OFFICE = "application/vnd.openxmlformats-officedocument."
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
WORD_TYPE = f"{_OFFICE}wordprocessingml.document.main+xml"
SHEET_TYPE = f"{_OFFICE}spreadsheetml.sheet.main+xml"
OFD_SPACE = "http://www.ofdspec.org/2016"


def relationships(*entries: tuple[str, str] | tuple[str, str, str]) -> bytes:
    """Return a relationships part of (type, target) or (type, target, mode); types may be whole."""
    lines = []
    for number, (kind, target, *mode) in enumerate(entries):
        address = kind if ":" in kind else f"{_RELATIONS}/{kind}"
        modes = "".join(f' TargetMode="{each}"' for each in mode)
        lines.append(f'<Relationship Id="rId{number}" Type="{address}" Target="{target}"{modes}/>')
    return (
        f'<Relationships xmlns="{_PACKAGE}/relationships">{"".join(lines)}</Relationships>'.encode()
    )


def content_types(overrides: Mapping[str, str], **defaults: str) -> bytes:
    """Return [Content_Types].xml."""
    known = {
        "rels": "application/vnd.openxmlformats-package.relationships+xml",
        "xml": "application/xml",
        **defaults,
    }
    lines = [f'<Default Extension="{e}" ContentType="{t}"/>' for e, t in known.items()]
    lines += [f'<Override PartName="/{n}" ContentType="{t}"/>' for n, t in overrides.items()]
    return f'<Types xmlns="{_PACKAGE}/content-types">{"".join(lines)}</Types>'.encode()


def word_document(body: str) -> bytes:
    """Return document.xml with this body."""
    spaces = (
        f'xmlns:w="{W}" xmlns:r="{_RELATIONS}" xmlns:v="urn:schemas-microsoft-com:vml" '
        'xmlns:o="urn:schemas-microsoft-com:office:office"'
    )
    return f"<w:document {spaces}><w:body>{body}</w:body></w:document>".encode()


def docx_of(
    body: str = "<w:p><w:r><w:t>附表</w:t></w:r></w:p>",
    parts: Mapping[str, bytes] | None = None,
    links: bytes = b"",
    types: Mapping[str, str] | None = None,
    main_type: str = WORD_TYPE,
    **defaults: str,
) -> bytes:
    """Return a Word document; `links` are the relationships of its main part."""
    content = {
        "[Content_Types].xml": content_types(
            {"word/document.xml": main_type, **(types or {})}, **defaults
        ),
        "_rels/.rels": relationships(("officeDocument", "word/document.xml")),
        "word/document.xml": word_document(body),
        **({"word/_rels/document.xml.rels": links} if links else {}),
        **(parts or {}),
    }
    return zip_bytes(content)


def field(code: str, result: str = "1") -> str:
    """Return a paragraph with a complex field; `code` may contain other fields' runs."""
    inner = code if code.startswith("<w:r>") else f"<w:r><w:instrText>{code}</w:instrText></w:r>"
    return f"<w:p>{field_runs(inner, result)}</w:p>"


def field_runs(code_runs: str, result: str = "1") -> str:
    """Return the runs of a complex field."""
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>' + code_runs
        + '<w:r><w:fldChar w:fldCharType="separate"/></w:r>'
        + f"<w:r><w:t>{result}</w:t></w:r>"
        + '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )  # fmt: skip


def xlsx_of(
    rows: str = '<row r="1"><c r="A1" t="inlineStr"><is><t>序号</t></is></c></row>',
    parts: Mapping[str, bytes] | None = None,
    links: bytes = b"",
    types: Mapping[str, str] | None = None,
    workbook: str = "",
    sheet: str = "",
    **defaults: str,
) -> bytes:
    """Return an Excel workbook of one sheet; `links` are the relationships of that sheet."""
    overrides = {
        "xl/workbook.xml": SHEET_TYPE,
        "xl/worksheets/sheet1.xml": f"{_OFFICE}spreadsheetml.worksheet+xml",
        **(types or {}),
    }
    content = {
        "[Content_Types].xml": content_types(overrides, **defaults),
        "_rels/.rels": relationships(("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": (
            f'<workbook xmlns="{S}" xmlns:r="{_RELATIONS}"><sheets><sheet name="表" sheetId="1" r:id="rId0"/>'
            f"</sheets>{workbook}</workbook>"
        ).encode(),
        "xl/_rels/workbook.xml.rels": relationships(("worksheet", "worksheets/sheet1.xml")),
        "xl/worksheets/sheet1.xml": (
            f'<worksheet xmlns="{S}" xmlns:r="{_RELATIONS}"><sheetData>{rows}</sheetData>{sheet}</worksheet>'
        ).encode(),
        **({"xl/worksheets/_rels/sheet1.xml.rels": links} if links else {}),
        **(parts or {}),
    }
    return zip_bytes(content)


def formula(code: str) -> str:
    """Return a row with one formula."""
    return f'<row r="1"><c r="A1"><f>{code}</f><v>1</v></c></row>'


def ofd_of(document: str = "", page: str = "", parts: Mapping[str, bytes] | None = None) -> bytes:
    """Return an OFD of one page."""
    space = f'xmlns:ofd="{OFD_SPACE}"'
    content = {
        "OFD.xml": f"<ofd:OFD {space}><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>".encode(),
        "Doc_0/Document.xml": (
            f"<ofd:Document {space}><ofd:CommonData/><ofd:Pages>"
            f'<ofd:Page ID="1" BaseLoc="Pages/Page_0/Content.xml"/></ofd:Pages>{document}</ofd:Document>'
        ).encode(),
        "Doc_0/Pages/Page_0/Content.xml": (
            f'<ofd:Page {space}><ofd:Content><ofd:Layer ID="2"><ofd:TextObject ID="3">'
            f"<ofd:TextCode>附表</ofd:TextCode></ofd:TextObject>{page}</ofd:Layer></ofd:Content></ofd:Page>"
        ).encode(),
        **(parts or {}),
    }
    return zip_bytes(content)
