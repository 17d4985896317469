"""Recognition of the matters in a rendered text: what is quoted or labelled, and nothing else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from noticeboard.matters.figures import read_figures
from noticeboard.matters.forms import BARE_LABEL, Stated, read_labelled, read_quoted, without_label
from noticeboard.matters.ledger import Ledger, Matter, Statement
from noticeboard.matters.lines import NO_RANK, Line, Piece, Table, read_lines
from noticeboard.matters.parts import is_intention, report
from noticeboard.matters.states import classify, read_statements, without_bracket
from noticeboard.matters.tables import read_rows
from noticeboard.text.markup.paragraph_ids import TextIds

LINE_STEP, HEADING_STEP = 0.5, 0.25
"""How far a line without a number is below the one before it, by what it is."""
# A closed quotation shortly before 问题, a label of measures, or a table.
_MIGHT_HOLD = re.compile(
    r"[”\"」](?:<[^>]*>|[^<>。\n]){0,24}问题|整改(?:<[^>]*>|[^<>。，\n]){0,8}(?:[：:】\])）]|</h)|<table"
)
_TAG = re.compile(r"<(?:[^<>\"]|\"[^\"]*\")*>")
_TOTAL = re.compile(
    r"(?:反馈|指出|提出|移交|梳理|发现)[^。；\n]{0,40}?(?<![\d.])(\d{1,3})\s*(?:个|项|条)(?:具体|主要|突出|反馈)?问题"
)


class _Candidate(NamedTuple):
    """A line that may state a problem: its place, its rank among the lines, what it states."""

    at: int
    rank: float
    stated: Stated


def recognize(html: str) -> Ledger:
    """Return the ledger of a notice, given its text as sanitized HTML."""
    if not _MIGHT_HOLD.search(html):
        return Ledger((), _stated_total([_TAG.sub("", html)]))
    pieces = read_lines(html)
    ids = TextIds("z")
    ranked = _ranked(report(pieces))
    candidates = {candidate.at: candidate for candidate in _candidates(ranked)}
    matters: list[Matter] = []
    for index, (piece, _) in enumerate(ranked):
        if isinstance(piece, Table):
            matters += _from_table(piece, ids)
        elif candidate := candidates.get(index):
            end = _end(candidate, ranked, candidates)
            inside = range(index + 1, end)
            deeper = any(other in candidates for other in inside)
            if not deeper and not any(_has_rows(ranked[other][0]) for other in inside):
                matters.append(_matter(candidate, piece, [ranked[n][0] for n in inside], ids))
    texts = (piece.text for piece in pieces if isinstance(piece, Line))
    return Ledger(tuple(matters), _stated_total(texts))


def _ranked(pieces: Sequence[Piece]) -> list[tuple[Piece, float]]:
    """Return the pieces with their ranks; an unnumbered line that may state a problem gets one.

    Its rank is below that of the numbered line before it, and that of the unnumbered ones before it.
    A heading without a number is below the headings of a higher level before it.
    """
    ranked: list[tuple[Piece, float]] = []
    open_lines: list[tuple[float, int]] = []
    for index, piece in enumerate(pieces):
        rank = piece.rank if isinstance(piece, Line) else NO_RANK
        if isinstance(piece, Line):
            if piece.level and BARE_LABEL.fullmatch(piece.title):
                rank = NO_RANK
            elif piece.level and piece.number is None:
                above = [each for each, level in open_lines if 0 < level < piece.level]
                rank = max(rank, max(above, default=0.0) + HEADING_STEP)
            elif rank == NO_RANK and _stated(pieces, index):
                siblings = [each for each, _ in open_lines if each % 1 == LINE_STEP]
                above = [each for each, _ in open_lines]
                rank = siblings[-1] if siblings else max(above, default=0.0) + LINE_STEP
            if rank < NO_RANK:
                open_lines = [each for each in open_lines if each[0] < rank] + [(rank, piece.level)]
        ranked.append((piece, rank))
    return ranked


def _stated(pieces: Sequence[Piece], index: int) -> Stated | None:
    line = pieces[index]
    assert isinstance(line, Line)
    following = pieces[index + 1] if index + 1 < len(pieces) else None
    after, is_heading = "", False
    if isinstance(following, Line):
        after, is_heading = following.title, following.level > 0
    is_numbered = line.level > 0 or line.number is not None
    quoted = read_quoted(line.title, is_numbered=is_numbered)
    return quoted or read_labelled(line.title, after, is_next_heading=is_heading)


def _candidates(ranked: Sequence[tuple[Piece, float]]) -> list[_Candidate]:
    pieces = [piece for piece, _ in ranked]
    candidates: list[_Candidate] = []
    for index, (piece, rank) in enumerate(ranked):
        if isinstance(piece, Line) and rank < NO_RANK and (stated := _stated(pieces, index)):
            candidates.append(_Candidate(index, rank, stated))
    return candidates


def _end(
    candidate: _Candidate,
    ranked: Sequence[tuple[Piece, float]],
    candidates: dict[int, _Candidate],
) -> int:
    """Return the index of the line that ends a matter: the next of an equal or higher level.

    Measures may be numbered like the problems: from 1 on, and none of them a problem.
    """
    first = ranked[candidate.at][0]
    own_number = first.number if isinstance(first, Line) else None
    expected = 1
    for index in range(candidate.at + 1, len(ranked)):
        piece, rank = ranked[index]
        if not isinstance(piece, Line) or rank > candidate.rank:
            continue
        is_measure = (
            rank == candidate.rank
            and index not in candidates
            and piece.number == expected
            and (expected > 1 or own_number is not None)
        )
        if not is_measure:
            return index
        expected += 1
    return len(ranked)


def _has_rows(piece: Piece) -> bool:
    return isinstance(piece, Table) and any(True for _ in read_rows(piece))


def _matter(candidate: _Candidate, line: Line, inside: Sequence[Piece], ids: TextIds) -> Matter:
    problem, rest = candidate.stated
    texts = [piece.text for piece in inside if isinstance(piece, Line)]
    cells = [
        cell for piece in inside if isinstance(piece, Table) for row in piece.rows for cell in row
    ]
    statements = read_statements(rest, texts)
    measures = tuple(
        text
        for text in map(without_label, (without_bracket(rest), *texts, *cells))
        if text and not is_intention(text)
    )
    figures = read_figures((problem, *measures))
    return Matter(ids.next(problem), line.place, problem, measures, statements, figures)


def _from_table(table: Table, ids: TextIds) -> list[Matter]:
    matters = []
    for row in read_rows(table):
        stated = (Statement(classify(row.state), row.state),) if row.state else ()
        statements = stated or read_statements("", row.measures)
        figures = read_figures((row.problem, *row.measures))
        identity = ids.next(row.problem)
        matters.append(Matter(identity, "", row.problem, row.measures, statements, figures))
    return matters


def _stated_total(texts: Iterable[str]) -> int | None:
    """Return the number of problems that the text states; None for none, or for several numbers."""
    totals = {int(total) for text in texts for total in _TOTAL.findall(text)}
    return totals.pop() if len(totals) == 1 else None
