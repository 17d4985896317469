"""A document as a draft, and what the importer states about each of its fields."""

from __future__ import annotations

from pathlib import PurePath
from typing import Any

from noticeboard.editor.board import Board
from noticeboard.importing.draft import LABELS, Draft
from noticeboard.importing.extract.field import ExtractedField
from noticeboard.importing.formats.detect import check_size, read_document
from noticeboard.importing.pipeline import create_draft


def import_document(board: Board, name: str, data: bytes) -> dict[str, Any]:
    """Keep the attachments of a document and no others; return its draft and report.

    Raise ImportFailedError when the document cannot become a draft.
    """
    check_size(len(data))
    draft = create_draft(read_document(data, PurePath(name).suffix.lower()))
    board.clear()
    for file_name, content in draft.attachments:
        board.attach(draft.suggested_id, file_name, content)
    return {
        "source": draft.markdown,
        "id": draft.suggested_id,
        "report": draft.report(),
        "found": _fields(draft),
        "files": [file_name for file_name, _ in draft.attachments],
    }


def _fields(draft: Draft) -> list[dict[str, str]]:
    """Return each field of the draft with its state and the sentence that it comes from."""
    fields: list[ExtractedField] = list(draft.fields.values())
    for inspection in draft.inspections:
        fields += inspection.values()
    for phone in draft.phones:
        fields += [phone.number, phone.hours]
    return [
        {
            "name": field.name,
            "label": LABELS.get(field.name, field.name),
            "status": field.status,
            "reason": field.reason,
            "sentence": field.sentence,
        }
        for field in (*fields, *draft.notes)
    ]
