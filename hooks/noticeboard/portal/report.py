"""The report of a harvest for the operator's terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from noticeboard.portal.harvest import Result


def report_lines(result: Result) -> Iterator[str]:
    """Yield a line on a member, and one for each fault."""
    board = result.board
    state = "没有收全" if board.faults else "完成"
    news = [f"新收 {result.added} 篇"] if result.added else []
    news += [f"改动 {result.changed} 篇"] if result.changed else []
    yield f"{state}  {board.name}（{board.id}）：{'，'.join([*news, f'共 {board.total} 篇'])}"
    for fault in board.faults:
        yield f"    {fault}"
    for notice in result.gone:
        yield f"    {notice} 已由这个公开栏撤下，这里也不再公布"


def summary(results: Sequence[Result], into: Path, left: Sequence[str]) -> Iterator[str]:
    """Yield the lines after those of all members; `left` are folders of boards that are no longer members."""
    failed = sum(bool(result.board.faults) for result in results)
    total = sum(result.board.total for result in results)
    end = f"{failed} 个没有收全，它们以前收的都还在" if failed else "全部完成"
    yield f"共 {len(results)} 个公开栏，{total} 篇通报；{end}"
    if left:
        yield f"不再是成员，不会出现在网站上：{'、'.join(left)}（可以删去 {into} 里的这些文件夹）"
    yield f"下一步：NOTICES_DIR={into} make site"
