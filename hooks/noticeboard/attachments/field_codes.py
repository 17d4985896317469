"""Field codes in Word documents: those that only show what the document itself holds."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.inspection import AS_PDF
from noticeboard.attachments.package import attribute, local_name
from noticeboard.files.fault import Fault
from noticeboard.text.links import is_web_link

_ALLOWED = allow_list("word", "fields")
_CODE = re.compile(r"\s*(=|[A-Za-z]+)(?=[\s\\\"]|$|(?<==))")
_SWITCH = re.compile(r'\\(?:[lotLOT]\s*(?:"[^"]*"|\S+)|[nmshNMSH]|\*\s*\S+)')
_ARGUMENT = re.compile(r'"([^"]*)"|(\S+)')
_HELP = f"在 Word 或 WPS 里选中它，按 Ctrl+Shift+F9 变成普通文字后重新保存；或{AS_PDF}"


@dataclass(slots=True)
class _Field:
    """A field whose end was not reached yet; `nested` once another field began in its code."""

    code: str = ""
    in_code: bool = True
    nested: bool = False
    parts: list[str] = field(default_factory=list)


def field_faults(root: etree._Element) -> Iterator[Fault]:
    """Yield the faults of all fields of a part, simple and complex (part 1, 17.16)."""
    open_fields: list[_Field] = []
    for element in root.iter():
        name = local_name(element)
        if name == "fldSimple":
            yield from _code_faults(attribute(element, "instr"), nested=False)
        elif name in ("instrText", "delInstrText"):
            if not open_fields:
                yield from _code_faults(element.text or "", nested=False)
            elif open_fields[-1].in_code and not open_fields[-1].nested:
                open_fields[-1].code += element.text or ""
        elif name == "fldChar":
            kind = attribute(element, "fldCharType")
            if kind == "begin":
                if open_fields and open_fields[-1].in_code:
                    open_fields[-1].nested = True
                open_fields.append(_Field())
            elif kind == "separate" and open_fields:
                open_fields[-1].in_code = False
            elif kind == "end" and open_fields:
                ended = open_fields.pop()
                yield from _code_faults(ended.code, ended.nested)
    for unfinished in open_fields:
        yield from _code_faults(unfinished.code, unfinished.nested)


def _code_faults(code: str, nested: bool) -> Iterator[Fault]:
    """Yield the fault of a field's code; only the text before a nested field is known."""
    if not code.strip() and not nested:
        return
    match = _CODE.match(code)
    name = match[1].upper() if match else ""
    if name not in _ALLOWED or (nested and not code[len(match[0]) if match else 0 :]):
        shown = (name or code.strip())[:20]
        yield Fault(f"里有不能公布的域“{shown}”（会取外部的内容，或者藏着指令）", _HELP)
    elif name == "HYPERLINK":
        arguments = _SWITCH.sub(" ", code[match.end() if match else 0 :])
        targets = [quoted or bare for quoted, bare in _ARGUMENT.findall(arguments)]
        wrong = [target for target in targets if not is_web_link(target)]
        if nested or wrong:
            yield Fault(f"里有不是网址的链接“{''.join(wrong[:1])[:40]}”", _HELP)
