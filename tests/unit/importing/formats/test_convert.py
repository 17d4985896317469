"""Conversion of old formats, with a script in place of LibreOffice."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import documents

from noticeboard.importing import ImportFailedError, import_file
from noticeboard.importing.formats import convert
from noticeboard.importing.formats.convert import convert_to_docx

OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old"


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
            convert_to_docx(old.read_bytes(), ".doc", timeout=1)
    else:
        assert import_file(old).fields["published"].value == "2024-06-20"


REPORT = """#!/bin/sh
/bin/cat /proc/net/dev > "$REPORT"
echo "$http_proxy" >> "$REPORT"
ulimit -v >> "$REPORT"
ulimit -f >> "$REPORT"
for option; do case "$option" in -env:UserInstallation=file://*)
  /bin/cat "${option#-env:UserInstallation=file://}/user/registrymodifications.xcu" >> "$REPORT";;
esac; done
"""


def test_a_conversion_has_no_network_no_macros_and_limited_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(REPORT)
    office.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.setenv("REPORT", str(tmp_path / "report"))
    isolated = bool(convert._without_network())
    with pytest.raises(ImportFailedError, match="没能打开"):
        convert_to_docx(OLD, ".doc")
    report = (tmp_path / "report").read_text()
    interfaces = [line.split(":")[0].strip() for line in report.splitlines() if ":" in line[:10]]
    assert "http://127.0.0.1:9" in report
    assert "\n4000000\n400000\n" in report
    assert 'DisableMacrosExecution" oor:op="fuse"><value>true' in report
    assert not isolated or interfaces[0] == "lo"
    assert not isolated or not any(name.startswith("e") for name in interfaces)


@pytest.mark.parametrize("encoding", ["latin-1", "utf-16-le"])
def test_without_isolation_remote_references_are_refused(
    encoding: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "soffice").write_text("#!/bin/sh\nexit 1\n")
    (tmp_path / "soffice").chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    field = '\x13 HYPERLINK "https://example.com/" \x14'.encode(encoding)
    with pytest.raises(ImportFailedError, match="没能打开"):
        convert_to_docx(OLD + field, ".doc")
    link = '<text:a xlink:href="https://example.com/">甲</text:a><draw:image xlink:href="a.png"/>'
    with pytest.raises(ImportFailedError, match="没能打开"):
        convert_to_docx(link.encode("utf-8"), ".doc")
    for reference in (
        '\x13 INCLUDEPICTURE "https://example.com/a.png" \x14',
        '<draw:image xlink:type="simple" xlink:href="https://example.com/a.png"/>',
        "<text:section-source xlink:href = 'file:///etc/passwd'/>",
        '<v:imagedata\nsrc="//example.com/a.png"/>',
    ):
        with pytest.raises(ImportFailedError, match="从网络"):
            convert_to_docx(OLD + reference.encode(encoding), ".doc")
