import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noticeboard.search.folding import fold, fold_table, fold_with_origins, normalization_segments

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


@settings(deadline=None)  # the first example computes the table
@given(TEXT)
@example("關於臺灣ẞﬁİ")
@example("e\U000e0fff\u0301")
def test_fold_agrees_with_the_fold_table(text: str) -> None:
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
def test_folded_segments_concatenate_to_the_folded_text(text: str) -> None:
    segments = [text[start:end] for start, end in normalization_segments(text)]
    assert "".join(segments) == text
    assert all(segments)
    assert "".join(map(fold, segments)) == fold(text)


@given(TEXT)
def test_origins_are_the_source_of_each_folded_character(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    for character, (start, end) in zip(folded, origins, strict=True):
        assert character in fold(text[start:end])


def expand(ranges: list[int]) -> set[str]:
    """Return the characters of ranges: gap, length, gap, length, …"""
    characters, point = set(), 0
    for gap, length in zip(ranges[::2], ranges[1::2], strict=True):
        point += gap
        characters |= {chr(each) for each in range(point, point + length)}
        point += length
    return characters


def test_the_fold_table_agrees_with_unicode() -> None:
    category = {chr(point): unicodedata.category(chr(point)) for point in range(0x110000)}
    table = fold_table.__wrapped__()  # without the cache of other tests
    assert expand(table["kept"]) == {
        character for character, name in category.items() if name[0] in "LN"
    }
    assert expand(table["unknown"]) == {
        character for character, name in category.items() if name == "Cn"
    }
    assert table["unicode"] == unicodedata.unidata_version
    pairs = dict(zip(table["from"], table["to"], strict=True))
    assert pairs["關"] == "关"
    assert pairs["A"] == "a"
    assert "关" not in pairs
    assert all(len(new) > 1 for new in table["long"].values())
    assert table["long"]["ß"] == "ss"


def test_joiners_are_marks_hangul_parts_or_second_parts() -> None:
    joiners = expand(fold_table.__wrapped__()["joiners"])
    first = {
        chr(point): unicodedata.normalize("NFKD", chr(point))[0]
        for point in range(0x110000)
        if unicodedata.category(chr(point)) not in ("Cn", "Co", "Cs")
    }
    marks = {one for one, start in first.items() if unicodedata.category(start)[0] == "M"}
    hangul = {one for one, start in first.items() if "\u1161" <= start <= "\u1175"}
    hangul |= {one for one, start in first.items() if "\u11a8" <= start <= "\u11c2"}
    assert marks | hangul <= joiners
    assert all(is_second_part(first[one]) for one in joiners - marks - hangul)


def is_second_part(character: str) -> bool:
    """Return whether the character is second in a decomposition of two."""
    code = f"{ord(character):04X}"
    parts = (unicodedata.decomposition(chr(point)).split() for point in range(0x110000))
    return any(len(pair) == 2 and pair[1] == code for pair in parts)
