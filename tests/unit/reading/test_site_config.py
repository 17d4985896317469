from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.site_config import read_site_config


def test_what_is_empty_is_not_there() -> None:
    site = read_site_config(
        "公开栏", "", {"host": None, "contact": {"phone": {"number": ""}}, "icp": ""}
    )
    assert (site.host, site.contact, site.icp) == (None, None, None)


def test_filling_in_everything() -> None:
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
    assert site.contact.phone.dialled.tel == "tel:+869998123456"


def test_every_mistake_is_named_at_once() -> None:
    with pytest.raises(NoticeboardError) as caught:
        read_site_config(
            "公开栏", "", {"hosts": "x", "contact": {"email": "x"}, "site_id_code": "!"}
        )
    said = str(caught.value)
    assert "extra.site.hosts：没有这一项" in said
    assert "extra.site.contact.email" in said
    assert "extra.site.site_id_code" in said


def test_short_region_leaves_out_what_all_share() -> None:
    site = read_site_config("公开栏", "", {"region": "示例省/示例市"})
    assert site.short_region(("示例省", "示例市", "示例区")) == ("示例区",)
    assert site.short_region(("示例省", "示例市")) == ("示例省", "示例市")
    assert site.short_region(("别省", "别市")) == ("别省", "别市")


MARK = "https://bszs.conac.cn/sitename?method=show&id=0"


@pytest.mark.parametrize("image", ["https://a.cn/x.png", "assets/../x.png", "assets/x.html"])
def test_a_picture_lies_in_assets(image: str) -> None:
    with pytest.raises(NoticeboardError, match=r"organ_mark.image：图片.*写法不对.*docs/assets/"):
        read_site_config("公开栏", "", {"organ_mark": {"url": MARK, "image": image}})


def test_a_picture_that_is_configured_is_there(tmp_path: Path) -> None:
    values = {"organ_mark": {"url": MARK, "image": "assets/mark.png"}}
    with pytest.raises(NoticeboardError, match=r"docs/ 里没有：assets/mark\.png"):
        read_site_config("公开栏", "", values, tmp_path)
    (tmp_path / "assets").mkdir()
    (tmp_path / "assets/mark.png").touch()
    site = read_site_config("公开栏", "", values, tmp_path)
    assert site.organ_mark is not None
    assert site.organ_mark.image == "assets/mark.png"


def test_a_picture_leads_nowhere_without_an_address() -> None:
    with pytest.raises(NoticeboardError, match=r"extra\.site\.report_errors\.url"):
        read_site_config("公开栏", "", {"report_errors": {"image": "assets/x.png"}})
