"""Title and headings of plain text."""

from __future__ import annotations

import pytest

from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.plaintext import parse_text


@pytest.mark.parametrize(
    ("text", "title", "body_start"),
    [
        (
            "中共示例区示范局党组关于巡察整改进展情况的通报\n正文。",
            "中共示例区示范局党组关于巡察整改进展情况的通报",
            "正文。",
        ),
        (
            "中共示例区示范局党组\n关于区委第四巡察组反馈意见\n整改进展情况的通报\n正文。",
            "中共示例区示范局党组关于区委第四巡察组反馈意见整改进展情况的通报",
            "正文。",
        ),
        (
            "发布时间：2024-06-20\n示例镇党委关于巡察整改情况的公告\n正文。",
            "示例镇党委关于巡察整改情况的公告",
            "正文。",
        ),
        ("一、整改组织领导情况\n正文。", "", "## 一、整改组织领导情况"),
    ],
)
def test_the_title_is_removed_from_the_body(text: str, title: str, body_start: str) -> None:
    draft = create_draft(parse_text(text))
    assert draft.fields["title"].value == title
    assert draft.body.startswith(body_start)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、巡察整改组织领导情况", 2),
        ("二、整改落实情况。", 2),
        ("（一）在贯彻落实党的路线方针政策方面", 3),
        ("（一）提高站位抓整改。中心党组始终以高度的自觉坚决扛起主体责任。", 0),
        ("1.关于学习不够深入的问题", 4),
        ("1.5万元已退回", 0),
        ("1.召开会议，研究整改；", 0),
        ("一是全面加强政治理论学习。", 0),
        ("整改情况：", 0),
        ("第一部分 组织领导", 2),
    ],
)
def test_numbered_lines_become_headings_of_their_level(line: str, level: int) -> None:
    body = create_draft(parse_text(f"正文。\n{line}")).body
    assert body.endswith(f"\n\n{'#' * level} {line}\n" if level else f"\n\n{line}\n")
