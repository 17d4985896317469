"""Recognise a file's type by its first bytes."""

from __future__ import annotations

from noticeboard.files.fault import Fault

PNG = b"\x89PNG\r\n\x1a\n"
JPEG = b"\xff\xd8\xff"
PDF_FILE = "PDF"
PNG_PICTURE = "PNG 图片"
JPEG_PICTURE = "JPEG 图片"
ZIP_FILE = "压缩包或 Office 文件"
_SIGNATURES = (
    (b"%PDF-", PDF_FILE),
    (PNG, PNG_PICTURE),
    (JPEG, JPEG_PICTURE),
    (b"GIF8", "GIF 图片"),
    (b"PK\3\4", ZIP_FILE),
    (b"\xd0\xcf\x11\xe0", "旧格式或加密的 Office 文件"),
    (b"MZ", "Windows 程序"),
    (b"\x7fELF", "Linux 程序"),
    (b"Rar!", "RAR 压缩包"),
    (b"7z\xbc\xaf", "7z 压缩包"),
    (b"<!doctype html", "网页"),
    (b"<html", "网页"),
    (b"<svg", "SVG 图片"),
    (b"<?xml", "XML 文件"),
    (b"#!", "脚本程序"),
)
_HELP = "用原来的软件打开，另存为这种格式（不加密、不带宏）；只改扩展名不行"


def mismatch(content: bytes, suffix: str, expected: str | None) -> Fault | None:
    """Return the fault of a file whose first bytes reveal another type than `expected`.

    `expected` is None for text, which has no signature.
    """
    start = content[:64].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    matches = (name for signature, name in _SIGNATURES if start.startswith(signature.lower()))
    actual = next(matches, None)
    if actual is None or actual == expected:
        return None
    return wrong_type(actual, suffix)


def wrong_type(actual: str, suffix: str) -> Fault:
    """Return the fault of a file whose content is of another type than its name says."""
    return Fault(f"的内容是{actual}，扩展名却是 {suffix}", _HELP)
