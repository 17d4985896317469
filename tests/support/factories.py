"""Create notices and inspection rounds of fictional places."""

from __future__ import annotations

import copy
from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import yaml

from noticeboard.build.loader import render_bodies
from noticeboard.history.baseline import Baseline
from noticeboard.model.field_types import Names
from noticeboard.model.notice import Notice
from noticeboard.model.register import Register
from noticeboard.model.rounds import Round
from noticeboard.reading.reader import read_text
from noticeboard.reading.rounds import read_round
from noticeboard.search.documents import Block, SearchDocument
from noticeboard.text.rendering import RenderedBody

BODY = """\
根据区委统一部署，2024年3月1日至4月30日，区委第一巡察组对示范局党组开展了常规巡察。

## 一、组织领导情况

示范局党组照单全收，立行立改。

### （一）健全制度

- 修订采购办法；
- 建立台账。

## 二、下一步打算

联系电话：0999-8123456，邮箱：shifanju@example.com。

中共示例区示范局党组

2024年12月2日
"""

MATTERS = """\
根据区委统一部署，2024年3月1日至4月30日，区委第一巡察组对示范局党组开展了常规巡察，反馈了5个问题。

## 一、整改组织领导情况

示范局党组照单全收，立行立改。

## 二、巡察反馈问题整改落实情况

### 1.关于“公务接待管理不严”的问题（已完成）

修订接待办法，退缴超标准接待费4,580元，批评教育2人。

### 2.财务报销审核把关不严

整改情况：重新审核支出37笔，追回资金1.8万元。该问题正在整改。

### 3.整改清单

| 反馈问题 | 整改措施 | 整改状态 |
|---|---|---|
| 档案归集不及时 | 补录档案75份 | 持续推进 |

### 4.关于“信访积案化解不力”的问题

化解积案11件。

联系电话：0999-8123456，邮箱：shifanju@example.com。

中共示例区示范局党组

2024年12月2日
"""
"""A text that states problems one by one."""

FRONT: dict[str, Any] = {
    "title": "中共示例区示范局党组关于巡察整改进展情况的通报",
    "unit": "示范局党组",
    "region": "示例省/示例市/示例区",
    "inspection": {
        "authority": "区委",
        "group": "区委第一巡察组",
        "kind": "常规巡察",
        "start": "2024-03-01",
        "end": "2024-04-30",
        "feedback": "2024-06-15",
    },
    "published": "2024-12-02",
    "issuer": "中共示例区示范局党组",
    "contact": {
        "phones": [{"number": "0999-8123456", "hours": "工作日 9:00—17:00"}],
        "email": "shifanju@example.com",
    },
}


def front(**changes: Any) -> dict[str, Any]:
    """Return FRONT with changes; `a__b` is a nested key, None removes a key."""
    values = copy.deepcopy(FRONT)
    for key, value in changes.items():
        *outer, last = key.split("__")
        mapping = values
        for part in outer:
            mapping = mapping.setdefault(part, {})
        if value is None:
            mapping.pop(last, None)
        else:
            mapping[last] = value
    return values


def text(body: str = BODY, **changes: Any) -> str:
    """Return the text of a notice file."""
    head = yaml.safe_dump(front(**changes), allow_unicode=True, sort_keys=False, width=10_000)
    return f"---\n{head}---\n\n{body}"


def notice(identity: str = "2024/shifanju", body: str = BODY, **changes: Any) -> Notice:
    """Return a valid notice."""
    parsed = read_text(text(body, **changes), f"notices/{identity}.md")
    assert parsed.notice, parsed.problems
    return parsed.notice


ROUND: dict[str, Any] = {
    "name": "示例区委第一轮巡察",
    "authority": "区委",
    "region": "示例省/示例市/示例区",
    "feedback": "2024-06-15",
    "source": "示例区委巡察办2024年6月15日公告",
    "units": ["示范局党组"],
}


def round_text(**changes: Any) -> str:
    """Return the text of a round's file; None removes a key."""
    values = {key: value for key, value in {**ROUND, **changes}.items() if value is not None}
    text: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def made_round(slug: str = "shili-2024-1", **changes: Any) -> Round:
    """Return a valid round."""
    parsed = read_round(round_text(**changes), f"notices/rounds/{slug}.yml")
    assert parsed.round, parsed.problems
    return parsed.round


def write_round(folder: Path, slug: str = "shili-2024-1", **changes: Any) -> Path:
    """Write a round's file below `folder` and return its path."""
    path = folder / f"rounds/{slug}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(round_text(**changes), "utf-8")
    return path


def write(folder: Path, identity: str = "2024/shifanju", body: str = BODY, **changes: Any) -> Path:
    """Write a notice file below `folder` and return its path."""
    path = folder / f"{identity}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text(body, **changes), "utf-8")
    return path


class _InMemoryBaseline(Baseline):
    published: Mapping[str, str]

    def contents(self, shown: Sequence[str]) -> list[bytes]:
        return [self.published[path].encode() for path in shown]


def known_baseline(
    published: Mapping[str, str], changes: dict[str, str], day: date = date.min
) -> Baseline:
    """Return a baseline of files by path, held in memory; `changes` and `day` as in `Baseline`."""
    baseline = _InMemoryBaseline(Path("notices"), day, changes, {})
    baseline.__dict__["published"] = published
    return baseline


def rendered(register: Register) -> Mapping[str, RenderedBody]:
    """Return the rendered body of each notice by its ID."""
    return render_bodies(register.notices, 1)


def search_document(number: int, blocks: Sequence[Block]) -> SearchDocument:
    """Return notice `number` with these blocks as a search document."""
    return SearchDocument(
        id=f"2024/{number:04}",
        url=f"notices/2024/{number:04}/",
        title="甲的通报",
        unit=Names(("甲",)),
        issuer="中共甲",
        region=("示例省", "示例市"),
        authority="市委",
        kind="常规",
        published="2024-06-20",
        status="in_force",
        has_attachments=number % 2 == 0,
        compute_blocks=lambda: blocks,
    )
