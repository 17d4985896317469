"""The Content Security Policy of every page, and security.txt."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from lxml import etree, html
from support.page_kinds import KINDS, write_notices

from noticeboard.exports.security import (
    SECURITY_TXT,
    VALID_DAYS,
    content_security_policy,
    security_txt,
)
from noticeboard.reading.site_config import SiteConfig, read_site_config

BUILT = datetime(2024, 6, 20, 8, tzinfo=timezone(timedelta(hours=8)))
SITE, REPOSITORY = "https://noticeboard.example/", "https://code.example/noticeboard"
EVENT_ATTRIBUTES = re.compile(r"on[a-z]+")


def site(**values: Any) -> SiteConfig:
    return read_site_config("公开栏", "noticeboard.example", values)


def fields(text: str) -> list[tuple[str, str]]:
    """Return the fields of a security.txt (RFC 9116, section 4) as (name, value)."""
    assert text.endswith("\n")
    matches = [re.fullmatch(r"([A-Za-z-]+): (\S.*)", line) for line in text.splitlines()]
    assert all(matches)
    return [(match[1], match[2]) for match in matches if match]


def test_the_policy_allows_no_inline_code() -> None:
    policy = content_security_policy()
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'; script-src 'self'; ")
    sources = dict(part.split(" ", 1) for part in policy.split("; "))
    assert {value for name, value in sources.items() if name.endswith("-src")} == {
        "'none'",
        "'self'",
        "'self' data:",
    }
    assert sources["img-src"] == "'self' data:"


def test_live_pages_allow_inline_scripts_for_reloading() -> None:
    live = content_security_policy(live=True)
    assert live.replace("script-src 'self' 'unsafe-inline'", "script-src 'self'") == (
        content_security_policy()
    )


@pytest.mark.parametrize(
    ("values", "repository", "contacts"),
    [
        (
            {"contact": {"email": "a@example.com", "phone": {"number": "0999-8123456"}}},
            REPOSITORY,
            ["mailto:a@example.com", "tel:+869998123456"],
        ),
        ({"contact": {"phone": {"number": "12345"}}}, REPOSITORY, ["tel:12345"]),
        ({"contact": {"address": "示例路1号"}}, f"{REPOSITORY}/", [f"{REPOSITORY}/issues"]),
        ({}, "", [f"{SITE}about/"]),
    ],
)
def test_security_txt_names_the_contacts(
    values: dict[str, Any], repository: str, contacts: list[str]
) -> None:
    entries = fields(security_txt(site(**values), SITE, repository, BUILT))
    assert [value for name, value in entries if name == "Contact"] == contacts
    assert dict(entries)["Canonical"] == SITE + SECURITY_TXT
    assert dict(entries)["Preferred-Languages"] == "zh, en"


def test_security_txt_expires_within_a_year_of_the_build() -> None:
    expires = dict(fields(security_txt(site(), SITE, "", BUILT)))["Expires"]
    assert expires == "2025-06-19T00:00:00Z"
    assert VALID_DAYS < 365
    assert datetime.fromisoformat(expires) - BUILT == timedelta(days=VALID_DAYS)


def test_security_txt_is_empty_without_contacts() -> None:
    assert security_txt(site(), "", "", BUILT) == ""


def test_security_txt_without_a_site_address_has_no_canonical() -> None:
    names = [name for name, _ in fields(security_txt(site(), "", REPOSITORY, BUILT))]
    assert names == ["Contact", "Expires", "Preferred-Languages"]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory, build_site: Callable[..., Path]) -> Path:
    """A site with every kind of page, built at the start of 2024."""
    folder = tmp_path_factory.mktemp("kinds") / "notices"
    write_notices(folder)
    return build_site(folder, SOURCE_DATE_EPOCH="1704067200")


def test_every_page_declares_the_policy_first(built: Path) -> None:
    pages = sorted(built.rglob("*.html"))
    assert len(pages) >= len(KINDS) - 3
    for page in pages:
        head = html.parse(str(page)).getroot().find("head")
        first, second = head[0], head[1]
        assert first.get("charset") == "utf-8", page
        assert second.get("http-equiv") == "Content-Security-Policy", page
        assert second.get("content") == content_security_policy(), page


def test_no_page_has_inline_scripts_or_styles(built: Path) -> None:
    for page in built.rglob("*.html"):
        for element in html.parse(str(page)).getroot().iter(etree.Element):
            assert element.tag != "style", page
            is_data = element.get("type") == "application/ld+json"  # browsers do not execute it
            assert (
                element.tag != "script" or is_data or (element.get("src") and not element.text)
            ), page
            assert "style" not in element.attrib, (page, element.attrib)
            assert not any(map(EVENT_ATTRIBUTES.fullmatch, element.attrib)), (page, element.attrib)


def test_no_image_has_scripts_or_styles(built: Path) -> None:
    images = list(built.rglob("*.svg"))
    assert images
    for image in images:
        for element in etree.parse(image).getroot().iter():
            assert isinstance(element.tag, str), (image, element)
            assert etree.QName(element).localname not in {"style", "script"}, image
            assert not {"style", "onload"} & set(element.attrib), image


def test_the_build_writes_security_txt(built: Path) -> None:
    entries = dict(fields((built / SECURITY_TXT).read_text("utf-8")))
    assert datetime.fromisoformat(entries["Expires"]) == datetime(2024, 12, 30, tzinfo=UTC)
    assert SECURITY_TXT in (built / "SHA256SUMS").read_text("utf-8")
