"""Rules about attachments and links to files.

Everything in a notice's folder is published, so the rules check all files in it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

from noticeboard.attachments.types import MAX_BYTES, TYPES
from noticeboard.files.safe_files import is_regular_file
from noticeboard.model.notice import Notice
from noticeboard.reading.frontmatter import FieldPath
from noticeboard.rules.base import Context, ContextRule, Finding
from noticeboard.text.links import parse_links, target_file


def attachment_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """列出的附件都在与通报同名的文件夹里。"""
    for index, attachment in enumerate(notice.attachments):
        if not is_regular_file(context.notices_dir / notice.id / attachment.file):
            help_text = f"把文件放到 notices/{notice.id}/，或改正文件名（大小写也要一致）"
            yield Finding(("attachments", index), f"找不到附件 {attachment.file}", help_text)


def link_present(notice: Notice, context: Context) -> Iterator[Finding]:
    """正文里的相对链接指向库里有的文件。"""
    for link in parse_links(notice.body):
        target = target_file(link.target, notice.id, context.notices_dir)
        if target and not is_regular_file(target):
            message = f"链接“{link.target[:60]}”指向的文件不存在"
            line = notice.body_line + link.line - 1
            help_text = "核对路径；它从本文件所在的文件夹算起"
            if re.search(r"[#?%]", link.target):
                help_text += "；文件名里的 # 写成 %23，% 写成 %25，空格写成 %20"
            yield Finding((), message, help_text, line=line, column=link.column)


def attachment_type(notice: Notice, context: Context) -> Iterator[Finding]:
    """附件只能是 PDF、Word（.docx）、Excel（.xlsx）、OFD、图片（.png、.jpg）、.csv 或 .txt。"""
    for path in context.published_files(notice):
        if path.suffix.lower() not in TYPES:
            allowed = "、".join(TYPES)
            message = f"附件 {path.name} 的类型不能使用"
            yield Finding(attachment_loc(notice, path), message, f"另存为 {allowed} 之一")


def attachment_size(notice: Notice, context: Context) -> Iterator[Finding]:
    """一个附件不超过 20 MB，也不能是空文件。"""
    for path in context.published_files(notice):
        size = path.stat().st_size
        if size > MAX_BYTES:
            message = f"附件 {path.name} 有 {size / 1e6:.1f} MB，超过 {MAX_BYTES // 10**6} MB"
            yield Finding(attachment_loc(notice, path), message, "压缩其中的图片，或分成几个文件")
        elif not size:
            yield Finding(
                attachment_loc(notice, path), f"附件 {path.name} 是空文件", "重新放入完整的文件"
            )


def attachment_content(notice: Notice, context: Context) -> Iterator[Finding]:
    """附件的内容与扩展名相符，文件完整，没有密码，没有宏、脚本、公式外链、夹带的文件等会自己起作用的东西。"""
    for path in context.published_files(notice):
        for fault in context.inspections.of(path).faults:
            yield Finding(
                attachment_loc(notice, path), f"附件 {path.name} {fault.message}", fault.help
            )


def attachment_same_name(notice: Notice, context: Context) -> Iterator[Finding]:
    """一篇通报的附件，文件名不分大小写也不能相同。"""
    by_folded_name = defaultdict(list)
    for path in context.published_files(notice):
        by_folded_name[unicodedata.normalize("NFKC", str(path)).casefold()].append(path)
    for first, *others in by_folded_name.values():
        for path in others:
            message = f"附件 {path.name} 与 {first.name} 的文件名只有大小写或全角半角不同"
            yield Finding(
                attachment_loc(notice, path), message, "换一个文件名；Windows 上只留得下一个"
            )


def attachment_unlisted(notice: Notice, context: Context) -> Iterator[Finding]:
    """通报文件夹里的每个文件，都列在 attachments 里，或在正文里有链接。"""
    files = context.published_files(notice)
    if not files:
        return
    folder = context.notices_dir / notice.id
    listed = {folder / attachment.file for attachment in notice.attachments}
    linked = {
        target_file(link.target, notice.id, context.notices_dir)
        for link in parse_links(notice.body)
    }
    for path in files:
        if path not in listed and path not in linked:
            message = f"文件 {path.name} 没有列在 attachments 里，但会随网站公开"
            yield Finding(("attachments",), message, "列为附件；不该公开的删去", "warning")


def attachment_loc(notice: Notice, path: Path) -> FieldPath:
    """Return the entry of a file in `attachments`, or the whole list for one that is not listed."""
    names = [attachment.file for attachment in notice.attachments]
    return ("attachments", names.index(path.name)) if path.name in names else ("attachments",)


ATTACHMENT_RULES: tuple[ContextRule, ...] = (
    attachment_present,
    link_present,
    attachment_type,
    attachment_size,
    attachment_content,
    attachment_same_name,
    attachment_unlisted,
)
