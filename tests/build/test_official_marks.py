"""The footer and the meta tags required of a government site (国办发〔2017〕47号)."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html
from support.factories import notice

from noticeboard.build.templates import render_shared
from noticeboard.history.log import History
from noticeboard.model.notice import Notice
from noticeboard.pages.markup.filters import FILTERS
from noticeboard.reading.site_config import SiteConfig, read_site_config
from noticeboard.text.paging import Pager

PARTS: dict[str, tuple[Any, str]] = {
    "host": ("示例区示范局", "主办单位：示例区示范局"),
    "organiser": ("示例区信息中心", "承办单位：示例区信息中心"),
    "contact": (
        {
            "phone": {"number": "0999-8123456", "hours": "工作日 9:00—17:00"},
            "email": "a@example.com",
            "address": "示例路1号",
        },
        "网站电话：0999-8123456（工作日 9:00—17:00） 邮箱：a@example.com 地址：示例路1号",
    ),
    "site_id_code": ("1234567890", "网站标识码：1234567890"),
    "icp": ("示ICP备00000000号", "示ICP备00000000号"),
    "public_security": ("示公网安备 00000000000000号", "示公网安备 00000000000000号"),
    "organ_mark": ({"url": "https://bszs.conac.cn/x"}, "党政机关标识"),
    "report_errors": ({"url": "https://zfwzgl.www.gov.cn/x"}, "我为政府网站找错"),
}
"""Entry of extra.site -> its value and its text in the footer."""


def environment(project: Path) -> Environment:
    """Return the environment of the templates, with the filters and globals of MkDocs."""
    environment = Environment(loader=FileSystemLoader(project / "docs/templates"), autoescape=True)
    environment.filters.update(FILTERS, url=lambda address: f"/{address}")
    environment.globals.update(built=History(), theme_sheets=(), shared=render_shared(environment))
    return environment


def footer(project: Path, values: dict[str, Any]) -> html.HtmlElement:
    """Render the footer of a site with these entries in extra.site."""
    template = environment(project).get_template("partials/footer.html")
    text = template.render(site=read_site_config("公开栏", "", values))
    return html.document_fromstring(text)


def normalized_text(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


@pytest.mark.parametrize("name", PARTS)
def test_each_entry_shows_only_if_configured(project: Path, name: str) -> None:
    value, shown = PARTS[name]
    assert shown in normalized_text(footer(project, {name: value}))
    others = {other: PARTS[other][0] for other in PARTS if other != name}
    assert shown.partition("：")[0] not in normalized_text(footer(project, others))


def test_marks_link_to_their_authorities(project: Path) -> None:
    element = footer(project, {name: value for name, (value, _) in PARTS.items()})
    targets = {normalized_text(link): link.get("href") for link in element.iter("a")}
    assert targets["示ICP备00000000号"] == "https://beian.miit.gov.cn/"
    assert targets["示公网安备 00000000000000号"] == "https://beian.mps.gov.cn/"
    assert targets["党政机关标识"] == "https://bszs.conac.cn/x"
    assert targets["我为政府网站找错"] == "https://zfwzgl.www.gov.cn/x"
    assert targets["0999-8123456"] == "tel:+869998123456"


def test_a_mark_with_a_local_image_requests_no_other_host(project: Path) -> None:
    mark = {"url": "https://bszs.conac.cn/x", "image": "assets/mark.png"}
    (image,) = footer(project, {"organ_mark": mark}).iter("img")
    assert (image.get("src"), image.get("alt")) == ("/assets/mark.png", "党政机关标识")


HEAD = '{% extends "main.html" %}{% block styles %}{% endblock %}{% block header %}{% endblock %}'


def meta_tags(project: Path, site: SiteConfig, **context: Any) -> dict[str, str]:
    """Return the contents of the page's meta tags by name, or by property for OpenGraph."""
    page = SimpleNamespace(
        title="标题", canonical_url="https://example.com/x/", is_homepage=False, content="",
        meta=SimpleNamespace(description="说明", template="list.html"),
    )  # fmt: skip
    config = SimpleNamespace(
        site_name=site.name, site_description="", site_url="https://example.com/", extra_css=[],
        theme=SimpleNamespace(favicon="assets/favicon.svg", icon=SimpleNamespace(logo="x")),
    )  # fmt: skip
    template = environment(project).from_string(HEAD)
    text = template.render(page=page, site=site, config=config, **context)
    metas = html.document_fromstring(text).iter("meta")
    return {meta.get("name") or meta.get("property") or "": meta.get("content") for meta in metas}


SITE = read_site_config("公开栏", "example.com", {"site_id_code": "1234567890"})


@pytest.mark.parametrize("context", [{}, {"notice": notice()}], ids=["page", "notice"])
def test_every_page_names_the_site(project: Path, context: dict[str, Notice]) -> None:
    tags = meta_tags(project, SITE, **context)
    assert tags["SiteName"] == "公开栏"
    assert tags["SiteDomain"] == "example.com"
    assert tags["SiteIDCode"] == "1234567890"


def test_the_site_id_code_is_optional(project: Path) -> None:
    assert "SiteIDCode" not in meta_tags(project, read_site_config("公开栏", "example.com", {}))


def test_a_notice_has_title_date_and_source(project: Path) -> None:
    source = notice(topics=["采购", "值班"])
    tags = meta_tags(project, SITE, notice=source)
    assert tags["ArticleTitle"] == source.title
    assert tags["PubDate"] == "2024-12-02 00:00"
    assert tags["ContentSource"] == source.issuer
    assert tags["Keywords"] == "采购,值班"
    assert not any(name.startswith("Column") for name in tags)
    to_the_month = notice(published="2024-12")
    assert meta_tags(project, SITE, notice=to_the_month)["PubDate"] == "2024-12-01 00:00"


def test_a_list_has_its_column(project: Path) -> None:
    pager = Pager(1, 1, 1, "notices/")
    tags = meta_tags(project, SITE, pager=pager, heading="全部通报")
    assert {name: tags[name] for name in tags if name.startswith("Column")} == {
        "ColumnName": "全部通报",
        "ColumnDescription": "说明",
        "ColumnKeywords": "巡察整改,通报",
        "ColumnType": "通知公告",
    }
    assert "ArticleTitle" not in tags
