"""Write a sample board of 120 invented notices of an invented city: `demo.py FOLDER`.

The folder becomes a repository of its own, with notices, rounds, board.yml and a history; each run writes
the same commits.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from pathlib import Path
from random import Random

import yaml

sys.path.append(str(Path(__file__).parents[1] / "bench"))

import corpus
import corpus_text

from noticeboard.importing.slug import slug_for

COUNT = 120
REGION = ("示例省", "示例市")
DISTRICTS = ("示东区", "示西区", "样山县", "样河县")
YEARS = (2021, 2022, 2023, 2024)
UNITS_PER_ROUND = 7
DUE_MONTHS = 6
SAMPLE = "这是一个样例网站：示例市的单位、通报、电话都是编造的，只用来看网站有什么。"
TOPICS = ("采购", "值班值守", "公务接待", "干部队伍", "窗口服务", "专项资金")
_MODIFIERS = ("综合", "年度", "日常", "重点", "基层", "专项")

BOARD = {
    "site_name": "示例市巡察整改公开栏（样例）",
    "site_url": "https://yangli.example/",
    "extra": {
        "site": {
            "sample": SAMPLE,
            "region": "/".join(REGION),
            "host": "中共示例市委巡察工作领导小组办公室（样例）",
            "contact": {
                "phone": {"number": "0999-8100000", "hours": "工作日 8:30—17:30"},
                "address": "示例省示例市示例路1号",
            },
            "due_months": str(DUE_MONTHS),
            "contact_months": "60",
            "due_source": "《示例市巡察工作办法》第二十条（样例）",
        }
    },
}


@dataclass(frozen=True)
class Round:
    """An inspection round of one authority: the bureaus that it inspects, and the day of feedback."""

    district: str
    year: int
    feedback: date
    bureaus: Sequence[str]

    @property
    def region(self) -> tuple[str, ...]:
        """The region of the authority."""
        return (*REGION, self.district) if self.district else REGION

    @property
    def authority(self) -> str:
        """The level of the authority."""
        return f"{self.region[-1][-1]}委"

    @property
    def name(self) -> str:
        """The round's name."""
        return f"{self.region[-1]}委{self.year}年巡察（样例）"

    @property
    def slug(self) -> str:
        """The name of the round's file."""
        place = slug_for(self.region[-1]).removesuffix("-tongbao")
        return f"{place}-{self.year}"


def rounds() -> Iterator[Round]:
    """Yield the rounds, by year."""
    random = Random(1)
    tails = dict.fromkeys(corpus.BUREAUS[:20])
    for year in YEARS:
        for number, district in enumerate(("", *DISTRICTS)):
            bureaus = random.sample(list(tails), UNITS_PER_ROUND)
            feedback = date(year, 2 + number, random.randrange(3, 28))
            yield Round(district, year, feedback, [f"{bureau}局" for bureau in bureaus])


