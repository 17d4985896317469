"""What a notice's page shows beside the record itself."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from lxml import etree
from zxingcpp import BarcodeFormat, create_barcode

from noticeboard.model.notice import Notice, Progress
from noticeboard.model.register import Register
from noticeboard.pages.timeline import TimelinePicture, draw, timeline
from noticeboard.text.rendering import Body

CHARACTERS_PER_MINUTE = 400
OF_SAME_UNIT = 8
KIND_OF_FILE = {
    "pdf": "PDF 文件",
    "doc": "Word 文档",
    "docx": "Word 文档",
    "wps": "WPS 文档",
    "ofd": "OFD 文件",
    "xls": "Excel 表格",
    "xlsx": "Excel 表格",
    "et": "WPS 表格",
    "csv": "CSV 表格",
    "txt": "文本文件",
    "zip": "压缩包",
    "jpg": "图片",
    "jpeg": "图片",
    "png": "图片",
}


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """An attachment as the reader is told of it; `size` such as `1.2 MB`."""

    title: str
    url: str
    kind: str
    size: str


@dataclass(frozen=True, slots=True)
class ProgressBar:
    """Shares of the problems in per cent, for a bar: done, then under way."""

    done: float
    ongoing: float


@dataclass(frozen=True, slots=True)
class QrCode:
    """A QR code of `side` × `side` modules; `path` is the dark ones as an SVG path."""

    side: int
    path: str


@dataclass(frozen=True, slots=True)
class NoticeView:
    """All that the template of a notice's page is given beside the notice.

    `address` is permanent; `qr` says it.
    """

    picture: TimelinePicture
    minutes: int
    bar: ProgressBar | None
    address: str
    citation: str
    qr: QrCode


@dataclass(frozen=True, slots=True)
class NoticeLinks:
    """The notices to which one leads.

    `earlier` and `later` are its neighbours among the unit's, `same_unit` the newest of those;
    `follows` is the one that it takes up.
    """

    earlier: Notice | None
    later: Notice | None
    same_unit: tuple[Notice, ...]
    follows: Notice | None


def notice_links(notice: Notice, register: Register) -> NoticeLinks:
    """What the register knows around a notice."""
    follows = register.by_id.get(notice.follow_up_of) if notice.follow_up_of else None
    same_unit = register.of_same_unit(notice)[:OF_SAME_UNIT]
    return NoticeLinks(*neighbours(notice, register), same_unit, follows)


def notice_view(notice: Notice, body: Body, address: str) -> NoticeView:
    """Everything for the page at `address` that comes from the notice alone."""
    characters = len(re.sub(r"\s", "", body.plain))
    return NoticeView(
        picture=draw(timeline(notice)),
        minutes=max(1, round(characters / CHARACTERS_PER_MINUTE)),
        bar=progress_bar(notice.progress),
        address=address,
        citation=citation(notice, address),
        qr=qr_code(address),
    )


def neighbours(notice: Notice, register: Register) -> tuple[Notice | None, Notice | None]:
    """The unit's notice before this one and the one after it, by publication."""
    same = register.by_unit[notice.region, notice.unit]
    place = next(index for index, other in enumerate(same) if other.id == notice.id)
    earlier = same[place + 1] if place + 1 < len(same) else None
    return earlier, same[place - 1] if place else None


def attached_files(notice: Notice, notices_dir: Path) -> tuple[AttachedFile, ...]:
    """The attachments with type and size; OSError where a file is missing."""
    return tuple(
        AttachedFile(
            attachment.title or attachment.file,
            notice.url + quote(attachment.file),
            kind_of_file(attachment.file),
            readable_size((notices_dir / notice.id / attachment.file).stat().st_size),
        )
        for attachment in notice.attachments
    )


def kind_of_file(name: str) -> str:
    """The kind by the name's ending, in words where it is a common one."""
    ending = Path(name).suffix.lstrip(".").lower()
    return KIND_OF_FILE.get(ending, f"{ending.upper()} 文件" if ending else "文件")


def readable_size(size: int) -> str:
    """Bytes as `812 字节`, `12 KB` or `1.5 MB` (1 KB is 1,024 bytes)."""
    if size < 1024:
        return f"{size} 字节"
    kilobytes = size / 1024
    return f"{kilobytes:.0f} KB" if kilobytes < 1000 else f"{kilobytes / 1024:.1f} MB"


def progress_bar(progress: Progress | None) -> ProgressBar | None:
    """The bar, where the notice gives the problems and how many are rectified."""
    if not progress or not progress.problems or progress.rectified is None:
        return None
    done = min(100.0, 100 * progress.rectified / progress.problems)
    ongoing = min(100.0 - done, 100 * (progress.ongoing or 0) / progress.problems)
    return ProgressBar(round(done, 1), round(ongoing, 1))


def citation(notice: Notice, address: str) -> str:
    """The reference as GB/T 7714-2015 gives electronic announcements, without the day of reading."""
    return f"{notice.issuer}. {notice.title}[EB/OL]. ({notice.published}). {address}"


def qr_code(address: str) -> QrCode:
    """The address for whoever holds the printed page; level M outlives a bad photocopy."""
    code = create_barcode(address, BarcodeFormat.QRCode, ec_level="M")
    picture = etree.fromstring(code.to_svg(add_quiet_zones=False).encode())
    path = picture.find("{*}g/{*}path")
    return QrCode(int(picture.get("width")), path.get("d"))
