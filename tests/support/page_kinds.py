"""Every kind of page and every display mode, shared by all page checks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

from playwright.sync_api import Browser, BrowserContext, Page
from support.factories import BODY, MATTERS, write, write_round

Mode = Literal["light", "dark", "elder"]
MODES: tuple[Mode, ...] = ("light", "dark", "elder")
WIDTHS = (390, 1280)
HEIGHTS = {390: 844, 1280: 900}

LONG_UNIT = "示例省示例市示例区社会管理网格化服务和城市运行综合指挥以及政务服务便民热线诉求受理转办督办考核中心（示例区大数据管理局）党组"
WIDE_TABLE = "\n".join(
    (
        "|" + "|".join(f"第{column}列的标题" for column in range(1, 13)) + "|",
        "|" + "---|" * 12,
        "|" + "|".join(f"第{column}列的内容较长" for column in range(1, 13)) + "|",
    )
)
LONG_PARAGRAPH = "示范局党组认真对照反馈意见，逐项研究，逐项整改，做到件件有着落、事事有回音。" * 8
LONG_BODY = "\n\n".join(
    f"## {number}、第{number}个方面\n\n### （一）存在的问题\n\n{LONG_PARAGRAPH}\n\n#### 1. 措施\n\n{LONG_PARAGRAPH}"
    for number in range(1, 101)
)
"""About 60,000 characters with 300 headings."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of page: its name, its path and a selector that matches once it is ready."""

    name: str
    address: str
    ready: str = "h1"


FULL, LONG, PLAIN = "notices/2024/full/", "notices/2024/long/", "notices/2024/plain/"
RESULTS = '#search-results[aria-busy="false"]'
KINDS = (
    Kind("home", ""),
    Kind("list", "notices/"),
    Kind("second page", "notices/page/2/"),
    Kind("year", "notices/2024/"),
    Kind("notice", PLAIN),
    Kind("full notice", FULL),
    Kind("blanked notice", "notices/2024/blanked/"),
    Kind("contacts", "contacts/"),
    Kind("contacts by age", "contacts/oldest/"),
    Kind("search", "search/", RESULTS),
    Kind("search results", "search/?q=%E6%95%B4%E6%94%B9", RESULTS),
    Kind("search without results", "search/?q=zzzz", RESULTS),
    Kind("units", "units/"),
    Kind("unit", "units/shi-li-qu-zhang-wen-ju-dang-zu/"),
    Kind("regions", "regions/"),
    Kind("region", "regions/shi-li-sheng/shi-li-shi/"),
    Kind("inspections", "inspections/"),
    Kind("inspections of a level", "inspections/level/qu-wei/"),
    Kind("statistics", "statistics/"),
    Kind("rounds", "rounds/"),
    Kind("round", "rounds/shili-2024-1/"),
    Kind("changes", "changes/"),
    Kind("matters", "matters/"),
    Kind("matters of a year", "matters/2024/"),
    Kind("matters with sums", "matters/sums/"),
    Kind("notice with matters", "notices/2024/matters/"),
    Kind("unit with matters", "units/shi-li-qu-shi-li-shi-xiang-ju-dang-zu/"),
    Kind("data", "data/"),
    Kind("follow", "follow/"),
    Kind("verify", "about/verify/"),
    Kind("contribute", "contribute/"),
    Kind("rules", "contribute/rules/"),
    Kind("accessibility", "accessibility/"),
    Kind("how", "about/how/"),
    Kind("portal", "about/portal/"),
    Kind("feedback", "feedback/"),
    Kind("about", "about/"),
    Kind("missing", "404.html"),
)


