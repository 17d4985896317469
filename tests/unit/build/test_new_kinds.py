"""What pages, search and data show of the notices that offices really have."""

from __future__ import annotations

import json

from support.factories import FRONT, notice, rendered

from noticeboard.exports.csv_table import COLUMNS, row
from noticeboard.exports.json_ld import LinkedData
from noticeboard.model.contact import Phone
from noticeboard.model.register import Register
from noticeboard.pages.markup.filters import tel
from noticeboard.pages.notice import open_period, progress_bar
from noticeboard.pages.timeline import timeline_steps
from noticeboard.reading.site_config import SiteConfig
from noticeboard.search.documents import search_documents
from noticeboard.search.facets import facet_columns

AUDIT = notice(
    category="审计整改",
    inspection={"authority": "审计局", "group": "示例区审计局", "feedback": "2024-07-10"},
    index_number="000000000/2024-00001",
    document_number="示发〔2024〕3号",
    open_until="2024-12-09",
    progress={"problems": 30, "rectified": 18, "partly": 6, "ongoing": 3, "long_term": 3},
    contact__fax="0999-8123457",
)
TWICE = notice(
    "2024/twice",
    unit=["甲局党组", "乙局党组"],
    inspection=[
        {**FRONT["inspection"], "kind": "回头看"},
        {**FRONT["inspection"], "authority": "市委", "start": "2022-03", "end": "2022-04", "feedback": "2022-06"},
    ],
)  # fmt: skip


def test_the_table_has_a_cell_for_every_column() -> None:
    cells = dict(zip(COLUMNS, row(AUDIT, "/"), strict=True))
    assert (cells["category"], cells["partly"], cells["long_term"]) == ("审计整改", "6", "3")
    assert (cells["inspection_start"], cells["document_number"]) == ("", "示发〔2024〕3号")
    twice = dict(zip(COLUMNS, row(TWICE, "/"), strict=True))
    assert (twice["unit"], twice["authority"]) == ("甲局党组、乙局党组", "区委；市委")


def test_linked_data_has_the_numbers_and_units() -> None:
    linked = LinkedData(SiteConfig(name="示例"), "https://example.gov.cn/")
    audit, twice = json.loads(linked.notice(AUDIT)), json.loads(linked.notice(TWICE))
    assert [each["value"] for each in audit["identifier"]] == list(AUDIT.official_numbers.values())
    assert [unit["name"] for unit in twice["about"]] == ["甲局党组", "乙局党组"]


def test_search_reads_numbers_fax_and_every_unit() -> None:
    register = Register([AUDIT, TWICE])
    documents = {d.id: d for d in search_documents(register, rendered(register))}
    texts = {block.text for block in documents[AUDIT.id].blocks}
    assert {"示发〔2024〕3号", "000000000/2024-00001", "传真 0999-8123457"} <= texts
    units = [block.text for block in documents[TWICE.id].blocks if block.kind == "unit"]
    assert units[:2] == ["甲局党组", "乙局党组"]
    columns = facet_columns(list(documents.values()))
    assert set(columns["category"]["values"]) == {"审计整改", "巡察整改"}
    assert "区委、市委" in columns["authority"]["values"]


def test_the_timeline_shows_both_inspections_in_order() -> None:
    names = [step.name for step in timeline_steps(TWICE)]
    assert names == ["巡察", "反馈", "巡察", "反馈", "公布"]
    assert [step.name for step in timeline_steps(AUDIT)] == ["报告", "公布"]


def test_the_bar_has_a_share_for_each_state() -> None:
    bar = progress_bar(AUDIT.progress)
    assert bar
    assert (bar.done, bar.partly, bar.ongoing) == (60.0, 20.0, 20.0)


def test_the_open_period_is_counted_down_and_then_closed() -> None:
    assert AUDIT.open_until
    on_day, after = AUDIT.published.first, AUDIT.open_until.last.replace(year=2025)
    assert [p and p.days for p in (open_period(AUDIT, on_day), open_period(AUDIT, after))] == [
        7,
        -1,
    ]
    assert open_period(TWICE, on_day) is None


def test_a_number_for_messages_is_not_called() -> None:
    phone = Phone(number="13800000000", sms_only=True, label="机关党委")
    assert (tel(phone), phone.text) == ("sms:+8613800000000", "机关党委 13800000000 只收短信")
    assert Phone(number="0999-8123456转8012、8013").dialled == "0999-8123456"
