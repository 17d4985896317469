"""Formulas in Excel workbooks: known functions that compute from the workbook itself."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.inspection import AS_PDF
from noticeboard.attachments.package import attribute, local_name
from noticeboard.files.fault import Fault

_FUNCTIONS = allow_list("excel", "functions")
_PREFIXES = re.compile(r"_xl(?:fn|ws|pm)\.", re.IGNORECASE)
# A function is called, or passed to another one.
_CALL = re.compile(r"([A-Za-z_\\][\w.\\]*)\s*\(|_xleta\.([\w.]+)", re.IGNORECASE)
# In tables, brackets are put around names of columns.
_OTHER_WORKBOOK = re.compile(r"\[[^\[\]]*\][^\s\[\]()+\-*/,;:=<>&^]*!")
_OWN_LINK = re.compile(r'\bHYPERLINK\s*\(\s*"(?:#|https?://|mailto:)[^"]*"\s*[,)]', re.IGNORECASE)
_QUOTED_NAME = re.compile(r"'((?:[^']|'')*)'")
_FORMULA = re.compile(r"f|formula\d?|Fmla\w+|\w+Formula|definedName")
_MACRO_ATTRIBUTES = ("function", "vbProcedure", "xlm")
_HELP = f"复制后“选择性粘贴”为数值，再重新保存；或{AS_PDF}"


def formula_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield the faults of all formulas of a part: cells, conditions, validations, names, charts."""
    for element in root.iter(etree.Element):
        name = local_name(element)
        yield from _faults(attribute(element, "val") if name == "cfvo" else "")
        yield from _faults(attribute(element, "textlink"))
        if not _FORMULA.fullmatch(name) or "/math}" in element.tag:  # a fraction
            continue
        formula = "".join(element.itertext())
        if any(attribute(element, name) in ("1", "true") for name in _MACRO_ATTRIBUTES):
            yield Fault("里有会运行宏的名称", _HELP)
        yield from _faults(formula)


def _faults(formula: str) -> Iterator[Fault]:
    code = re.sub(r'"(?:[^"]|"")*"', "", _OWN_LINK.sub("(", formula))
    sheets = _QUOTED_NAME.findall(code)
    bare = _QUOTED_NAME.sub("", code)
    calls = {max(match).upper() for match in _CALL.findall(_PREFIXES.sub("", bare))}
    unknown = sorted(calls - _FUNCTIONS)
    if unknown:
        yield Fault(f"的公式用了不能公布的函数 {unknown[0][:30]}（可能取外部的内容）", _HELP)
    if "|" in code or re.search(r"[\[\\/]", "".join(sheets)) or _OTHER_WORKBOOK.search(bare):
        yield Fault(f"的公式要到别的文件或程序里取数：{formula[:30]}", _HELP)
