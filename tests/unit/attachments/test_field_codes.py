"""Field codes of Word documents: which fault each sequence of marks has."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from lxml import etree

from noticeboard.attachments.field_codes import field_faults

NAMESPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
CODE = "里有不能公布的域“{}”（会取外部的内容，或者藏着指令）"
LINK = "里有不是网址的链接“{}”"


def part(*marks: str) -> etree._Element:
    """Return a part: `{`, `|` and `}` begin, separate and end a field, `~` is deleted text of a code,
    `§` a simple field, and all else text of a code."""
    root = etree.Element(f"{{{NAMESPACE}}}document")
    for mark in marks:
        kinds = {"{": "begin", "|": "separate", "}": "end"}
        name = {"~": "delInstrText", "§": "fldSimple"}.get(mark[0], "instrText")
        element = etree.SubElement(root, f"{{{NAMESPACE}}}{'fldChar' if mark in kinds else name}")
        if mark in kinds:
            element.set(f"{{{NAMESPACE}}}fldCharType", kinds[mark])
        elif name == "fldSimple":
            element.set(f"{{{NAMESPACE}}}instr", mark[1:])
        else:
            element.text = mark.removeprefix("~")
    return root


def messages(marks: Sequence[str]) -> list[str]:
    faults = list(field_faults(part(*marks)))
    assert all("Ctrl+Shift+F9" in fault.help for fault in faults)
    return [fault.message for fault in faults]


@pytest.mark.parametrize(
    "marks",
    [
        ["{", "PAGE", "}"],
        ["{", " page ", "|", "}"],
        ["{", "PA", "GE", "|", "}"],
        ["{", "PAGE", "|", "{", "DATE", "}", "}"],
        ["{", "IF ", "{", "PAGE", "}", " = 1 a b", "}"],
        ["{", "}"],
        ["{", "  ", "|", "}"],
        ["|", "}"],
        ["}", "{", "PAGE", "}"],
        ["PAGE"],
        ["§PAGE \\* MERGEFORMAT"],
        ["§"],
        ["{", "=SUM(ABOVE)", "}"],
        ["{", "= 1", "}"],
        ["{", "PAGE\\* MERGEFORMAT", "}"],
        ['{', 'REF"a"', "}"],
        ["{", "PAGE", "|", "DDE cmd", "}"],
        ["{", 'HYPERLINK "https://example.com/" \\l "b" \\o "c d" \\t _blank \\n \\m \\s \\h \\* CAPS', "}"],
        ["{", 'hyperlink mailto:a@example.com \\L b \\O c \\T d \\N', "}"],
        ["{", 'HYPERLINK \\l "_Toc1"', "}"],
    ],
)  # fmt: skip
def test_a_field_of_the_document_has_no_fault(marks: list[str]) -> None:
    assert messages(marks) == []


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        (["{", "DDE cmd", "}"], [CODE.format("DDE")]),
        (["{", "dde cmd"], [CODE.format("DDE")]),
        (["{", "PAGE", "{", "DDE cmd"], [CODE.format("PAGE"), CODE.format("DDE")]),
        (["{", "D", "DE cmd", "|", "}"], [CODE.format("DDE")]),
        (["{", "DDE", "|", "PAGE", "}"], [CODE.format("DDE")]),
        (["DDE cmd"], [CODE.format("DDE")]),
        (["~DDE cmd"], [CODE.format("DDE")]),
        (["{", "~DDE cmd", "}"], [CODE.format("DDE")]),
        (["§DDE cmd"], [CODE.format("DDE")]),
        (["{", "PAGEX", "}"], [CODE.format("PAGEX")]),
        (["{", "PAGE1", "}"], [CODE.format("PAGE1")]),
        (["{", "  1234567890123456789012345", "}"], [CODE.format("12345678901234567890")]),
        (["{", "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "}"], [CODE.format("ABCDEFGHIJKLMNOPQRST")]),
        # The code of an inner field can become the name of the outer one.
        (["{", "{", "PAGE", "}", "}"], [CODE.format("")]),
        (["{", "PAGE", "{", "DATE", "}", "}"], [CODE.format("PAGE")]),
        (["{", "D", "{", "PAGE", "}", "DE cmd", "}"], [CODE.format("D")]),
        (["{", "IF ", "{", "DDE cmd", "}", "}"], [CODE.format("DDE")]),
        (["{", "IF ", "{", "IF ", "{", "DDE cmd", "}", "}", "}"], [CODE.format("DDE")]),
        (["{", "PAGE", "|", "{", "DDE cmd", "}", "}"], [CODE.format("DDE")]),
        (["{", "PAGE", "}", "{", "DDE cmd", "}"], [CODE.format("DDE")]),
        (["{", "DDE a", "}", "{", "LINK b", "}"], [CODE.format("DDE"), CODE.format("LINK")]),
        (["{", 'HYPERLINK "file:///etc/passwd"', "}"], [LINK.format("file:///etc/passwd")]),
        (["{", "HYPERLINK javascript:1", "}"], [LINK.format("javascript:1")]),
        (["{", 'HYPERLINK https://a.example "b.exe"', "}"], [LINK.format("b.exe")]),
        (["{", 'HYPERLINK "a.exe" "b.exe"', "}"], [LINK.format("a.exe")]),
        (["{", "HYPERLINK \\x https://a.example", "}"], [LINK.format("\\x")]),
        (["{", f"HYPERLINK {'a' * 60}", "}"], [LINK.format("a" * 40)]),
        (["{", "HYPERLINK ", "{", "PAGE", "}", "}"], [LINK.format("")]),
        (["{", "HYPERLINK https://a.example", "{", "PAGE", "}", "}"], [LINK.format("")]),
        (["{", "hyperlink a.exe", "}"], [LINK.format("a.exe")]),
    ],
)  # fmt: skip
def test_a_field_that_fetches_or_runs_has_one_fault(marks: list[str], expected: list[str]) -> None:
    assert messages(marks) == expected
