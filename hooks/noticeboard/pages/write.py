"""The page on which a notice is written, and what its program needs to know of the board."""

from __future__ import annotations

import json

from noticeboard.pages.base import SitePage
from noticeboard.reading.site_config import EditorConfig, SiteConfig

FOLDER = "contribute/write/"
BOARD = f"{FOLDER}board.json"


def write_page(program: str, policy: str) -> SitePage:
    """Return the page; `program` is the folder of the program below FOLDER, empty without one."""
    context: dict[str, object] = {"program": program, "write_folder": FOLDER}
    if program:
        context["content_security_policy"] = policy
    description = (
        "放进 Word 文件，填好各项，看到公布以后的样子，送去审核；送出以前什么都不离开这台设备"
    )
    return SitePage("contribute/write.md", "write.html", "在网页上写通报", description, context)


def board_json(site: SiteConfig, units: str, template: str) -> bytes:
    """Return what the program knows of the board.

    `units` is the text of the register of units, `template` that of a request.
    """
    editor = site.editor or EditorConfig()
    contact = site.contact
    channels = (contact.email, contact.phone.number if contact.phone else None) if contact else ()
    data = {
        "name": site.name,
        "region": site.region or "",
        "contact_months": site.contact_months,
        "units": units,
        "template": template,
        "contact": [channel for channel in channels if channel],
        "editor": editor.model_dump(exclude_none=True) | {"api": editor.api_origin},
    }
    return json.dumps(data, ensure_ascii=False, indent=1).encode()
