"""The footer and the meta tags that a government site is held to (国办发〔2017〕47号)."""

from __future__ import annotations

import re
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from lxml import html
from support.factories import notice

from noticeboard.history.log import History
from noticeboard.model.notice import Notice
from noticeboard.pages.filters import FILTERS
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
"""Entry of extra.site -> its value, and what the footer says then."""


def environment(project: Path) -> Environment:
    """The templates with what MkDocs gives them."""
    made = Environment(loader=FileSystemLoader(project / "docs/templates"), autoescape=True)
    made.filters.update(FILTERS, url=lambda address: f"/{address}")
    made.globals.update(built=History(), theme_sheets=())
    return made


def footer(project: Path, values: dict[str, Any]) -> html.HtmlElement:
    """The footer of a site with these entries in extra.site."""
    template = environment(project).get_template("partials/footer.html")
    text = template.render(site=read_site_config("公开栏", "", values))
    return html.document_fromstring(text)


def words(element: html.HtmlElement) -> str:
    return re.sub(r"\s+", " ", element.text_content()).strip()


@pytest.mark.parametrize("name", PARTS)
def test_each_entry_shows_when_it_is_configured_and_only_then(project: Path, name: str) -> None:
    value, shown = PARTS[name]
    assert shown in words(footer(project, {name: value}))
    others = {other: PARTS[other][0] for other in PARTS if other != name}
    assert shown.partition("：")[0] not in words(footer(project, others))


def test_marks_lead_to_their_authorities(project: Path) -> None:
    made = footer(project, {name: value for name, (value, _) in PARTS.items()})
    targets = {words(link): link.get("href") for link in made.iter("a")}
    assert targets["示ICP备00000000号"] == "https://beian.miit.gov.cn/"
    assert targets["示公网安备 00000000000000号"] == "https://beian.mps.gov.cn/"
    assert targets["党政机关标识"] == "https://bszs.conac.cn/x"
    assert targets["我为政府网站找错"] == "https://zfwzgl.www.gov.cn/x"
    assert targets["0999-8123456"] == "tel:+869998123456"


def test_a_mark_with_its_picture_asks_no_other_host(project: Path) -> None:
    mark = {"url": "https://bszs.conac.cn/x", "image": "assets/mark.png"}
    (picture,) = footer(project, {"organ_mark": mark}).iter("img")
    assert (picture.get("src"), picture.get("alt")) == ("/assets/mark.png", "党政机关标识")


HEAD = '{% extends "main.html" %}{% block styles %}{% endblock %}{% block header %}{% endblock %}'


def tags(project: Path, site: SiteConfig, **given: Any) -> dict[str, str]:
    """Name -> content of the page's meta tags; property for those of OpenGraph."""
    page = SimpleNamespace(
        title="标题", canonical_url="https://example.com/x/", is_homepage=False, content="",
        meta=SimpleNamespace(description="说明", template="list.html"),
    )  # fmt: skip
    config = SimpleNamespace(
        site_name=site.name, site_description="", site_url="https://example.com/", extra_css=[],
        theme=SimpleNamespace(favicon="assets/favicon.svg", icon=SimpleNamespace(logo="x")),
    )  # fmt: skip
    template = environment(project).from_string(HEAD)
    text = template.render(page=page, site=site, config=config, **given)
    metas = html.document_fromstring(text).iter("meta")
    return {one.get("name") or one.get("property") or "": one.get("content") for one in metas}


SITE = read_site_config("公开栏", "example.com", {"site_id_code": "1234567890"})


@pytest.mark.parametrize("given", [{}, {"notice": notice()}], ids=["page", "notice"])
def test_every_page_names_the_site(project: Path, given: dict[str, Notice]) -> None:
    found = tags(project, SITE, **given)
    assert found["SiteName"] == "公开栏"
    assert found["SiteDomain"] == "example.com"
    assert found["SiteIDCode"] == "1234567890"


def test_a_code_that_nobody_assigned_is_left_out(project: Path) -> None:
    assert "SiteIDCode" not in tags(project, read_site_config("公开栏", "example.com", {}))


def test_a_notice_names_title_day_and_source(project: Path) -> None:
    made = notice(topics=["采购", "值班"])
    found = tags(project, SITE, notice=made)
    assert found["ArticleTitle"] == made.title
    assert found["PubDate"] == "2024-12-02 00:00"
    assert found["ContentSource"] == made.issuer
    assert found["Keywords"] == "采购,值班"
    assert not any(name.startswith("Column") for name in found)
    to_the_month = notice(published="2024-12")
    assert tags(project, SITE, notice=to_the_month)["PubDate"] == "2024-12-01 00:00"


def test_a_list_names_its_column(project: Path) -> None:
    pager = Pager(1, 1, 1, "notices/")
    found = tags(project, SITE, pager=pager, heading="全部通报")
    assert {name: found[name] for name in found if name.startswith("Column")} == {
        "ColumnName": "全部通报",
        "ColumnDescription": "说明",
        "ColumnKeywords": "巡察整改,通报",
        "ColumnType": "通知公告",
    }
    assert "ArticleTitle" not in found
