from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.site_config import read_site_config, site_config_in, site_url_in


def test_empty_entries_are_absent() -> None:
    site = read_site_config(
        "公开栏", "", {"host": None, "contact": {"phone": {"number": ""}}, "icp": ""}
    )
    assert (site.host, site.contact, site.icp) == (None, None, None)


def test_all_entries_are_read() -> None:
    site = read_site_config(
        "公开栏",
        "example.com",
        {
            "host": "示例区示范局",
            "organiser": "示例区信息中心",
            "contact": {
                "phone": {"number": "0999-8123456"},
                "email": "a@example.com",
                "address": "x",
            },
            "site_id_code": 1234567890,
            "icp": "示ICP备00000000号",
            "public_security": "示公网安备 00000000000000号",
            "region": "示例省/示例市",
        },
    )
    assert site.site_id_code == "1234567890"
    assert site.contact is not None
    assert site.contact.phone is not None
    assert site.contact.phone.parsed.tel == "tel:+869998123456"


def test_every_invalid_entry_is_reported_at_once() -> None:
    with pytest.raises(NoticeboardError) as caught:
        read_site_config(
            "公开栏", "", {"hosts": "x", "contact": {"email": "x"}, "site_id_code": "!"}
        )
    message = str(caught.value)
    assert "extra.site.hosts：没有这一项" in message
    assert "extra.site.contact.email" in message
    assert "extra.site.site_id_code" in message


def test_short_region_omits_the_shared_part() -> None:
    site = read_site_config("公开栏", "", {"region": "示例省/示例市"})
    assert site.short_region(("示例省", "示例市", "示例区")) == ("示例区",)
    assert site.short_region(("示例省", "示例市")) == ("示例省", "示例市")
    assert site.short_region(("别省", "别市")) == ("别省", "别市")


MARK = "https://bszs.conac.cn/sitename?method=show&id=0"


@pytest.mark.parametrize("image", ["https://a.cn/x.png", "assets/../x.png", "assets/x.html"])
def test_an_image_must_be_in_assets(image: str) -> None:
    with pytest.raises(NoticeboardError, match=r"organ_mark.image：图片.*写法不对.*docs/assets/"):
        read_site_config("公开栏", "", {"organ_mark": {"url": MARK, "image": image}})


def test_a_configured_image_must_exist(tmp_path: Path) -> None:
    values = {"organ_mark": {"url": MARK, "image": "assets/mark.png"}}
    with pytest.raises(NoticeboardError, match=r"docs/ 里没有：assets/mark\.png"):
        read_site_config("公开栏", "", values, tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/mark.png").touch()
    site = read_site_config("公开栏", "", values, tmp_path)
    assert site.organ_mark is not None
    assert site.organ_mark.image == "assets/mark.png"


def test_a_badge_needs_an_address() -> None:
    with pytest.raises(NoticeboardError, match=r"extra\.site\.report_errors\.url"):
        read_site_config("公开栏", "", {"report_errors": {"image": "assets/x.png"}})


def test_a_deadline_needs_its_source(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("extra:\n  site: {due_months: 6, due_source: 示例办法第三条}\n", "utf-8")
    deadline = site_config_in(settings).deadline
    assert deadline
    assert (deadline.months, deadline.source) == (6, "示例办法第三条")
    settings.write_text("extra:\n  site: {due_months: 6}\n", "utf-8")
    with pytest.raises(NoticeboardError, match="没有写 due_source"):
        site_config_in(settings)
    assert site_config_in(tmp_path / "none.yml").deadline is None


def test_the_projects_own_configuration_has_no_deadline(project: Path) -> None:
    own = site_config_in(project / "mkdocs.yml")
    assert (own.deadline, own.contact_months) == (None, 24)


@pytest.mark.parametrize(
    ("address", "origin"),
    [
        ("/search-api/search/", ""),
        ("https://search.example.com/search/", "https://search.example.com"),
        ("http://127.0.0.1:8001/search/", "http://127.0.0.1:8001"),
        ("https://搜索.example/search/", "https://xn--u2uy07c.example"),
    ],
)
def test_the_origin_that_answers_searches(address: str, origin: str) -> None:
    site = read_site_config("公开栏", "", {"search": {"api": address}})
    assert site.search
    assert site.search.origin == origin


@pytest.mark.parametrize(
    "address",
    [
        "search/",
        "//other.example/search/",
        "ftp://a.example/",
        "https://a.example/;script-src *",
        "https://a@b.example/",
        "https://a.example/?q=",
        "javascript:alert(1)",
    ],
)
def test_other_addresses_of_the_search_are_refused(address: str) -> None:
    with pytest.raises(NoticeboardError, match=r"extra\.site\.search\.api：地址.*写法不对"):
        read_site_config("公开栏", "", {"search": {"api": address}})


@pytest.mark.parametrize(
    ("line", "replaced", "url"),
    [
        ("site_url: https://a.example/x", None, "https://a.example/x/"),
        ("site_url: !ENV [SITE_URL, 'https://b.example/']", None, "https://b.example/"),
        ("site_url: !ENV [HOME_PAGE, SITE_URL, 'https://b.example/']", None, "https://c.example/"),
        ("site_url: https://a.example/", "https://d.example/", "https://d.example/"),
        ("site_name: 公开栏", None, ""),
        ("site_url:", None, ""),
    ],
)
def test_the_address_of_the_site(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, line: str, replaced: str | None, url: str
) -> None:
    monkeypatch.setenv("HOME_PAGE", "https://c.example")
    (tmp_path / "mkdocs.yml").write_text(line, "utf-8")
    assert site_url_in(tmp_path / "mkdocs.yml", replaced) == url
