"""The page of the notice as it will look: the content of the site's own template."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import jinja2

from noticeboard.editor.board import Board
from noticeboard.editor.sanitizer import sanitize
from noticeboard.history.diff import Difference
from noticeboard.matters.recognition import recognize
from noticeboard.model.groups import NoticeGroups
from noticeboard.model.notice import Notice
from noticeboard.model.register import ContactStaleness, Register
from noticeboard.model.vocabularies import DEFAULT_CATEGORY
from noticeboard.pages.filters import FILTERS
from noticeboard.pages.notice import attached_files, notice_context, notice_page, open_period
from noticeboard.text.markup.body import render_body

TEMPLATES = Path(__file__).with_name("templates")
"""The site's templates, which the bundle for browsers holds there."""
ADDRESS = "（公布后才有网址）"


def notice_html(board: Board, notice: Notice) -> str:
    """Return the content of the notice's page, without frame and footer."""
    body = render_body(notice.body, notice.id, sanitize)
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
