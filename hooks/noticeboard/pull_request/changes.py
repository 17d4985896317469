"""Two folders of notices -> which notices changed, and what changed in each."""

from __future__ import annotations

import difflib
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import Record
from noticeboard.model.notice import FrontMatter, Notice
from noticeboard.model.rounds import Round, RoundFile
from noticeboard.reading.reader import ROUNDS, ParsedNotice, read_file
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.validation import model_of

MAX_TEXT = 400
"""Characters of one text in a report."""

Said = Annotated[str, StringConstraints(max_length=MAX_TEXT)]
MAX_SAID = 160
MAX_SHOWN = 6
# Beyond this many changed paragraphs they are counted, not aligned: alignment is quadratic.
MAX_ALIGNED = 400


class Difference(Record):
    """A field or paragraph: `before` is empty where it is new, `after` where it is gone."""

    label: Said
    before: Said = ""
    after: Said = ""


class Change(Record):
    """One notice of the request.

    `fields` are the differing fields; `paragraphs` the first few differing paragraphs, of
    `paragraphs_changed` in all; `files` the attachments that came, went or changed. A notice that
    cannot be read yet (`readable` false) has none of the former.
    """

    id: Said
    path: Said
    kind: Literal["new", "changed", "removed"]
    title: Said = ""
    readable: bool = True
    fields: Annotated[tuple[Difference, ...], Field(max_length=100)] = ()
    paragraphs: Annotated[tuple[Difference, ...], Field(max_length=MAX_SHOWN)] = ()
    paragraphs_changed: Annotated[int, Field(ge=0)] = 0
    files: Annotated[tuple[Said, ...], Field(max_length=100)] = ()


def changes(base: Path, request: Path) -> list[Change]:
    """Every notice that differs between two folders of notices, by id.

    A file that belongs to no notice (a wrong name, an attachment without its notice) counts as
    one of its own.
    """
    before, after = _files(base), _files(request)
    differing = [
        path
        for path in sorted(before.keys() | after.keys())
        if path not in before or path not in after or _differ(before[path], after[path])
    ]
    owned: dict[str, list[str]] = {}
    for path in differing:
        owned.setdefault(_owner(path, before.keys() | after.keys()), []).append(path)
    return [_change(path, files, base, request) for path, files in sorted(owned.items())]


def _files(folder: Path) -> dict[str, Path]:
    if not folder.is_dir():
        return {}
    return {
        path.relative_to(folder).as_posix(): path for path in folder.rglob("*") if path.is_file()
    }


def _differ(one: Path, other: Path) -> bool:
    return one.stat().st_size != other.stat().st_size or one.read_bytes() != other.read_bytes()


def _owner(path: str, known: set[str]) -> str:
    """The notice that a file belongs to; the file itself when there is none."""
    year, _, rest = path.partition("/")
    slug, inside, _ = rest.partition("/")
    notice = f"{year}/{slug}.md"
    return notice if inside and notice in known else path


def _change(path: str, files: list[str], base: Path, request: Path) -> Change:
    if path.startswith(f"{ROUNDS}/") and path.endswith(".yml"):
        return _round_change(path, base, request)
    old, new = _read(base / path, base), _read(request / path, request)
    last = new or old
    notice = last.notice if last else None
    kind: Literal["new", "changed", "removed"] = "changed"
    if not old or not new:
        kind = "new" if new else "removed"
    before, after = (parsed.notice if parsed else None for parsed in (old, new))
    shown, count = _paragraphs(old.body, new.body) if old and new else ((), 0)
    return Change(
        id=_cut(path.removesuffix(".md")),
        path=_cut(f"notices/{path}"),
        kind=kind,
        title=_cut(notice.title) if notice else "",
        readable=notice is not None,
        fields=tuple(_fields(before, after))[:100] if before and after else (),
        paragraphs=shown,
        paragraphs_changed=count,
        files=tuple(_cut(file) for file in files if file != path)[:100],
    )


