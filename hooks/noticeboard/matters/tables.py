"""Tables of problems: those whose header has a column of problems and one of the rectification."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from noticeboard.matters.findings import is_area, is_measure
from noticeboard.matters.lines import Table

_PROBLEM = re.compile(
    r"(?:巡察|主要|具体|存在的?|反馈的?|发现的?|突出)*问题(?:描述|内容|表现|清单|事项|具体表现)?"
)
_MEASURES = re.compile(r"整改(?!时限|期限|责任|目标|状态|进度|结果|结论|率|数)")
_STATE = re.compile(
    r"(?:整改|完成|当前|目前)*(?:状态|进度|结论|结果)|(?:是否)?(?:已)?完成(?:情况)?"
)
_TOTAL = re.compile(r"(?:合|总|小)\s*计")
_NO_WORDS = re.compile(r"[\d\W_]*")
_MIN_PROBLEM = 4


class Row(NamedTuple):
    """A row that states a problem; `state` is the cell of the column of states."""

    problem: str
    measures: tuple[str, ...]
    state: str


def read_rows(table: Table) -> Iterator[Row]:
    """Yield the rows that state a problem; none unless the header says that they do."""
    names = [re.sub(r"\s", "", name) for name in table.header]
    problem = next((i for i, name in enumerate(names) if _PROBLEM.fullmatch(name)), None)
    measures = [i for i, name in enumerate(names) if _MEASURES.search(name) and i != problem]
    state = next((i for i, name in enumerate(names) if _STATE.fullmatch(name)), None)
    if problem is None or not any("整改" in name for name in names):
        return
    for row in table.rows:
        cells = dict(enumerate(row))
        text = cells.get(problem, "").strip(" 。；")
        if _is_problem(text):
            done = tuple(filter(None, (cells.get(index, "") for index in measures)))
            yield Row(text, done, cells.get(state, "").strip() if state is not None else "")


def _is_problem(text: str) -> bool:
    if len(text) < _MIN_PROBLEM or _TOTAL.match(text) or _NO_WORDS.fullmatch(text):
        return False
    return not is_area(text) and not is_measure(text)
