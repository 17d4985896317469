"""The ledger of a notice: its matters in the notice's own words."""

from __future__ import annotations

from typing import Literal, NamedTuple

State = Literal["已完成", "基本完成", "阶段性完成", "正在整改", "未完成", "长期坚持", "其他写法"]
STATES: tuple[State, ...] = (
    "已完成", "基本完成", "阶段性完成", "正在整改", "未完成", "长期坚持", "其他写法",
)  # fmt: skip
NO_STATE = "文中没有逐项写明"
"""What is shown of a matter without a stated state."""

FigureKind = Literal["sum", "count"]


class Statement(NamedTuple):
    """A state that the unit states of a matter, and its own words for it."""

    state: State
    words: str


class Figure(NamedTuple):
    """A sum of money or a count as it is written, and the sentence that holds it."""

    kind: FigureKind
    text: str
    sentence: str


class Matter(NamedTuple):
    """A problem as the notice states it, with what it states of the rectification.

    `id` is `z-` and eight digits made of the problem's words; `place` is the address of its paragraph
    on the notice's page, empty for a row of a table; `measures` are lines.
    """

    id: str
    place: str
    problem: str
    measures: tuple[str, ...]
    statements: tuple[Statement, ...]
    figures: tuple[Figure, ...]

    @property
    def states(self) -> tuple[State, ...]:
        """The stated states, each once."""
        return tuple(dict.fromkeys(statement.state for statement in self.statements))

    @property
    def sums(self) -> tuple[Figure, ...]:
        """The sums of money."""
        return tuple(figure for figure in self.figures if figure.kind == "sum")


class Ledger(NamedTuple):
    """The matters of a notice in the order of its text.

    `stated` is the number of problems that the text states, None where it states none or several.
    """

    matters: tuple[Matter, ...]
    stated: int | None = None


EMPTY = Ledger(())
