"""The rules about personal data, applied to the text of attachments."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from noticeboard.incremental.digests import digest, program_digest
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.attachments import attachment_loc
from noticeboard.rules.base import Context
from noticeboard.rules.privacy import check_privacy

MAX_SHOWN = 5
"""Findings of one file; a list of people has as many as it has rows."""

_FLOWING = (".pdf", ".txt")
"""Files whose lines end anywhere, also within a number."""
_AFTER_FRONT_MATTER = 1_000_000
_JSON = TypeAdapter(list[Problem])


def check_attachment_privacy(parsed: ParsedNotice, context: Context) -> Iterator[Problem]:
    """Yield personal data in the text of the notice's attachments.

    The same rules apply as to the body, with the same exceptions in `privacy_ok`; yields also the
    warnings about exceptions that nothing in the attachments needs.
    """
    files = context.published_files(parsed.notice) if parsed.notice else []
    context.inspections.load(files)
    sums = [f"{path.name}\0{context.inspections.sha256(path)}" for path in files]
    key = digest("attachment privacy", program_digest(), parsed.path, parsed.front_matter, *sums)
    cached = context.inspections.store.get(key)
    if cached is not None:
        with suppress(ValidationError):
            yield from _JSON.validate_json(cached)
            return
    problems = list(_check(parsed, files, context))
    context.inspections.store.put({key: _JSON.dump_json(problems)})
    yield from problems


def _check(parsed: ParsedNotice, files: Sequence[Path], context: Context) -> Iterator[Problem]:
    """Check the text of all files as if it were the body of the notice."""
    lines: list[str] = []
    places: dict[int, tuple[Path, str]] = {}
    for path in files:
        lines.append("")
        for place, text in context.inspections.of(path).lines:
            places[len(lines)] = path, place
            lines += [text] if path.suffix.lower() in _FLOWING else [text, ""]
    assert parsed.notice
    body = "\n".join(lines)
    notice = parsed.notice.model_copy(update={"body": body, "body_line": _AFTER_FRONT_MATTER})
    attached = replace(parsed, notice=notice, body=body, body_line=_AFTER_FRONT_MATTER)
    shown: Counter[Path] = Counter()
    for problem in check_privacy(attached):
        if problem.line < _AFTER_FRONT_MATTER:
            if problem.severity == "warning":
                yield problem
            continue
        path, place = places.get(problem.line - _AFTER_FRONT_MATTER, (files[0], ""))
        shown[path] += 1
        if shown[path] <= MAX_SHOWN:
            yield _in_attachment(parsed, problem, path, place)


def _in_attachment(parsed: ParsedNotice, problem: Problem, path: Path, place: str) -> Problem:
    assert parsed.notice
    line, column = parsed.place(*attachment_loc(parsed.notice, path))
    return replace(
        problem,
        line=line,
        column=column,
        message=f"附件 {path.name} {place}：{problem.message}".replace(" ：", "："),
        help=f"在原来的文件里改好，重新保存后再放进来。{problem.help}",
    )
