"""Decoding and size of text files."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noticeboard.importing import ImportFailedError
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.plaintext import decode, parse_text, read_plain_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_common_encodings_are_decoded(encoding: str) -> None:
    text = "根据区委统一部署，区委第四巡察组开展了常规巡察。\r\n二〇二四年"
    assert decode(text.encode(encoding)) == text


def test_a_text_too_long_for_a_notice_is_refused() -> None:
    with pytest.raises(ImportFailedError, match="万字"):
        parse_text("字" * 300_001)


@given(st.binary(max_size=400))
def test_random_bytes_are_imported_or_refused(data: bytes) -> None:
    with suppress(ImportFailedError):
        create_draft(read_plain_text(data))
