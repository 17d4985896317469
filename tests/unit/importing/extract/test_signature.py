"""The signature, the region, the title and the counts of made-up notices."""

from __future__ import annotations

import pytest

from noticeboard.importing.extract.progress import progress_findings
from noticeboard.importing.extract.region import region_finding, region_of
from noticeboard.importing.extract.signature import read_signature
from noticeboard.importing.normalize import plain_text
from noticeboard.importing.pipeline import compose
from noticeboard.importing.plaintext import source_of
from noticeboard.importing.slug import slug_for

SIGNATURES = [
    (
        "中共样例市示例区社会样板\n示范化服务中心党组\n2024年6月20日",
        "中共样例市示例区社会样板示范化服务中心党组",
        "2024-06-20",
    ),
    ("中共示例区示范局党组 2024年6月20日", "中共示例区示范局党组", "2024-06-20"),
    ("中 共 示 例 区 示 范 局 党 组\n二○二四年六月二十日", "中共示例区示范局党组", "2024-06-20"),
    ("示例镇党委\n2024年X月X日", "示例镇党委", ""),
    (
        "中共示例区示范局党组（盖章）\n2024-06-20\n（此件公开发布）",
        "中共示例区示范局党组",
        "2024-06-20",
    ),
    (
        "中共示例省样例市示例区\n示范和样板管理委员会\n党组\n2024 年 6 月 20 日",
        "中共示例省样例市示例区示范和样板管理委员会党组",
        "2024-06-20",
    ),
    ("中共示例区示范局党组", "中共示例区示范局党组", ""),
    (
        "联系电话：0712-2345678\n中共示例区示范局支部委员会\n2024年6月",
        "中共示例区示范局支部委员会",
        "2024-06",
    ),
    (
        "特此通报\n中共示例区委宣传部\n2024年6月20日\n附件：1.清单",
        "中共示例区委宣传部",
        "2024-06-20",
    ),
    (
        "中共示例市示例集团有限公司\n委员会\n2024年6月20日",
        "中共示例市示例集团有限公司委员会",
        "2024-06-20",
    ),
    ("中共示例街道工作委员会\n2024年 月 日", "中共示例街道工作委员会", ""),
    ("示例市示例区示范党工委\n２０２４年６月２０日", "示例市示例区示范党工委", "2024-06-20"),
    (
        "中国共产党示例区示范局党组\n二零二四年十二月三十一日\n联系电话：0712-2345678",
        "中国共产党示例区示范局党组",
        "2024-12-31",
    ),
    ("2024年6月20日", "", "2024-06-20"),
    ("以上是全部情况。", "", ""),
]


@pytest.mark.parametrize(("end", "issuer", "published"), SIGNATURES)
def test_signature(end: str, issuer: str, published: str) -> None:
    lines = ["根据区委部署，已完成整改。", "欢迎监督。", *end.split("\n")]
    read = read_signature(lines)
    assert (read.issuer.value, read.published.value) == (issuer, published)


@pytest.mark.parametrize(
    ("name", "places"),
    [
        ("中共武汉市武昌区示范中心党组", ("武汉市", "武昌区")),
        ("中共示例省样例市示例区示范局", ("示例省", "样例市", "示例区")),
        ("示例区市场监督管理局党组", ("示例区",)),
        ("示例市市场监督管理局党组", ("示例市",)),
        ("示例区城市管理执法局", ("示例区",)),
        ("城市管理局党组", ()),
        ("市场监督管理局", ()),
        ("杭州市西湖区示范局", ("杭州市", "西湖区")),
        ("恩施州恩施市示范局", ("恩施州", "恩施市")),
        ("济南市市中区示范局", ("济南市", "市中区")),
        ("内蒙古自治区呼和浩特市示范局", ("内蒙古自治区", "呼和浩特市")),
        ("示例高新技术产业开发区党工委", ()),
        ("重庆市渝中区示范局", ("重庆市", "渝中区")),
    ],
)
def test_places_of_a_name(name: str, places: tuple[str, ...]) -> None:
    assert region_of(name) == places


