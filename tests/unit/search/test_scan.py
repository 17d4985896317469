import pytest

from noticeboard.model.field_types import Names
from noticeboard.search.documents import Block, SearchDocument
from noticeboard.search.ranking import newest_first
from noticeboard.search.scan import match_spans, parse_terms, scan


def document_of(id_: str, published: str, *blocks: Block) -> SearchDocument:
    return SearchDocument(
        id=id_,
        url=f"notices/{id_}/",
        title="",
        unit=Names(()),
        issuer="",
        region=("示例省",),
        authority="区委",
        kind="常规",
        published=published,
        status="in_force",
        has_attachments=False,
        compute_blocks=lambda: blocks,
    )


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("整改 財務", ("整改", "财务")),
        ("整改\u3000整改", ("整改",)),
        ('"整改 情况" 甲', ("整改情况", "甲")),
        ("“整改 情况”", ("整改情况",)),
        ("关于“四风”问题", ("关于四风问题",)),
        ('"整改 情况', ("整改", "情况")),
        ('"整改 情况"的', ("整改", "情况的")),
        ("， 。", ()),
        ("", ()),
    ],
)
def test_a_query_is_parsed_into_folded_terms(query: str, expected: tuple[str, ...]) -> None:
    assert parse_terms(query) == expected


def test_hits_are_sorted_by_rank_then_newest_first() -> None:
    documents = [
        document_of("2020/body", "2020-01-01", Block("body", "经费")),
        document_of("2024/body", "2024-01-01", Block("body", "经费")),
        document_of(
            "2019/heading", "2019-01-01", Block("heading", "关于经费"), Block("body", "经费")
        ),
        document_of("2018/unit", "2018-01-01", Block("unit", "经费处")),
        document_of("2017/title", "2017-01-01", Block("title", "经费使用")),
        document_of("2025/none", "2025-01-01", Block("body", "经"), Block("body", "费")),
    ]
    hits = scan(documents, "经费")
    assert [(hit.document.id, hit.rank) for hit in hits] == [
        ("2017/title", 0),
        ("2018/unit", 1),
        ("2019/heading", 2),
        ("2024/body", 3),
        ("2020/body", 3),
    ]


def test_the_worst_term_determines_the_rank() -> None:
    document = document_of("1", "2020-01-01", Block("title", "甲"), Block("body", "乙"))
    assert [hit.rank for hit in scan([document], "甲 乙")] == [3]
    assert scan([document], "甲 丙") == []
    assert scan([document], "") == []


def test_notices_of_one_day_are_sorted_by_id() -> None:
    documents = [
        document_of("b", "2020-01-01"),
        document_of("a", "2020-01-01"),
        document_of("c", "2021-01-01"),
    ]
    assert [document.id for document in newest_first(documents)] == ["c", "a", "b"]


def test_excerpts_show_every_term_in_the_original_text() -> None:
    document = document_of(
        "1",
        "2020-01-01",
        Block("title", "关于經費的通报"),
        Block("body", "甲" * 30 + "“經 費”" + "乙" * 80),
        Block("body", "经费"),
        Block("body", "電話 027-88937157"),
    )
    (hit,) = scan([document], "经费 8893")
    first, second = hit.excerpts
    assert first.text == "…" + "甲" * 23 + "“經 費”" + "乙" * 55 + "…"
    assert [first.text[start:end] for start, end in first.matches] == ["經 費"]
    assert [second.text[start:end] for start, end in second.matches] == ["8893"]


def test_adjacent_matches_are_merged() -> None:
    assert match_spans("一二三四，五", ["一二", "三四", "五"]) == [(0, 4), (5, 6)]
    assert match_spans("aaa", ["aa"]) == [(0, 3)]
