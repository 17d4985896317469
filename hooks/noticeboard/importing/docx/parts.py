"""The package parts besides the text: pictures, notes, comments, headers, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from typing import Any

from docx.document import Document
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml import parse_xml

from noticeboard.importing.docx.wml import W, attr, local_name
from noticeboard.importing.source import Remark
from noticeboard.text import file_signatures

_IMAGE_SIGNATURES = ((file_signatures.PNG, "png"), (file_signatures.JPEG, "jpg"))
_ATTACHMENT_SUFFIXES = {".xlsx", ".docx", ".pdf"}
_PAGE_NUMBER = re.compile(r"[\s\d\-—–－·第页共/ PAGEMRFORT\\*]*")


class PackageParts:
    """The parts that a document's relationships refer to, and the pictures saved so far."""

    def __init__(self, document: Document) -> None:
        self._relations = document.part.rels
        self._images: dict[str, tuple[str, bytes]] = {}

    def numbering(self) -> Any:
        """Return the root of numbering.xml, or None."""
        return self._root(RT.NUMBERING)

    def _internal(self, *types: str) -> Iterator[tuple[str, Any]]:
        """Yield (relationship type, part) of the parts within the package."""
        for relation in self._relations.values():
            if relation.reltype in types and not relation.is_external:
                yield relation.reltype, relation.target_part

    def _root(self, relation_type: str) -> Any:
        return next((_root_of(part) for _, part in self._internal(relation_type)), None)

    def collect_image(self, relation_id: str) -> str | None:
        """Keep a picture for `files` and return its name; None when browsers cannot show it."""
        relation = self._relations.get(relation_id)
        if relation is None or relation.is_external:
            return None
        part = relation.target_part
        key = str(part.partname)
        if key not in self._images:
            signatures = _IMAGE_SIGNATURES
            suffix = next((suffix for sign, suffix in signatures if part.blob.startswith(sign)), "")
            if not suffix:
                return None
            self._images[key] = f"image{len(self._images) + 1}.{suffix}", part.blob
        return self._images[key][0]

    def link_target(self, relation_id: str) -> str:
        """Return the target of a hyperlink, or an empty text for one within the document."""
        relation = self._relations.get(relation_id)
        return str(relation.target_ref) if relation is not None and relation.is_external else ""

    def note(self, kind: str, note_id: str) -> Any:
        """Return the element of a `footnote` or `endnote`, or None."""
        root = self._root(RT.FOOTNOTES if kind == "footnote" else RT.ENDNOTES)
        if root is None:
            return None
        return next((note for note in root.iter(W + kind) if attr(note, "id") == note_id), None)

    def remarks(self) -> list[Remark]:
        """Return a remark on each comment, header, footer and file that is not imported."""
        remarks = []
        comments = self._root(RT.COMMENTS)
        for comment in comments.iter(W + "comment") if comments is not None else ():
            remarks.append(Remark("批注没有采用", _text(comment)))
        for relation_type, part in self._internal(RT.HEADER, RT.FOOTER):
            text = _text(_root_of(part))
            if text and not _PAGE_NUMBER.fullmatch(text):
                place = "页眉" if relation_type == RT.HEADER else "页脚"
                remarks.append(Remark(f"{place}没有采用", text))
        for path, _ in self._embedded():
            if path.suffix.lower() not in _ATTACHMENT_SUFFIXES:
                remarks.append(Remark("嵌在文档里的文件不是能做附件的类型，没有采用", path.name))
        return remarks

    def _embedded(self) -> Iterator[tuple[PurePosixPath, bytes]]:
        for _, part in self._internal(RT.PACKAGE, RT.OLE_OBJECT):
            yield PurePosixPath(str(part.partname)), part.blob

    def files(self) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
        """Return the (name, bytes) of pictures and attachments, and the attachments' names."""
        attachments: dict[str, bytes] = {}
        for path, data in self._embedded():
            suffix = path.suffix.lower()
            if suffix in _ATTACHMENT_SUFFIXES:
                attachments[f"attachment{len(attachments) + 1}{suffix}"] = data
        return (*self._images.values(), *attachments.items()), tuple(attachments)


def _root_of(part: Any) -> Any:
    element = getattr(part, "element", None)
    return element if element is not None else parse_xml(part.blob)


def _text(element: Any) -> str:
    return "".join(part.text or "" for part in element.iter() if local_name(part) == "t").strip()
