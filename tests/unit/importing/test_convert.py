"""Conversion of old formats, with a script in place of LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import documents

from noticeboard.importing import ImportFailedError, import_file
from noticeboard.importing.convert import convert_to_docx


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ('#!/bin/sh\nfor out; do case "$last" in --outdir) dir=$out;; esac; last=$out; done\n/bin/mkdir -p "$dir"; /bin/cp "$GOOD" "$dir/notice.docx"\n', ""),
        ("#!/bin/sh\nexit 1\n", "没能打开"),
        ("#!/bin/sh\nexec /bin/sleep 30\n", "已停止"),
    ],
)  # fmt: skip
def test_old_formats_are_converted_by_libreoffice(
    script: str, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(script)
    office.chmod(0o755)
    good = tmp_path / "good.docx"
    good.write_bytes(documents.styled_docx())
    old = tmp_path / "old.doc"
    old.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("GOOD", str(good))
    if message:
        with pytest.raises(ImportFailedError, match=message):
            convert_to_docx(old, timeout=1)
    else:
        assert import_file(old).fields["published"].value == "2024-06-20"
