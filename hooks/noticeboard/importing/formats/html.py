"""Reading of web pages: .html, and .mht archives of them."""

from __future__ import annotations

import email
import email.policy
import re
from email.message import EmailMessage
from html.parser import HTMLParser
from typing import NamedTuple

from noticeboard.importing.formats.rich_text import RichText, Style
from noticeboard.importing.markdown import WEB_ADDRESS
from noticeboard.importing.plaintext import decode
from noticeboard.importing.source import (
    DELETED,
    HIDDEN_TEXT,
    PRONUNCIATION,
    STRUCK,
    ImportFailedError,
    SourceDocument,
)

_CHARSET = re.compile(rb"charset\s*=\s*[\"']?\s*([\w-]{2,20})", re.IGNORECASE)
_CHINESE = {"gb2312", "gbk", "gb18030", "x-gbk", "gb_2312-80", "cp936"}
_HEAD_BYTES = 4_096
_MAX_SPAN = 63
_MAX_DEPTH = 500
"""Open elements; each paragraph looks through all of them."""
_SPACES = re.compile(r"[ \t\r\n\f]+")
_SPACE_IN_CHINESE = re.compile(
    r"(?<=[\u3000-\u9fff\uff00-\uffef]) (?=[\u3000-\u9fff\uff00-\uffef])"
)
_VOID = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr",
}  # fmt: skip
_NO_CONTENT = {"head", "script", "style", "template", "noscript", "iframe", "svg", "datalist", "rp"}
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "center", "dd", "details", "div", "dl",
    "dt", "fieldset", "figcaption", "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header",
    "hr", "html", "li", "main", "nav", "ol", "p", "pre", "section", "summary", "table", "tbody", "td", "tfoot",
    "th", "thead", "tr", "ul",
}  # fmt: skip
_IMPLIED = {
    "tr": ({"td", "th", "tr"}, {"table"}),
    "td": ({"td", "th"}, {"tr", "table"}),
    "th": ({"td", "th"}, {"tr", "table"}),
    "li": ({"li"}, {"ul", "ol", "td", "th"}),
    "dd": ({"dd", "dt"}, {"dl"}),
    "dt": ({"dd", "dt"}, {"dl"}),
}
"""Which open elements a new one ends, and which elements this does not reach beyond."""
_OMITTED = {"del": DELETED, "s": STRUCK, "strike": STRUCK, "rt": PRONUNCIATION}
_POSITIONS = {"sup": "raised", "sub": "lowered"}
_STYLE_POSITIONS = {"super": "raised", "sub": "lowered"}


def read_html(data: bytes) -> SourceDocument:
    """Read a web page; raise ImportFailedError when it has no Chinese text."""
    reader = _PageReader()
    reader.feed(_without_comments(_decode(data)))
    reader.close()
    return reader.document()


def _without_comments(page: str) -> str:
    """Remove comments, which take the parser quadratic time when they do not end."""
    parts = []
    at = 0
    while (start := page.find("<!--", at)) >= 0:
        parts.append(page[at:start])
        end = page.find("-->", start + 4)
        at = end + 3 if end >= 0 else len(page)
    return "".join([*parts, page[at:]])


def read_mht(data: bytes) -> SourceDocument:
    """Read the page of a web archive (RFC 2557); raise ImportFailedError when it has none."""
    message = email.message_from_bytes(data, policy=email.policy.default)
    assert isinstance(message, EmailMessage)
    for part in message.walk():
        if part.get_content_type() == "text/html":
            content = part.get_payload(decode=True)
            if isinstance(content, bytes):
                return read_html(content)
    raise ImportFailedError("这个网页归档文件里没有网页；请另存为 .docx 或 .txt 后再导入。")


def _decode(data: bytes) -> str:
    declared = _CHARSET.search(data[:_HEAD_BYTES])
    encoding = declared[1].decode("ascii").lower() if declared else ""
    if encoding in _CHINESE and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("gb18030")
        except UnicodeDecodeError:
            # The declaration is wrong; the content decides.
            return decode(data)
    return decode(data)


class _Element(NamedTuple):
    """An open element, and what applies to the text in it."""

    tag: str
    style: Style = Style()
    alignment: str = ""
    link: str = ""
    skipped: bool = False
    preformatted: bool = False


