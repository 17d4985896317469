"""Refuse ZIP archives that could exhaust memory, are encrypted or hold hostile XML."""

from __future__ import annotations

import struct
import zipfile
from typing import Literal, NamedTuple

from noticeboard.files.xml_guard import find_xml_threat

Threat = Literal["too-many-entries", "too-large", "encrypted"]

_ENCRYPTED = 1
# Sizes of APPNOTE.TXT, 4.3: a local header and its two lengths, a data descriptor, the end record.
_HEADER_BYTES, _LENGTHS_AT, _DESCRIPTOR_BYTES, _END_BYTES = 30, 26, 24, 22
_XML_ENDINGS = (".xml", ".rels", ".vml")
_MIN_RATIO_BYTES = 1_000_000
"""Smaller contents may have any ratio."""


class ZipLimits(NamedTuple):
    """The largest number of entries, and sizes in bytes; None for no limit.

    `ratio` is that of unpacked to packed size; `xml_bytes` limits one XML part.
    """

    entries: int
    unpacked_bytes: int
    ratio: int | None = None
    xml_bytes: int | None = None


def find_zip_threat(
    archive: zipfile.ZipFile, limits: ZipLimits, packed_bytes: int = 0
) -> Threat | None:
    """Return the first threat that the directory of the archive reveals; nothing is unpacked.

    `packed_bytes`, the size of the archive, is required if the limits have a ratio.
    """
    entries = archive.infolist()
    if len(entries) > limits.entries:
        return "too-many-entries"
    unpacked = sum(entry.file_size for entry in entries)
    if unpacked > limits.unpacked_bytes or _exceeds_ratio(unpacked, packed_bytes, limits):
        return "too-large"
    for entry in entries:
        if entry.flag_bits & _ENCRYPTED:
            return "encrypted"
        if _exceeds_ratio(entry.file_size, entry.compress_size, limits):
            return "too-large"
        if limits.xml_bytes and _is_xml(entry) and entry.file_size > limits.xml_bytes:
            return "too-large"
    return None


def has_other_data(archive: zipfile.ZipFile, content: bytes) -> bool:
    """Return whether there is data that the directory omits; programs that ignore it see that."""
    end = 0
    for entry in sorted(archive.infolist(), key=lambda entry: entry.header_offset):
        if not 0 <= entry.header_offset - end <= (_DESCRIPTOR_BYTES if end else 0):
            return True
        lengths = struct.unpack_from("<HH", content, entry.header_offset + _LENGTHS_AT)
        end = entry.header_offset + _HEADER_BYTES + sum(lengths) + entry.compress_size
    has_end = content[-_END_BYTES:].startswith(b"PK\5\6")
    return not has_end or archive.start_dir - end > _DESCRIPTOR_BYTES


def _exceeds_ratio(unpacked: int, packed: int, limits: ZipLimits) -> bool:
    if limits.ratio is None or unpacked <= _MIN_RATIO_BYTES:
        return False
    return unpacked > limits.ratio * max(packed, 1)


def _is_xml(entry: zipfile.ZipInfo) -> bool:
    return entry.filename.lower().endswith(_XML_ENDINGS)


def find_xml_threat_in(archive: zipfile.ZipFile) -> str | None:
    """Return what `find_xml_threat` returns for the first hostile XML part; None without one."""
    for entry in filter(_is_xml, archive.infolist()):
        with archive.open(entry) as part:
            threat = find_xml_threat(part)
        if threat:
            return threat
    return None
