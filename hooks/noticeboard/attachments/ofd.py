"""OFD files (GB/T 33190): known parts only, no attachments, no actions but links that are clicked."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from lxml import etree

from noticeboard.attachments.allow_lists import allow_list
from noticeboard.attachments.images import embedded_picture_fault
from noticeboard.attachments.inspection import AS_PDF, PRINTED, Inspection, TextLine
from noticeboard.attachments.package import Package, attribute, inspect_package, local_name
from noticeboard.files.fault import Fault
from noticeboard.text.links import is_web_link

_ROOTS = allow_list("ofd", "roots")
_PICTURES = allow_list("ofd", "pictures")
_OTHERS = allow_list("ofd", "others")
_PROGRAMS = (
    b"MZ", b"\x7fELF", b"PK\3\4", b"%PDF", b"\xd0\xcf\x11\xe0", b"#!", b"Rar!", b"7z\xbc\xaf",
)  # fmt: skip
_LOCATIONS = frozenset({"BaseLoc", "MediaFile", "FontFile", "ResourceFile", "SignedValue", "FileLoc",
                        "PublicRes", "DocumentRes", "DocRoot", "Annotations", "CustomTags"})  # fmt: skip
_MEDIA = frozenset({"Image"})

_HELP = f"在 OFD 软件里删去后重新保存；或{PRINTED}"
_EMBEDDED = Fault("里面还夹带别的文件", f"夹带的文件单独作为附件；{_HELP}")
_RUNS = Fault("打开或点击时会执行动作（声音、视频、跳到别的文件）", _HELP)
_ON_OPEN = Fault("打开或翻页时会自动执行动作", _HELP)
_OUTSIDE = Fault("要到文件以外取内容", _HELP)
_NOT_MEDIA = Fault("带有音频或视频", _HELP)


def inspect_ofd(content: bytes) -> Inspection:
    """Inspect an OFD."""
    return inspect_package(content, ".ofd", "OFD.xml", _faults, _text)


def _faults(package: Package) -> Iterator[Fault]:
    for name in package.names:
        ending = posixpath.splitext(name)[1].lower()
        if ending == ".xml":
            yield from _xml_faults(name, package.xml(name))
        elif ending in _PICTURES:
            fault = embedded_picture_fault(package.read(name))
            if fault:
                yield fault
        elif ending not in _OTHERS or package.read(name).startswith(_PROGRAMS):
            yield _unknown(name)


def _unknown(name: str) -> Fault:
    return Fault(f"里有不能公布的部分 {name}", f"{AS_PDF}；或{_HELP}")


def _xml_faults(name: str, root: etree._Element) -> Iterator[Fault]:
    # Custom tags are data of any form (16).
    if local_name(root) not in _ROOTS and "/Tags/" not in name:
        yield _unknown(name)
    for element in root.iter():
        kind = local_name(element)
        if kind == "Attachment":
            yield _EMBEDDED
        elif kind == "MultiMedia" and attribute(element, "Type") not in _MEDIA:
            yield _NOT_MEDIA
        elif kind == "Action":
            yield from _action_faults(element)
        for place in (element.text if kind in _LOCATIONS else "", attribute(element, "BaseLoc")):
            if place and not _is_inside(place):
                yield _OUTSIDE


def _action_faults(action: etree._Element) -> Iterator[Fault]:
    """Yield the faults of an action (14.1): only a click may act, to a page or a web address."""
    kinds = {local_name(child) for child in action}
    if not kinds <= {"Goto", "URI", "Region"}:
        yield _RUNS
    if attribute(action, "Event") != "CLICK":
        yield _ON_OPEN
    for uri in action.iterfind("{*}URI"):
        address, base = attribute(uri, "URI"), attribute(uri, "Base")
        if not is_web_link(base + address):
            yield Fault(f"里有不是网址的链接“{address[:40]}”", _HELP)


def _is_inside(place: str) -> bool:
    """Return whether a location stays in the archive; parts lie at most four folders deep."""
    path = place.strip().replace("\\", "/")
    if ":" in path:
        return False
    return not posixpath.normpath(posixpath.join("a/b/c/d", path.lstrip("/"))).startswith("..")


def _text(package: Package) -> Iterator[TextLine]:
    """Yield the text objects of all pages, in the order of the file."""
    for name in package.names:
        if name.lower().endswith(".xml"):
            for element in package.xml(name).iter("{*}TextObject"):
                codes = (code.text or "" for code in element.iter("{*}TextCode"))
                yield TextLine("", "".join(codes))