def every_field() -> dict[str, Any]:
    """Return front matter with every optional field."""
    return {
        "unit": LONG_UNIT,
        "attachments": [{"file": "附件1.txt", "title": "整改任务清单"}],
        "progress": {
            "problems": "25", "rectified": "19", "ongoing": "6", "measures": "80", "as_of": "2024-11-30",
        },
        "corrections": [{"date": "2025-01-05", "note": "改正联系电话"}],
        "withdrawn": {"date": "2025-02-01", "reason": "内容有误，将另行公布"},
        "follow_up_of": "2024/first",
        "source": {"url": "https://example.com/a", "sha256": "0" * 64},
        "summary": "示范局党组公布巡察整改进展情况。",
        "topics": ["采购", "值班"],
        "contact__verified": "2025-01-05",
        "contact__postcode": "999999",
        "contact__address": "示例省示例市示例区示例路1号",
        "inspection__start": "2023-12-25",
        "inspection__end": "2024-02-06",
    }  # fmt: skip


def write_notices(folder: Path) -> None:
    """Write notices for every kind of page, enough for a second page of lists."""
    write(folder, "2024/plain")
    write(folder, "2024/first", unit=LONG_UNIT, published="2024-11-02")
    write(folder, "2024/later", unit=LONG_UNIT, published="2024-12-20")
    write(folder, "2024/long", f"{LONG_BODY}\n\n{BODY}", unit="长文局党组")
    write(folder, "2024/matters", MATTERS, unit="示例事项局党组")
    body = f"{BODY}\n## 三、附表\n\n{WIDE_TABLE}\n\n脚注[^1]。\n\n[^1]: 说明。\n"
    write(folder, "2024/full", body, **every_field())
    (folder / "2024/full").mkdir()
    (folder / "2024/full/附件1.txt").write_text("清单", "utf-8")
    gone = {
        "date": "2025-02-01",
        "reason": "公开了不该公开的个人信息",
        "noindex": "true",
        "blanked": "true",
    }
    write(folder, "2024/blanked", "", unit="示例园林局党组", withdrawn=gone)
    old = {
        f"inspection__{name}": f"2019-0{number}-01"
        for number, name in enumerate(("start", "end", "feedback"), 1)
    }
    write(folder, "2019/old", unit="示例档案局党组", published="2019-12-02", **old)
    for number in range(20):
        write(folder, f"2024/n{number}", unit=f"单位{number:02}党组")
    write_rounds(folder)


def write_rounds(folder: Path) -> None:
    """Write a round with every state that does not depend on today, and a round without a due date."""
    exempt = {"unit": "示例保密局党组", "ground": "涉及国家秘密，依照示例办法第三条不公布"}
    write_round(
        folder,
        due_months="6",
        due_source="示例区巡察工作办法第三条",
        units=[
            "示范局党组",
            {"unit": LONG_UNIT, "notice": "2024/full"},
            {"unit": "示例街道党工委", "region": "示例省/示例市/另一区", "group": "区委第二巡察组"},
            exempt,
            *(f"单位{number:02}党组" for number in range(4)),
            {"unit": "示例公园党支部", "feedback": "2024-05"},
        ],
        corrections=[{"date": "2025-01-05", "note": "补上漏列的示例公园党支部"}],
    )
    write_round(
        folder,
        "shili-2024-2",
        name="示例区委第二轮巡察",
        feedback="2024-09-20",
        units=["示例局党组", exempt],
    )


def open_context(chromium: Browser, mode: Mode, width: int) -> BrowserContext:
    """Return a new browser context with this display mode and width."""
    context = chromium.new_context(
        locale="zh-CN",
        viewport={"width": width, "height": HEIGHTS[width]},
        color_scheme="dark" if mode == "dark" else "light",
    )
    if mode == "elder":
        context.add_init_script("localStorage.setItem('nb-elder', 'on')")
    return context


def visit(page: Page, base: str) -> Iterator[Kind]:
    """Open each kind of page; yield it when it is ready."""
    for kind in KINDS:
        response = page.goto(base + kind.address)
        assert response is not None
        assert response.ok, f"{kind.address}: {response.status}"
        page.wait_for_selector(kind.ready, state="attached")
        yield kind
