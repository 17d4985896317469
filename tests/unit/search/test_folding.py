import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noticeboard.search.folding import fold, fold_table, fold_with_origins, segments

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
@example("關於臺灣ẞﬁİ")
@example("e\U000e0fff\u0301")
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
    assert all(parts)
    assert "".join(map(fold, parts)) == fold(text)


@given(TEXT)
def test_origins_point_to_the_text_that_folds_so(text: str) -> None:
    folded, origins = fold_with_origins(text)
    assert folded == fold(text)
    assert len(origins) == len(folded)
    for character, (start, end) in zip(folded, origins, strict=True):
        assert character in fold(text[start:end])


def unpacked(ranges: list[int]) -> set[str]:
    """The characters of flat ranges: gap, length, gap, length, …"""
    found, point = set(), 0
    for gap, length in zip(ranges[::2], ranges[1::2], strict=True):
        point += gap
        found |= {chr(each) for each in range(point, point + length)}
        point += length
    return found


def test_the_tables_hold_what_unicode_says() -> None:
    category = {chr(point): unicodedata.category(chr(point)) for point in range(0x110000)}
    table = fold_table.__wrapped__()  # made anew, whoever has asked before
    assert unpacked(table["kept"]) == {one for one, kind in category.items() if kind[0] in "LN"}
    assert unpacked(table["unknown"]) == {one for one, kind in category.items() if kind == "Cn"}
    assert table["unicode"] == unicodedata.unidata_version
    pairs = dict(zip(table["from"], table["to"], strict=True))
    assert pairs["關"] == "关"
    assert pairs["A"] == "a"
    assert "关" not in pairs
    assert all(len(new) > 1 for new in table["long"].values())
    assert table["long"]["ß"] == "ss"


def test_what_joins_is_a_mark_a_part_of_hangul_or_composes() -> None:
    joiners = unpacked(fold_table.__wrapped__()["joiners"])
    first = {
        chr(point): unicodedata.normalize("NFKD", chr(point))[0]
        for point in range(0x110000)
        if unicodedata.category(chr(point)) not in ("Cn", "Co", "Cs")
    }
    marks = {one for one, start in first.items() if unicodedata.category(start)[0] == "M"}
    hangul = {one for one, start in first.items() if "\u1161" <= start <= "\u1175"}
    hangul |= {one for one, start in first.items() if "\u11a8" <= start <= "\u11c2"}
    assert marks | hangul <= joiners
    assert all(composes(first[one]) for one in joiners - marks - hangul)


def composes(character: str) -> bool:
    """Whether it stands second in some character's decomposition."""
    code = f"{ord(character):04X}"
    parts = (unicodedata.decomposition(chr(point)).split() for point in range(0x110000))
    return any(len(found) == 2 and found[1] == code for found in parts)
