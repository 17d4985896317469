"""Rules about figures that contradict each other, in the front matter and in the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.notice import Notice
from noticeboard.model.problems import Severity
from noticeboard.rules.base import AS_WRITTEN, Finding, NoticeRule, TextFinding, TextRule
from noticeboard.text.numerals import format_number
from noticeboard.text.phones import parse_phone

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
_ANY_COUNT = re.compile(_COUNT)
_MAX_COUNTS = 12
_NUMBER = re.compile(r"\d+")
_RATE = re.compile(r"(?:完成率|整改率|办结率|销号率)[^\d，,。；;\n]{0,6}(\d+(?:\.\d+)?)\s*[%％]")
# Rates are published rounded or truncated to whole per cents.
_RATE_TOLERANCE = 1.0
_COMPLETION = re.compile("完成|整改到位|已整改|办结|销号|整改率")
_PHONE_WORD = re.compile(r"电\s*话|热线|联系方式")
_PHONE = re.compile(
    r"(?<![\d.-])(?:\(?0\d{2,3}\)?[ -]?)?([2-9]\d{2,3}[ -]?\d{4})(?![\d.年])(?!\s*[元万个件])"
)
_WIDE = str.maketrans("０１２３４５６７８９－–—−（）", "0123456789----()")
_PHONE_DISTANCE = 60
_CONTACT_LINES = 12


def progress_sum(notice: Notice) -> Iterator[Finding]:
    """整改进度里，问题总数等于各种结果之和；这几个数正文里都这样写的，只是提醒。"""
    progress = notice.progress
    if not progress or progress.problems is None:
        return
    parts = progress.parts
    total = sum(parts.values())
    complete = {"已完成", "正在整改"} <= parts.keys()
    if total > progress.problems or (complete and total != progress.problems):
        terms = " + ".join(map(str, parts.values()))
        message = f"问题总数 {progress.problems} 与{'、'.join(parts)}的个数（{terms}）对不上"
        numbers = (progress.problems, *parts.values())
        in_text = all(_contains_number(notice.body, number) for number in numbers if number)
        help_text = "对照通报原文核对这几个数字"
        if in_text:
            help_text += f"；{AS_WRITTEN}"
        severity: Severity = "warning" if in_text else "error"
        yield Finding(("progress", "problems"), message, help_text, severity)


def progress_in_text(notice: Notice) -> Iterator[Finding]:
    """整改进度里的数字要能在正文里找到。"""
    if not notice.progress or not notice.body.strip():
        return
    for name in ("problems", "rectified", "partly", "ongoing", "long_term", "measures"):
        count = getattr(notice.progress, name)
        if count and not _contains_number(notice.body, count):
            message = f"正文里没有提到 {count} 这个数"
            help_text = "对照通报原文核对；原文没有写的数字不填"
            yield Finding(("progress", name), message, help_text, "warning")


def _contains_number(text: str, number: int) -> bool:
    if re.search(rf"(?<![\d.]){number}(?![\d.]*\d)", text):
        return True
    return number < 100 and (format_number(number) if number else "零") in text


def phone_in_metadata(notice: Notice) -> Iterator[Finding]:
    """正文末尾的联系电话要与元数据 contact 里的相同，除非核实日期晚于公布日期。"""
    if notice.contact_is_newer:
        return
    known = {phone.parsed.local for phone in notice.contact.phones}
    numbers = map(parse_phone, notice.contact.fax or ())
    known |= {number.local for number in numbers if number}
    lines = notice.body.rstrip().split("\n")
    for number, line in enumerate(lines, notice.body_line):
        # Above the last lines, a report of the rectification may name other telephones.
        is_contact = number - notice.body_line >= len(lines) - _CONTACT_LINES
        # Substring tests are far faster than a regular expression with alternatives.
        may_match = "话" in line or "热线" in line or "联系方式" in line
        word = _PHONE_WORD.search(line) if may_match else None
        if not word:
            continue
        folded = line.translate(_WIDE)
        for match in _PHONE.finditer(folded, word.end(), word.end() + _PHONE_DISTANCE):
            local = re.sub(r"\D", "", match[1])
            is_fax = "传真" in folded[max(match.start() - 8, 0) : match.start()]
            if local not in known and not is_fax:
                message = f"正文里的电话 {match[0]} 与 contact 里的不同"
                help_text = "对照通报原文核对；两处要一致，有几个号码就在 contact.phones 里写几项"
                severity: Severity = "error" if is_contact else "warning"
                yield Finding((), message, help_text, severity, number, match.start() + 1)


def figures_in_text(text: str) -> Iterator[TextFinding]:
    """同一句话里的问题总数、完成数、正在整改数和完成率不互相矛盾。"""
    for number, line in enumerate(text.split("\n")):
        if not _NUMBER.search(line) or not _COMPLETION.search(line):
            continue
        start = 0
        for sentence in re.split(r"(?<=[。！？])", line):
            # With fewer than two numbers, only a rate can be wrong.
            numbers = len(_NUMBER.findall(sentence)) if _COMPLETION.search(sentence) else 0
            matches = _contradictions(sentence) if numbers > 1 or "率" in sentence else ()
            for column, message in matches:
                help_text = f"对照通报原文核对；正文照原文不改；{AS_WRITTEN}"
                yield TextFinding(number, start + column, message, help_text, "warning")
            start += len(sentence)


def _contradictions(sentence: str) -> Iterator[tuple[int, str]]:
    """Yield the column, from 0, and the message of each contradiction."""
    rate = _RATE.search(sentence)
    if rate and float(rate[1]) > 100:
        yield rate.start(1), f"{rate[0]}超过了 100%"
    total = _first_count(_TOTAL, sentence)
    done = _only_count(_DONE, sentence) if total else None
    if not total or not done:
        return
    (column, whole), part = total, done[1]
    ongoing = _only_count(_ONGOING, sentence)
    if part > whole:
        yield done[0], f"完成 {part} 个，多于问题总数 {whole} 个"
    elif ongoing and not _adds_up(sentence, whole, (part, ongoing[1])):
        yield column, f"完成 {part} 个、正在整改 {ongoing[1]} 个，合计不是 {whole} 个"
    share = 100 * part / whole if whole else 0
    if rate and whole and abs(float(rate[1]) - share) > _RATE_TOLERANCE:
        yield rate.start(1), f"{rate[0]}，而 {whole} 个里完成 {part} 个是 {share:.1f}%"


def _adds_up(sentence: str, whole: int, parts: tuple[int, int]) -> bool:
    """Return whether the parts are the whole, alone or with other counts: 697 = 688 + 4 + 5."""
    others = [int(match[1]) for match in _ANY_COUNT.finditer(sentence)][:_MAX_COUNTS]
    for known in (whole, *parts):
        if known in others:
            others.remove(known)
    sums = {sum(parts)}
    for other in others:
        sums |= {total + other for total in sums if total + other <= whole}
    return whole in sums


def _first_count(pattern: re.Pattern[str], sentence: str) -> tuple[int, int] | None:
    """Return the column and the number of the first match."""
    match = pattern.search(sentence)
    return (match.start(), _number(match)) if match else None


def _only_count(pattern: re.Pattern[str], sentence: str) -> tuple[int, int] | None:
    """Return the column and the number of the only match; several may count different things."""
    matches = list(pattern.finditer(sentence))
    return (matches[0].start(), _number(matches[0])) if len(matches) == 1 else None


def _number(match: re.Match[str]) -> int:
    return int(next(group for group in match.groups() if group))


FIGURE_NOTICE_RULES: tuple[NoticeRule, ...] = (progress_sum, progress_in_text, phone_in_metadata)
FIGURE_TEXT_RULES: tuple[TextRule, ...] = (figures_in_text,)
