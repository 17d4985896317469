"""Counts of the rectification, only where normalized text states them."""

from __future__ import annotations

import re

from noticeboard.importing.extract.dates import find_dates
from noticeboard.importing.extract.field import ExtractedField, extracted, join_reasons
from noticeboard.importing.extract.sentences import sentence_spans
from noticeboard.text.numerals import NUMBER, parse_number

_N = rf"(?P<n>{NUMBER})"
_UNIT = r"(?:个|项|条)"
_N_AFTER = rf"{NUMBER}{_UNIT}"
_KINDS = r"(?:具体|主要|突出|共性|个性|方面的?|反馈|巡察|整改|的)*"
_DONE = r"(?:完成整改|整改完成|整改到位|完成|办结|销号|整改|落实|解决)"
_PATTERNS = {
    "problems": (
        rf"(?:反馈|指出|提出|梳理|认领|涉及|分解|发现)[^。;]{{0,40}}?{_N}{_UNIT}{_KINDS}问题",
        rf"(?:反馈|巡察|整改)[^。;,]{{0,20}}?问题(?:清单|共|共计|合计|总数|为|:|的)*{_N}(?:{_UNIT}|(?=[,。;、]))",
        rf"(?:反馈|指出|巡察)[^。;]{{0,20}}?\d+个方面[^。;]{{0,6}}?{_N}{_UNIT}{_KINDS}问题",
    ),
    "rectified": (
        rf"(?:其中,?)?{_N}{_UNIT}{_KINDS}(?:问题)?(?>(?:均|都|全部|现|目前|已经?)+{_DONE}|完成整改|整改完成|整改到位|办结|销号)(?!率|了?{_N_AFTER})",
        rf"(?<!基本)(?<!阶段性)(?:已经?|现已|目前|均已|全部){_DONE}(?:了)?(?:整改)?(?:的)?(?:问题)?(?:任务)?(?:数|共|:|为)*{_N}{_UNIT}(?!(?:制度|措施))",
        rf"(?<!基本)(?<!阶段性)(?<!尚未)(?<!未)(?<!部分)(?:完成整改|整改完成|整改到位|已整改|完成|办结|销号)(?:了)?(?:的)?(?:问题)?(?:数|:|为)*{_N}(?:{_UNIT}|(?=[,。;、(]))(?!(?:制度|措施|整改措施))",
    ),
    "ongoing": (
        rf"{_N}{_UNIT}{_KINDS}(?:问题)?(?:仍|还|尚|均|需|要|已)*(?:正(?:在|按计划|有序|加快|稳步|抓紧)|持续推进|推进|未完成|未整改)",
        rf"(?:正在整改|正在推进|持续推进|尚未完成|未完成|整改中|正在)(?:的)?(?:整改)?(?:问题)?(?:数|:|为|有)*{_N}(?:{_UNIT}|(?=[,。;、(]))",
    ),
    "partly": (
        rf"{_N}{_UNIT}{_KINDS}(?:问题)?(?:已|均|现|目前)*(?:基本完成|基本整改|阶段性(?:完成|整改)|取得阶段性|部分完成|基本到位)",
        rf"(?:完成阶段性(?:整改)?(?:任务|目标)?|基本完成(?:整改)?|基本整改(?!完成|到位)|阶段性完成(?:整改)?|基本(?:整改)?到位|(?:基本|阶段性)整改完成|部分完成)(?:的)?(?:问题)?(?:数|:|为|有)*{_N}(?:{_UNIT}|(?=[,。;、(]))",
    ),
    "long_term": (
        rf"{_N}{_UNIT}{_KINDS}(?:问题)?(?:需|需要|要|已|均|属于|列为|列入|转入|作为|为)*(?:长期|持续(?:坚持|整改)|常抓|常态化)",
        rf"(?:长期坚持|长期整改|长期推进|持续坚持|持续整改|需长期坚持)(?:的|类)?(?:整改)?(?:问题|任务)?(?:数|:|为|有)*{_N}(?:{_UNIT}|(?=[,。;、(]))",
    ),
    "measures": (
        rf"(?:制定|细化|提出|明确|采取|形成|研究)[^。;,]{{0,16}}?(?:措施|举措)(?:共|:)?{_N}{_UNIT}",
        rf"(?:制定|细化|提出|明确|采取|形成|研究|完善|分解)[^。;]{{0,16}}?{_N}{_UNIT}(?:具体|整改|针对性|工作|的)*(?:措施|举措)",
    ),
}
_OTHER_STATES = {"partly": "基本完成", "ongoing": "正在整改", "long_term": "长期坚持"}
# After the sentence about the problems: 截至目前，已完成17个。
_CONTINUES = re.compile("截[至止]|目前|现已|其中|已")
_AS_OF = re.compile(r"截[至止]到?(?:目前)?")
_SUBJECT = re.compile(r"反馈|巡察|整改")
_SUBSET = "(?:立行立改|线索|信访|选人用人|专项检查|移交)"
_SUBSET_CLAUSE = re.compile(rf"[^;。]*{_SUBSET}[^;。]*")


