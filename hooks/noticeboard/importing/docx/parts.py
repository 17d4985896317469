"""The parts of a .docx beside its text: pictures, notes, comments, headers, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml

from noticeboard.importing.docx.wml import W, name_of, value
from noticeboard.importing.source import Remark

_IMAGES = ((b"\x89PNG\r\n", "png"), (b"\xff\xd8\xff", "jpg"))
_EMBEDDED = {".xlsx", ".docx", ".pdf"}
_PAGE_NUMBER = re.compile(r"[\s\d\-—–－·第页共/ PAGEMRFORT\\*]*")


class Parts:
    """What a document's relationships lead to."""

    def __init__(self, document: Document) -> None:
        self._part = document.part
        self._files: dict[str, bytes] = {}
        self._by_part: dict[str, str] = {}

    def numbering(self) -> Any:
        """The root of numbering.xml, or None."""
        return self._root(RT.NUMBERING)

    def _root(self, kind: str) -> Any:
        for relation in self._part.rels.values():
            if relation.reltype == kind and not relation.is_external:
                part = relation.target_part
                element = getattr(part, "element", None)
                return element if element is not None else parse_xml(part.blob)
        return None

    def image(self, relation_id: str) -> str | None:
        """The name under which a picture is saved; None when it cannot be shown on a page."""
        relation = self._part.rels.get(relation_id)
        if relation is None or relation.is_external:
            return None
        part = relation.target_part
        key = str(part.partname)
        if key not in self._by_part:
            kind = next((kind for sign, kind in _IMAGES if part.blob.startswith(sign)), "")
            if not kind:
                return None
            name = f"image{len(self._by_part) + 1}.{kind}"
            self._by_part[key] = name
            self._files[name] = part.blob
        return self._by_part[key]

    def link(self, relation_id: str) -> str:
        """The target of a hyperlink, empty when it leads nowhere outside."""
        relation = self._part.rels.get(relation_id)
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def note(self, kind: str, note_id: str) -> Any:
        """The element of a foot- or endnote, or None."""
        root = self._root(RT.FOOTNOTES if kind == "footnote" else RT.ENDNOTES)
        if root is None:
            return None
        return next((note for note in root.iter(W + kind) if value(note, "id") == note_id), None)

    def left_out(self) -> list[Remark]:
        """Comments, headers, footers, files that cannot be attached: never part of the notice, and
        never dropped in silence."""
        remarks = []
        comments = self._root(RT.COMMENTS)
        for comment in comments.iter(W + "comment") if comments is not None else ():
            remarks.append(Remark("批注没有采用", _text(comment)))
        for relation in self._part.rels.values():
            if relation.reltype in (RT.HEADER, RT.FOOTER) and not relation.is_external:
                where = "页眉" if relation.reltype == RT.HEADER else "页脚"
                part = relation.target_part
                element = getattr(part, "element", None)
                text = _text(element if element is not None else parse_xml(part.blob))
                if text and not _PAGE_NUMBER.fullmatch(text):
                    remarks.append(Remark(f"{where}没有采用", text))
        for name, _ in self._embedded():
            if PurePosixPath(name).suffix.lower() not in _EMBEDDED:
                remarks.append(Remark("嵌在文档里的文件不是能做附件的类型，没有采用", name))
        return remarks

    def _embedded(self) -> Iterator[tuple[str, bytes]]:
        """(name, bytes) of the files within the document."""
        for relation in self._part.rels.values():
            if not relation.is_external and relation.reltype in (RT.PACKAGE, RT.OLE_OBJECT):
                part = relation.target_part
                yield PurePosixPath(str(part.partname)).name, part.blob

    def files(self) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
        """All (name, bytes) to save, and the names of those that are attachments and no pictures."""
        attached: list[str] = []
        for name, content in self._embedded():
            suffix = PurePosixPath(name).suffix.lower()
            if suffix in _EMBEDDED:
                saved = f"attachment{len(attached) + 1}{suffix}"
                self._files[saved] = content
                attached.append(saved)
        return tuple(self._files.items()), tuple(attached)


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter() if name_of(part) == "t").strip()
