"""Word files broken where it matters: in the trees of their XML parts, and in their archive."""

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
"""What an attribute or a text may say that no program expects there."""
DEEP = (20, 300, 3_000)
WRAPPED = ("p", "r", "tbl", "tr", "tc", "sdt", "sdtContent", "ins", "del", "hyperlink", "txbxContent",
           "smartTag", "fldSimple", "pict", "numPr", "rPr", "pPr", "footnoteReference", "sectPr")  # fmt: skip
"""Elements of WordprocessingML to put around and in the place of others."""
PARTS = (
    "document.xml",
    "numbering.xml",
    "styles.xml",
    "footnotes.xml",
    ".rels",
    "[Content_Types].xml",
)

Change = Callable[[Any, list[Any], random.Random], None]


def _take_out(element: Any, others: list[Any], chance: random.Random) -> None:
    element.getparent().remove(element)


def _double(element: Any, others: list[Any], chance: random.Random) -> None:
    for _ in range(chance.choice((1, 2, 40))):
        element.addnext(copy.deepcopy(element))


def _move(element: Any, others: list[Any], chance: random.Random) -> None:
    target = chance.choice(others)
    if element not in (target, *target.iterancestors()):
        target.insert(chance.randrange(len(target) + 1), element)


def _put_copy(element: Any, others: list[Any], chance: random.Random) -> None:
    element.append(copy.deepcopy(chance.choice(others)))


def _set_value(element: Any, others: list[Any], chance: random.Random) -> None:
    names = [*element.attrib, f"{WORDPROCESSING}val"]
    element.set(chance.choice(names), chance.choice(VALUES))


def _drop_value(element: Any, others: list[Any], chance: random.Random) -> None:
    if element.attrib:
        del element.attrib[chance.choice(list(element.attrib))]


def _rename(element: Any, others: list[Any], chance: random.Random) -> None:
    element.tag = chance.choice(
        (WORDPROCESSING + chance.choice(WRAPPED), chance.choice(others).tag)
    )


def _say(element: Any, others: list[Any], chance: random.Random) -> None:
    element.text = chance.choice((*VALUES, (chance.choice(others).text or "") * 50))


def _wrap(element: Any, others: list[Any], chance: random.Random) -> None:
    tag = WORDPROCESSING + chance.choice(WRAPPED)
    parent, at = element.getparent(), element.getparent().index(element)
    for _ in range(chance.choice((1, 1, 1, *DEEP))):
        outer = etree.Element(tag)
        outer.append(element)
        element = outer
    parent.insert(at, element)


def _note(element: Any, others: list[Any], chance: random.Random) -> None:
    made = chance.choice((etree.Comment("甲"), etree.ProcessingInstruction("a", "b")))
    element.insert(0, made)


CHANGES: tuple[Change, ...] = (
    _take_out, _double, _move, _put_copy, _set_value, _set_value, _set_value, _drop_value, _rename,
    _say, _wrap, _note,
)  # fmt: skip


def broken_tree(part: bytes, chance: random.Random) -> bytes:
    """An XML part with some of its elements changed; still well-formed."""
    root = etree.fromstring(part)
    for _ in range(chance.choice((1, 1, 2, 3, 8, 25))):
        elements = [element for element in root.iter(etree.Element) if element is not root]
        if not elements:
            break
        chance.choice(CHANGES)(chance.choice(elements), elements, chance)
    written: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return written


def _broken_archive(parts: dict[str, bytes], chance: random.Random) -> dict[str, bytes]:
    """A part missing, in another's place, or under another name."""
    one, other = chance.choice(list(parts)), chance.choice(list(parts))
    changed = dict(parts)
    match chance.randrange(4):
        case 0:
            del changed[one]
        case 1:
            changed[one] = parts[other]
        case 2:
            changed[one.upper()] = changed.pop(one)
        case _:
            changed[chance.choice(("word/media/../../a.png", "/word/x.xml", "a\\b"))] = parts[one]
    return changed


def broken_docx(document: bytes, chance: random.Random) -> bytes:
    """A .docx with trees of its parts changed, now and then its archive too."""
    with zipfile.ZipFile(io.BytesIO(document)) as whole:
        parts = {name: whole.read(name) for name in whole.namelist()}
    wanted = [name for name in parts if name.endswith(PARTS)]
    for name in chance.sample(wanted, chance.choice((1, 1, 1, 2, len(wanted)))):
        parts[name] = broken_tree(parts[name], chance)
    if chance.random() < 0.15:
        parts = _broken_archive(parts, chance)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as broken:
        for name, part in parts.items():
            broken.writestr(name, part)
    return out.getvalue()
