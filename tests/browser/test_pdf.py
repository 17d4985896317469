"""`make pdf`: a tagged PDF of each notice, listed in SHA256SUMS, and printed once."""

from __future__ import annotations

import shutil
import subprocess
import sys
import unicodedata
from pathlib import Path

from pdf import NAME
from pdfminer.high_level import extract_text
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfparser import PDFParser

from noticeboard.exports.checksums import SUMS, compare


def print_notices(project: Path, site: Path, cache: Path) -> subprocess.CompletedProcess[str]:
    # In a process of its own, because the browser of the tests runs in this one.
    command = [sys.executable, str(project / "tools/pdf.py"), str(site), str(cache)]
    return subprocess.run(command, capture_output=True, text=True)


def test_each_notice_gets_a_tagged_pdf(project: Path, own_site: Path, tmp_path: Path) -> None:
    site = tmp_path / "site"
    shutil.copytree(own_site, site)
    result = print_notices(project, site, tmp_path / "cache")
    assert result.returncode == 0, result.stderr
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
    result = print_notices(project, site, tmp_path / "cache")
    assert result.returncode == 0, result.stderr
    assert printed.read_bytes() == before
    assert "1 篇通报" in result.stdout


def test_without_a_site_there_is_a_message(project: Path, tmp_path: Path) -> None:
    result = print_notices(project, tmp_path, tmp_path / "cache")
    assert result.returncode == 1
    assert "make site" in result.stderr
