"""The data of the box that finds units."""

import json

from support.factories import notice

from noticeboard.model.groups import NoticeGroups, field_of_work
from noticeboard.model.register import Register
from noticeboard.model.units import UnitEntry, UnitRegister
from noticeboard.pages.unit_box import synonyms, unit_box_json

REGION = "示例省/示例市/示例区"


def test_each_unit_has_what_people_may_call_it_and_its_number() -> None:
    units = UnitRegister([UnitEntry(name="示例水务局党组", region=REGION, other_names=("水政处",))])
    notices = [
        notice("2024/a", unit="示例水务局党组", contact__phones=[{"number": "0999-8123456转801"}]),
        notice("2024/b", unit="文档局党组", contact__phones=None),
    ]
    data = json.loads(unit_box_json(NoticeGroups(Register(notices, units))))
    assert data["places"] == [["示例省示例市示例区", "shilishengshilishishiliqu", "slsslsslq"]]
    assert data["fields"] == [["", "", ""], ["水务", "shuiwu", "sw"]]
    water = ["示例水务局党组", "shilishuiwujudangzu", "slswjdz", "水政处", 0, 1]
    plain = ["文档局党组", "wendangjudangzu", "wdjdz", "", 0, 0, "", "", 1]
    url, *rest = data["units"][1]
    assert (url.startswith("units/"), rest) == (
        True, [*water, "0999-8123456转801", "tel:+869998123456;ext=801", 1],
    )  # fmt: skip
    assert data["units"][0][1:] == plain


def test_a_unit_belongs_to_the_field_of_the_last_telling_word() -> None:
    fields = {
        "示例区水务局党组": "水务", "教育路街道党工委": "街道乡镇", "示例农村商业银行党委": "财政审计", "新乡市财政局党组": "财政审计",
        "示例区乡村振兴局党组": "农业农村", "示例大学第一医院党委": "卫生健康", "示例镇党委": "街道乡镇", "示范局党组": "",
        "示例区住房和城乡建设局党组": "城乡建设", "示例区行政审批和数据局党组": "政务治理",
    }  # fmt: skip
    assert {name: field_of_work(name) for name in fields} == fields


def test_no_word_has_two_meanings() -> None:
    words = [word for line in synonyms() for word in line]
    assert len(words) == len(set(words))
    assert all(len(line) > 1 for line in synonyms())