def draw(inspected: Round, bureau: str, number: int) -> corpus.Record:
    """Return the notice of a unit of a round."""
    random = Random(number)
    place = inspected.region[-1]
    unit = f"{place}{bureau}党组"
    published = inspected.feedback + timedelta(random.randrange(95, 320))
    changed = published + timedelta(random.randrange(10, 80))
    problems = random.randrange(12, 46)
    done = random.randrange(problems // 2, problems + 1)
    figures = f"巡察反馈的{problems}个问题，已完成整改{done}个，正在整改{problems - done}个。"
    start = inspected.feedback - timedelta(random.randrange(110, 130))
    return corpus.Record(
        id=f"{published.year}/{slug_for(unit)}",
        title=f"中共{unit}关于巡察整改进展情况的通报（样例）",
        unit=unit,
        issuer=f"中共{unit}",
        region=inspected.region,
        authority=inspected.authority,
        group=f"{inspected.authority}第{random.choice('一二三四')}巡察组",
        kind="回头看" if number % 17 == 5 else random.choice(corpus.KINDS[:5]),
        start=start,
        end=start + timedelta(random.randrange(20, 45)),
        feedback=inspected.feedback,
        published=published,
        phone=f"0999-81{number:05}",
        corrected=changed if number % 15 == 4 else None,
        withdrawn=changed if number % 40 == 7 else None,
        attachment=number % 5 == 0,
        sections=corpus_text.sections(random, place, bureau, _modifier)[: random.randrange(3, 6)],
        table=corpus_text.table(random, _modifier) if number % 3 == 0 else (),
        figures=figures,
        front=_front(random, number, published, (problems, done)),
    )


def _modifier(random: Random) -> str:
    return random.choice(_MODIFIERS)


def _front(
    random: Random, number: int, published: date, progress: tuple[int, int]
) -> tuple[str, ...]:
    problems, done = progress
    lines = [
        "progress:",
        f"  problems: {problems}",
        f"  rectified: {done}",
        f"  ongoing: {problems - done}",
        f"  as_of: {published}",
        f"topics: [{', '.join(random.sample(TOPICS, k=2))}]",
    ]
    if number % 4 == 0:
        lines.append(f"summary: 公布{problems}个问题的整改进展，其中{done}个已完成（样例）。")
    return tuple(lines)


def write_round(inspected: Round, published: Sequence[str], folder: Path) -> None:
    """Write the file of a round; one unit is exempt, those that are not `published` are late."""
    place = inspected.region[-1]
    names = [f"{place}{bureau}党组" for bureau in inspected.bureaus]
    units: list[object] = list(names)
    missing = [name for name in names if name not in published]
    if missing and inspected.year % 2:
        ground = "涉及国家秘密，依照《示例市巡察工作办法》第三条不公布（样例）"
        units[names.index(missing[0])] = {"unit": missing[0], "ground": ground}
    values = {
        "name": inspected.name,
        "authority": inspected.authority,
        "region": "/".join(inspected.region),
        "feedback": str(inspected.feedback),
        "source": f"{place}委巡察办{inspected.feedback:%Y-%m-%d}公告（样例）",
        "units": units,
    }
    path = folder / f"rounds/{inspected.slug}.yml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(_dump(values), "utf-8")


def _dump(values: object) -> str:
    text: str = yaml.safe_dump(values, allow_unicode=True, sort_keys=False, width=10_000)
    return text


def write(folder: Path) -> None:
    """Write the sample board into `folder`, in place of what is there."""
    for name in ("notices", ".git"):
        shutil.rmtree(folder / name, ignore_errors=True)
    notices_dir = folder / "notices"
    notices_dir.mkdir(parents=True)
    (folder / "board.yml").write_text(_dump(BOARD), "utf-8")
    _git(folder, date(YEARS[0], 1, 4), "init", "--quiet", "--initial-branch=main")
    drawn = [(r, draw(r, b, n)) for n, (r, b) in enumerate(_units())]
    published = _published([notice for _, notice in drawn])
    for inspected in rounds():
        own = [notice.unit for r, notice in drawn if r == inspected and notice in published]
        write_round(inspected, own, notices_dir)
    _commit(folder, date(YEARS[0], 1, 4), "建立样例公开栏")
    events = sorted(_events(published), key=lambda event: event[0])
    for (month, change), group in groupby(events, lambda event: (f"{event[0]:%Y-%m}", event[1])):
        days = []
        for day, _, notice in group:
            corpus.write_notice(notice, notices_dir)
            days.append(day)
        _commit(folder, days[-1], f"{change}{len(days)}篇（{month}）")


def _units() -> Iterator[tuple[Round, str]]:
    for inspected in rounds():
        for bureau in inspected.bureaus:
            yield inspected, bureau


def _published(drawn: Sequence[corpus.Record]) -> list[corpus.Record]:
    """Return COUNT notices, each with an id of its own."""
    by_id = {notice.id: notice for notice in drawn}
    return Random(0).sample(sorted(by_id.values(), key=lambda notice: notice.id), COUNT)


def _events(published: Sequence[corpus.Record]) -> Iterator[tuple[date, str, corpus.Record]]:
    """Yield day, name and content of each publication, correction and withdrawal."""
    for notice in published:
        first = notice
        if notice.corrected:
            wrong = notice.phone[:-1] + str((int(notice.phone[-1]) + 1) % 10)
            first = replace(notice, corrected=None, phone=wrong)
        if notice.withdrawn:
            first = replace(notice, withdrawn=None)
        yield notice.published, "公布", first
        changed = notice.corrected or notice.withdrawn
        if changed:
            yield changed, "更正" if notice.corrected else "撤回", notice


def _commit(folder: Path, day: date, message: str) -> None:
    _git(folder, day, "add", "--", "notices", "board.yml")
    _git(folder, day, "commit", "--quiet", "--message", message)


def _git(folder: Path, day: date, *arguments: str) -> None:
    identity = {
        f"GIT_{role}_{name}": value
        for role in ("AUTHOR", "COMMITTER")
        for name, value in (
            ("NAME", "样例"),
            ("EMAIL", "yangli@example.com"),
            ("DATE", f"{day}T10:00:00+0800"),
        )
    }
    isolated = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    subprocess.run(
        ["git", "-c", "gc.auto=0", *arguments],
        cwd=folder,
        env={**os.environ, **identity, **isolated},
        check=True,
    )


if __name__ == "__main__":
    write(Path(sys.argv[1]))