def _round_change(path: str, base: Path, request: Path) -> Change:
    """A change of an inspection round, told as its fields."""
    old, new = (
        next(iter(read_rounds(folder, [folder.absolute() / path])), None)
        for folder in (base, request)
    )
    last = new or old
    found = last.round if last else None
    before, after = (parsed.round if parsed else None for parsed in (old, new))
    return Change(
        id=_cut(path.removesuffix(".yml")),
        path=_cut(f"notices/{path}"),
        kind="changed" if old and new else "new" if new else "removed",
        title=_cut(found.name) if found else "",
        readable=found is not None,
        fields=tuple(_differences(_round_texts(before), _round_texts(after)))[:100]
        if before and after
        else (),
        paragraphs=(),
        paragraphs_changed=0,
        files=(),
    )


def _round_texts(found: Round) -> dict[str, str]:
    values = {name: getattr(found, name) for name in RoundFile.model_fields}
    return dict(_texts(values, RoundFile, ""))


def _read(path: Path, folder: Path) -> ParsedNotice | None:
    if not path.is_file():
        return None
    return read_file(path, folder.absolute())


def _fields(before: Notice, after: Notice) -> Iterator[Difference]:
    yield from _differences(dict(field_texts(before)), dict(field_texts(after)))


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[Difference]:
    for label in [*old, *(label for label in new if label not in old)]:
        if old.get(label) != new.get(label):
            yield Difference(
                label=_cut(label), before=_cut(old.get(label, "")), after=_cut(new.get(label, ""))
            )


def field_texts(notice: Notice) -> Iterator[tuple[str, str]]:
    """The filled fields of the front matter: Chinese label (联系方式·电话 1·电话号码), text."""
    values = {name: getattr(notice, name) for name in FrontMatter.model_fields}
    yield from _texts(values, FrontMatter, "")


def _texts(
    values: Mapping[str, Any], model: type[BaseModel], outer: str
) -> Iterator[tuple[str, str]]:
    for name, value in values.items():
        info = model.model_fields[name]
        label = f"{outer}{info.title or name}"
        inner = model_of(info.annotation)
        several = isinstance(value, tuple)
        for number, item in enumerate(value if several else [value], 1):
            numbered = f"{label} {number}" if several and len(value) > 1 else label
            if isinstance(item, BaseModel) and inner:
                yield from _texts(dict(item), inner, f"{numbered}·")
            elif isinstance(item, PartialDate | str | int):
                yield numbered, str(item)


def _paragraphs(before: str, after: str) -> tuple[tuple[Difference, ...], int]:
    """The first differing paragraphs, and how many differ."""
    old, new = _split(before), _split(after)
    while old and new and old[0] == new[0]:
        old, new = old[1:], new[1:]
    while old and new and old[-1] == new[-1]:
        old, new = old[:-1], new[:-1]
    if max(len(old), len(new)) > MAX_ALIGNED:
        gone, come = Counter(old) - Counter(new), Counter(new) - Counter(old)
        return (), max(gone.total(), come.total())
    found = []
    for tag, i, j, k, m in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for index in range(max(j - i, m - k)):
            one = old[i + index] if i + index < j else ""
            other = new[k + index] if k + index < m else ""
            one, other = _around(one, other)
            found.append(Difference(label="正文", before=one, after=other))
    return tuple(found[:MAX_SHOWN]), len(found)


def _split(body: str) -> list[str]:
    return [" ".join(part.split()) for part in body.split("\n\n") if part.strip()]


def _around(one: str, other: str) -> tuple[str, str]:
    """Both texts cut to where they differ."""
    start = 0
    if one and other:
        pairs = enumerate(zip(one, other, strict=False))
        start = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
    start = max(0, start - 20)
    return _cut(one, start), _cut(other, start)


def _cut(text: str, start: int = 0) -> str:
    end = start + MAX_SAID
    head = "…" if start and text else ""
    return f"{head}{text[start:end]}{'…' if len(text) > end else ''}"
