"""Who signed and when: the last lines of a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass

from noticeboard.importing.extract.dates import PLACEHOLDER, DateSpan, find_date, find_dates
from noticeboard.importing.extract.finding import Finding, found, missing, unsure
from noticeboard.importing.extract.unit import PARTY
from noticeboard.importing.normalize import plain, plain_text

SEARCHED = 16
MAX_ISSUER = 45
_ENDS_LIKE_ISSUER = re.compile(
    rf"(?:{PARTY}|局|委|办|办公室|中心|公司|集团|学校|大学|学院|医院|中学|小学|院|所|站|社|馆|团|队|厅|部|会|镇|乡|街道|政府|处|行|厂|室)$"
)
_SEAL = re.compile(r"\((?:盖章|印章|公章|章|签章)\)$")
_NO_ISSUER = re.compile(
    r"^(?:特此|此致|敬礼|附件|附:|联系|电话|注:|\(|[一二三四五六七八九十]+[、.]|\d+[.、]|[是否])|电话|邮箱|地址|邮编|传真|@|时间:"
)
_LABEL = re.compile(r"^(?:发布时间|发布日期|公布日期|公布时间|日期|时间|落款日期|印发日期)[:]?")
_ISSUER_LABEL = re.compile(r"^(?:落款|发布单位|发文单位|单位|来源):")


@dataclass(frozen=True, slots=True)
class Signature:
    """`issuer_lines` and `date_line` are the indices of the lines that hold them."""

    issuer: Finding
    published: Finding
    issuer_lines: tuple[int, ...] = ()
    date_line: int = -1


def read_signature(lines: list[str]) -> Signature:
    """The signature of a text, given as its non-empty lines."""
    first = max(0, len(lines) - SEARCHED)
    for index in range(len(lines) - 1, first - 1, -1):
        read = _dated(lines, index)
        if read:
            return read
    return _undated(lines)


def _dated(lines: list[str], index: int) -> Signature | None:
    """The signature whose date is on line `index`, if there is one."""
    typed = plain(lines[index])
    text = _LABEL.sub("", typed.text).strip("() 。")
    span = find_date(text)
    blank = PLACEHOLDER.fullmatch(text)
    if blank or (span and not span.is_range):
        date = _published(None if blank else span, lines[index])
        issuer, where = _issuer_above(lines, index)
        if not where and index + 1 < len(lines) and _is_issuer(plain_text(lines[index + 1])):
            issuer, where = (
                found("issuer", _clean(lines[index + 1]), lines[index + 1]),
                (index + 1,),
            )
        return Signature(issuer, date, where, index)
    return _on_one_line(lines, index)


def _on_one_line(lines: list[str], index: int) -> Signature | None:
    """中共××局党组 2024年6月20日 on one line."""
    typed = plain(lines[index])
    if len(typed.text) > MAX_ISSUER + 16:
        return None
    spans = find_dates(typed.text)
    if not spans or spans[-1].end < len(typed.text.rstrip(" )。")) or spans[-1].is_range:
        return None
    name = _SEAL.sub("", typed.text[: spans[-1].start].strip(" ,("))
    if not _is_issuer(name) or not re.search(rf"{PARTY}$", name):
        return None
    value = typed.typed(0, len(name))
    whole = _issuer_text(lines, index, value)
    return Signature(
        found("issuer", whole[0], lines[index]),
        _published(spans[-1], lines[index]),
        whole[1],
        index,
    )


def _issuer_text(lines: list[str], index: int, last: str) -> tuple[str, tuple[int, ...]]:
    above = index - 1
    if not last.startswith("中共") and above >= 0 and _continues(plain_text(lines[above]), last):
        return _clean(lines[above]) + last, (above, index)
    return last, (index,)


def _published(span: DateSpan | None, line: str) -> Finding:
    if span is None:
        return missing("published", "落款日期没有填写完整", line)
    if span.date is None:
        return missing("published", f"落款日期不能用：{span.why}", line)
    if not span.year_typed:
        return missing("published", "落款日期没有写年份", line)
    if span.date.day is None:
        return unsure("published", str(span.date), "落款只写到月", line)
    return found("published", str(span.date), line)


def _issuer_above(lines: list[str], date: int) -> tuple[Finding, tuple[int, ...]]:
    """The issuer above the date: one line, or several when the name is broken."""
    index = date - 1
    if index < 0 or not _is_issuer(plain_text(lines[index])):
        return missing("issuer", "日期上面没有找到落款单位", lines[date]), ()
    parts = [index]
    while len(parts) < 4 and index > 0:
        top = plain_text(lines[parts[0]])
        above = plain_text(lines[parts[0] - 1])
        if top.startswith(("中共", "中国共产党")) or not _continues(above, top):
            break
        parts.insert(0, parts[0] - 1)
    parts = _without_other_text(lines, parts)
    name = "".join(_clean(lines[part]) for part in parts)
    sentence = " / ".join(lines[part] for part in parts)
    if not _ENDS_LIKE_ISSUER.search(plain_text(name)):
        return unsure("issuer", name, "日期上面的一行不像单位名称", sentence), tuple(parts)
    return found("issuer", name, sentence), tuple(parts)


def _without_other_text(lines: list[str], parts: list[int]) -> list[int]:
    """Only the lines from the one with 中共 on, or the last when none of them begins a name."""
    for place, part in enumerate(parts):
        if plain_text(lines[part]).startswith(("中共", "中国共产党")):
            return parts[place:]
    bottom = plain_text(lines[parts[-1]])
    alone = re.search(rf"{PARTY}$", bottom) and len(bottom) > 8
    return parts[-1:] if alone else parts


def _continues(text: str, below: str) -> bool:
    """Whether a line can be the upper part of a broken name that ends with `below`."""
    complete = re.search(rf"{PARTY}$", text) and not re.fullmatch(rf"{PARTY}", below)
    return (
        2 <= len(text) <= 32
        and not re.search(r"[。;:,!?▪]|、$", text)
        and not _NO_ISSUER.search(text)
        and not complete
        and not re.search(r"(?:情况|方面|通报|公布|监督|打算|安排|方式|报告|反映)$", text)
        and not find_dates(text)
    )


def _is_issuer(text: str) -> bool:
    """Whether a line can be a name, or the lower part of one."""
    text = _SEAL.sub("", text)
    return (
        2 <= len(text) <= MAX_ISSUER
        and not re.search(r"[。;:!?]|,$", text)
        and not _NO_ISSUER.search(text)
        and not find_dates(text)
        and re.search(r"[\u4e00-\u9fff]{2}", text) is not None
    )


def _clean(line: str) -> str:
    """A name as typed, without spaces, the seal's note and a label."""
    typed = plain(line)
    sealed = _SEAL.search(typed.text)
    label = _ISSUER_LABEL.match(typed.text)
    return typed.typed(label.end() if label else 0, sealed.start() if sealed else len(typed.text))


def _undated(lines: list[str]) -> Signature:
    """A signature without a date: a last line that ends like a party body."""
    gone = missing("published", "文末没有落款日期")
    for index in range(len(lines) - 1, max(-1, len(lines) - 5), -1):
        text = _SEAL.sub("", plain_text(lines[index]))
        if _is_issuer(text) and re.search(rf"{PARTY}$", text) and index > 0:
            name, where = _issuer_text(lines, index, _clean(lines[index]))
            return Signature(found("issuer", name, lines[index]), gone, where)
    return Signature(missing("issuer", "文末没有找到落款单位"), gone)
