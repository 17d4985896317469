"""Figures that contradict each other, in the metadata and in the text."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.notice import Notice
from noticeboard.model.problems import Severity
from noticeboard.rules.base import Finding, OwnRule, TextFinding, TextRule
from noticeboard.text.numerals import write_number

_COUNT = r"(\d{1,5})\s*(?:个|项|条|件)"
_GAP = r"[^\d，,。；;、\n]{0,8}?"
_TOTAL = re.compile(
    rf"(?<!\d){_COUNT}(?:具体|反馈|整改)?(?:问题|任务|事项)(?!已|均|完|正|尚)"
    rf"|(?:问题|任务|事项)(?:总数|共计?|有)?{_COUNT}(?!方面)"
)
_DONE = re.compile(
    rf"(?:(?<!未)完成(?:整改)?|整改完成|已整改|已?整改到位|已?办结|已?销号){_GAP}{_COUNT}"
    rf"|{_COUNT}(?:问题)?(?:已|均已)(?:全部|经)?(?:完成|整改|办结|销号)"
)
_ONGOING = re.compile(
    rf"(?:正在(?:推进|持续|抓紧)?(?:整改)?|(?:尚)?未完成(?:整改)?|推进中){_GAP}{_COUNT}"
    rf"|{_COUNT}(?:问题)?(?:正在|尚未|未完成)"
)
_NUMBER = re.compile(r"\d+")
_RATE = re.compile(r"(?:完成率|整改率|办结率|销号率)[^\d，,。；;\n]{0,6}(\d+(?:\.\d+)?)\s*[%％]")
# A rate may be rounded or cut to whole percents.
_TOLERANCE = 1.0
_SETTLED = re.compile("完成|整改到位|已整改|办结|销号|整改率")
_PHONE_WORD = re.compile(r"电\s*话|热线|联系方式")
_PHONE = re.compile(
    r"(?<![\d.-])(?:\(?0\d{2,3}\)?[ -]?)?([2-9]\d{2,3}[ -]?\d{4})(?![\d.年])(?!\s*[元万个件])"
)
_WIDE = str.maketrans("０１２３４５６７８９－–—−（）", "0123456789----()")
_NEAR = 60
_CONTACT_LINES = 12


def progress_sum(notice: Notice) -> Iterator[Finding]:
    """整改进度里，问题总数等于已完成与正在整改之和。"""
    progress = notice.progress
    if not progress or progress.problems is None:
        return
    parts = [n for n in (progress.rectified, progress.ongoing) if n is not None]
    total = sum(parts)
    if total > progress.problems or (len(parts) == 2 and total != progress.problems):
        said = " + ".join(map(str, parts))
        message = f"问题总数 {progress.problems} 与已完成、正在整改的个数（{said}）对不上"
        yield Finding(("progress", "problems"), message, "对照通报原文核对这几个数字")


def progress_in_text(notice: Notice) -> Iterator[Finding]:
    """整改进度里的数字要能在正文里找到。"""
    if not notice.progress or not notice.body.strip():
        return
    for name in ("problems", "rectified", "ongoing", "measures"):
        count = getattr(notice.progress, name)
        if count and not _says(notice.body, count):
            message = f"正文里没有提到 {count} 这个数"
            remedy = "对照通报原文核对；原文没有写的数字不填"
            yield Finding(("progress", name), message, remedy, "warning")


def _says(text: str, count: int) -> bool:
    if re.search(rf"(?<![\d.]){count}(?![\d.]*\d)", text):
        return True
    return count < 100 and (write_number(count) if count else "零") in text


def phone_in_metadata(notice: Notice) -> Iterator[Finding]:
    """正文末尾的联系电话要与元数据 contact 里的相同，除非核实日期晚于公布日期。"""
    if notice.contact_is_newer:
        return
    known = {phone.dialled.local for phone in notice.contact.phones}
    lines = notice.body.rstrip().split("\n")
    for number, line in enumerate(lines, notice.body_line):
        # Further up, what was put right may name other telephones.
        at_end = number - notice.body_line >= len(lines) - _CONTACT_LINES
        # Plain words are found far faster than a choice of them.
        named = "话" in line or "热线" in line or "联系方式" in line
        word = _PHONE_WORD.search(line) if named else None
        if not word:
            continue
        folded = line.translate(_WIDE)
        for found in _PHONE.finditer(folded, word.end(), word.end() + _NEAR):
            local = re.sub(r"\D", "", found[1])
            if (
                local not in known
                and "传真" not in folded[max(found.start() - 8, 0) : found.start()]
            ):
                message = f"正文里的电话 {found[0]} 与 contact 里的不同"
                remedy = "对照通报原文核对；两处要一致，有几个号码就在 contact.phones 里写几项"
                severity: Severity = "error" if at_end else "warning"
                yield Finding((), message, remedy, severity, number, found.start() + 1)


def figures_in_text(text: str) -> Iterator[TextFinding]:
    """同一句话里的问题总数、完成数、正在整改数和完成率不互相矛盾。"""
    for number, line in enumerate(text.split("\n")):
        if not _SETTLED.search(line):
            continue
        start = 0
        for sentence in re.split(r"(?<=[。！？])", line):
            # Where there is one number at most, only a rate can be wrong.
            numbers = len(_NUMBER.findall(sentence)) if _SETTLED.search(sentence) else 0
            found = _contradictions(sentence) if numbers > 1 or "率" in sentence else ()
            for column, message in found:
                remedy = "对照通报原文核对；原文如此的，请告诉起草单位，正文照原文不改"
                yield TextFinding(number, start + column, message, remedy, "warning")
            start += len(sentence)


def _contradictions(sentence: str) -> Iterator[tuple[int, str]]:
    rate = _RATE.search(sentence)
    if rate and float(rate[1]) > 100:
        yield rate.start(1), f"{rate[0]}超过了 100%"
    total = _first_count(_TOTAL, sentence)
    done = _only_count(_DONE, sentence) if total else None
    if not total or not done:
        return
    (place, whole), part = total, done[1]
    ongoing = _only_count(_ONGOING, sentence)
    if part > whole:
        yield done[0], f"完成 {part} 个，多于问题总数 {whole} 个"
    elif ongoing and part + ongoing[1] != whole:
        said = f"完成 {part} 个、正在整改 {ongoing[1]} 个，合计不是 {whole} 个"
        yield place, said
    if rate and whole and abs(float(rate[1]) - 100 * part / whole) > _TOLERANCE:
        share = 100 * part / whole
        yield rate.start(1), f"{rate[0]}，而 {whole} 个里完成 {part} 个是 {share:.1f}%"


def _first_count(form: re.Pattern[str], sentence: str) -> tuple[int, int] | None:
    found = form.search(sentence)
    return (found.start(), _number(found)) if found else None


def _only_count(form: re.Pattern[str], sentence: str) -> tuple[int, int] | None:
    """Where a sentence counts twice it may mean different things: no answer."""
    found = list(form.finditer(sentence))
    return (found[0].start(), _number(found[0])) if len(found) == 1 else None


def _number(found: re.Match[str]) -> int:
    return int(next(group for group in found.groups() if group))


NOTICE_FIGURES: tuple[OwnRule, ...] = (progress_sum, progress_in_text, phone_in_metadata)
TEXT_FIGURES: tuple[TextRule, ...] = (figures_in_text,)
