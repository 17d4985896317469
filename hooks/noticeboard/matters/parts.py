"""The part of a text that reports on the problems: without preface, outlook and what follows the end."""

from __future__ import annotations

import re
from collections.abc import Sequence

from noticeboard.matters.lines import NO_RANK, Line, Piece

_PREFACE = re.compile(r"组织|领导|责任|总体|认识|站位|概况|基本情况|重视")
_REPORT = re.compile(r"问题|任务|方面|聚焦|逐项")
_OUTLOOK = re.compile(r"下一步|下步|下一阶段|今后|打算|努力方向|后续工作|工作计划")
_INVITATION = re.compile(r"欢迎.{0,40}监督|如有意见|(?:联系|监督|举报)(?:电话|方式)\s*[：:]")
_MAX_TITLE = 40
"""Characters of a title that may begin an outlook."""


def is_outlook(line: Line) -> bool:
    """Return whether a line begins what the unit intends to do."""
    return len(line.title) <= _MAX_TITLE and _OUTLOOK.search(line.title) is not None


def is_intention(text: str) -> bool:
    """Return whether a paragraph tells what the unit intends to do."""
    return _OUTLOOK.match(text) is not None


def report(pieces: Sequence[Piece]) -> list[Piece]:
    """Return the pieces of the part that reports on the problems."""
    ranks = [piece.rank for piece in pieces if isinstance(piece, Line) and piece.rank < NO_RANK]
    top = min(ranks, default=NO_RANK)
    kept: list[Piece] = []
    excluded: float | None = None
    for piece in pieces:
        if isinstance(piece, Line):
            if piece.is_signature or _INVITATION.search(piece.text):
                break
            is_title = piece.rank < NO_RANK
            if is_title and excluded is not None and piece.rank <= excluded:
                excluded = None
            preface = piece.rank == top < NO_RANK and _is_preface(piece.title)
            if is_title and excluded is None and (preface or is_outlook(piece)):
                excluded = piece.rank
        if excluded is None:
            kept.append(piece)
    return kept


def _is_preface(title: str) -> bool:
    return bool(_PREFACE.search(title)) and not _REPORT.search(title) and len(title) <= _MAX_TITLE
