"""Rules about the signs in the body and its links."""

from __future__ import annotations

import re
from collections.abc import Iterator
from unicodedata import normalize

from noticeboard.files.filenames import find_homoglyph
from noticeboard.model.field_types import PLACEHOLDER
from noticeboard.rules.base import TextFinding, TextRule
from noticeboard.text.links import escapes_folder, is_allowed, is_external, netloc, parse_links
from noticeboard.text.markup.bold import bold_spans, literal_stars
from noticeboard.text.markup.grammar import FOOTNOTE_LABEL, is_delimiter_row, split_row
from noticeboard.text.markup.link_text import contradiction

_PLACEHOLDER_SIGNS = "XxＸｘ×✕【_＿"
# A tag, a comment or a declaration; A<B and 整改率<100% are text.
_HTML = re.compile(
    r"(?<!\\)<(?:!--(?:[^>\n]*-->)?|[!?][A-Za-z\[][^>\n]*>?|/?[A-Za-z][A-Za-z0-9]*(?:\s[^<>\n]*)?/?>"
    r"|/?(?:script|style|iframe|img|table|t[dhr]|div|span|svg|font|object|embed|form|input|link|meta)\b[^>\n]*>?)",
    re.IGNORECASE,
)
_ENTITY = re.compile(r"(?<!\\)&(?:#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
_PUNCTUATION = "。，；：！？、）”》.,;:!?)"
_HEADING_WITHOUT_SPACE = re.compile(
    r"#{2,6}(?=[^#\s])|#(?=[一二三四五六七八九十]{1,3}、|[（(][一二三四五六七八九十])"
)
_FOOTNOTE = re.compile(rf"(?<!\\)\[\^({FOOTNOTE_LABEL})\](:?)")
# Signs of other programs that are shown as they are, with what to write instead.
_WITHOUT_EFFECT = (
    (re.compile(r"(?<!\\)(\{\{[^{}]*\}\}|\{[:#.%][^{}]*\}|--8<--)"), "删去"),
    (re.compile(r"^(```+|~~~+)"), "删去；要显示的，前面加“\\”"),
    (re.compile(r"(?<![\\~])(~~(?=[^\s~])[^~\n]*[^\s~]~~)(?!~)"), "通报里没有删除线，写出改后的字句"),
    (re.compile(r"^(> ?)(?=\S)"), "引文直接写，加引号；要显示“>”的，前面加“\\”"),
    (re.compile(r"^(\+ )(?=\S)"), "列表的每一项用“- ”开头；要显示“+”的，前面加“\\”"),
    (
        re.compile(r"(?<![\\\]])(!?\[[^\[\]\n]*\]\((?![^)\n]*[.:/#])[^()\n]*\))"),
        "链接写成 [文字](网址或文件名)；只是文字的，括号用（）",
    ),
    (re.compile(r"^(\[[^\]\n^][^\]\n]*\]:) *(?:https?:|\S+\.\S+$)"), "链接写成 [文字](网址)"),
)  # fmt: skip
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})\s*")
# One of these is in each text that has a sign without effect.
_SIGNS_WITHOUT_EFFECT = (*"{`~[=", "--8<", "\n>", "\n+", "\n-", "\n -", "\n  -", "\n   -")
_CONFLICT = "=" * 7


def raw_html(text: str) -> Iterator[TextFinding]:
    """正文里不能写 HTML 标签。"""
    if "<" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for match in _HTML.finditer(line):
            message = f"正文里有 HTML：{match[0][:30]}"
            help_text = "删去标签，用 Markdown 写；要显示“<”时写成“\\<”"
            yield TextFinding(number, match.start(), message, help_text)


def entity(text: str) -> Iterator[TextFinding]:
    """正文里不能写 HTML 实体，如 &nbsp;。"""
    if "&" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for match in _ENTITY.finditer(line):
            message = f"正文里有 HTML 实体：{match[0][:30]}"
            help_text = "直接写出那个字符；空格用空格键输入；就是要显示这几个字的，前面加“\\”"
            yield TextFinding(number, match.start(), message, help_text)


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


def top_heading(text: str) -> Iterator[TextFinding]:
    """标题写在元数据的 title 里，正文不用一级标题。"""
    for number, line in enumerate(text.split("\n")):
        if line.startswith("#") and re.match(r"#\s", line):
            help_text = "通报的标题写在 title 里；“一、”用 ##，“（一）”用 ###"
            yield TextFinding(number, 0, "正文里有一级标题（#）", help_text)


def heading_space(text: str) -> Iterator[TextFinding]:
    """标题的 # 后面要有一个半角空格。"""
    for number, line in enumerate(text.split("\n")):
        match = _HEADING_WITHOUT_SPACE.match(line) if line.startswith("#") else None
        if match:
            message = "# 后面缺少半角空格，这一行不会成为标题"
            yield TextFinding(number, match.end(), message, f"写成“{match[0]} …”")


def tight_bold(text: str) -> Iterator[TextFinding]:
    """加粗的结尾是标点、后面紧跟文字时，有的程序会把星号显示出来。"""
    if "**" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        for opening, closing in bold_spans(line):
            after = line[closing + 2 : closing + 3]
            if line[closing - 1] in _PUNCTUATION and after.strip(_PUNCTUATION + " *"):
                message = "“**…。**”后面紧跟文字，GitHub 等处会显示出星号"
                help_text = "把这一句单独写成标题（###），或在后面的 ** 之后加一个空格"
                yield TextFinding(number, opening, message, help_text, "warning")


