from support.factories import made_round, notice

from noticeboard.model.register import Register
from noticeboard.model.rounds import NoticeIndex

PATH = "notices/rounds/shili-2024-1.yml"


def test_units_default_to_the_fields_of_their_round() -> None:
    inspection_round = made_round(
        units=["示范局党组", {"unit": "示例局党组", "feedback": "2024-07"}]
    )
    assert (inspection_round.slug, inspection_round.path) == ("shili-2024-1", PATH)
    assert [unit.unit for unit in inspection_round.units] == ["示范局党组", "示例局党组"]
    assert [str(inspection_round.feedback_of(unit)) for unit in inspection_round.units] == [
        "2024-06-15",
        "2024-07",
    ]
    assert {inspection_round.region_of(unit) for unit in inspection_round.units} == {
        "示例省/示例市/示例区"
    }


def test_each_unit_is_matched_with_its_notice() -> None:
    plain = notice()
    elsewhere = notice("2024/elsewhere", region="示例省/示例市/另一区")
    before = notice("2024/before", inspection__feedback="2024-05-01")
    gone = notice("2024/gone", withdrawn={"date": "2025-01-01", "reason": "重复公布"})
    index = NoticeIndex(Register([gone, elsewhere, before, plain]))
    inspection_round = made_round(
        units=[
            "示范局党组",
            {"unit": "示范局党组", "region": "示例省/示例市/另一区"},
            {"unit": "示范局党组", "group": "区委第九巡察组"},
            {"unit": "示范局党组", "group": "区委第一巡察组"},
            {"unit": "示范局党组", "feedback": "2024-05"},
            {"unit": "别的名称", "notice": "2024/before"},
            {"unit": "示例局党组"},
        ]
    )
    matched = [index.find(unit, inspection_round) for unit in inspection_round.units]
    assert matched == [plain, elsewhere, None, plain, before, before, None]
    assert NoticeIndex(Register([gone])).find(inspection_round.units[0], inspection_round) == gone
