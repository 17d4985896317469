"""Compare the notices of a request with those of its base."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from pathlib import Path
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints

from noticeboard.history.diff import paragraph_changes, scalar_changes
from noticeboard.model.field_types import Record
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.rounds import Round, RoundFile
from noticeboard.pull_request.hosts import FOLDER
from noticeboard.reading.reader import read_file
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.source_files import ROUNDS

MAX_TEXT = 400
"""Characters of one text in a report."""
MAX_EXCERPT = 160
MAX_PARAGRAPHS = 6
MAX_FIELDS = 100
MAX_FILES = 100

_CONTEXT = 20

ShortText = Annotated[str, StringConstraints(max_length=MAX_TEXT)]


class TextChange(Record):
    """A field or paragraph: `before` is empty where it is new, `after` where it is removed."""

    label: ShortText
    before: ShortText = ""
    after: ShortText = ""


class Change(Record):
    """A notice or inspection round that the request changes.

    `paragraphs` are the first of `paragraphs_changed`; `files` the attachments that were added,
    removed or changed. What cannot be read (`readable` false) has no fields and paragraphs.
    """

    id: ShortText
    path: ShortText
    kind: Literal["new", "changed", "removed"]
    title: ShortText = ""
    readable: bool = True
    fields: Annotated[tuple[TextChange, ...], Field(max_length=MAX_FIELDS)] = ()
    paragraphs: Annotated[tuple[TextChange, ...], Field(max_length=MAX_PARAGRAPHS)] = ()
    paragraphs_changed: Annotated[int, Field(ge=0)] = 0
    files: Annotated[tuple[ShortText, ...], Field(max_length=MAX_FILES)] = ()


class _ParsedFile(NamedTuple):
    record: Notice | Round | None
    body: str = ""

    @property
    def title(self) -> str:
        if self.record is None:
            return ""
        return self.record.name if isinstance(self.record, Round) else self.record.title


def compare_folders(base: Path, request: Path) -> list[Change]:
    """Return the changes between two folders of notices, by path.

    A file that belongs to no notice (a wrong name, an attachment without its notice) is a change of
    its own.
    """
    before, after = _files(base), _files(request)
    known = before.keys() | after.keys()
    by_owner: dict[str, list[str]] = {}
    for path in sorted(known):
        if path not in before or path not in after or _differ(before[path], after[path]):
            by_owner.setdefault(_owner(path, known), []).append(path)
    return [_change(path, files, base, request) for path, files in sorted(by_owner.items())]


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }


def _differ(old: Path, new: Path) -> bool:
    return old.stat().st_size != new.stat().st_size or old.read_bytes() != new.read_bytes()


def _owner(path: str, known: Collection[str]) -> str:
    """Return the path of the notice that a file belongs to, or its own."""
    year, _, rest = path.partition("/")
    slug, inside, _ = rest.partition("/")
    notice = f"{year}/{slug}.md"
    return notice if inside and notice in known else path


def _change(path: str, files: list[str], base: Path, request: Path) -> Change:
    old, new = _read(base, path), _read(request, path)
    last = new or old or _ParsedFile(None)
    paragraphs, count = _paragraphs(old.body, new.body) if old and new else ((), 0)
    return Change(
        id=_excerpt(path.removesuffix(".yml" if _is_round(path) else ".md")),
        path=_excerpt(f"{FOLDER}/{path}"),
        kind="changed" if old and new else "new" if new else "removed",
        title=_excerpt(last.title),
        readable=last.record is not None,
        fields=tuple(_fields(old, new))[:MAX_FIELDS],
        paragraphs=paragraphs,
        paragraphs_changed=count,
        files=tuple(_excerpt(file) for file in files if file != path)[:MAX_FILES],
    )


def _is_round(path: str) -> bool:
    return path.startswith(f"{ROUNDS}/") and path.endswith(".yml")


def _read(folder: Path, path: str) -> _ParsedFile | None:
    folder = folder.absolute()
    if not (folder / path).is_file():
        return None
    if _is_round(path):
        (parsed_round,) = read_rounds(folder, [folder / path])
        return _ParsedFile(parsed_round.round)
    parsed = read_file(folder / path, folder)
    return _ParsedFile(parsed.notice, parsed.body)


def _fields(old: _ParsedFile | None, new: _ParsedFile | None) -> Iterator[TextChange]:
    before, after = (parsed.record if parsed else None for parsed in (old, new))
    if not before or not after:
        return
    model = RoundFile if isinstance(after, Round) else FrontMatter
    for change in scalar_changes(before, after, model):
        values = ("" if value is None else str(value) for value in (change.old, change.new))
        yield _text_change(change.label, *map(_excerpt, values))


def _paragraphs(old: str, new: str) -> tuple[tuple[TextChange, ...], int]:
    pairs, count = paragraph_changes(old, new)
    shown = pairs[:MAX_PARAGRAPHS]
    return tuple(_text_change("正文", *_around_difference(*pair)) for pair in shown), count


def _text_change(label: str, before: str, after: str) -> TextChange:
    return TextChange(label=_excerpt(label), before=before, after=after)


def _around_difference(old: str, new: str) -> tuple[str, str]:
    """Return excerpts of both texts from a little before their first difference."""
    start = 0
    if old and new:
        pairs = enumerate(zip(old, new, strict=False))
        start = next((index for index, (a, b) in pairs if a != b), min(len(old), len(new)))
    start = max(0, start - _CONTEXT)
    return _excerpt(old, start), _excerpt(new, start)


def _excerpt(text: str, start: int = 0) -> str:
    end = start + MAX_EXCERPT
    head = "…" if start and text else ""
    return f"{head}{text[start:end]}{'…' if len(text) > end else ''}"
