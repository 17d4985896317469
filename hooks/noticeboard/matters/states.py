"""The states that a unit states of a matter: in a label, after the heading, or of 该问题."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from noticeboard.matters.ledger import State, Statement

_ALREADY = r"(?:已经?|均|都|全部|现|目前|也)*"
_FORMS: tuple[tuple[State, str], ...] = (
    ("未完成", r"(?:尚|还|仍)?未(?:全部|完全|全面)?(?:整改)?(?:完成|到位|办结|销号)(?:整改)?"),
    ("基本完成", rf"{_ALREADY}基本(?:整改)?(?:完成|到位)(?:整改)?"),
    ("阶段性完成", rf"{_ALREADY}(?:取得)?(?:阶段性(?:整改)?完成|完成阶段性)(?:整改)?(?:任务)?"),
    ("正在整改", r"(?:正在|正)(?:持续|抓紧|有序|积极|稳步)?(?:整改|推进|落实)(?:整改)?(?:中|之中)?|(?:持续)?(?:整改|推进)中"),
    ("长期坚持", r"(?:需要?|须|并|将)?(?:长期|持续)坚持(?:整改)?"),
    ("已完成", r"(?:已经?|均|都|全部|现|目前)+(?:整改)?(?:完成|完毕|到位|办结|销号)(?:整改)?"),
)  # fmt: skip
# In a label nothing else precedes the state, so that it needs no 已.
_BARE = re.compile(r"(?:整改)?(?:完成|完毕|到位|办结|销号)(?:整改)?|已整改")
_ANY = "|".join(f"(?:{form})" for _, form in _FORMS)
_END = r"(?=\s*(?:[。；，,;）)】\]]|$))"
_STATE_LABEL = re.compile(
    r"(?:整改|完成|当前|目前)*(?:状态|进度|结论|结果)\s*[：:]\s*(?P<words>[^。；，,;（(\n]{1,16})"
)
_SITUATION = re.compile(
    rf"(?:整改|完成|整改完成|落实)情况\s*[：:]\s*(?P<words>{_ANY}|{_BARE.pattern}){_END}"
)
_BRACKET = re.compile(
    rf"\s*[（(【\[]\s*(?:整改)?(?:状态|进度)?\s*[：:]?\s*(?P<words>{_ANY}|{_BARE.pattern})\s*[）)】\]]"
)
_THIS = re.compile(
    rf"(?:该|此|以上|上述|本|这)(?:一)?(?:项|条|个|类|些|几个)?(?:具体)?问题(?:整改)?(?P<words>{_ALREADY}(?:{_ANY})){_END}"
)
_AND = re.compile(rf"\s*[，,]?\s*(?:并|且|需|将)*(?P<words>(?:长期|持续)坚持){_END}")


def read_statements(after_problem: str, lines: Iterable[str]) -> tuple[Statement, ...]:
    """Return the stated states of a matter: `after_problem` is the rest of its first line."""
    statements = dict.fromkeys(_statements(after_problem, lines))
    return tuple(statements)


def without_bracket(after_problem: str) -> str:
    """Return the rest of a matter's first line without the state in brackets."""
    bracket = _BRACKET.match(after_problem)
    return after_problem[bracket.end() :].strip() if bracket else after_problem


def classify(words: str) -> State:
    """Return the state that the words of a label or of a table's cell name."""
    words = words.strip()
    for state, form in _FORMS:
        if re.fullmatch(form, words):
            return state
    return "已完成" if _BARE.fullmatch(words) else "其他写法"


def _statements(after_problem: str, lines: Iterable[str]) -> Iterator[Statement]:
    if bracket := _BRACKET.match(after_problem):
        yield Statement(classify(bracket["words"]), bracket["words"])
    for line in (after_problem, *lines):
        for pattern in (_STATE_LABEL, _SITUATION, _THIS):
            for match in pattern.finditer(line):
                words = match["words"].strip()
                yield Statement(classify(words), words)
                if also := _AND.match(line, match.end()):
                    yield Statement("长期坚持", also["words"])
