"""`make pdf`: a tagged PDF of each notice, listed in SHA256SUMS, and printed once."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path

import pytest
from pdf import NAME, main
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from noticeboard.exports.checksums import SUMS, compare


def test_each_notice_gets_a_tagged_pdf(
    own_site: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    site = tmp_path / "site"
    shutil.copytree(own_site, site)
    assert main(site, tmp_path / "cache") == 0
    (printed,) = site.rglob(NAME)
    assert printed.relative_to(site).as_posix() == f"notices/2024/wuchang-grid/{NAME}"
    with printed.open("rb") as file:
        catalog = PDFDocument(PDFParser(file)).catalog
    assert "StructTreeRoot" in catalog
    text = unicodedata.normalize("NFKC", extract_text(printed)).replace("\n", "")
    assert "网格化服务中心党组关于巡察整改进展情况的通报" in text
    assert f"notices/2024/wuchang-grid/{NAME}" in (site / SUMS).read_text("utf-8")
    assert not compare(site, site / SUMS)
    before = printed.read_bytes()
    printed.unlink()
    assert main(site, tmp_path / "cache") == 0
    assert printed.read_bytes() == before
    assert "1 篇通报" in capsys.readouterr().out


def test_without_a_site_there_is_a_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(tmp_path, tmp_path / "cache") == 1
    assert "make site" in capsys.readouterr().err
