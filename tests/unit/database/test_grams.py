"""The numbers of a term are among those of every text that holds it, and decide where they may."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from noticeboard.database.grams import grams_of, grams_of_term, is_exact

# 𠀀 and 𠠀 share a code.
TEXTS = st.text("甲乙ab1𠀀𠠀𪚥", max_size=8)


@given(st.lists(TEXTS, max_size=3), TEXTS.filter(bool))
def test_the_numbers_of_a_term_decide_or_leave_it_to_the_text(texts: list[str], term: str) -> None:
    has_all = set(grams_of_term(term)) <= set(grams_of(texts))
    holds = any(term in text for text in texts)
    assert has_all or not holds
    if is_exact(term):
        assert has_all == holds


@given(TEXTS)
def test_every_number_fits_into_an_integer_of_postgresql(text: str) -> None:
    assert all(-(2**31) <= gram < 2**31 for gram in grams_of([text, "\uffff\uffff"]))
