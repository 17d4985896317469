"""One notice in formats that print lines or hold other markup than Word's: OFD, RTF and MHT."""

from __future__ import annotations

import quopri
from collections.abc import Sequence
from typing import NamedTuple

from support.archives import zip_bytes

PARAGRAPHS = (
    ("c", "中共示例区示范局党组"),
    ("c", "关于巡察整改进展情况的通报"),
    ("", "根据区委统一部署，2024年3月1日至4月30日，区委第一巡察组对示例区示范局党组开展了常规巡察，并于2024年6月20日反馈了巡察意见。现将整改进展情况公布如下。"),
    ("", "一、整改组织情况"),
    ("", "示范局党组对反馈的各项问题诚恳接受、照单全收，第一时间成立整改工作领导小组，制定整改方案，倒排整改时间，实行逐项销号管理。党组书记带头认领责任，班子成员分工负责。领导小组每月召开会议，研究整改中的困难。"),
    ("", "二、整改落实情况"),
    ("", "（一）在贯彻落实党的路线方针政策方面。一是加强理论学习，全年开展集中学习12次，人人撰写心得体会。二是完善制度，修订《示范局议事规则》等制度8项，建立长效机制。"),
    ("", "（二）在全面从严治党方面。开展谈心谈话36人次，组织廉政教育4次，参加人员达到120人。对发现的问题逐条列出清单，明确责任人和完成时限，按月督办。"),
    ("", "（三）在基层组织建设方面。按期换届，配齐支部班子；规范组织生活，落实主题党日制度；开展结对共建，解决群众反映的问题15件。"),
    ("", "三、下一步打算"),
    ("", "示范局党组将继续巩固整改成果，对长期坚持的事项常抓不懈，定期开展“回头看”，防止问题反弹，以整改实效取信于民。"),
    ("", "欢迎广大干部群众对整改落实情况进行监督。联系电话：0712-1234567；电子邮箱：shifanju@example.com；通信地址：示例区示范路1号，邮政编码：432000。"),
    ("r", "中共示例区示范局党组"),
    ("r", "2024年9月20日"),
)  # fmt: skip
"""The notice: alignment (c for centre, r for right) and text of each paragraph."""
_WIDTH = 28
_LINES = 22
_CLOSING = "，。、；：”）》"


class PrintedLine(NamedTuple):
    """A line of text, and its indent in ems."""

    text: str
    indent: float


def _width(text: str) -> float:
    return sum(0.5 if character.isascii() else 1 for character in text)


def printed_lines() -> list[PrintedLine]:
    """Return the lines of the notice as a program prints it that breaks anywhere."""
    lines: list[PrintedLine] = []
    for alignment, text in PARAGRAPHS:
        if alignment:
            free = _WIDTH - _width(text)
            lines.append(PrintedLine(text, free / 2 if alignment == "c" else free - 1))
            continue
        indent, line = 2.0, ""
        for character in text:
            if _width(line + character) + indent > _WIDTH and character not in _CLOSING:
                lines.append(PrintedLine(line, indent))
                indent, line = 0.0, ""
            line += character
        lines.append(PrintedLine(line, indent))
    return lines


def pages() -> list[list[PrintedLine]]:
    """Return the lines of each page, with its number below."""
    lines = printed_lines()
    chunks = [lines[start : start + _LINES] for start in range(0, len(lines), _LINES)]
    return [[*chunk, PrintedLine(f"— {number} —", 12)] for number, chunk in enumerate(chunks, 1)]


PAGES = pages()


def ofd_bytes(printed: Sequence[Sequence[PrintedLine]], size: float = 5.6) -> bytes:
    """Return an OFD file of these pages; `size` is that of the letters in millimetres."""
    parts: dict[str, bytes] = {
        "OFD.xml": b'<?xml version="1.0" encoding="UTF-8"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" Version="1.0">'
        b"<ofd:DocBody><ofd:DocInfo/><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"
    }
    names = []
    for index, page in enumerate(printed):
        objects = "".join(
            _text_object(line, 28 + size * line.indent, 30 + 1.75 * size * row, size)
            for row, line in enumerate(page)
        )
        name = f"Pages/Page_{index}/Content.xml"
        names.append(f'<ofd:Page ID="{index + 1}" BaseLoc="{name}"/>')
        content = f'<ofd:Page xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Content><ofd:Layer ID="9">{objects}</ofd:Layer></ofd:Content></ofd:Page>'
        parts[f"Doc_0/{name}"] = content.encode()
    parts["Doc_0/Document.xml"] = (
        f'<ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:Pages>{"".join(names)}</ofd:Pages></ofd:Document>'
    ).encode()
    return zip_bytes(parts)


