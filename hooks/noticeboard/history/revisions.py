"""Compare each published version of a notice with the one before it.

When a revision removes private text, its difference and those of all older revisions are hidden,
for the same words may occur in them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import NamedTuple

from noticeboard.history.diff import DatedNote, Difference, added_corrections, compare_notices
from noticeboard.history.log import Version
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice, read_bytes

HIDDEN_NOTE = "改动前的文字涉及个人隐私或已经撤下，不再展示文字差别。"

PrivacyCheck = Callable[[ParsedNotice], Iterable[Problem]]
"""Yields the privacy problems of one version of a notice."""


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit that changed a published notice.

    `corrections` and `withdrawal` are those that it added; `hidden` forbids showing its difference.
    """

    version: Version
    corrections: tuple[DatedNote, ...]
    withdrawal: DatedNote | None
    difference: Difference
    hidden: bool = False


@dataclass(frozen=True, slots=True)
class NoticeHistory:
    """The first published version of a notice, None where unknown, and its revisions, oldest first.

    `shown` are the versions whose text may be shown, oldest first: none before a hidden revision.
    """

    first: Version | None
    revisions: tuple[Revision, ...]
    shown: tuple[PublicVersion, ...] = ()


class PublicVersion(NamedTuple):
    """A version of a notice that was published."""

    version: Version
    parsed: ParsedNotice
    notice: Notice


def read_revisions(
    notice: Notice,
    versions: Sequence[Version],
    contents: Mapping[str, bytes],
    check_privacy: PrivacyCheck,
) -> NoticeHistory:
    """Read the revisions of a notice; `versions` are newest first, `contents` is by object id.

    Drafts and versions that cannot be read are left out: they were never public.
    """
    public = list(_public_versions(versions, contents, notice.path))
    if not public:
        return NoticeHistory(versions[-1] if len(versions) == 1 else None, ())
    revisions = _hide(
        [_revision(old, new) for old, new in pairwise(public)], notice, public, check_privacy
    )
    hidden = sum(revision.hidden for revision in revisions)
    return NoticeHistory(public[0].version, revisions, tuple(public[hidden:]))


def _public_versions(
    versions: Sequence[Version], contents: Mapping[str, bytes], path: str
) -> Iterator[PublicVersion]:
    parsed: dict[str, ParsedNotice] = {}
    for version in reversed(versions):
        raw = contents.get(version.blob)
        if raw is None:
            continue
        if version.blob not in parsed:
            parsed[version.blob] = read_bytes(raw, path)
        notice = parsed[version.blob].notice
        if notice and not notice.draft:
            yield PublicVersion(version, parsed[version.blob], notice)


def _revision(old: PublicVersion, new: PublicVersion) -> Revision:
    withdrawn = new.notice.withdrawn
    return Revision(
        new.version,
        added_corrections(old.notice, new.notice),
        withdrawn.dated_note if withdrawn and not old.notice.withdrawn else None,
        compare_notices(old.notice, new.notice, new.version.files),
    )


def _hide(
    revisions: Sequence[Revision],
    notice: Notice,
    public: Sequence[PublicVersion],
    check_privacy: PrivacyCheck,
) -> tuple[Revision, ...]:
    """Return the revisions, marked `hidden` from the newest one that removed private text back."""
    to_hide = {correction.dated_note for correction in notice.corrections if correction.hide}
    emptied = notice.withdrawn is not None and not notice.body.strip()
    hidden = notice.blanked or emptied
    marked: list[Revision] = []
    for revision, (old, new) in reversed(list(zip(revisions, pairwise(public), strict=True))):
        hidden = (
            hidden
            or not to_hide.isdisjoint(revision.corrections)
            or _removes_private_text(old.parsed, new.parsed, check_privacy)
        )
        marked.append(replace(revision, hidden=hidden))
    return tuple(reversed(marked))


def _removes_private_text(
    old: ParsedNotice, new: ParsedNotice, check_privacy: PrivacyCheck
) -> bool:
    before, after = (
        {(p.rule, p.message) for p in check_privacy(parsed) if p.severity == "error"}
        for parsed in (old, new)
    )
    return bool(before - after)
