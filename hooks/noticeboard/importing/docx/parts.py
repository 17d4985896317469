"""The package parts besides the text: pictures, notes, comments, headers, embedded files."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import PurePosixPath
from xml.etree.ElementTree import Element

from noticeboard.files import file_signatures
from noticeboard.importing.docx.coverage import TextCoverage
from noticeboard.importing.docx.package import Package
from noticeboard.importing.docx.wml import R, V, W, attr, local_name
from noticeboard.importing.source import Remark

_IMAGE_SIGNATURES = ((file_signatures.PNG, "png"), (file_signatures.JPEG, "jpg"))
_ATTACHMENT_SUFFIXES = {".xlsx", ".docx", ".pdf"}
_PAGE_NUMBER = re.compile(r"[\s\d\-—–－·第页共/ PAGEMRFORT\\*]*")


class PackageParts:
    """The parts that a document's relationships refer to, and the pictures saved so far."""

    def __init__(self, package: Package, coverage: TextCoverage) -> None:
        self._package = package
        self._coverage = coverage
        document = package.document_part()
        self.document = package.root(document)
        self._relations = package.relations(document)
        self._roots: dict[str, Element] = {}
        self._images: dict[str, tuple[str, bytes]] = {}

    def _internal(self, *types: str) -> Iterator[tuple[str, str]]:
        """Yield (relationship type, part) of the parts within the package."""
        for relation in self._relations.values():
            inside = not relation.external and self._package.has(relation.target)
            if relation.type in types and inside:
                yield relation.type, relation.target

    def _root(self, part: str) -> Element:
        if part not in self._roots:
            self._roots[part] = self._package.root(part)
        return self._roots[part]

    def root(self, relation_type: str) -> Element | None:
        """Return the root of the part of a type, such as `styles` or `numbering`; None for none."""
        return next((self._root(part) for _, part in self._internal(relation_type)), None)

    def collect_image(self, relation_id: str) -> str | None:
        """Keep a picture for `files` and return its name; None when browsers cannot show it."""
        part = self._part(relation_id)
        if part and part not in self._images:
            data = self._package.content(part)
            suffix = next(
                (suffix for sign, suffix in _IMAGE_SIGNATURES if data.startswith(sign)), ""
            )
            if suffix:
                self._images[part] = f"image{len(self._images) + 1}.{suffix}", data
        return self._images[part][0] if part in self._images else None

    def _part(self, relation_id: str) -> str:
        relation = self._relations.get(relation_id)
        if relation is None or relation.external or not self._package.has(relation.target):
            return ""
        return relation.target

    def drawing_text(self, drawing: Element) -> str:
        """Return the texts of a drawing that are in attributes or in parts of their own."""
        texts = [element.get("string", "") for element in drawing.iter(V + "textpath")]
        for element in drawing.iter():
            relation_id = element.get(R + "dm") or (
                element.get(R + "id") if local_name(element) == "chart" else None
            )
            part = self._part(relation_id) if relation_id else ""
            texts += [_text(self._root(part))] if part else []
        return " ".join(filter(None, texts))

    def link_target(self, relation_id: str) -> str:
        """Return the target of a hyperlink, or an empty text for one within the document."""
        relation = self._relations.get(relation_id)
        return relation.target if relation is not None and relation.external else ""

    def note(self, kind: str, note_id: str) -> Element | None:
        """Return the element of a `footnote` or `endnote`, or None."""
        root = self.root(f"{kind}s")
        if root is None:
            return None
        return next((note for note in root.iter(W + kind) if attr(note, "id") == note_id), None)

    def remarks(self) -> list[Remark]:
        """Return a remark on each text and file of the package that is not imported."""
        remarks = [Remark("没有读到的文字没有采用", text, True) for text in self._unread()]
        comments = self.root("comments")
        for comment in comments.iter(W + "comment") if comments is not None else ():
            remarks.append(Remark("批注没有采用", _text(comment), True))
        for relation_type, part in self._internal("header", "footer"):
            root = self._root(part)
            text = " ".join(filter(None, [_text(root), self.drawing_text(root)]))
            if text and not _PAGE_NUMBER.fullmatch(text):
                place = "页眉" if relation_type == "header" else "页脚"
                remarks.append(Remark(f"{place}没有采用", text, True))
        for path, _ in self._embedded():
            if path.suffix.lower() not in _ATTACHMENT_SUFFIXES:
                remarks.append(Remark("嵌在文档里的文件不是能做附件的类型，没有采用", path.name))
        return remarks

    def _unread(self) -> Iterator[str]:
        for root in (self.document, self.root("footnotes"), self.root("endnotes")):
            if root is not None:
                self._coverage.read_alternatives(root)
                yield from self._coverage.unread(root)

    def _embedded(self) -> Iterator[tuple[PurePosixPath, bytes]]:
        for _, part in self._internal("package", "oleObject"):
            yield PurePosixPath(part), self._package.content(part)

    def files(self) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
        """Return the (name, bytes) of pictures and attachments, and the attachments' names."""
        attachments: dict[str, bytes] = {}
        for path, data in self._embedded():
            suffix = path.suffix.lower()
            if suffix in _ATTACHMENT_SUFFIXES:
                attachments[f"attachment{len(attachments) + 1}{suffix}"] = data
        return (*self._images.values(), *attachments.items()), tuple(attachments)


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iter() if local_name(part) == "t").strip()
