"""The page of the notice as it will look: the content of the site's own template."""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from html import unescape
from pathlib import Path, PurePath
from types import SimpleNamespace
from typing import Any
from urllib.parse import unquote

import jinja2

from noticeboard.editor.board import Board
from noticeboard.editor.sanitizer import sanitize
from noticeboard.history.diff import Difference
from noticeboard.matters.recognition import recognize
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import ContactStaleness, Register
from noticeboard.model.vocabularies import DEFAULT_CATEGORY
from noticeboard.pages.markup.filters import FILTERS
from noticeboard.pages.notice import attached_files, notice_context, notice_page, open_period
from noticeboard.reading.limits import exceeded_body_limit
from noticeboard.reading.reader import ParsedNotice
from noticeboard.text.markup.body import render_body

TEMPLATES = Path(__file__).with_name("templates")
"""The site's templates, which the bundle for browsers holds there."""
ADDRESS = "（公布后才有网址）"
_PICTURE = re.compile(r'(<img\b[^>]*?\bsrc=")([^"]*)(")')
INCOMPLETE = "各项还没有填全，这里先只有正文；改好错误以后，是整页的样子。"


def notice_html(board: Board, notice: Notice) -> str:
    """Return the content of the notice's page, without frame and footer."""
    body = render_body(notice.body, notice.id, sanitize)
    body = replace(body, html=_with_pictures(body.html, board, notice.id))
    register = Register([notice], board.units.register)
    listed = {path.name for path in board.files(notice.id)}
    known = [attachment for attachment in notice.attachments if attachment.file in listed]
    shown = notice.model_copy(update={"attachments": tuple(known)})
    page = notice_page(notice, register, {"files": attached_files(shown, board.notices_dir)})
    context: dict[str, Any] = {
        **notice_context(page, notice, body, ADDRESS),
        "contact": notice.contact,
        "source": notice,
        "page": SimpleNamespace(content=body.html, toc=SimpleNamespace(items=()), edit_url=None),
        "groups": NoticeGroups(register),
        "ledger_of": lambda _: recognize(body.html),
        "site": board.site,
        "open_period": open_period(notice, board.today),
        "contact_staleness": ContactStaleness(board.site.contact_months, board.today),
        "default_category": DEFAULT_CATEGORY,
        "changes": [f"changes/#{number}" for number in range(len(notice.corrections))],
    }
    return _block("notice.html", "content", context)


def body_html(board: Board, parsed: ParsedNotice) -> str:
    """Return the text alone, for a notice whose front matter has errors; empty without a text."""
    if not parsed.body.strip() or exceeded_body_limit(parsed.body):
        return ""
    notice_id = PurePath(parsed.path).relative_to("notices").with_suffix("").as_posix()
    html = _with_pictures(render_body(parsed.body, notice_id, sanitize).html, board, notice_id)
    return (
        f'<p class="nb-banner">{INCOMPLETE}</p><div id="notice-body" class="nb-body">{html}</div>'
    )


def _with_pictures(html: str, board: Board, notice_id: str) -> str:
    """Return the text with its attached pictures, which have no address yet, within it."""
    files = {path.name: path for path in board.files(notice_id)}

    def address(match: re.Match[str]) -> str:
        path = files.get(unquote(unescape(match[2])).rpartition("/")[2])
        if not path:
            return f"{match[1]}{match[3]}"
        kind = "png" if path.suffix.lower() == ".png" else "jpeg"
        content = base64.b64encode(path.read_bytes()).decode()
        return f"{match[1]}data:image/{kind};base64,{content}{match[3]}"

    return _PICTURE.sub(address, html)


def difference_html(difference: Difference) -> str:
    """Return the differences as the changelog shows them."""
    template = _environment().get_template("partials/difference.html")
    return template.render(difference=difference)


def _block(name: str, block: str, context: Mapping[str, Any]) -> str:
    """Render one block of a template, without the frame that the template extends."""
    template = _environment().get_template(name)
    return "".join(template.blocks[block](template.new_context(dict(context))))


@cache
def _environment() -> jinja2.Environment:
    """Return an environment with the site's templates, which escapes and leaves out what is unknown."""
    folder = TEMPLATES
    loader = jinja2.FunctionLoader(lambda name: (folder / name).read_text("utf-8"))
    env = jinja2.Environment(loader=loader, autoescape=True, undefined=jinja2.ChainableUndefined)
    env.filters.update(FILTERS, url=lambda address: f"../../{address}")
    return env
