"""Segments are periods of publication, divided where many notices share one."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.factories import search_document

from noticeboard.search import partition as module
from noticeboard.search.documents import SearchDocument
from noticeboard.search.partition import MAX_NOTICES, MAX_SEGMENTS, max_notices, partition
from noticeboard.search.ranking import newest_first


def published(*days: str) -> list[SearchDocument]:
    return [replace(search_document(n, []), published=day) for n, day in enumerate(days)]


def days(documents: list[SearchDocument]) -> list[list[str]]:
    return [[one.published for one in segment] for segment in partition(documents)]


def test_each_year_is_a_segment_in_the_order_of_publication() -> None:
    documents = published("2024-05-02", "2023-01-01", "2024-01-31", "2023-12")
    assert days(documents) == [["2023-01-01", "2023-12"], ["2024-01-31", "2024-05-02"]]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("2024-06-30", "2024-07-01"),
        ("2024-03-31", "2024-04-01"),
        ("2024-09-30", "2024-10-01"),
        ("2024-10-31", "2024-11-01"),
        ("2024-10-15", "2024-10-16"),
        ("2024-10-16", "2024-10-17"),
    ],
)
def test_a_full_period_is_divided(first: str, second: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NOTICES", 2)
    assert days(published(second, first, second)) == [[first], [second, second]]


def test_a_full_day_is_divided_by_the_digest_of_the_id(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MAX_NOTICES", 3)
    segments = partition(published(*["2024-05-02"] * 20))
    assert len(segments) > 6
    assert max(map(len, segments)) <= 3
    assert all(segments)


@given(st.lists(st.dates(), max_size=30), st.integers(1, 5), st.randoms())
def test_segments_depend_only_on_the_set_of_notices(
    dates: list[object], limit: int, random: object
) -> None:
    documents = published(*map(str, dates))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "MAX_NOTICES", limit)
        patch.setattr(module, "MAX_SEGMENTS", 1 << 20)
        segments = partition(documents)
        assert [one.id for part in segments for one in part][::-1] == [
            one.id for one in newest_first(documents)
        ]
        shuffled = documents.copy()
        random.shuffle(shuffled)  # type: ignore[attr-defined]
        assert partition(shuffled) == segments
    assert sorted(one.id for part in segments for one in part) == sorted(d.id for d in documents)
    assert all(0 < len(part) <= max(limit, 1) or _is_one_year(part) for part in segments)
    newest = [one.published for part in segments for one in part]
    assert newest == sorted(newest)


def _is_one_year(part: list[SearchDocument]) -> bool:
    return len({one.published[:4] for one in part}) == 1


def test_large_registers_have_larger_segments() -> None:
    assert max_notices(MAX_NOTICES * MAX_SEGMENTS) == MAX_NOTICES
    assert max_notices(MAX_NOTICES * MAX_SEGMENTS + 1) == 2 * MAX_NOTICES
    assert max_notices(100_000) == 4 * MAX_NOTICES
