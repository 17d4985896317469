"""No text of a Word document vanishes without a remark, and none that is struck out is kept."""

from __future__ import annotations

import io
import os
import random
import unicodedata
import zipfile
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree
from support import documents, rich_docx
from support.docx_mutation import WORDPROCESSING as W
from support.docx_mutation import mutate_docx

from noticeboard.importing import ImportFailedError
from noticeboard.importing.docx.reader import read_docx
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.source import SourceDocument
from noticeboard.text.hidden_characters import HIDDEN
from noticeboard.text.rendering import render

EXAMPLES = int(os.environ.get("NOTICEBOARD_EXAMPLES", "25"))
DOCUMENTS = {
    "rich": rich_docx.document_of(*rich_docx.BODY),
    "styled": documents.styled_docx(),
    "unstyled": documents.unstyled_docx(),
    "numbered": documents.numbered_docx(),
}
PARTS = ("word/document.xml", "word/footnotes.xml", "word/endnotes.xml")
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
NO_TEXT = ("instrText", "delInstrText", "fldData", "posOffset", "align", "pctWidth", "pctHeight")


def plain(text: str) -> str:
    """Return a text without white space, hidden characters and differences of form."""
    text = unicodedata.normalize("NFKC", HIDDEN.sub("", text))
    return "".join(text.split()).replace("−", "-")


def without_equal_fallbacks(root: Any) -> None:
    """Remove what repeats the first choice for older programs."""
    for element in list(root.iter(f"{MC}AlternateContent")):
        choice, fallback = element.find(f"{MC}Choice"), element.find(f"{MC}Fallback")
        if choice is None or fallback is None or not len(choice):
            continue
        if plain("".join(choice.itertext())) == plain("".join(fallback.itertext())):
            element.remove(fallback)


def text_nodes(data: bytes) -> Iterator[tuple[Any, str]]:
    """Yield each element of the document and its notes that has a text, with that text."""
    with zipfile.ZipFile(io.BytesIO(data)) as package:
        for name in set(PARTS) & set(package.namelist()):
            root = etree.fromstring(package.read(name))
            without_equal_fallbacks(root)
            for element in root.iter(etree.Element):
                text = plain(element.text or "")
                if text and etree.QName(element).localname not in NO_TEXT:
                    yield element, text


def is_struck(element: Any) -> bool:
    """Return whether a revision deletes the text or its own run strikes it out or hides it."""
    for ancestor in (element, *element.iterancestors()):
        if ancestor.tag in {f"{W}del", f"{W}moveFrom", f"{W}delText"}:
            return True
        marks = [f"{W}rPr/{W}{name}" for name in ("strike", "dstrike", "vanish")]
        elements = [ancestor.find(mark) for mark in marks] if ancestor.tag == f"{W}r" else []
        if any(
            mark is not None and mark.get(f"{W}val") in {None, "1", "true"} for mark in elements
        ):
            return True
    return False


def kept_texts(source: SourceDocument) -> str:
    """Return the text of all paragraphs and cells."""
    return "\n".join(
        plain("\t".join(cell for row in item.rows for cell in row) if item.rows else item.text)
        for item in source.paragraphs
    )


def assert_nothing_vanished(data: bytes, source: SourceDocument) -> None:
    kept = kept_texts(source)
    remarks = "\n".join(plain(remark.sentence) for remark in source.remarks)
    expected = Counter(text for _, text in text_nodes(data))
    for text, count in expected.items():
        assert kept.count(text) >= count or text in remarks, text


def assert_nothing_struck_is_kept(data: bytes, source: SourceDocument) -> None:
    kept = kept_texts(source)
    nodes = [(is_struck(element), text) for element, text in text_nodes(data)]
    valid = "\n".join(text for struck, text in nodes if not struck)
    for text in {text for struck, text in nodes if struck}:
        assert kept.count(text) <= valid.count(text) or len(text) < 3, text


@pytest.mark.parametrize("name", DOCUMENTS)
def test_every_text_is_in_the_draft_or_in_a_remark(name: str) -> None:
    data = DOCUMENTS[name]
    source = read_docx(data)
    assert_nothing_vanished(data, source)
    assert_nothing_struck_is_kept(data, source)
    draft = create_draft(source)
    shown = plain(draft.fields["title"].value + render(draft.body, "2024/a").plain)
    report = plain(draft.report())
    for _, text in text_nodes(data):
        assert text in shown or text in report


@settings(max_examples=EXAMPLES)
@given(st.sampled_from(sorted(DOCUMENTS)), st.integers(0, 2**32))
def test_mutated_documents_lose_no_text_in_silence(name: str, seed: int) -> None:
    data = mutate_docx(DOCUMENTS[name], random.Random(seed))
    try:
        source = read_docx(data)
    except ImportFailedError:
        return
    assert_nothing_vanished(data, source)
    assert_nothing_struck_is_kept(data, source)
