"""Drafts of whole documents: the golden, the opening's fields, and an unchanged text."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import documents

from noticeboard.importing import import_file
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.plaintext import parse_text
from noticeboard.model.field_types import BLANK
from noticeboard.text.rendering import render

FIELDS = ("unit", "authority", "group", "kind", "start", "end", "feedback")


def test_the_seed_matches_the_golden() -> None:
    draft = import_file(documents.SEED)
    assert draft.markdown == (documents.CASES / "seed.md").read_text("utf-8")
    assert draft.report() == (documents.CASES / "seed.report.txt").read_text("utf-8").rstrip("\n")


@pytest.mark.parametrize(
    "case", documents.yaml_cases("openings"), ids=lambda case: str(case["text"])[:24]
)
def test_each_field_of_the_opening_is_extracted(case: dict[str, Any]) -> None:
    signature = f"\n{case['issuer']}\n2024年9月20日" if "issuer" in case else ""
    draft = create_draft(parse_text(f"{case['text']}\n一、整改情况\n已整改。{signature}"))
    fields = draft.fields | draft.inspections[0]
    names = {"unit": "unit", **{name: f"inspection.{name}" for name in FIELDS[1:]}}
    values = {name: "、".join(fields[field].items) for name, field in names.items()}
    assert values == dict(zip(FIELDS, case["want"], strict=True))


def test_a_hotline_in_the_body_is_no_contact() -> None:
    text = "正文。\n二是公布热线电话0712-1111111，设立意见箱。\n欢迎监督。联系电话：0712-2345678。"
    assert [phone.number.value for phone in create_draft(parse_text(text)).phones] == [
        "0712-2345678"
    ]


def test_missing_fields_are_marked_and_reported(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("整改工作已经完成。", "utf-8")
    draft = import_file(path)
    head = draft.markdown.split("---\n")[1]
    assert head.count(BLANK) == 10
    assert "缺少的" in draft.report()
    assert "年份文件夹暂用" in draft.report()


def without_spaces(text: str) -> str:
    """Return the text without white space."""
    return "".join(text.split())


@given(st.lists(documents.LINES, max_size=12))
def test_the_text_is_never_rewritten(lines: list[str]) -> None:
    source = parse_text("\n".join(lines))
    draft = create_draft(source)
    title = draft.fields["title"]
    rendered = without_spaces(render(draft.body, "2024/a").plain)
    omitted = [line for r in draft.remarks if r.omitted for line in r.sentence.split(" ／ ")]
    texts = [paragraph.text for paragraph in source.paragraphs]
    for line in omitted:
        texts.remove(line)
    expected = without_spaces("".join(texts))
    start = expected.find(without_spaces(title.value)) if title.status == "certain" else -1
    if start >= 0:
        expected = expected[:start] + expected[start + len(without_spaces(title.value)) :]
    assert rendered == expected
