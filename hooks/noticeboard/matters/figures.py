"""Sums of money and counts as a text writes them, without thresholds, titles and dates."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from noticeboard.matters.ledger import Figure, FigureKind

_DIGITS = r"(?<![\d.,+＋第\-—～~])\d+(?:[,，]\d{3})*(?:\.\d+)?"
_ABOUT = r"\s*(?:余|多|来)?\s*"
_SUM = re.compile(
    rf"(?:{_DIGITS}{_ABOUT}(?:亿|千万|百万|十万|万|千|百)?{_ABOUT}元"
    rf"|(?<![一二三四五六七八九十百千万第])[一二两三四五六七八九十百千零〇]+(?:余|多)?[百千万亿]+(?:余|多)?元)"
    r"(?!化|素|旦|月|件|老|首|钱|/|／|每)"
)
_UNITS = (
    "人次|场次|家次|户次|平方米|立方米|公顷|公里|千米|人|名|个|项|条|份|件|篇|期|场|处|家|户|台|套|宗|起|次|例|批|册|本"
    "|间|亩|米|吨|轮|笔|张|块|座|辆|只|支|部|所|栋|盏|株|棵"
)
_COUNT = re.compile(rf"{_DIGITS}{_ABOUT}(?:{_UNITS})(?!月|工作日|季度|小时|星期|/|／)")
_TITLE = re.compile(r"《[^《》]*》|〔[^〕]*〕")
_BEFORE_THRESHOLD = re.compile(
    r"(?:超过|超出|大于|小于|等于|高于|低于|多于|少于|不超|不足|不满|至少|至多|最多|最低|最高|最少|限额|[≥≤><＞＜]"
    r"|每.{0,5})[^，。；、]{0,3}$"
)
_AFTER_THRESHOLD = re.compile(
    r"\s*[（(]?[含]?[)）]?\s*(?:及|或)?(?:以上|以下|以内|之内|以外|标准|限额|起步)"
)
_SENTENCE = re.compile(r"[^。！？；;\n]+[。！？；;]?")
_LOOK_BACK = 12


def read_figures(texts: Iterable[str]) -> tuple[Figure, ...]:
    """Return the sums and counts of the texts, each with its sentence, in order."""
    return tuple(figure for text in texts for figure in _figures(text))


def _figures(text: str) -> Iterator[Figure]:
    for sentence in _SENTENCE.finditer(text):
        shown = sentence[0].strip()
        searched = _TITLE.sub(lambda title: "　" * len(title[0]), shown)
        matches: list[tuple[int, FigureKind, re.Match[str]]] = []
        matches += ((match.start(), "sum", match) for match in _SUM.finditer(searched))
        matches += ((match.start(), "count", match) for match in _COUNT.finditer(searched))
        for _, kind, match in sorted(matches, key=lambda entry: entry[0]):
            if not _is_threshold(searched, match):
                yield Figure(kind, match[0].strip(), shown)


def _is_threshold(sentence: str, match: re.Match[str]) -> bool:
    before = sentence[max(0, match.start() - _LOOK_BACK) : match.start()]
    return bool(_BEFORE_THRESHOLD.search(before) or _AFTER_THRESHOLD.match(sentence, match.end()))
