"""What the fields of a notice must satisfy, alone and among the other notices."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator

from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.model.notice import Notice
from noticeboard.reading.frontmatter import Loc
from noticeboard.rules.base import Context, Finding, OwnRule, Rule
from noticeboard.text.safe_files import is_plain_file


def dates_in_order(notice: Notice) -> Iterator[Finding]:
    """巡察开始、结束、反馈、公布的日期依次不早于前一个。"""
    inspection = notice.inspection
    steps: list[tuple[str, Loc, PartialDate]] = [
        ("巡察开始", ("inspection", "start"), inspection.start),
        ("巡察结束", ("inspection", "end"), inspection.end),
        ("反馈", ("inspection", "feedback"), inspection.feedback),
        ("公布", ("published",), notice.published),
    ]
    for (name, _, day), (next_name, loc, next_day) in itertools.pairwise(steps):
        if day.first > next_day.last:
            message = f"{next_name}日期 {next_day} 早于{name}日期 {day}"
            yield Finding(loc, message, "对照通报原文核对这两个日期，特别是年份")


def date_not_in_future(notice: Notice, context: Context) -> Iterator[Finding]:
    """日期不晚于检查当天（北京时间）。"""
    dates: list[tuple[Loc, PartialDate | None]] = [
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
    changes: list[tuple[Loc, PartialDate]] = [
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
        remedy = f"把文件移到 notices/{notice.published.year}/，或改正 published"
        yield Finding(("published",), message, remedy)


def contact_channel(notice: Notice) -> Iterator[Finding]:
    """联系方式至少有电话、电子邮箱、通信地址中的一种。"""
    if not notice.contact.has_channel:
        yield Finding(("contact",), "联系方式是空的", "至少写一种：phones、email 或 address")


def contact_in_text(notice: Notice) -> Iterator[Finding]:
    """元数据里的电话和邮箱也要出现在正文里，除非核实日期晚于公布日期。"""
    if notice.contact_is_newer or notice.blanked:
        return
    typed = [phone.dialled.local for phone in notice.contact.phones]
    typed += [notice.contact.email] if notice.contact.email else []
    if all(channel in notice.body for channel in typed):
        return
    text = _compact(notice.body)
    remedy = "对照正文核对；如果这是公布以后的新联系方式，把 contact.verified 写成确认它的日期"
    for index, phone in enumerate(notice.contact.phones):
        if phone.dialled.local not in text:
            message = f"正文里没有电话 {phone.number}"
            yield Finding(("contact", "phones", index, "number"), message, remedy)
    email = notice.contact.email
    if email and _compact(email) not in text:
        yield Finding(("contact", "email"), f"正文里没有电子邮箱 {email}", remedy)


def _compact(text: str) -> str:
    """The text with width and case made equal, and without what is put between digits."""
    return re.sub(r"[\s()\\‐‑‒–—−-]", "", unicodedata.normalize("NFKC", text)).casefold()


def field_placeholder(notice: Notice) -> Iterator[Finding]:
    """元数据里不能留下占位符，如 XX局。"""
    fields: list[tuple[Loc, str | None]] = [
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
        remedy = "在第二行 --- 之后写通报全文"
        if notice.withdrawn:
            remedy += "；因隐私等原因删去正文的，在 withdrawn 里写 blanked: true"
        yield Finding((), "没有正文", remedy, line=notice.body_line)


def blanked_is_empty(notice: Notice, context: Context) -> Iterator[Finding]:
    """写了 blanked: true 的通报，正文、摘要、主题、附件和整改数字都不再保留。"""
    if not notice.blanked:
        return
    if notice.body.strip():
        message, remedy = "写了正文已删去，正文还在", "删去第二行 --- 之后的全部文字"
        yield Finding((), message, remedy, line=notice.body_line)
    for name in ("summary", "topics", "progress", "attachments"):
        if getattr(notice, name):
            message = f"写了正文已删去，{name} 还在"
            yield Finding((name,), message, f"删去 {name}；附件的文件也要删去")
    for path in context.published(notice):
        message = f"写了正文已删去，附件 {path.name} 还在"
        yield Finding(("withdrawn", "blanked"), message, "删去这个文件，它会随网站公布")


def follow_up_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """follow_up_of 是另一篇通报的编号。"""
    earlier = notice.follow_up_of
    if not earlier:
        return
    if earlier == notice.id or not is_plain_file(context.notices_dir / f"{earlier}.md"):
        message = f"没有编号为 {earlier} 的前一篇通报"
        yield Finding(("follow_up_of",), message, "写成 年份/文件名（不带 .md）；没有就删去这一项")


OWN_RULES: tuple[OwnRule, ...] = (
    dates_in_order,
    change_after_publication,
    year_folder,
    contact_channel,
    contact_in_text,
    field_placeholder,
    text_present,
)
NOTICE_RULES: tuple[Rule, ...] = (date_not_in_future, blanked_is_empty, follow_up_present)
