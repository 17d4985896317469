"""The counts of the rectification, only where the text states them.

Works on comparable text (see `plain`).
"""

from __future__ import annotations

import re

from noticeboard.importing.extract.dates import find_dates, sentences
from noticeboard.importing.extract.finding import Finding, stated
from noticeboard.text.numerals import NUMBER, read_number

_N = rf"(?P<n>{NUMBER})"
_UNIT = r"(?:个|项|条)"
_KINDS = r"(?:具体|主要|突出|共性|个性|方面的?|反馈|巡察|整改|的)*"
_DONE = r"(?:完成整改|整改完成|整改到位|完成|办结|销号|整改|落实|解决)"
_FORMS = {
    "problems": (
        rf"(?:反馈|指出|提出|梳理|认领|涉及|分解|发现)[^。;]{{0,40}}?{_N}{_UNIT}{_KINDS}问题",
        rf"(?:反馈|巡察|整改)[^。;,]{{0,20}}?问题(?:清单|共|共计|合计|总数|为|:|的)*{_N}(?:{_UNIT}|(?=[,。;、]))",
        rf"(?:反馈|指出|巡察)[^。;]{{0,20}}?\d+个方面[^。;]{{0,6}}?{_N}{_UNIT}{_KINDS}问题",
    ),
    "rectified": (
        rf"(?:其中,?)?{_N}{_UNIT}{_KINDS}(?:问题)?(?:(?:均|都|全部|现|目前|已经?)+{_DONE}|完成整改|整改完成|整改到位|办结|销号)(?!率)",
        rf"(?:已经?|现已|目前|均已|全部)(?:基本)?{_DONE}(?:了)?(?:整改)?(?:的)?(?:问题)?(?:任务)?(?:数|共|:|为)*{_N}{_UNIT}(?!(?:制度|措施))",
        rf"(?:完成整改|整改完成|整改到位|已整改|完成|办结|销号)(?:了)?(?:的)?(?:问题)?(?:数|:|为)*{_N}(?:{_UNIT}|(?=[,。;、(]))(?!(?:制度|措施|整改措施))",
    ),
    "ongoing": (
        rf"{_N}{_UNIT}{_KINDS}(?:问题)?(?:仍|还|尚|均|需|要|已)*(?:正在|持续|长期|推进|未完成|未整改|基本完成|阶段性)",
        rf"(?:正在整改|正在推进|持续整改|持续推进|长期整改|长期坚持|尚未完成|未完成|整改中|正在)(?:的)?(?:整改)?(?:问题)?(?:数|:|为|有)*{_N}(?:{_UNIT}|(?=[,。;、(]))",
    ),
    "measures": (
        rf"(?:制定|细化|提出|明确|采取|形成|研究)[^。;,]{{0,16}}?(?:措施|举措)(?:共|:)?{_N}{_UNIT}",
        rf"(?:制定|细化|提出|明确|采取|形成|研究|完善|分解)[^。;]{{0,16}}?{_N}{_UNIT}(?:具体|整改|针对性|工作|的)*(?:措施|举措)",
    ),
}
_AS_OF = re.compile(r"截[至止]到?(?:目前)?")
_SUBJECT = re.compile(r"反馈|巡察|整改")
_PART_ONLY = re.compile(r"(?:立行立改|线索|信访|选人用人|专项检查|移交)")


def progress_findings(text: str) -> list[Finding]:
    """`progress.…`: each count once; unsure when the text gives several or they contradict."""
    read = {field: _counts(text, forms) for field, forms in _FORMS.items()}
    values = {field: counts[0][0] for field, counts in read.items() if counts}
    wrong = _contradiction(values)
    findings = [_as_of(text, read)] if any(read.values()) else []
    for field, counts in read.items():
        if counts:
            different = {count for count, _ in counts}
            why = (
                f"文中还有别的数字：{'、'.join(map(str, sorted(different)))}"
                if len(different) > 1
                else ""
            )
            why = "；".join(filter(None, [why, wrong if field != "measures" else ""]))
            findings.append(stated(f"progress.{field}", str(counts[0][0]), why, counts[0][1]))
    return findings


def _counts(text: str, forms: tuple[str, ...]) -> list[tuple[int, str]]:
    """(count, sentence) of each place where one of the forms fits, in the text's order."""
    counts: list[tuple[int, int, str]] = []
    for start, end in sentences(text):
        sentence = text[start:end]
        if (
            not _SUBJECT.search(sentence)
            or _PART_ONLY.search(sentence)
            or ("问题" not in sentence and "措施" not in sentence)
        ):
            continue
        for form in forms:
            for match in re.finditer(form, sentence):
                value = read_number(match["n"])
                whole = sentence[max(0, match.start("n") - 1) : match.start("n")]
                if value is not None and whole not in {"第", "."} and not whole.isdigit():
                    counts.append((start + match.start("n"), value, sentence[:120]))
    unique = {at: (value, sentence) for at, value, sentence in sorted(counts, reverse=True)}
    return [unique[at] for at in sorted(unique)]


def _contradiction(values: dict[str, int]) -> str:
    problems, done, ongoing = (values.get(field) for field in ("problems", "rectified", "ongoing"))
    if problems is None or done is None:
        return ""
    if done > problems:
        return f"完成数{done}大于问题数{problems}"
    if ongoing is not None and done + ongoing != problems:
        return f"问题{problems}不等于完成{done}加正在整改{ongoing}"
    return ""


def _as_of(text: str, read: dict[str, list[tuple[int, str]]]) -> Finding:
    """`progress.as_of`: the date behind 截至 in a sentence that gives a count."""
    giving = {sentence for counts in read.values() for _, sentence in counts}
    spans = find_dates(text)
    for mark in _AS_OF.finditer(text):
        near = [span for span in spans if 0 <= span.start - mark.end() <= 1 and span.date]
        if near and any(text[mark.start() : mark.end() + 8] in sentence for sentence in giving):
            return stated(
                "progress.as_of",
                str(near[0].date),
                near[0].why if not near[0].year_typed else "",
                text[mark.start() : mark.start() + 40],
            )
    return stated("progress.as_of", "", "")