def literal_bold(text: str) -> Iterator[TextFinding]:
    """一行里的 ** 要成对，像是隐去姓名、号码的不加粗，星号照原样显示。"""
    if "**" not in text:
        return
    for number, line in enumerate(text.split("\n")):
        place = literal_stars(line)
        if place is not None:
            message = "这一行的 ** 没有成对，或像是隐去的姓名、号码，星号照原样显示"
            help_text = "隐去姓名、号码的不用改；要加粗的，写成“ **重点** ”，前后各空一格"
            yield TextFinding(number, place, message, help_text, "warning")


def no_effect(text: str) -> Iterator[TextFinding]:
    """只有规定的记号起作用；别的程序里的记号照原样显示。"""
    if not any(sign in f"\n{text}" for sign in _SIGNS_WITHOUT_EFFECT):
        return
    above = ""
    for number, line in enumerate(text.split("\n")):
        for pattern, help_text in _WITHOUT_EFFECT:
            match = pattern.search(line)
            if match:
                message = f"这种写法不起作用，会原样显示：{match[1][:30]}"
                yield TextFinding(number, match.start(), message, help_text, "warning")
        if above.strip() and "|" not in above and line != _CONFLICT and _UNDERLINE.fullmatch(line):
            message = f"这种写法不起作用，会原样显示：{line.strip()[:30]}"
            help_text = "标题写成“## …”；要显示的，前面空一行"
            yield TextFinding(number, 0, message, help_text, "warning")
        above = line


def table_shape(text: str) -> Iterator[TextFinding]:
    """表格的分隔线与表头的格数相同，各行不比表头多。"""
    if "|" not in text:
        return
    lines = text.split("\n")
    width = 0
    for number, line in enumerate(lines):
        below = lines[number + 1] if number + 1 < len(lines) else ""
        cells = len(split_row(line)) if "|" in line else 0
        if "|" in line and is_delimiter_row(below) and not is_delimiter_row(line):
            width = len(split_row(below))
            if cells != width:
                message = f"表头有 {cells} 格，下面的分隔线有 {width} 格，不会成为表格"
                help_text = f"分隔线写成“|{' --- |' * min(cells, 20)}”；格里的竖线写成“\\|”"
                yield TextFinding(number + 1, 0, message, help_text)
                width = 0
        elif cells > width > 0 and not is_delimiter_row(line):
            message = f"这一行有 {cells} 格，表头只有 {width} 格，GitHub 不显示多出的"
            help_text = "补上表头；格里的竖线写成“\\|”"
            yield TextFinding(number, 0, message, help_text, "warning")
        elif not cells:
            width = 0


def footnote(text: str) -> Iterator[TextFinding]:
    """每个脚注写一次“[^1]: …”，正文里用“[^1]”指到它。"""
    if "[^" not in text:
        return
    defined: dict[str, tuple[int, int]] = {}
    used: dict[str, tuple[int, int]] = {}
    for number, line in enumerate(text.split("\n")):
        for match in _FOOTNOTE.finditer(line):
            if not match[2] or line[: match.start()].strip():
                used.setdefault(match[1], (number, match.start()))
            elif match[1] in defined:
                message = f"脚注“[^{match[1]}]”写了两次"
                yield TextFinding(number, match.start(), message, "换一个编号")
            else:
                defined[match[1]] = (number, match.start())
    for label, place in used.items():
        if label not in defined:
            help_text = f"在文末另起一段，写上“[^{label}]: 脚注的文字”"
            yield TextFinding(*place, f"脚注“[^{label}]”没有文字，会原样显示", help_text, "warning")
    for label, place in defined.items():
        if label not in used:
            message = f"正文没有指到脚注“[^{label}]”，GitHub 不显示它"
            yield TextFinding(*place, message, f"在要注释的地方写上“[^{label}]”", "warning")


def link_target(text: str) -> Iterator[TextFinding]:
    """链接只能指向网页、邮箱、电话或库里的文件；图片只能是库里的文件。"""
    for link in parse_links(text):
        location = netloc(link.target)
        homoglyph = find_homoglyph(location)
        sign = next((sign for sign in "@%" if sign in normalize("NFKC", location)), None)
        if homoglyph or sign:
            deception = homoglyph or f"“{sign}”"
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


def link_text(text: str) -> Iterator[TextFinding]:
    """链接的文字写着网址、邮箱或电话的，就要通到那里。"""
    for link in parse_links(text):
        other = None if link.is_image else contradiction(link.text, link.target)
        if other:
            message = f"链接的文字写着“{other[:60]}”，点开却是“{link.target[:60]}”"
            help_text = "把文字和网址改成一样的，或用网页的名称作文字"
            yield TextFinding(link.line - 1, link.column - 1, message, help_text)


MARKDOWN_RULES: tuple[TextRule, ...] = (
    raw_html,
    entity,
    placeholder,
    top_heading,
    heading_space,
    tight_bold,
    literal_bold,
    no_effect,
    table_shape,
    footnote,
    link_target,
    link_text,
)
