"""The requests of the write page: JSON and bytes in, JSON out."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any

from noticeboard.editor.attachment_list import list_attachment, typed_values, unlist_attachment
from noticeboard.editor.board import Board, open_board
from noticeboard.editor.fields import confirm, set_field
from noticeboard.editor.form import notice_form
from noticeboard.editor.published import PublishedNotice
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.reading.reader import ParsedNotice

FOLDER = Path("/board")
Request = Mapping[str, Any]


class Editor:
    """Answers requests about one notice; each method that a request names takes it and the bytes."""

    def __init__(self, folder: Path = FOLDER) -> None:
        self._folder = folder
        self._board: Board | None = None

    @property
    def board(self) -> Board:
        """The board of the last `open`."""
        if not self._board:
            raise NoticeboardError("还没有打开")
        return self._board

    def handle(self, request: str, data: bytes = b"") -> str:
        """Return the answer to a request, or `{"error": …}` with a sentence for the editor."""
        values = json.loads(request)
        actions: dict[str, Callable[[Request, bytes], object]] = {
            "open": self.open, "import": self.import_document, "check": self.check,
            "set": self.set, "confirm": self.confirm, "attach": self.attach,
            "clear": self.clear, "detach": self.detach, "files": self.files, "preview": self.preview,
        }  # fmt: skip
        try:
            answer = actions[values["action"]](values, data)
        except (NoticeboardError, ValueError) as error:
            answer = {"error": str(error)}
        except (MemoryError, RecursionError):
            answer = {
                "error": "文件太大或太复杂，这台设备读不完；请只保留通报本身，另存为 .docx 再放进来"
            }
        return json.dumps(answer, ensure_ascii=False)

    def open(self, request: Request, _: bytes) -> object:
        """Open a board, with `published` for the correction of a notice; return the form."""
        self._board = open_board(self._folder, request.get("settings") or {})
        published = request.get("published")
        if published:
            self._board.published = PublishedNotice(request["id"], published)
        units = [entry.name for entry in self._board.units.entries]
        return {"form": notice_form(), "units": units, "today": self._board.today.isoformat()}

    def import_document(self, request: Request, data: bytes) -> object:
        """Return the draft of a document, its report and its attachments."""
        # The importer is not needed before: the page starts without its expressions.
        from noticeboard.editor.documents import import_document

        return import_document(self.board, request["name"], data)

    def check(self, request: Request, _: bytes) -> object:
        """Return the problems, and the values that the form shows."""
        parsed = self._parse(request)
        problems = self.board.check(parsed)
        listed = [
            {**asdict(p), "field": list(_field_at(parsed, p.line, p.column))} for p in problems
        ]
        return {
            "problems": listed,
            "valid": bool(parsed.notice) and not has_errors(problems),
            "values": typed_values(parsed),
            "body_line": parsed.body_line,
        }

    def set(self, request: Request, _: bytes) -> object:
        """Return the text with another value of one field."""
        return {"source": set_field(request["source"], tuple(request["path"]), request["value"])}

    def confirm(self, request: Request, _: bytes) -> object:
        """Return the text without a doubt that the editor has answered."""
        return {"source": confirm(request["source"], request["line"])}

    def clear(self, _request: Request, _: bytes) -> object:
        """Remove all attachments."""
        self.board.clear()
        return {}

    def attach(self, request: Request, data: bytes) -> object:
        """Keep an attachment, and list it in the text, if one is given."""
        source = request.get("source", "")
        if source:
            source = list_attachment(self._parse(request), source, request["name"])
        fault = self.board.attach(request["id"], request["name"], data)
        if fault:
            raise ValueError(fault)
        return {"source": source, **self.files(request, data)}

    def detach(self, request: Request, data: bytes) -> Mapping[str, object]:
        """Remove an attachment, from the list in the text too."""
        source = unlist_attachment(self._parse(request), request["source"], request["name"])
        self.board.detach(request["id"], request["name"])
        return {"source": source, **self.files(request, data)}

    def files(self, request: Request, _: bytes) -> Mapping[str, object]:
        """Return the attachments with their content in base64."""
        return {
            "files": {
                path.name: base64.b64encode(path.read_bytes()).decode()
                for path in self.board.files(request["id"])
            }
        }

    def preview(self, request: Request, _: bytes) -> object:
        """Return the page of a notice, and how it differs from its published version.

        While the front matter has errors, the page shows the text alone.
        """
        # The templates' library is not needed before.
        from noticeboard.editor.preview import body_html, difference_html, notice_html

        parsed = self._parse(request)
        if not parsed.notice:
            return {"html": body_html(self.board, parsed), "difference": ""}
        published = self.board.published
        difference = published.difference(parsed) if published else None
        return {
            "html": notice_html(self.board, parsed.notice),
            "difference": difference_html(difference) if difference else "",
        }

    def _parse(self, request: Request) -> ParsedNotice:
        return self.board.parse(request["source"], request["id"])


def _field_at(parsed: ParsedNotice, line: int, column: int) -> tuple[str | int, ...]:
    """Return the field at a place of the front matter, else the innermost one of its line."""
    on_line = [path for path, place in parsed.places.items() if place[0] == line]
    exact = [path for path in on_line if parsed.places[path][1] == column]
    return max(exact or on_line, key=len, default=())
