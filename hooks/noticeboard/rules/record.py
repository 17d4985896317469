"""Rules about a notice's fields, on their own and among the other notices."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from noticeboard.model.contact_staleness import ContactStaleness, last_verified
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import Register
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import Context, ContextRule, Finding, NoticeRule, rule_id
from noticeboard.text.safe_files import is_regular_file


def dates_in_order(notice: Notice) -> Iterator[Finding]:
    """巡察开始、结束、反馈、公布的日期依次不早于前一个。"""
    inspection = notice.inspection
    stages: list[tuple[str, FieldPath, PartialDate]] = [
        ("巡察开始", ("inspection", "start"), inspection.start),
        ("巡察结束", ("inspection", "end"), inspection.end),
        ("反馈", ("inspection", "feedback"), inspection.feedback),
        ("公布", ("published",), notice.published),
    ]
    for (name, _, day), (next_name, loc, next_day) in itertools.pairwise(stages):
        if day.first > next_day.last:
            message = f"{next_name}日期 {next_day} 早于{name}日期 {day}"
            yield Finding(loc, message, "对照通报原文核对这两个日期，特别是年份")


def date_not_in_future(notice: Notice, context: Context) -> Iterator[Finding]:
    """日期不晚于检查当天（北京时间）。"""
    dates: list[tuple[FieldPath, PartialDate | None]] = [
        (("inspection", "feedback"), notice.inspection.feedback),
        (("published",), notice.published),
        (("contact", "verified"), notice.contact.verified),
        (("progress", "as_of"), notice.progress.as_of if notice.progress else None),
        (("withdrawn", "date"), notice.withdrawn.date if notice.withdrawn else None),
    ]
    dates += [(("corrections", n, "date"), c.date) for n, c in enumerate(notice.corrections)]
    for loc, day in dates:
        if notice.draft and loc == ("published",):
            continue
        if day and day.first > context.today:
            message = f"日期 {day} 在将来（今天是 {context.today}）"
            yield Finding(loc, message, "核对年份和月份；尚未公布的通报先写 draft: true")


def change_after_publication(notice: Notice) -> Iterator[Finding]:
    """更正和撤回的日期不早于公布日期。"""
    changes: list[tuple[FieldPath, PartialDate]] = [
        (("corrections", n, "date"), c.date) for n, c in enumerate(notice.corrections)
    ]
    if notice.withdrawn:
        changes.append((("withdrawn", "date"), notice.withdrawn.date))
    for loc, day in changes:
        if day.last < notice.published.first:
            message = f"日期 {day} 早于公布日期 {notice.published}"
            yield Finding(loc, message, "写更正或撤回公布的那一天")


def year_folder(notice: Notice) -> Iterator[Finding]:
    """所在的年份文件夹与公布日期的年份一致。"""
    if int(notice.year) != notice.published.year:
        message = f"文件放在 {notice.year}，公布日期却在 {notice.published.year} 年"
        help_text = f"把文件移到 notices/{notice.published.year}/，或改正 published"
        yield Finding(("published",), message, help_text)


def contact_channel(notice: Notice) -> Iterator[Finding]:
    """联系方式至少有电话、电子邮箱、通信地址中的一种。"""
    if not notice.contact.has_channel:
        yield Finding(("contact",), "联系方式是空的", "至少写一种：phones、email 或 address")


def contact_in_text(notice: Notice) -> Iterator[Finding]:
    """元数据里的电话和邮箱也要出现在正文里，除非核实日期晚于公布日期。"""
    if notice.contact_is_newer or notice.blanked:
        return
    channels = [phone.parsed.local for phone in notice.contact.phones]
    channels += [notice.contact.email] if notice.contact.email else []
    if all(channel in notice.body for channel in channels):
        return
    text = _compact(notice.body)
    help_text = "对照正文核对；如果这是公布以后的新联系方式，把 contact.verified 写成确认它的日期"
    for index, phone in enumerate(notice.contact.phones):
        if phone.parsed.local not in text:
            message = f"正文里没有电话 {phone.number}"
            yield Finding(("contact", "phones", index, "number"), message, help_text)
    email = notice.contact.email
    if email and _compact(email) not in text:
        yield Finding(("contact", "email"), f"正文里没有电子邮箱 {email}", help_text)


def _compact(text: str) -> str:
    """Return the text with width and case folded, and without separators of digits."""
    return re.sub(r"[\s()\\‐‑‒–—−-]", "", unicodedata.normalize("NFKC", text)).casefold()


def field_placeholder(notice: Notice) -> Iterator[Finding]:
    """元数据里不能留下占位符，如 XX局。"""
    fields: list[tuple[FieldPath, str | None]] = [
        (("title",), notice.title),
        (("unit",), notice.unit),
        (("region",), notice.region),
        (("issuer",), notice.issuer),
        (("inspection", "group"), notice.inspection.group),
        (("contact", "address"), notice.contact.address),
    ]
    for loc, text in fields:
        if text and PLACEHOLDER.search(text):
            yield Finding(loc, f"“{text}”里有没有填写的占位符", "填上实际内容")


def text_present(notice: Notice) -> Iterator[Finding]:
    """通报要有正文；撤回并写明 blanked: true 的，正文、摘要和附件都删去。"""
    if not notice.body.strip() and not notice.blanked:
        help_text = "在第二行 --- 之后写通报全文"
        if notice.withdrawn:
            help_text += "；因隐私等原因删去正文的，在 withdrawn 里写 blanked: true"
        yield Finding((), "没有正文", help_text, line=notice.body_line)


def blanked_is_empty(notice: Notice, context: Context) -> Iterator[Finding]:
    """写了 blanked: true 的通报，正文、摘要、主题、附件和整改数字都不再保留。"""
    if not notice.blanked:
        return
    if notice.body.strip():
        message, help_text = "写了正文已删去，正文还在", "删去第二行 --- 之后的全部文字"
        yield Finding((), message, help_text, line=notice.body_line)
    for name in ("summary", "topics", "progress", "attachments"):
        if getattr(notice, name):
            message = f"写了正文已删去，{name} 还在"
            yield Finding((name,), message, f"删去 {name}；附件的文件也要删去")
    for path in context.published_files(notice):
        message = f"写了正文已删去，附件 {path.name} 还在"
        yield Finding(("withdrawn", "blanked"), message, "删去这个文件，它会随网站公布")


def follow_up_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """follow_up_of 是另一篇通报的编号。"""
    earlier = notice.follow_up_of
    if not earlier:
        return
    if earlier == notice.id or not is_regular_file(context.notices_dir / f"{earlier}.md"):
        message = f"没有编号为 {earlier} 的前一篇通报"
        yield Finding(("follow_up_of",), message, "写成 年份/文件名（不带 .md）；没有就删去这一项")


def same_name(parsed_notices: Sequence[ParsedNotice]) -> Iterator[Problem]:
    """同一年份里的文件名，不分大小写也不能相同。"""
    paths = defaultdict(list)
    for parsed in parsed_notices:
        paths[parsed.path.casefold()].append(parsed.path)
    for first, *others in paths.values():
        for path in others:
            message = f"文件名与 {first} 只有大小写不同"
            yield Problem(path, 1, 1, rule_id(same_name), "error", message, "换一个文件名")


def contact_old(
    parsed_notices: Sequence[ParsedNotice], staleness: ContactStaleness
) -> Iterator[Problem]:
    """单位现在的联系方式不能太久没有核实（几个月由 mkdocs.yml 的 contact_months 定）。"""
    by_path = {parsed.path: parsed for parsed in parsed_notices}
    notices = (p.notice for p in parsed_notices if p.notice and not p.notice.draft)
    for entry in Register(notices).contacts:
        notice = entry.notice
        if notice.withdrawn or not staleness.is_stale(notice):
            continue
        since = last_verified(notice).chinese
        how = "核实" if notice.contact.verified else "公布，以后没有核实过"
        message = f"联系方式是{since}{how}的，已经超过 {staleness.months} 个月"
        help_text = "试打电话；打得通的，把 contact.verified 写成那一天；打不通的，换上新号码"
        place = by_path[notice.path].place("contact", "verified")
        yield Problem(notice.path, *place, rule_id(contact_old), "warning", message, help_text)


NOTICE_RULES: tuple[NoticeRule, ...] = (
    dates_in_order,
    change_after_publication,
    year_folder,
    contact_channel,
    contact_in_text,
    field_placeholder,
    text_present,
)
CONTEXT_RULES: tuple[ContextRule, ...] = (date_not_in_future, blanked_is_empty, follow_up_present)
