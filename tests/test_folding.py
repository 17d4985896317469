import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noticeboard.folding import fold, fold_table, fold_with_origins, segments

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "巡察整改關於臺灣ＡＢａ１２①㈠ﬁß İΣςéがﾞㄱᄀ각㎏𠮷𪚥“”，。\u0301\u0323\u3099"
        ),
    )
)


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("關於“四風”問題", "关于四风问题"),
        ("ＡＢＣ １２３", "abc123"),
        ("027-88937157", "02788937157"),
        ("Straße ﬁ", "strassefi"),
        ("①㈠㎏", "1一kg"),
        ("e\u0301 é", "éé"),
        ("𠮷野家", "𠮷野家"),
        ("“，。！ ", ""),
        ("a\U000e0fffb", "ab"),
    ],
)
def test_fold(text: str, folded: str) -> None:
    assert fold(text) == folded


@settings(deadline=None)  # the table is made once
@given(TEXT)
def test_fold_is_the_definition(text: str) -> None:
    known = "".join(character for character in text if unicodedata.category(character) != "Cn")
    table = fold_table()
    changed = dict(zip(table["from"], table["to"], strict=True)) | table["long"]
    expected = ""
    for character in unicodedata.normalize("NFKC", known):
        kept = character if unicodedata.category(character)[0] in "LN" else ""
        expected += changed.get(character, kept)
    assert fold(text) == expected


@given(TEXT)
@example("e\U000e0fff\u0301")
def test_parts_fold_to_the_whole(text: str) -> None:
    parts = [text[start:end] for start, end in segments(text)]
    assert "".join(parts) == text
    assert "".join(map(fold, parts)) == fold(text)


@given(TEXT)
def test_origins_point_to_the_text_that_folds_so(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    for character, (start, end) in zip(folded, origins, strict=True):
        assert character in fold(text[start:end])
