"""How the text of a notice may be written, line by line; needs no valid front matter."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.rules.base import TextFinding, TextRule
from noticeboard.text.filenames import lookalike
from noticeboard.text.links import host_of, is_allowed, is_outside, leaves_folder, written_links

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
        covered = _CODE.sub(lambda code: " " * len(code[0]), line)
        for found in _HTML.finditer(covered):
            if not covered[: found.start()].endswith("\\"):
                message = f"正文里有 HTML：{found[0][:30]}"
                yield TextFinding(
                    number, found.start(), message, "删去标签，用 Markdown 写；要显示“<”时写成“\\<”"
                )


def entity(text: str) -> Iterator[TextFinding]:
    """正文里不能写 HTML 实体，如 &nbsp;。"""
    if "&" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        covered = _CODE.sub(lambda code: " " * len(code[0]), line)
        for found in _ENTITY.finditer(covered):
            remedy = "直接写出那个字符；空格用空格键输入"
            yield TextFinding(number, found.start(), f"正文里有 HTML 实体：{found[0][:30]}", remedy)


def placeholder(text: str) -> Iterator[TextFinding]:
    """正文里不能留下没有填写的占位符，如 X月、XX局。"""
    if not any(sign in text for sign in _PLACEHOLDER_SIGNS):
        return
    for number, line in enumerate(text.split("\n")):
        found = PLACEHOLDER.search(line)
        if found:
            context = line[max(found.start() - 4, 0) : found.end() + 4]
            yield TextFinding(
                number, found.start(), f"这里像是没有填写的占位符：…{context}…", "填上实际内容"
            )


def indented_code(text: str) -> Iterator[TextFinding]:
    """正文的行首不能有四个以上半角空格，否则整段会变成代码。"""
    if "    " not in text and "\t" not in text:
        return
    before = ""
    for number, line in enumerate(text.split("\n")):
        in_list = re.match(r"\s*([-*+]|\d+\.)\s", before) or before.startswith(("    ", "[^"))
        if re.match(r"(?: {4}|\t)\s*\S", line) and not in_list:
            yield TextFinding(
                number,
                0,
                "行首有四个以上半角空格或制表符，这一段会变成代码",
                "删去行首空格；需要缩进时用全角空格",
            )
        before = line if line.strip() else before


def top_heading(text: str) -> Iterator[TextFinding]:
    """标题写在元数据的 title 里，正文不用一级标题。"""
    for number, line in enumerate(text.split("\n")):
        if line.startswith("#") and re.match(r"#\s", line):
            yield TextFinding(
                number,
                0,
                "正文里有一级标题（#）",
                "通报的标题写在 title 里；“一、”用 ##，“（一）”用 ###",
            )


def heading_space(text: str) -> Iterator[TextFinding]:
    """标题的 # 后面要有一个半角空格。"""
    for number, line in enumerate(text.split("\n")):
        found = re.match(r"#{1,6}(?=[^#\s])", line) if line.startswith("#") else None
        if found:
            yield TextFinding(
                number, found.end(), "# 后面缺少半角空格，这一行不会成为标题", f"写成“{found[0]} …”"
            )


def tight_bold(text: str) -> Iterator[TextFinding]:
    """加粗的结尾是标点、后面紧跟文字时，有的程序会把星号显示出来。"""
    if "**" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for found in _BOLD.finditer(line):
            after = found["after"]
            if found["inside"][-1] not in _PUNCTUATION or not after.strip(_PUNCTUATION + " *"):
                continue
            remedy = "把这一句单独写成标题（###），或在后面的 ** 之后加一个空格"
            message = "“**…。**”后面紧跟文字，GitHub 等处会显示出星号"
            yield TextFinding(number, found.start(), message, remedy, "warning")


def attribute_list(text: str) -> Iterator[TextFinding]:
    """正文里不能写属性、宏或片段。"""
    if "{" not in text and "--8<--" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        found = re.search(r"\{\{[^{}]*\}\}|\{[:#.%][^{}]*\}|--8<--", line)
        if found:
            yield TextFinding(
                number, found.start(), f"这种写法不起作用，会原样显示：{found[0][:30]}", "删去"
            )


def link_target(text: str) -> Iterator[TextFinding]:
    """链接只能指向网页、邮箱、电话或库里的文件；图片只能是库里的文件。"""
    for link in written_links(text):
        found = lookalike(host_of(link.target))
        if found or "@" in host_of(link.target):
            message = f"链接“{link.target[:60]}”的网站名称里有{found or '“@”'}，像是冒充别的网站"
            remedy = "从浏览器的地址栏重新复制网址"
        elif link.is_image and is_outside(link.target):
            message, remedy = (
                "图片在别的网站上",
                "把图片文件放进与通报同名的文件夹，写成 ![说明](名称/图片.png)",
            )
        elif leaves_folder(link.target):
            message = f"链接“{link.target[:60]}”指到 notices 文件夹外面"
            remedy = "只能链接 notices 里的通报和附件，路径从本文件所在的文件夹算起"
        elif not is_allowed(link.target):
            message = f"链接“{link.target[:60]}”不能使用"
            remedy = "写 https:// 开头的网址、mailto:、tel:，或库里文件的相对路径"
        else:
            continue
        yield TextFinding(link.line - 1, link.column - 1, message, remedy)


TEXT_RULES: tuple[TextRule, ...] = (
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
