"""Threats in ZIP archives."""

from __future__ import annotations

import io
import zipfile

import pytest
from support.archives import zip_bytes

from noticeboard.files.zip_guard import ZipLimits, find_xml_threat_in, find_zip_threat

LARGE = b"0" * 1_000_001
LIMITS = ZipLimits(entries=2, unpacked_bytes=2_000_000, ratio=200, xml_bytes=1_000)


@pytest.mark.parametrize(
    ("parts", "limits", "threat"),
    [
        ({"a": b"1", "b": b"2"}, LIMITS, None),
        ({"a": b"1", "b": b"2", "c": b"3"}, LIMITS, "too-many-entries"),
        ({"a": LARGE, "b": LARGE}, LIMITS._replace(ratio=None), "too-large"),
        ({"a": LARGE}, LIMITS, "too-large"),
        ({"a": LARGE}, LIMITS._replace(ratio=None), None),
        ({"a": LARGE[1:]}, LIMITS, None),
        ({"a.XML": b"0" * 1_001}, LIMITS, "too-large"),
        ({"a.xml": b"0" * 1_001}, LIMITS._replace(xml_bytes=None), None),
    ],
)
def test_an_archive_over_a_limit_is_a_threat(
    parts: dict[str, bytes], limits: ZipLimits, threat: str | None
) -> None:
    content = zip_bytes(parts)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert find_zip_threat(archive, limits, len(content)) == threat


def test_encrypted_entries_are_a_threat() -> None:
    with zipfile.ZipFile(io.BytesIO(zip_bytes({"a": b"1"}))) as archive:
        archive.infolist()[0].flag_bits |= 1
        assert find_zip_threat(archive, LIMITS) == "encrypted"


def test_every_xml_part_is_examined() -> None:
    parts = {"a.xml": b"<a/>", "b.txt": b"<!DOCTYPE a>", "c.rels": b"<!DOCTYPE a>"}
    with zipfile.ZipFile(io.BytesIO(zip_bytes(parts))) as archive:
        assert find_xml_threat_in(archive) == "里有 XML 实体定义（像 XML 炸弹）"
    del parts["c.rels"]
    with zipfile.ZipFile(io.BytesIO(zip_bytes(parts))) as archive:
        assert find_xml_threat_in(archive) is None
