"""Rules about the Markdown of the body."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.rules.base import TextFinding, TextRule
from noticeboard.text.filenames import find_homoglyph
from noticeboard.text.links import escapes_folder, is_allowed, is_external, netloc, parse_links

_PLACEHOLDER_SIGNS = "XxＸｘ×✕【_＿"
_HTML = re.compile(r"<(?!https?://[^\s<>]*>|[\w.+-]+@[\w.-]+>)[A-Za-z/!?][^>\n]*>?")
_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_CODE = re.compile(r"`[^`\n]*`")
_BOLD = re.compile(r"\*\*(?P<inside>[^*\n]+)\*\*(?P<after>.?)")
_PUNCTUATION = "。，；：！？、）”》.,;:!?)"


def raw_html(text: str) -> Iterator[TextFinding]:
    """正文里不能写 HTML 标签。"""
    if "<" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        blanked = _blank_code(line)
        for match in _HTML.finditer(blanked):
            if not blanked[: match.start()].endswith("\\"):
                message = f"正文里有 HTML：{match[0][:30]}"
                help_text = "删去标签，用 Markdown 写；要显示“<”时写成“\\<”"
                yield TextFinding(number, match.start(), message, help_text)


def entity(text: str) -> Iterator[TextFinding]:
    """正文里不能写 HTML 实体，如 &nbsp;。"""
    if "&" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for match in _ENTITY.finditer(_blank_code(line)):
            message = f"正文里有 HTML 实体：{match[0][:30]}"
            help_text = "直接写出那个字符；空格用空格键输入"
            yield TextFinding(number, match.start(), message, help_text)


def _blank_code(line: str) -> str:
    """Replace code spans by as many blanks."""
    return _CODE.sub(lambda code: " " * len(code[0]), line)


def placeholder(text: str) -> Iterator[TextFinding]:
    """正文里不能留下没有填写的占位符，如 X月、XX局。"""
    if not any(sign in text for sign in _PLACEHOLDER_SIGNS):
        return
    for number, line in enumerate(text.split("\n")):
        match = PLACEHOLDER.search(line)
        if match:
            context = line[max(match.start() - 4, 0) : match.end() + 4]
            message = f"这里像是没有填写的占位符：…{context}…"
            yield TextFinding(number, match.start(), message, "填上实际内容")


def indented_code(text: str) -> Iterator[TextFinding]:
    """正文的行首不能有四个以上半角空格，否则整段会变成代码。"""
    if "    " not in text and "\t" not in text:
        return
    before = ""
    for number, line in enumerate(text.split("\n")):
        in_list = re.match(r"\s*([-*+]|\d+\.)\s", before) or before.startswith(("    ", "[^"))
        if re.match(r"(?: {4}|\t)\s*\S", line) and not in_list:
            message = "行首有四个以上半角空格或制表符，这一段会变成代码"
            yield TextFinding(number, 0, message, "删去行首空格；需要缩进时用全角空格")
        before = line if line.strip() else before


def top_heading(text: str) -> Iterator[TextFinding]:
    """标题写在元数据的 title 里，正文不用一级标题。"""
    for number, line in enumerate(text.split("\n")):
        if line.startswith("#") and re.match(r"#\s", line):
            help_text = "通报的标题写在 title 里；“一、”用 ##，“（一）”用 ###"
            yield TextFinding(number, 0, "正文里有一级标题（#）", help_text)


def heading_space(text: str) -> Iterator[TextFinding]:
    """标题的 # 后面要有一个半角空格。"""
    for number, line in enumerate(text.split("\n")):
        match = re.match(r"#{1,6}(?=[^#\s])", line) if line.startswith("#") else None
        if match:
            message = "# 后面缺少半角空格，这一行不会成为标题"
            yield TextFinding(number, match.end(), message, f"写成“{match[0]} …”")


def tight_bold(text: str) -> Iterator[TextFinding]:
    """加粗的结尾是标点、后面紧跟文字时，有的程序会把星号显示出来。"""
    if "**" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for match in _BOLD.finditer(line):
            ends_in_punctuation = match["inside"][-1] in _PUNCTUATION
            if ends_in_punctuation and match["after"].strip(_PUNCTUATION + " *"):
                message = "“**…。**”后面紧跟文字，GitHub 等处会显示出星号"
                help_text = "把这一句单独写成标题（###），或在后面的 ** 之后加一个空格"
                yield TextFinding(number, match.start(), message, help_text, "warning")


def attribute_list(text: str) -> Iterator[TextFinding]:
    """正文里不能写属性、宏或片段。"""
    if "{" not in text and "--8<--" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        match = re.search(r"\{\{[^{}]*\}\}|\{[:#.%][^{}]*\}|--8<--", line)
        if match:
            message = f"这种写法不起作用，会原样显示：{match[0][:30]}"
            yield TextFinding(number, match.start(), message, "删去")


def link_target(text: str) -> Iterator[TextFinding]:
    """链接只能指向网页、邮箱、电话或库里的文件；图片只能是库里的文件。"""
    for link in parse_links(text):
        homoglyph = find_homoglyph(netloc(link.target))
        if homoglyph or "@" in netloc(link.target):
            deception = homoglyph or "“@”"
            message = f"链接“{link.target[:60]}”的网站名称里有{deception}，像是冒充别的网站"
            help_text = "从浏览器的地址栏重新复制网址"
        elif link.is_image and is_external(link.target):
            message = "图片在别的网站上"
            help_text = "把图片文件放进与通报同名的文件夹，写成 ![说明](名称/图片.png)"
        elif escapes_folder(link.target):
            message = f"链接“{link.target[:60]}”指到 notices 文件夹外面"
            help_text = "只能链接 notices 里的通报和附件，路径从本文件所在的文件夹算起"
        elif not is_allowed(link.target):
            message = f"链接“{link.target[:60]}”不能使用"
            help_text = "写 https:// 开头的网址、mailto:、tel:，或库里文件的相对路径"
        else:
            continue
        yield TextFinding(link.line - 1, link.column - 1, message, help_text)


MARKDOWN_RULES: tuple[TextRule, ...] = (
    raw_html,
    entity,
    placeholder,
    indented_code,
    top_heading,
    heading_space,
    tight_bold,
    attribute_list,
    link_target,
)
