"""RTF files: encodings, destinations, fields and tables."""

from __future__ import annotations

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support import printed_documents

from noticeboard.importing import ImportFailedError
from noticeboard.importing.formats.rtf import read_rtf

HEAD = b"{\\rtf1\\ansi\\ansicpg936{\\fonttbl{\\f0\\fcharset134 a;}{\\f1\\fcharset136 b;}{\\f2\\fcharset0 c;}}"
NOTICE = printed_documents.rtf_bytes()


def texts(content: bytes) -> list[str]:
    """Return the texts of the paragraphs of an RTF file."""
    return [paragraph.text for paragraph in read_rtf(HEAD + content + b"}").paragraphs]


def reasons(content: bytes) -> str:
    """Return the remarks on an RTF file."""
    return "\n".join(
        f"{remark.reason} {remark.sentence}" for remark in read_rtf(HEAD + content + b"}").remarks
    )


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"\\'d5\\'fb\\'b8\\'c4", ["整改"]),
        (b"\\f1 \\'be\\'e3\\f0 \\'b8\\'c4", ["整改"]),
        (b"\\uc2\\u25972 ??\\u25913 \\'3f\\'3f\\'b8\\'c4", ["整改改"]),
        (b"\\uc0\\u25972\\u25913", ["整改"]),
        (b"a\\par b\\line c", ["a", "b", "c"]),
        (b"a\\tab b\\~c\\_d\\{\\}\\\\", ["a b\xa0c-d{}\\"]),
        (b"a{\\pict\\pngblip 89504e47}b{\\*\\generator x}c", ["abc"]),
        (b"a\\bin3 }}}b", ["ab"]),
        (b"a{\\field{\\*\\fldinst{HYPERLINK \"https://example.com/\"}}{\\fldrslt{b}}}c", ["abc"]),
        (b"a{\\field{\\*\\fldinst EQ \\\\o\\\\ac(\\u9675 ?,21)}{\\fldrslt x}}c", ["a㉑c"]),
        (b"a{\\shp{\\*\\shpinst{\\sp{\\sn p}{\\sv 1}}{\\shptxt box}}}", ["abox"]),
        (b"\\trowd\\cellx1\\cellx2\\intbl a\\cell b\\cell\\row\\intbl c\\cell\\cell\\row\\pard d", ["a b\nc", "d"]),
        (b"\\trowd\\intbl a\\cell b\\cell\\row\\pard c", ["a", "b", "c"]),
    ],
)  # fmt: skip
def test_texts_are_read(content: bytes, expected: list[str]) -> None:
    assert texts(content) == expected


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"{\\strike old}", "删除线"),
        (b"\\striked1 old\\striked0 ", "删除线"),
        (b"{\\v old}", "隐藏文字"),
        (b"{\\deleted\\plain old}", "删除的文字"),
        (b"{\\header old}", "页眉"),
        (b"{\\*\\annotation old}", "批注"),
        (b"{\\*\\unknown old}", "没有读到"),
        (b"{\\field{\\*\\fldinst EQ \\\\f(1,2)}{\\fldrslt old}}", "域以前的结果"),
    ],
)
def test_omitted_texts_are_reported(content: bytes, reason: str) -> None:
    content = b"a" + content + b"b"
    assert "old" not in "".join(texts(content))
    assert reason in reasons(content)
    assert "old" in reasons(content)


def test_footnotes_follow_the_text() -> None:
    document = read_rtf(HEAD + b"a{\\super\\chftn{\\footnote\\chftn note}}b}")
    assert [item.text for item in document.paragraphs] == ["ab", "note"]
    assert document.paragraphs[0].insertions[0].markdown == "[^1]"


def test_wrong_codes_are_reported() -> None:
    assert "1个字的编码不对" in reasons(b"a\\'ff b")


@given(st.integers(0, len(NOTICE)), st.binary(max_size=20))
def test_damaged_files_are_imported_or_refused(at: int, noise: bytes) -> None:
    with suppress(ImportFailedError):
        read_rtf(NOTICE[:at] + noise + NOTICE[at + len(noise) :])
    with suppress(ImportFailedError):
        read_rtf(NOTICE[:at])