class _PageReader(HTMLParser):
    """Writes the visible text of a page to a `RichText`."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._out = RichText()
        self._open = [_Element("")]
        self._items: list[int | None] = []
        self._pictures = 0

    def document(self) -> SourceDocument:
        """Return the document."""
        if self._pictures:
            self._out.remark(f"网页里的{self._pictures}张图片没有采用，需要时另存为附件")
        return self._out.document()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag in _BLOCKS:
            self._end_paragraph()
            self._close_implied(tag)
        element = _element(tag, values, self._open[-1])
        if not element.skipped:
            self._begin(tag, values, element)
        if tag not in _VOID:
            if len(self._open) > _MAX_DEPTH:
                raise ImportFailedError(
                    "网页的结构不正常，层次太深；请另存为 .docx 或 .txt 后再导入。"
                )
            self._open.append(element)

    def _begin(self, tag: str, values: dict[str, str], element: _Element) -> None:
        match tag:
            case "br":
                self._end_paragraph()
            case "img":
                self._pictures += 1
            case "table":
                self._out.begin_table()
            case "tr":
                self._out.begin_row()
            case "td" | "th":
                self._out.begin_cell(_span(values.get("colspan", "")))
                if _span(values.get("rowspan", "")) > 1:
                    self._out.remark("表格里有上下合并的单元格，列可能错开，请核对")
            case "ul" | "ol":
                start = values.get("start", "")
                number = int(start) if re.fullmatch(r"\d{1,4}", start) else 1
                self._items.append(number if tag == "ol" else None)
            case "li" if self._items and self._items[-1] is not None:
                self._out.add(f"{self._items[-1]}. ", element.style)
                self._items[-1] += 1
            case "a" if element.link:
                self._out.insert("[")
            case "input":
                self._input(values, element)

    def _input(self, values: dict[str, str], element: _Element) -> None:
        kind = values.get("type", "text").lower()
        if kind in {"checkbox", "radio"}:
            self._out.add("☑" if "checked" in values else "☐", element.style)
        elif kind == "text" and values.get("value"):
            self._out.add(values["value"], element.style)

    def handle_endtag(self, tag: str) -> None:
        if tag == "p" and not any(element.tag == "p" for element in self._open):
            self._end_paragraph()
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag == tag:
                self._close_to(index)
                return
            if self._open[index].tag in {"table", "td", "th"} and tag not in {
                "table",
                "tr",
                "td",
                "th",
            }:
                # A stray end tag does not leave a cell.
                return

    def _close_to(self, index: int) -> None:
        """Close the open elements from an index on."""
        while len(self._open) > index:
            element = self._open[-1]
            if element.tag in _BLOCKS:
                self._end_paragraph()
            self._open.pop()
            if element.skipped:
                continue
            if element.tag == "table":
                self._out.end_table()
            elif element.tag in {"ul", "ol"} and self._items:
                self._items.pop()
            elif element.tag == "a" and element.link:
                self._out.insert(f"]({element.link})")

    def _close_implied(self, tag: str) -> None:
        """Close the elements whose end tag may be left out before this one."""
        ended, boundary = _IMPLIED.get(tag, ({"p"}, {"td", "th", "li", "table"}))
        first = len(self._open)
        for index in range(len(self._open) - 1, 0, -1):
            if self._open[index].tag in boundary:
                break
            if self._open[index].tag in ended:
                first = index
        self._close_to(first)

    def _end_paragraph(self) -> None:
        tags = [element.tag for element in self._open]
        level = next((int(tag[1]) for tag in reversed(tags) if re.fullmatch("h[1-6]", tag)), 0)
        is_item = "li" in tags and bool(self._items) and self._items[-1] is None
        self._out.end_paragraph(
            self._open[-1].alignment, max(level - 1, 0), level == 1, "bullet" if is_item else "text"
        )

    def handle_data(self, data: str) -> None:
        element = self._open[-1]
        if element.skipped:
            return
        if element.preformatted:
            first, *others = data.split("\n")
            self._out.add(first, element.style)
            for line in others:
                self._end_paragraph()
                self._out.add(line, element.style)
            return
        text = _SPACES.sub(" ", data)
        # A line break of the source between two Chinese characters is no space.
        if "\n" in data:
            text = _SPACE_IN_CHINESE.sub("", text)
        if not self._out.has_text or self._out.last_character == " ":
            text = text.lstrip(" ")
        self._out.add(text, element.style)


def _span(value: str) -> int:
    return min(max(int(value), 1), _MAX_SPAN) if re.fullmatch(r"\d{1,6}", value) else 1


def _element(tag: str, values: dict[str, str], parent: _Element) -> _Element:
    """Return what applies inside an element: its own formatting over that of its parent."""
    css: dict[str, str] = dict(
        re.findall(r"([\w-]+)\s*:\s*([^;]+)", values.get("style", "").lower())
    )
    style = parent.style
    omitted = style.omitted or _omitted_reason(tag, css, "hidden" in values)
    weight = css.get("font-weight", "").strip()
    font = (
        css.get("mso-fareast-font-family", css.get("font-family", "")).split(",")[0].strip(" \"'")
    )
    size = re.match(r"([\d.]{1,6})pt", css.get("font-size", "").strip())
    vertical = css.get("vertical-align", "").strip()
    style = Style(
        bold=tag in {"b", "strong", "th"}
        or weight in {"bold", "700", "800"}
        or (style.bold and weight != "normal"),
        font=font or style.font,
        size=float(size[1]) if size and size[1].count(".") < 2 else style.size,
        position=_POSITIONS.get(tag) or _STYLE_POSITIONS.get(vertical) or style.position,
        omitted=omitted,
    )
    alignment = values.get("align", css.get("text-align", "")).strip().lower()
    target = values.get("href", "")
    link = target if tag == "a" and not style.omitted and WEB_ADDRESS.fullmatch(target) else ""
    return _Element(
        tag, style, "center" if tag == "center" else alignment or parent.alignment, link,
        parent.skipped or tag in _NO_CONTENT, parent.preformatted or tag == "pre",
    )  # fmt: skip


def _omitted_reason(tag: str, css: dict[str, str], hidden: bool) -> str:
    """Return why the text of an element is not shown, or an empty text."""
    if tag in _OMITTED:
        return _OMITTED[tag]
    invisible = "none" in css.get("display", "") or "hidden" in css.get("visibility", "")
    if hidden or invisible or "all" in css.get("mso-hide", ""):
        return HIDDEN_TEXT
    return STRUCK if "line-through" in css.get("text-decoration", "") else ""