def _text_object(line: PrintedLine, x: float, y: float, size: float) -> str:
    steps = " ".join(f"g 1 {_width(character) * size:.2f}" for character in line.text[:-1])
    width = _width(line.text) * size
    return (
        f'<ofd:TextObject ID="8" Boundary="{x:.2f} {y:.2f} {width:.2f} {size}" Font="1" Size="{size}">'
        f'<ofd:TextCode X="0" Y="{size * 0.86:.2f}" DeltaX="{steps}">{line.text}</ofd:TextCode></ofd:TextObject>'
    )


def pdf_bytes(printed: Sequence[Sequence[PrintedLine]], encoding: str = "/UniGB-UTF16-H") -> bytes:
    """Return a PDF of these pages with a Chinese font that is not embedded."""
    objects = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Count {len(printed)}/Kids[{' '.join(f'{5 + 2 * index} 0 R' for index in range(len(printed)))}]>>".encode(),
        f"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding{encoding}/DescendantFonts[4 0 R]>>".encode(),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>/DW 1000/W[1 95 500]/FontDescriptor<</Type/FontDescriptor/FontName/STSong-Light/Flags 4/Ascent 880/Descent -120/FontBBox[0 -120 1000 880]>>>>",
    ]
    for index, page in enumerate(printed):
        content = "".join(
            f"BT /F1 16 Tf {80 + 16 * line.indent:.1f} {760 - 28 * row} Td <{line.text.encode('utf-16-be').hex()}> Tj ET\n"
            for row, line in enumerate(page)
        ).encode()
        objects.append(
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 3 0 R>>>>/Contents {6 + 2 * index} 0 R>>".encode()
        )
        objects.append(b"<</Length %d>>stream\n%s\nendstream" % (len(content), content))
    out, offsets = b"%PDF-1.7\n", []
    for number, item in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, item)
    table = b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    head = b"xref\n0 %d\n0000000000 65535 f \n%s" % (len(objects) + 1, table)
    tail = b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1,
        len(out),
    )
    return out + head + tail


def _rtf_text(text: str) -> str:
    """Return a text as the bytes of GB 18030 in RTF."""
    return "".join(f"\\'{byte:02x}" if byte > 127 else chr(byte) for byte in text.encode("gb18030"))


def rtf_bytes() -> bytes:
    """Return the notice as RTF, with a deleted, a hidden and a struck text, and a table."""
    alignments = {"c": "\\qc", "r": "\\qr", "": "\\qj"}
    paragraphs = [
        f"\\pard{alignments[alignment]}\\fi640 {_rtf_text(text)}\\par"
        for alignment, text in PARAGRAPHS
    ]
    marked = (
        f"\\pard {_rtf_text('完成')}{{\\strike 15}}12{_rtf_text('项，投入10')}{{\\super 3}}{_rtf_text('元')}"
        f"{{\\v {_rtf_text('暗处')}}}{{\\deleted {_rtf_text('删去')}}}{_rtf_text('，第')}"
        "{\\field{\\*\\fldinst {eq \\\\\\\\o\\\\\\\\ac(\\u9675 ?,21)}}{\\fldrslt }}".replace(
            "\\\\\\\\", "\\\\"
        )
        + f"{_rtf_text('条，')}\\u30465 ?\\u-10174 ?\\u-8265 ?{_rtf_text('。')}\\par"
    )
    cells = (("序号", "问题"), ("1", "学习不够"), ("2", ""))
    rows = "".join(
        "\\trowd\\cellx1000\\cellx5000\\pard\\intbl "
        + "".join(f"{_rtf_text(cell)}\\cell " for cell in row)
        + "\\row"
        for row in cells
    )
    paragraphs[5:5] = [marked, rows]
    head = "{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fnil\\fcharset134 SimSun;}}{\\header \\'d2\\'b3\\'c3\\'bc}\\f0\\fs32"
    return (head + "\n".join(paragraphs) + "}").encode("ascii")


def mht_bytes(page: str) -> bytes:
    """Return a web archive with a page in GBK."""
    head = (
        "From: <Saved by WPS>\r\nSubject: =?utf-8?B?6YCa5oql?=\r\nMIME-Version: 1.0\r\n"
        'Content-Type: multipart/related; boundary="----=_next"; type="text/html"\r\n\r\n'
        "------=_next\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n"
        "Content-Location: file:///C:/notice.htm\r\n\r\n"
    )  # fmt: skip
    content = quopri.encodestring(page.replace("utf-8", "gb2312").encode("gb18030"))
    picture = "\r\n------=_next\r\nContent-Type: image/png\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n------=_next--\r\n"
    return head.encode() + content + picture.encode()