def test_region_says_where_the_province_comes_from() -> None:
    alone = region_finding(("样例市示例区示范局",), "正文")
    assert (alone.value, alone.status) == ("样例市/示例区", "unsure")
    elsewhere = region_finding(("样例市示例区示范局",), "学习《湖北省示例条例》")
    assert (elsewhere.value, elsewhere.status) == ("湖北省/样例市/示例区", "unsure")
    whole = region_finding(("示例区示范局", "重庆市示例区示范局"), "")
    assert (whole.value, whole.status) == ("重庆市/示例区", "found")
    assert region_finding(("示范局",), "湖北省").status == "missing"


PROGRESS = [
    (
        "区委巡察组反馈的25个问题，截至2024年5月31日，已完成整改19个，正在整改6个，完成率76%。制定整改措施68条。",
        {"problems": "25", "rectified": "19", "ongoing": "6", "measures": "68", "as_of": "2024-05-31"},
    ),
    ("巡察组反馈了4个方面32个具体问题，局党组逐条制定整改措施。", {"problems": "32"}),
    ("针对巡察反馈的二十个问题，细化为56项整改措施，18个问题已完成整改，2个问题正在整改。",
     {"problems": "20", "rectified": "18", "ongoing": "2", "measures": "56"}),
    ("巡察反馈问题25个，完成19个，正在整改6个，整改完成率76%。", {"problems": "25", "rectified": "19", "ongoing": "6"}),
    ("召开会议6次，修订制度3项。", {}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "want"), PROGRESS)
def test_progress(text: str, want: dict[str, str]) -> None:
    found = {
        finding.field.removeprefix("progress."): finding
        for finding in progress_findings(plain_text(text))
    }
    assert {name: finding.value for name, finding in found.items() if finding.value} == want
    assert all(finding.status == "found" for finding in found.values())


def test_counts_that_contradict_each_other_are_unsure() -> None:
    found = progress_findings(plain_text("巡察反馈问题25个，已完成整改19个，正在整改5个。"))
    assert {finding.status for finding in found if finding.value} == {"unsure"}


@pytest.mark.parametrize(
    ("lines", "title", "kept"),
    [
        (
            "中共示例区示范局党组关于巡察整改进展情况的通报\n正文。",
            "中共示例区示范局党组关于巡察整改进展情况的通报",
            "正文。",
        ),
        (
            "中共示例区示范局党组\n关于区委第四巡察组反馈意见\n整改进展情况的通报\n正文。",
            "中共示例区示范局党组关于区委第四巡察组反馈意见整改进展情况的通报",
            "正文。",
        ),
        (
            "发布时间：2024-06-20\n示例镇党委关于巡察整改情况的公告\n正文。",
            "示例镇党委关于巡察整改情况的公告",
            "发布时间：2024-06-20",
        ),
        ("一、整改组织领导情况\n正文。", "", "## 一、整改组织领导情况"),
    ],
)
def test_title(lines: str, title: str, kept: str) -> None:
    draft = compose(source_of(lines))
    assert draft.fields["title"].value == title
    assert draft.body.startswith(kept)


@pytest.mark.parametrize(
    ("line", "level"),
    [
        ("一、巡察整改组织领导情况", 2),
        ("二、整改落实情况。", 2),
        ("（一）在贯彻落实党的路线方针政策方面", 3),
        ("（一）提高站位抓整改。中心党组始终以高度的自觉坚决扛起主体责任。", 0),
        ("1.关于学习不够深入的问题", 4),
        ("1.5万元已退回", 0),
        ("1.召开会议，研究整改；", 0),
        ("一是全面加强政治理论学习。", 0),
        ("整改情况：", 0),
        ("第一部分 组织领导", 2),
    ],
)
def test_headings_of_plain_text(line: str, level: int) -> None:
    body = compose(source_of(f"正文。\n{line}")).body
    assert body.endswith(f"\n\n{'#' * level} {line}\n" if level else f"\n\n{line}\n")


@pytest.mark.parametrize(
    ("unit", "slug"),
    [
        ("示例区示范局党组", "shili-shifanju"),
        ("武昌区社会管理网格化服务中心党组", "wuchang-shehui-guanli-wanggehua-fuwu-zhongxin"),
        ("index", "index-tongbao"),
        ("", "tongbao"),
    ],
)
def test_slug(unit: str, slug: str) -> None:
    assert slug_for(unit) == slug
