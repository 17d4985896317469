"""Rules about a notice's fields, on their own and among the other notices."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Sequence

from noticeboard.files.safe_files import is_regular_file
from noticeboard.model.dates import PartialDate
from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.model.inspection import Inspection
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.model.register import ContactStaleness, Register, last_verified
from noticeboard.model.vocabularies import CATEGORIES
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import AS_WRITTEN, Context, ContextRule, Finding, NoticeRule, rule_id
from noticeboard.text.numerals import format_digits, format_number


def states_date(text: str, day: PartialDate) -> bool:
    """Return whether a text states the day or the month, in Arabic or Chinese numerals."""
    compact = re.sub(r"\s", "", unicodedata.normalize("NFKC", text))
    in_words = f"{format_digits(day.year)}年{format_number(day.month)}月"
    in_words += f"{format_number(day.day)}日" if day.day else ""
    if day.chinese in compact or in_words in compact:
        return True
    short = re.compile(rf"(?<!\d){day.chinese.partition('年')[2]}")
    return any(
        _year_before(compact, match.start()) == day.year for match in short.finditer(compact)
    )


def _year_before(text: str, end: int) -> int:
    """Return the last year that a text states before a place; 0 if it states none."""
    years = re.findall(r"(\d{4})年", text[:end])
    return int(years[-1]) if years else 0


def dates_in_order(notice: Notice) -> Iterator[Finding]:
    """巡察开始、结束、反馈、公布的日期依次不早于前一个；两个日期正文里都这样写的，只是提醒。"""
    words = notice.words
    for index, one in enumerate(notice.inspections):
        stages: list[tuple[str, FieldPath, PartialDate | None]] = [
            (f"{words.act}开始", ("inspection", index, "start"), one.start),
            (f"{words.act}结束", ("inspection", index, "end"), one.end),
            (words.report, ("inspection", index, "feedback"), one.feedback),
            ("公布", ("published",), notice.published),
        ]
        known = [(name, loc, day) for name, loc, day in stages if day]
        for (name, _, day), (next_name, loc, next_day) in itertools.pairwise(known):
            if day.first > next_day.last:
                message = f"{next_name}日期 {next_day} 早于{name}日期 {day}"
                in_text = states_date(notice.body, day) and states_date(notice.body, next_day)
                help_text = "对照通报原文核对这两个日期，特别是年份"
                if in_text:
                    yield Finding(loc, message, f"{help_text}；{AS_WRITTEN}", "warning")
                else:
                    yield Finding(loc, message, help_text)


def inspection_dates(notice: Notice) -> Iterator[Finding]:
    """巡察、巡视整改写明开始和结束的日期；审计、督察等通报没有写的可以不写。"""
    if not notice.words.dated:
        return
    for index, one in enumerate(notice.inspections):
        for name in ("start", "end"):
            if getattr(one, name) is None:
                title = Inspection.model_fields[name].title
                message = f"缺少必填项“inspection.{name}”（{title}）"
                help_text = f"写上 {name}: …，只知道月份时写成 2023-08"
                yield Finding(("inspection", index), message, help_text)


def category_authority(notice: Notice) -> Iterator[Finding]:
    """整改类别与开展的机关相符：审计局不开展巡察，区委不开展审计。"""
    words = notice.words
    for index, one in enumerate(notice.inspections):
        if one.authority not in words.authorities:
            message = f"“{one.authority}”不是{words.name}的{words.authority}"
            fitting = [c.name for c in CATEGORIES.values() if one.authority in c.authorities]
            help_text = (
                f"写 category: {fitting[0]}，或改 authority 为{'、'.join(words.authorities)}"
            )
            yield Finding(("inspection", index, "authority"), message, help_text)


_FEEDBACK_IN_TEXT = re.compile(r"\d{1,2}月\d{1,2}日[^。；\n]{0,30}反馈(?:了|意见|会|巡|情况)")


def feedback_in_text(notice: Notice) -> Iterator[Finding]:
    """正文写了反馈的日期，元数据里也写上；几次巡察的，各写各的。"""
    if notice.feedback or not notice.words.dated:
        return
    for number, line in enumerate(notice.body.split("\n"), notice.body_line):
        match = _FEEDBACK_IN_TEXT.search(line)
        if match:
            message = f"没有写反馈日期，正文里有“{match[0]}”"
            help_text = "是反馈日期的，写上 inspection.feedback；不是的可以不改"
            yield Finding((), message, help_text, "warning", number, match.start() + 1)
            return


def date_not_in_future(notice: Notice, context: Context) -> Iterator[Finding]:
    """日期不晚于检查当天（北京时间）。"""
    dates: list[tuple[FieldPath, PartialDate | None]] = [
        (("published",), notice.published),
        (("contact", "verified"), notice.contact.verified),
        (("progress", "as_of"), notice.progress.as_of if notice.progress else None),
        (("withdrawn", "date"), notice.withdrawn.date if notice.withdrawn else None),
    ]
    dates += [
        (("inspection", n, "feedback"), one.feedback) for n, one in enumerate(notice.inspections)
    ]
    dates += [(("corrections", n, "date"), c.date) for n, c in enumerate(notice.corrections)]
    for loc, day in dates:
        if (notice.draft or notice.scheduled) and loc == ("published",):
            continue
        if day and day.first > context.today:
            message = f"日期 {day} 在将来（今天是 {context.today}）"
            help_text = (
                "核对年份和月份；到那一天再公布的写 scheduled: true，没有写完的写 draft: true"
            )
            yield Finding(loc, message, help_text)


def open_until_after_publication(notice: Notice) -> Iterator[Finding]:
    """公示期不早于公布日期结束。"""
    if notice.open_until and notice.open_until.last < notice.published.first:
        message = f"公示期到 {notice.open_until}，早于公布日期 {notice.published}"
        yield Finding(("open_until",), message, "对照通报原文核对；没有写公示期就删去这一行")


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
    """联系方式至少有电话、传真、电子邮箱、通信地址中的一种；确实没有的，写明理由。"""
    if notice.contact.has_channel and notice.contact_missing:
        message = "写了 contact_missing，可是有联系方式"
        yield Finding(("contact_missing",), message, "删去 contact_missing，或删去 contact")
    if not notice.contact.has_channel and not notice.contact_missing:
        help_text = (
            "至少写一种：phones、email 或 address；原文确实没有写的，"
            "写 contact_missing: {reason: 原文没有写联系方式，已向起草单位核实}"
        )
        yield Finding(("contact",), "联系方式是空的", help_text)


def contact_in_text(notice: Notice) -> Iterator[Finding]:
    """元数据里的电话和邮箱也要出现在正文里，除非核实日期晚于公布日期。"""
    if notice.contact_is_newer or notice.blanked:
        return
    channels = [phone.parsed.local for phone in notice.contact.phones]
    channels += [notice.contact.email] if notice.contact.email else []
    if all(channel in notice.body for channel in channels):
        return
    text = _compact(notice.body)
    help_text = "对照正文核对；如果这是公布以后的新联系方式，正文不用改，把 contact.verified 写成确认它的日期"
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
        *((("unit", n), unit) for n, unit in enumerate(notice.unit)),
        (("region",), notice.region),
        (("issuer",), notice.issuer),
        *(
            (("inspection", n, "group"), name)
            for n, one in enumerate(notice.inspections)
            for name in one.group
        ),
        (("index_number",), notice.index_number),
        (("document_number",), notice.document_number),
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
    if notice.follows == notice.id or not is_regular_file(
        context.notices_dir / f"{notice.follows}.md"
    ):
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
    notices = (p.notice for p in parsed_notices if p.notice and p.notice.is_public(staleness.today))
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
    inspection_dates,
    category_authority,
    feedback_in_text,
    open_until_after_publication,
    change_after_publication,
    year_folder,
    contact_channel,
    contact_in_text,
    field_placeholder,
    text_present,
)
CONTEXT_RULES: tuple[ContextRule, ...] = (date_not_in_future, blanked_is_empty, follow_up_present)
