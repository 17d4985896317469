import json
import shutil
import subprocess
import unicodedata

import fold_table
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from noticeboard.search.array_folding import fold_all
from noticeboard.text.folding import (
    FOLD_TABLE,
    fold,
    fold_with_origins,
    normalization_segments,
)
from noticeboard.text.lookalikes import RADICALS

TEXT = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from(
            "巡察整改關於臺灣ＡＢａ１２①㈠ﬁß İΣςéがﾞㄱᄀ각㎏𠮷𪚥“”，。\u0301\u0323\u3099⻓⺟⽉⻑𱍐"
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
        ("⻓江路⾝份证⽉⽇", "长江路身份证月日"),
        ("⻑⻄⺠", "长西民"),
        ("王𱍐", "王𱍐"),
        ("豈\ufa0e", "岂\ufa0e"),
    ],
)
def test_texts_fold_to_plain_letters_and_digits(text: str, folded: str) -> None:
    assert fold(text) == folded


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


def test_each_character_folds_as_defined() -> None:
    # A newer Unicode than that of the table knows more characters, but changes none.
    newer = {chr(point) for points in fold_table.NEWER_IDEOGRAPHS for point in points}
    table = json.loads(FOLD_TABLE.read_bytes())
    kept, skipped = expand(table["kept"]), expand(table["unknown"]) | newer
    assert newer <= kept
    named = [
        character
        for character in map(chr, range(0x110000))
        if unicodedata.category(character) not in ("Cn", "Co", "Cs") and character not in skipped
    ]
    standard = [
        "".join(RADICALS.get(part, part).casefold() for part in unicodedata.normalize("NFKC", one))
        for one in named
    ]
    simplified = fold_table.simplify(set("".join(standard)))
    for character, text in zip(named, standard, strict=True):
        parts = "".join(simplified.get(part, part) for part in text)
        folded = "".join(part for part in parts if unicodedata.category(part)[0] in "LN")
        assert fold(character) == folded, character


def test_the_table_is_what_the_tool_writes() -> None:
    if unicodedata.unidata_version == json.loads(FOLD_TABLE.read_bytes())["unicode"]:
        assert fold_table.content() == FOLD_TABLE.read_bytes(), "run tools/fold_table.py"


def test_the_radicals_are_those_of_unicode() -> None:
    # Perl, without which neither Git nor Debian works, contains Unicode's table.
    script = """use Unicode::UCD "prop_invmap"; my ($starts, $values) = prop_invmap("EqUIdeo");
        for my $i (0 .. $#$starts) { for my $point ($starts->[$i] .. ($starts->[$i + 1] // 0) - 1) {
            print "$point ", $values->[$i] + $point - $starts->[$i], "\n" if $values->[$i] } }"""
    perl = shutil.which("perl")
    assert perl, "install perl"
    lines = subprocess.run([perl, "-e", script], capture_output=True, text=True, check=True).stdout
    pairs = (map(int, line.split()) for line in lines.splitlines())
    equivalents = {chr(old): chr(new) for old, new in pairs if old <= 0x2FDF}
    assert equivalents == RADICALS


@given(st.lists(TEXT, max_size=6))
@example([])
@example(["", ""])
@example(["甲\0", "㎏乙", "e\u0301", "\ud800丙"])
def test_texts_fold_together_as_one_by_one(texts: list[str]) -> None:
    assert fold_all(texts) == [fold(text) for text in texts]


def expand(ranges: list[int]) -> set[str]:
    """Return the characters of ranges: gap, length, gap, length, …"""
    characters, point = set(), 0
    for gap, length in zip(ranges[::2], ranges[1::2], strict=True):
        point += gap
        characters |= {chr(each) for each in range(point, point + length)}
        point += length
    return characters


def test_joiners_are_marks_hangul_parts_or_second_parts() -> None:
    joiners = expand(json.loads(FOLD_TABLE.read_bytes())["joiners"])
    first = {
        chr(point): unicodedata.normalize("NFKD", chr(point))[0]
        for point in range(0x110000)
        if unicodedata.category(chr(point)) not in ("Cn", "Co", "Cs")
    }
    marks = {one for one, start in first.items() if unicodedata.category(start)[0] == "M"}
    hangul = {one for one, start in first.items() if "\u1161" <= start <= "\u1175"}
    hangul |= {one for one, start in first.items() if "\u11a8" <= start <= "\u11c2"}
    unknown = expand(json.loads(FOLD_TABLE.read_bytes())["unknown"])
    assert (marks | hangul) - unknown <= joiners
    assert all(is_second_part(first[one]) for one in joiners - marks - hangul)


def is_second_part(character: str) -> bool:
    """Return whether the character is second in a decomposition of two."""
    code = f"{ord(character):04X}"
    parts = (unicodedata.decomposition(chr(point)).split() for point in range(0x110000))
    return any(len(pair) == 2 and pair[1] == code for pair in parts)