def extract_progress(text: str) -> list[ExtractedField]:
    """Extract the `progress.…` fields; those with several or contradictory counts are unsure."""
    counts = {key: _find_counts(text, patterns) for key, patterns in _PATTERNS.items()}
    contradiction = _contradiction({key: pairs[0][0] for key, pairs in counts.items() if pairs})
    fields = [_as_of(text, counts)] if any(counts.values()) else []
    for key, pairs in counts.items():
        if not pairs:
            continue
        different = sorted({count for count, _ in pairs})
        others = f"文中还有别的数字：{'、'.join(map(str, different))}" if len(different) > 1 else ""
        reason = join_reasons(others, contradiction if key != "measures" else "")
        count, sentence = pairs[0]
        fields.append(extracted(f"progress.{key}", str(count), reason, sentence))
    return fields


def _find_counts(text: str, patterns: tuple[str, ...]) -> list[tuple[int, str]]:
    """Return (count, sentence) of each place where a pattern matches, in order."""
    counts: dict[int, tuple[int, str]] = {}
    continues = False
    for start, end in sentence_spans(text):
        sentence = _SUBSET_CLAUSE.sub(lambda m: "▪" * len(m[0]), text[start:end])
        continues = _states_counts(sentence) or (continues and bool(_CONTINUES.match(sentence)))
        if not continues:
            continue
        for pattern in patterns:
            for match in re.finditer(pattern, sentence):
                offset = match.start("n")
                count = parse_number(match["n"])
                before = sentence[max(0, offset - 1) : offset]
                if count is not None and before not in {"第", "."} and not before.isdigit():
                    pair = (count, sentence[:120])
                    counts[start + offset] = min(pair, counts.get(start + offset, pair))
    return [counts[offset] for offset in sorted(counts)]


def _states_counts(sentence: str) -> bool:
    return _SUBJECT.search(sentence) is not None and ("问题" in sentence or "措施" in sentence)


def _contradiction(counts: dict[str, int]) -> str:
    """Return a Chinese phrase on counts that contradict each other, or an empty text."""
    problems, rectified = counts.get("problems"), counts.get("rectified")
    if problems is None or rectified is None:
        return ""
    if rectified > problems:
        return f"完成数{rectified}大于问题数{problems}"
    others = [(name, counts[key]) for key, name in _OTHER_STATES.items() if key in counts]
    if others and rectified + sum(count for _, count in others) != problems:
        added = "".join(f"加{name}{count}" for name, count in others)
        return f"问题{problems}不等于完成{rectified}{added}"
    return ""


def _as_of(text: str, counts: dict[str, list[tuple[int, str]]]) -> ExtractedField:
    """Extract `progress.as_of`: the date after 截至 in a sentence that states a count."""
    sentences = {sentence for pairs in counts.values() for _, sentence in pairs}
    spans = find_dates(text)
    for mark in _AS_OF.finditer(text):
        dates = [span for span in spans if 0 <= span.start - mark.end() <= 1 and span.date]
        beginning = text[mark.start() : mark.end() + 8]
        if dates and any(beginning in sentence for sentence in sentences):
            reason = "" if dates[0].year_stated else dates[0].reason
            sentence = text[mark.start() : mark.start() + 40]
            return extracted("progress.as_of", str(dates[0].date), reason, sentence)
    return extracted("progress.as_of", "")
