"""The addresses that paragraphs had before corrections, and the paragraphs that they lead to now."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher
from itertools import pairwise

from noticeboard.history.revisions import PublicVersion
from noticeboard.matters.recognition import recognize
from noticeboard.text.markup.paragraph_ids import Paragraph, read_paragraphs, text_digest
from noticeboard.text.rendering import RenderedBody, render

MIN_LIKENESS = 0.6
"""The share of equal characters from which a paragraph counts as the corrected one."""
MAX_ALIGNED_CHARACTERS = 2_000
"""Longer paragraphs are compared by their characters without order: alignment takes quadratic time."""

Aliases = Mapping[str, tuple[str, ...]]
"""The id of a present paragraph -> its earlier ids."""


def notice_aliases(
    versions: Sequence[PublicVersion], bodies: Mapping[str, RenderedBody], notice_id: str
) -> Aliases:
    """Return the earlier ids of the paragraphs of a notice, by the versions that may be shown."""
    if not versions:
        return {}
    texts = dict.fromkeys(version.notice.body for version in versions)
    past = [read_paragraphs(render(text, notice_id).html) for text in texts]
    return paragraph_aliases([*past, read_paragraphs(bodies[notice_id].html)])


def matter_aliases(
    versions: Sequence[PublicVersion], bodies: Mapping[str, RenderedBody], notice_id: str
) -> Aliases:
    """Return the earlier ids of the matters of a notice, as `notice_aliases` does."""
    if not versions:
        return {}
    texts = dict.fromkeys(version.notice.body for version in versions)
    pages = [*(render(text, notice_id).html for text in texts), bodies[notice_id].html]
    ledgers = [recognize(html).matters for html in pages]
    return paragraph_aliases([[Paragraph(m.id, m.problem) for m in ledger] for ledger in ledgers])


def paragraph_aliases(versions: Sequence[Sequence[Paragraph]]) -> Aliases:
    """Return the earlier ids of the last version's paragraphs; `versions` are oldest first.

    An id follows the paragraph from version to version, and ends where none is alike.
    """
    current: dict[str, str] = {}
    for old, new in pairwise(versions):
        moved = _successors(old, new)
        present = {paragraph.id for paragraph in new}
        kept = {alias: moved.get(target, target) for alias, target in current.items()}
        current = {alias: target for alias, target in kept.items() if target in present} | moved
    present = {paragraph.id for paragraph in versions[-1]} if versions else set()
    aliases: dict[str, list[str]] = defaultdict(list)
    for alias, target in sorted(current.items()):
        if alias not in present:
            aliases[target].append(alias)
    return {target: tuple(own) for target, own in aliases.items()}


def _successors(old: Sequence[Paragraph], new: Sequence[Paragraph]) -> dict[str, str]:
    """Return where the ids lead that only the old version has."""
    before, after = ({paragraph.id for paragraph in version} for version in (old, new))
    added = [paragraph for paragraph in new if paragraph.id not in before]
    moved = {}
    for paragraph in old:
        if paragraph.id in after or not paragraph.text:
            continue
        digest = text_digest(paragraph.text)
        equal = [other for other in new if text_digest(other.text) == digest]
        candidates = [(likeness(paragraph.text, other.text), other.id) for other in equal or added]
        best = max(candidates, key=lambda pair: pair[0], default=(0.0, ""))
        if best[0] >= MIN_LIKENESS:
            moved[paragraph.id] = best[1]
    return moved


def likeness(old: str, new: str) -> float:
    """Return the share of characters that two texts have in common, 1 for equal texts."""
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    bound = min(matcher.real_quick_ratio(), matcher.quick_ratio())
    if bound < MIN_LIKENESS or max(len(old), len(new)) > MAX_ALIGNED_CHARACTERS:
        return bound
    return matcher.ratio()
