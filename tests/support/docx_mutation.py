"""Random mutations of Word documents: in the XML trees of their parts, and in their archive."""

from __future__ import annotations

import copy
import io
import random
import zipfile
from collections.abc import Callable
from typing import Any

from lxml import etree

WORDPROCESSING = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VALUES = (
    "", "0", "-1", "1", "9", "10", "32767", "65536", "9" * 40, "1e9", "NaN", "½", "२", "true", "off",
    "Heading1", "rId1", "rId999", "decimal", "chineseCounting", "%1%2%9", "%0", "../../etc/passwd",
    "http://[", "javascript:alert(1)", "word/document.xml", "甲" * 300, "\u202e", " ", "\t",
)  # fmt: skip
"""Unexpected values of attributes and texts."""
DEPTHS = (20, 300, 3_000)
TAGS = ("p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "hyperlink", "txbxContent",
           "smartTag", "fldSimple", "pict", "numPr", "rPr", "pPr", "footnoteReference", "sectPr")  # fmt: skip
"""Elements of WordprocessingML to wrap others in or to rename them to."""
PARTS = (
    "document.xml",
    "numbering.xml",
    "styles.xml",
    "footnotes.xml",
    ".rels",
    "[Content_Types].xml",
)

Mutation = Callable[[Any, list[Any], random.Random], None]


def _remove(element: Any, others: list[Any], rng: random.Random) -> None:
    element.getparent().remove(element)


def _duplicate(element: Any, others: list[Any], rng: random.Random) -> None:
    for _ in range(rng.choice((1, 2, 40))):
        element.addnext(copy.deepcopy(element))


def _move(element: Any, others: list[Any], rng: random.Random) -> None:
    target = rng.choice(others)
    if element not in (target, *target.iterancestors()):
        target.insert(rng.randrange(len(target) + 1), element)


def _append_copy(element: Any, others: list[Any], rng: random.Random) -> None:
    element.append(copy.deepcopy(rng.choice(others)))


def _set_attribute(element: Any, others: list[Any], rng: random.Random) -> None:
    names = [*element.attrib, f"{WORDPROCESSING}val"]
    element.set(rng.choice(names), rng.choice(VALUES))


def _delete_attribute(element: Any, others: list[Any], rng: random.Random) -> None:
    if element.attrib:
        del element.attrib[rng.choice(list(element.attrib))]


def _rename(element: Any, others: list[Any], rng: random.Random) -> None:
    element.tag = rng.choice((WORDPROCESSING + rng.choice(TAGS), rng.choice(others).tag))


def _set_text(element: Any, others: list[Any], rng: random.Random) -> None:
    element.text = rng.choice((*VALUES, (rng.choice(others).text or "") * 50))


def _wrap(element: Any, others: list[Any], rng: random.Random) -> None:
    tag = WORDPROCESSING + rng.choice(TAGS)
    parent, at = element.getparent(), element.getparent().index(element)
    for _ in range(rng.choice((1, 1, 1, *DEPTHS))):
        outer = etree.Element(tag)
        outer.append(element)
        element = outer
    parent.insert(at, element)


def _insert_comment(element: Any, others: list[Any], rng: random.Random) -> None:
    element.insert(0, rng.choice((etree.Comment("甲"), etree.ProcessingInstruction("a", "b"))))


MUTATIONS: tuple[Mutation, ...] = (
    _remove, _duplicate, _move, _append_copy, _set_attribute, _set_attribute, _set_attribute, _delete_attribute, _rename,
    _set_text, _wrap, _insert_comment,
)  # fmt: skip


def mutate_tree(part: bytes, rng: random.Random) -> bytes:
    """Return an XML part with some of its elements mutated; it is still well-formed."""
    root = etree.fromstring(part)
    for _ in range(rng.choice((1, 1, 2, 3, 8, 25))):
        elements = [element for element in root.iter(etree.Element) if element is not root]
        if not elements:
            break
        rng.choice(MUTATIONS)(rng.choice(elements), elements, rng)
    mutated: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return mutated


def _mutate_archive(parts: dict[str, bytes], rng: random.Random) -> dict[str, bytes]:
    """Return the parts with one removed, replaced by another, or renamed."""
    name, other = rng.choice(list(parts)), rng.choice(list(parts))
    mutated = dict(parts)
    match rng.randrange(4):
        case 0:
            del mutated[name]
        case 1:
            mutated[name] = parts[other]
        case 2:
            mutated[name.upper()] = mutated.pop(name)
        case _:
            mutated[rng.choice(("word/media/../../a.png", "/word/x.xml", "a\\b"))] = parts[name]
    return mutated


def mutate_docx(document: bytes, rng: random.Random) -> bytes:
    """Return a .docx with some of its XML parts mutated, and in 15 % of cases its archive."""
    with zipfile.ZipFile(io.BytesIO(document)) as source:
        parts = {name: source.read(name) for name in source.namelist()}
    xml_parts = [name for name in parts if name.endswith(PARTS)]
    for name in rng.sample(xml_parts, rng.choice((1, 1, 1, 2, len(xml_parts)))):
        parts[name] = mutate_tree(parts[name], rng)
    if rng.random() < 0.15:
        parts = _mutate_archive(parts, rng)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as target:
        for name, part in parts.items():
            target.writestr(name, part)
    return out.getvalue()
