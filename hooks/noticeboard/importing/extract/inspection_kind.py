"""The kind of the inspection: 常规, 专项 and so on next to 巡察 or 巡视.

The input is normalized text whose dates are masked with ▪.
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons, missing
from noticeboard.importing.extract.sentences import sentence_around
from noticeboard.model.vocabularies import KINDS

_WORD = "|".join(KINDS)
_QUOTE = r"[“\"「”」]?"
_KIND = rf"(?:{_QUOTE}(?:{_WORD})(?:式|性)?{_QUOTE}[+、和及]?)"
_NAME = re.compile(
    rf"(?P<kind>{_KIND}{{0,4}})(?:的)?(?:政治)?(?P<word>巡[察视])(?:工作)?(?P<again>{_QUOTE}回头看{_QUOTE})?"
)
_CARRIED_OUT = re.compile(
    rf"(?:开展|进行|实施|接受|完成|作|做)[^,。;▪]{{0,24}}?(?={_KIND}{{1,4}}(?:的)?(?:政治)?巡[察视]|巡[察视](?:工作)?{_QUOTE}回头看|{_QUOTE}回头看{_QUOTE})"
)
# 进行了巡察，并延伸巡察了3个村: what else was visited is no kind of the inspection.
_IN_ADDITION = re.compile(r"(?:并|同步|同时|还)[^。;]{0,40}$")
_BACK_ONLY = re.compile(rf"{_QUOTE}回头看{_QUOTE}(?=,|。|;|▪|并|以及|工作|$)")


def extract_kind(text: str, title: str = "") -> ExtractedField:
    """Extract `inspection.kind`.

    A kind that is carried out (开展了常规巡察) precedes one that is only named; the text precedes
    the title. The kind is optional. Another kind in the same sentence makes it unsure.
    """
    for source in (text, title):
        matches = [match for match in _NAME.finditer(source) if _is_kind(match)]
        carried_out = [_NAME.match(source, match.end()) for match in _CARRIED_OUT.finditer(source)]
        done = [match for match in carried_out if match and _is_kind(match)]
        # Prefer what the group did to what a higher body ordered.
        by_group = [
            match for match in done or matches if "组" in _clause_before(source, match.start())
        ]
        chosen = next(iter(by_group or done or matches), None)
        if chosen:
            return _kind(chosen, matches, source)
        back = next(
            (m for c in _CARRIED_OUT.finditer(source) if (m := _BACK_ONLY.match(source, c.end()))),
            None,
        )
        if back:
            word = "巡视" if "巡视" in source[: back.start()] and "巡察" not in source else "巡察"
            return extracted(
                "inspection.kind", f"{word}“回头看”", sentence=sentence_around(source, *back.span())
            )
    return missing("inspection.kind", "原文没有写明巡察方式，可以留空")


def _is_kind(match: re.Match[str]) -> bool:
    """Return whether a match names a kind of the inspection itself."""
    extends = re.sub(_QUOTE, "", match["kind"]) == "延伸" and not match["again"]
    is_addition = extends and _IN_ADDITION.search(_clause_before(match.string, match.start()))
    return bool(match["kind"] or match["again"]) and not is_addition


def _clause_before(text: str, offset: int) -> str:
    """Return the part of the sentence before an offset, at most 80 characters."""
    return re.split(r"[。;\n]", text[max(0, offset - 80) : offset])[-1]


def _kind(match: re.Match[str], matches: list[re.Match[str]], text: str) -> ExtractedField:
    kind = match["kind"]
    if kind.count("”") > kind.count("“"):
        # “巡审联动”常规巡察: the quotation ends with a word that is no kind by itself.
        kind = kind.rpartition("”")[2]
    words = re.findall(_WORD, kind)
    value = "".join(words) + match["word"] + ("“回头看”" if match["again"] else "")
    sentence = sentence_around(text, *match.span())
    used = {*words, *(["回头看"] if match["again"] else [])}
    several = len(words) > 1 and re.search(r"[+、和及]", kind)
    others = [
        other[0]
        for other in matches
        if other[0] in sentence and not used.issuperset(re.findall(_WORD, other[0]))
    ]
    reason = join_reasons(
        "原文并列写了几种巡察方式" if several else "",
        f"同一句里还写了“{others[0]}”" if others else "",
    )
    return extracted("inspection.kind", value, reason, sentence)
