"""What cannot be imported, what is never overwritten, and what is never rewritten."""

from __future__ import annotations

import io
import re
import zipfile
from contextlib import suppress
from pathlib import Path

import docx
import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import documents as made
from support.archives import packed

from noticeboard.importing import ImportProblem, import_file, save
from noticeboard.importing.convert import convert_to_docx
from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.frontmatter import scalar
from noticeboard.importing.pipeline import compose
from noticeboard.importing.plaintext import decode, read_text, source_of
from noticeboard.model.field_types import BLANK
from noticeboard.reading.frontmatter import parse_front_matter
from noticeboard.reading.validation import known_names
from noticeboard.text.rendering import render

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WORDS = st.text(
    st.sampled_from(
        "根据区委巡察组反馈意见一二（）()、。，：:.1234567890年月日至-#*_`[]<>&|~+!\\ {}=党组中共示例局abc@　\t“”"
    ),
    max_size=60,
)


def changed(name: str, old: bytes, new: bytes) -> bytes:
    """A good .docx with one part edited."""
    with zipfile.ZipFile(io.BytesIO(made.styled())) as package:
        parts = {entry: package.read(entry) for entry in package.namelist()}
    parts[name] = parts[name].replace(old, new, 1)
    return packed(parts)


@pytest.mark.parametrize(
    ("name", "data", "says"),
    [
        ("a.docx", b"", "文件是空的"),
        ("a.txt", b" \n\n", "文件是空的"),
        ("a.txt", b"hello", "没有中文"),
        ("a.txt", b"%PDF-1.7", "PDF"),
        ("a.txt", bytes(range(256)), "编码"),
        ("a.docx", b"not a zip", "不是 Word 文档"),
        ("a.docx", b"PK\x03\x04broken", "已损坏"),
        ("a.docx", packed({"a.txt": b"a"}), "压缩包"),
        ("a.docx", packed({"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "电子表格"),
        ("a.docx", packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a/>"}), "已损坏"),
        ("a.docx", packed({"[Content_Types].xml": b"<a/>", "word/document.xml": b"<a>" + b" " * 9_000_000}), "压缩炸弹"),
        ("a.docx", packed({f"word/{n}": b"" for n in range(3001)}, zipfile.ZIP_STORED), "3001个部件"),
        ("a.docx", OLE + "EncryptedPackage".encode("utf-16-le"), "密码"),
        ("a.doc", OLE + b"old", "另存为”.docx"),
        ("a.wps", b"anything", "另存为”.docx"),
        ("a.xls", OLE + b"old", "不是文字文档"),
        ("a.exe", b"MZ", "不能导入“.exe”"),
    ],
)  # fmt: skip
def test_what_cannot_be_imported(
    name: str, data: bytes, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(ImportProblem, match=re.escape(says)) as caught:
        import_file(path)
    assert str(caught.value).count("\n") == 0


def test_missing_and_oversized_files(tmp_path: Path) -> None:
    with pytest.raises(ImportProblem, match="找不到文件"):
        import_file(tmp_path / "none.txt")
    large = tmp_path / "large.txt"
    with large.open("wb") as file:
        file.truncate(20_000_001)
    with pytest.raises(ImportProblem, match="20 MB"):
        import_file(large)
    with pytest.raises(ImportProblem, match="万字"):
        source_of("字" * 300_001)


def test_entities_are_refused() -> None:
    bomb = b'<!DOCTYPE a [<!ENTITY b "c">]><w:document'
    with pytest.raises(ImportProblem, match="XML 实体"):
        read_docx(changed("word/document.xml", b"<w:document", bomb))
    with pytest.raises(ImportProblem, match="不正常的编码"):
        read_docx(changed("docProps/app.xml", b"UTF-8", b"UTF-7"))


def test_a_document_of_pictures_only() -> None:
    with pytest.raises(ImportProblem, match="没有文字"):
        read_docx(made.data_of(docx.Document()))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16"])
def test_encodings(encoding: str) -> None:
    text = "根据区委统一部署，区委第四巡察组开展了常规巡察。\r\n二〇二四年"
    assert decode(text.encode(encoding)) == text


@given(st.binary(max_size=400))
def test_random_text_files(data: bytes) -> None:
    with suppress(ImportProblem):
        compose(read_text(data))


@given(st.integers(0, 40_000), st.binary(min_size=1, max_size=40))
def test_damaged_word_files(at: int, noise: bytes) -> None:
    data = STYLED[: at % len(STYLED)] + noise + STYLED[at % len(STYLED) + len(noise) :]
    with suppress(ImportProblem):
        compose(read_docx(data))


STYLED = made.styled()


def squeezed(text: str) -> str:
    """The text without white space."""
    return "".join(text.split())


@given(st.lists(WORDS, max_size=12))
def test_the_text_is_never_rewritten(lines: list[str]) -> None:
    source = source_of("\n".join(lines))
    draft = compose(source)
    title = draft.fields["title"]
    shown = squeezed(render(draft.body, "2024/a").plain)
    wanted = squeezed("".join(line.text for line in source.lines))
    at = wanted.find(squeezed(title.value)) if title.status == "found" else -1
    if at >= 0:
        wanted = wanted[:at] + wanted[at + len(squeezed(title.value)) :]
    assert shown == wanted


@given(WORDS)
def test_scalars_read_back(text: str) -> None:
    wanted = " ".join(text.split())
    parsed = parse_front_matter(
        f"title: {scalar(text)}  # 请核对：{wanted}\n", "a.md", 2, frozenset()
    )
    assert parsed.problems == []
    assert (parsed.values.get("title") or "") == wanted


def test_the_seeds_front_matter_is_read_without_problems() -> None:
    head = import_file(made.SEED).markdown.split("---\n")[1]
    parsed = parse_front_matter(head, "a.md", 2, known_names())
    assert parsed.problems == []
    assert parsed.values["inspection"]["start"] == "2023-07-25"


def test_blanks_are_marked(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("整改工作已经完成。", "utf-8")
    draft = import_file(path)
    head = draft.markdown.split("---\n")[1]
    assert head.count(BLANK) == 11
    assert "缺少的" in draft.report()
    assert "年份文件夹暂用" in draft.report()


def test_a_notice_is_never_overwritten(tmp_path: Path) -> None:
    draft = import_file(made.SEED)
    paths = [save(draft, tmp_path) for _ in range(3)]
    stem = draft.suggested_id.partition("/")[2]
    assert [path.stem for path in paths] == [stem, f"{stem}-2", f"{stem}-3"]
    assert {path.read_text("utf-8") for path in paths} == {draft.markdown}
    assert sorted((tmp_path / "2024").iterdir()) == sorted(paths)


def test_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    (tmp_path / "2024").write_text("a file where the year's folder should be")
    with pytest.raises(ImportProblem, match="写不进"):
        save(import_file(made.SEED), tmp_path)


@pytest.mark.parametrize(
    ("script", "says"),
    [
        ('#!/bin/sh\nfor out; do case "$last" in --outdir) dir=$out;; esac; last=$out; done\n/bin/mkdir -p "$dir"; /bin/cp "$GOOD" "$dir/notice.docx"\n', ""),
        ("#!/bin/sh\nexit 1\n", "没能打开"),
        ("#!/bin/sh\nexec /bin/sleep 30\n", "已停止"),
    ],
)  # fmt: skip
def test_old_formats_go_through_libreoffice(
    script: str, says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office = tmp_path / "soffice"
    office.write_text(script)
    office.chmod(0o755)
    good = tmp_path / "good.docx"
    good.write_bytes(STYLED)
    old = tmp_path / "old.doc"
    old.write_bytes(OLE + b"old")
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("GOOD", str(good))
    if says:
        with pytest.raises(ImportProblem, match=says):
            convert_to_docx(old, timeout=1)
    else:
        assert import_file(old).fields["published"].value == "2024-06-20"
