"""The signature: issuer and date in the last lines of a notice."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from noticeboard.importing.extract.bodies import ENDS_WITH_PARTY, PARTY
from noticeboard.importing.extract.dates import PLACEHOLDER, DateSpan, find_date, find_dates
from noticeboard.importing.extract.field import ExtractedField, extracted, missing
from noticeboard.importing.normalize import normalize, normalize_text

_LAST_LINES = 16
_MAX_ISSUER = 45
_BODY_SUFFIX = re.compile(
    rf"(?:{PARTY}|局|委|办|办公室|中心|公司|集团|学校|大学|学院|医院|中学|小学|院|所|站|社|馆|团|队|厅|部|会|镇|乡|街道|政府|处|行|厂|室)$"
)
_SEAL = re.compile(r"\((?:盖章|印章|公章|章|签章)\)$")
_NOT_ISSUER = re.compile(
    r"^(?:特此|此致|敬礼|附件|附:|联系|电话|注:|\(|[一二三四五六七八九十]+[、.]|\d+[.、]|[是否])|电话|邮箱|地址|邮编|传真|@|时间:"
)
_DATE_LABEL = re.compile(
    r"^(?:发布时间|发布日期|公布日期|公布时间|日期|时间|落款日期|印发日期)[:]?"
)
_ISSUER_LABEL = re.compile(r"^(?:落款|发布单位|发文单位|单位|来源):")
_PARTY_PREFIXES = ("中共", "中国共产党")
Issuer = tuple[ExtractedField, tuple[int, ...]]
"""The field `issuer` and the indices of its lines."""


@dataclass(frozen=True, slots=True)
class Signature:
    """The signature, and the indices of the lines that contain it; `date_line` is -1 for none."""

    issuer: ExtractedField
    published: ExtractedField
    issuer_lines: tuple[int, ...] = ()
    date_line: int = -1


def extract_signature(lines: list[str], page_date: str = "") -> Signature:
    """Extract the signature from the non-empty lines of a text.

    `page_date` is the day that the web page states, for a signature without a year or a date.
    """
    signature = _signature(lines)
    if signature.published.value or not page_date:
        return signature
    line = lines[signature.date_line] if signature.date_line >= 0 else ""
    return replace(signature, published=_from_page(line, page_date))


def _from_page(line: str, page_date: str) -> ExtractedField:
    """Return the day of the signature in the year of the web page, else the day of the page."""
    year, day = int(page_date[:4]), normalize_text(line).strip("() 。")
    stated = find_date(f"{year}年{day}")
    if line and stated and stated.date:
        reason = f"落款没有写年份，按网页的发布时间（{page_date}）补为{year}年"
        return extracted("published", str(stated.date), reason, line)
    return extracted("published", page_date, "落款没有写日期，取自网页的发布时间", line)


def _signature(lines: list[str]) -> Signature:
    for index in reversed(range(max(0, len(lines) - _LAST_LINES), len(lines))):
        signature = _dated_signature(lines, index) or _one_line_signature(lines, index)
        if signature:
            return signature
    return _undated_signature(lines)


def _dated_signature(lines: list[str], index: int) -> Signature | None:
    """Return the signature whose date is alone on line `index`."""
    text = _DATE_LABEL.sub("", normalize_text(lines[index])).strip("() 。")
    date = find_date(text)
    placeholder = PLACEHOLDER.fullmatch(text)
    if not placeholder and (date is None or date.is_range):
        return None
    published = _published(None if placeholder else date, lines[index])
    issuer, issuer_lines = _issuer_above(lines, index)
    below = index + 1
    if not issuer_lines and below < len(lines) and _can_be_issuer(normalize_text(lines[below])):
        issuer = extracted("issuer", _clean(lines[below]), sentence=lines[below])
        issuer_lines = (below,)
    return Signature(issuer, published, issuer_lines, index)


def _one_line_signature(lines: list[str], index: int) -> Signature | None:
    """Return a signature such as 中共××局党组 2024年6月20日."""
    normalized = normalize(lines[index])
    text = normalized.text
    if len(text) > _MAX_ISSUER + 16:
        return None
    dates = find_dates(text)
    if not dates or dates[-1].end < len(text.rstrip(" )。")) or dates[-1].is_range:
        return None
    name = _SEAL.sub("", text[: dates[-1].start].strip(" ,("))
    if not _can_be_issuer(name) or not ENDS_WITH_PARTY.search(name):
        return None
    issuer, issuer_lines = _with_line_above(lines, index, normalized.original(0, len(name)))
    return Signature(issuer, _published(dates[-1], lines[index]), issuer_lines, index)


def _with_line_above(lines: list[str], index: int, name: str) -> Issuer:
    """Return the issuer that ends with `name` on line `index` and may start on the line above."""
    issuer_lines: tuple[int, ...] = (index,)
    above = index - 1
    if (
        not name.startswith("中共")
        and above >= 0
        and _can_continue(normalize_text(lines[above]), name)
    ):
        name, issuer_lines = _clean(lines[above]) + name, (above, index)
    return extracted("issuer", name, sentence=lines[index]), issuer_lines


def _published(date: DateSpan | None, line: str) -> ExtractedField:
    field = "published"
    if date is None:
        return missing(field, "落款日期没有填写完整", line)
    if date.date is None:
        return missing(field, f"落款日期不能用：{date.reason}", line)
    if not date.year_stated:
        return missing(field, "落款日期没有写年份", line)
    return extracted(field, str(date.date), "" if date.date.day else "落款只写到月", line)


def _issuer_above(lines: list[str], date_line: int) -> Issuer:
    """Return the issuer on the line above the date, or on several when the name is broken."""
    index = date_line - 1
    if index < 0 or not _can_be_issuer(normalize_text(lines[index])):
        return missing("issuer", "日期上面没有找到落款单位", lines[date_line]), ()
    indices = [index]
    while len(indices) < 4 and index > 0:
        top = normalize_text(lines[indices[0]])
        above = normalize_text(lines[indices[0] - 1])
        if top.startswith(_PARTY_PREFIXES) or not _can_continue(above, top):
            break
        indices.insert(0, indices[0] - 1)
    indices = _without_other_text(lines, indices)
    name = "".join(_clean(lines[index]) for index in indices)
    sentence = " / ".join(lines[index] for index in indices)
    is_body = _BODY_SUFFIX.search(normalize_text(name))
    reason = "" if is_body else "日期上面的一行不像单位名称"
    return extracted("issuer", name, reason, sentence), tuple(indices)


def _without_other_text(lines: list[str], indices: list[int]) -> list[int]:
    """Return the lines from the one with 中共, or only the last one when it is a complete name."""
    for position, index in enumerate(indices):
        if normalize_text(lines[index]).startswith(_PARTY_PREFIXES):
            return indices[position:]
    last = normalize_text(lines[indices[-1]])
    is_complete = ENDS_WITH_PARTY.search(last) and len(last) > 8
    return indices[-1:] if is_complete else indices


def _can_continue(text: str, below: str) -> bool:
    """Return whether a line can be the upper part of a broken name that ends with `below`."""
    is_complete = ENDS_WITH_PARTY.search(text) and not re.fullmatch(PARTY, below)
    return (
        2 <= len(text) <= 32
        and not re.search(r"[。;:,!?▪]|、$", text)
        and not _NOT_ISSUER.search(text)
        and not is_complete
        and not re.search(r"(?:情况|方面|通报|公布|监督|打算|安排|方式|报告|反映)$", text)
        and not find_dates(text)
    )


def _can_be_issuer(text: str) -> bool:
    """Return whether a line can be a name, or the lower part of one."""
    text = _SEAL.sub("", text)
    return (
        2 <= len(text) <= _MAX_ISSUER
        and not re.search(r"[。;:!?]|,$", text)
        and not _NOT_ISSUER.search(text)
        and not find_dates(text)
        and re.search(r"[\u4e00-\u9fff]{2}", text) is not None
    )


def _clean(line: str) -> str:
    """Return a name as typed, without spaces, a label and the note on the seal."""
    normalized = normalize(line)
    label = _ISSUER_LABEL.match(normalized.text)
    seal = _SEAL.search(normalized.text)
    return normalized.original(
        label.end() if label else 0, seal.start() if seal else len(normalized.text)
    )


def _undated_signature(lines: list[str]) -> Signature:
    """Return a signature without a date: one of the last lines ends like a party body."""
    published = missing("published", "文末没有落款日期")
    for index in range(len(lines) - 1, max(0, len(lines) - 5), -1):
        text = _SEAL.sub("", normalize_text(lines[index]))
        if _can_be_issuer(text) and ENDS_WITH_PARTY.search(text):
            issuer, issuer_lines = _with_line_above(lines, index, _clean(lines[index]))
            return Signature(issuer, published, issuer_lines)
    return Signature(missing("issuer", "文末没有找到落款单位"), published)
