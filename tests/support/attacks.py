"""Injection strings, and notices that carry them in every field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from support.factories import notice

from noticeboard.model.amendments import Correction, PrivacyException
from noticeboard.model.field_types import Names
from noticeboard.model.notice import Attachment, Notice
from noticeboard.text.hidden_characters import HIDDEN

EXTERNAL_HOST = "attack.invalid"
"""The host that attacks try to contact; `.invalid` never resolves (RFC 2606)."""

_RUN = "alert(1)"
_TEXT = (
    f"<script>{_RUN}</script>",
    f"</title><script>{_RUN}</script>",
    f"</textarea></style></noscript><script>{_RUN}</script>",
    f"<img src=x onerror={_RUN}>",
    f"<svg onload={_RUN}>",
    f"<svg><animate onbegin={_RUN} attributeName=x dur=1s>",
    f"<math><mtext></form><form><mglyph><style></math><img src onerror={_RUN}>",
    f"<iframe srcdoc='<script>{_RUN}</script>'>",
    f"<details open ontoggle={_RUN}>",
    f"<base href=//{EXTERNAL_HOST}/>",
    f"<meta http-equiv=refresh content='0;url=//{EXTERNAL_HOST}/'>",
    f"<link rel=stylesheet href=//{EXTERNAL_HOST}/x.css>",
    f"<object data=//{EXTERNAL_HOST}/x>",
    f"<form action=//{EXTERNAL_HOST}/><button>甲",
    f"<style>@import '//{EXTERNAL_HOST}/x.css'</style>",
    f"<!--><script>{_RUN}</script>-->",
    f"<![CDATA[><script>{_RUN}</script>]]>",
    f"&lt;script&gt;{_RUN}&lt;/script&gt;",
    f"&#60;img src=x onerror={_RUN}&#62;",
    f"<scr\x00ipt>{_RUN}</script>",
    f"＜script＞{_RUN}＜/script＞",
)
_ATTRIBUTES = (
    f'" onmouseover="{_RUN}" autofocus onfocus="{_RUN}',
    f"' onmouseover='{_RUN}' autofocus onfocus='{_RUN}",
    f'"><script>{_RUN}</script>',
    f"'><script>{_RUN}</script>",
    f"` onerror=`{_RUN}",
    f'x" style="background:url(//{EXTERNAL_HOST}/)"',
)
_ADDRESSES = (
    f"javascript:{_RUN}",
    f" JaVaScRiPt:{_RUN}",
    f"java\tscript:{_RUN}",
    f"vbscript:{_RUN}",
    "data:text/html,<script>alert(1)</script>",
    f"//{EXTERNAL_HOST}/x.png",
    f'https://{EXTERNAL_HOST}/?"><script>{_RUN}</script>',
)
_MARKDOWN = (
    f"[x](javascript:{_RUN})",
    f"[x](<javascript:{_RUN}>)",
    f"[x]( javascript:{_RUN} 'y')",
    f"[x][y]\n\n[y]: javascript:{_RUN}",
    f"![x](https://{EXTERNAL_HOST}/x.png)",
    f"![x](//{EXTERNAL_HOST}/x.png)",
    "![x](data:image/svg+xml,<svg onload=alert(1)>)",
    f"[![x](y)](javascript:{_RUN})",
    f"<javascript:{_RUN}>",
    f'[x](https://example.com/"onmouseover="{_RUN})',
    f'[x](https://example.com/ "y" onmouseover="{_RUN}")',
    f"# 题 {{: onclick={_RUN} }}",
    f"[^1]\n\n[^1]: <img src=x onerror={_RUN}>",
    f"| a |\n|---|\n| <img src=x onerror={_RUN}> |",
    '--8<-- "mkdocs.yml"',
)
_OTHER_CONTEXTS = (
    "{{ 7 * 7 }}{% include 'base.html' %}",
    "{{ config.__class__.__init__.__globals__ }}",
    "${7*7}#{7*7}<%= 7*7 %>",
    '"}]}</script><script>alert(1)</script>',
    '{"@context":"x"}\u2028alert(1)\u2029',
    "]]></content></entry></feed>",
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY y SYSTEM "file:///etc/passwd">]><x>&y;</x>',
    '=HYPERLINK("https://attack.invalid","甲")',
    "+cmd|' /C calc'!A0",
    "@SUM(1+1)*cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "\t=1+1",
    '甲,"乙"\r\n=1+1',
    "甲\r\nSet-Cookie: x=1",
    "../../../../etc/passwd",
    "..\\..\\windows\\win.ini",
    "%2e%2e%2f%2e%2e%2fetc%2fpasswd",
    "甲\x01\x08\x0b\x1f乙",
    "甲\u202e乙\u200b丙\ufeff",
    "\ufffe\uffff",
    "constructor",
    "__proto__",
    "Ω≈ç√∫˜µ≤≥÷",
    "𠜎𠜱𠝹𠱓",
    "🏳️‍🌈👩‍👩‍👧‍👦",
    "Z̮̞̠͙͔ͅḀ̗̞͈̻̗Ḷ͙͎̯̹̞͓G̻O̭̗̮",
    "﷽" * 20,
    "a" * 3000,
)
ATTACKS = (*_TEXT, *_ATTRIBUTES, *_ADDRESSES, *_MARKDOWN, *_OTHER_CONTEXTS)
"""Attacks on each context: text, attribute, URL, Markdown, template, JSON-LD, XML, CSV, path."""

FIELDS = (
    "title", "unit", "region", "issuer", "summary", "published", "follow_up_of", "draft",
    "inspection__authority", "inspection__group", "inspection__kind", "inspection__start",
    "contact__email", "contact__address", "contact__postcode", "contact__verified",
)  # fmt: skip
"""Front-matter fields that tests fill with an attack, named as in `factories.text`."""

HARMLESS = "普通的文字"
FILE_NAME = "附件 1&2 'a' (终稿)#50%{{x}}=;,.txt"
"""A file name with all permitted characters that are special in HTML or URLs."""


MAX_LEVELS = 5
"""Maximal levels of a hostile region; each level has a page."""


def hostile_notice(number: int, texts: Sequence[str]) -> Notice:
    """Return an unvalidated notice with the texts in every text field and in the body.

    Hidden characters are removed, because the reader always rejects them and XML cannot contain them.
    """
    texts = [HIDDEN.sub("", text) for text in texts]
    joined = " ".join(texts)
    identity = f"2024/a{number}"
    plain = notice(identity, published="2024-12-02", contact__verified="2024-12-03")
    changes: dict[str, Any] = dict.fromkeys(("title", "issuer", "summary"), joined)
    phone = plain.contact.phones[0].model_copy(update={"hours": joined})
    contact = {"phones": (phone,), "email": joined, "address": joined, "postcode": joined}
    day = plain.published
    changes |= {
        "region": _limit_levels(joined),
        "topics": (*texts, joined),
        "unit": Names((joined,)),
        "inspection": (
            plain.inspections[0].model_copy(
                update={"authority": joined, "group": Names((joined,)), "kind": joined}
            ),
        ),
        "contact": plain.contact.model_copy(update=contact),
        "attachments": (Attachment.model_construct(file=FILE_NAME, title=joined),),
        "corrections": (Correction.model_construct(date=day, note=joined),),
        "privacy_ok": (PrivacyException.model_construct(what=joined, reason=joined),),
        "body": "\n".join(map(_hostile_body, texts)),
    }
    return plain.model_copy(update=changes)


def _limit_levels(text: str) -> str:
    *levels, rest = text.split("/", MAX_LEVELS - 1)
    return "/".join((*levels, rest.replace("/", "")))


def _hostile_body(text: str) -> str:
    return f"## {text}\n\n{text}\n\n- {text}\n\n> {text}\n\n甲{text}乙\n\n[甲]({text})\n"
