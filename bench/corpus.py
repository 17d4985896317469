"""A synthetic corpus: varied, valid notices by seed number, with fictional places and no people.

`python bench/corpus.py 300 DIRECTORY` writes 300 notice files under DIRECTORY/<year>/.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from random import Random
from typing import Literal

from corpus_text import sections, split_words, table

from noticeboard.model.field_types import Names
from noticeboard.search.documents import Block, SearchDocument

# One province of realistic size: 11 cities with 9 districts and counties each, so that lists and
# groups have realistic numbers of notices.
PROVINCE = "示例省"
CITIES, DISTRICTS = 11, 9
SYLLABLES = "云山湖石泉林溪岭桥河松竹梅兰安宁平清华阳新东西南北上下龙凤金玉"
BUREAUS = split_words("""财政 教育 水务 城管 民政 审计 交通运输 卫生健康 农业农村 文化旅游 市场监督 住房保障 自然资源
生态环境 应急管理 人力资源 数据资源 退役事务 司法行政 信访 统计 林业 机关事务 医疗保障 体育 气象 档案 供销 粮食储备
科技创新 商务 园林绿化 网格服务 行政审批 招商 园区建设 社会治理 公积金 邮政 史志""")
TAILS = ("局", "中心", "办公室", "管理处", "委员会", "服务中心")
KINDS = ("常规", "常规", "常规", "专项", "机动", "提级", "交叉", "回头看")
# The inspecting party committee: mostly that of the district or county itself.
LEVELS = (*["own"] * 9, "市委")


ATTACHMENT = "qingdan.csv"


@dataclass(frozen=True, slots=True)
class Record:
    """A synthetic notice; `sections` are (heading, paragraphs), `table` its rows with the header first.

    `figures` ends the first paragraph; `front` are further lines of the front matter.
    """

    id: str
    title: str
    unit: str
    issuer: str
    region: tuple[str, ...]
    authority: str
    group: str
    kind: str
    start: date
    end: date
    feedback: date
    published: date
    phone: str
    corrected: date | None
    withdrawn: date | None
    attachment: bool
    sections: tuple[tuple[str, tuple[str, ...]], ...]
    table: tuple[tuple[str, ...], ...]
    figures: str = ""
    front: tuple[str, ...] = ()


_first = 0


def set_seed(seed: int) -> None:
    """Let `record` return other notices under the same numbers; 0 is the default corpus."""
    global _first
    _first = seed * 1_000_000


def record(number: int) -> Record:
    """Return the notice with this number; it is the same on every machine."""
    random = Random(number + _first)
    city = random.choice(SYLLABLES[:CITIES]) + "安市"
    place = random.randrange(DISTRICTS)
    district = city[0] + SYLLABLES[CITIES + place] + "区区县"[place % 3]
    bureau = random.choice(BUREAUS) + random.choice(TAILS)
    unit = f"{district}{bureau}党组"
    start = date(2016, 1, 4) + timedelta(random.randrange(3200))
    end = start + timedelta(random.randrange(10, 60))
    feedback = end + timedelta(random.randrange(20, 80))
    published = feedback + timedelta(random.randrange(91, 420))
    level = random.choice(LEVELS)
    authority = f"{district[-1]}委" if level == "own" else level
    changed = published + timedelta(random.randrange(5, 90))
    fate = random.random()
    return Record(
        id=f"{published.year}/{random.choice(('shili', 'yangben', 'fanli'))}-{number}",
        title=f"中共{unit}关于巡察整改{random.choice(('进展', '落实', '完成'))}情况的通报",
        unit=unit,
        issuer=f"中共{unit}",
        region=(PROVINCE, city, district),
        authority=authority,
        group=f"{authority}第{random.choice('一二三四五')}巡察组",
        kind=random.choice(KINDS),
        start=start,
        end=end,
        feedback=feedback,
        published=published,
        phone=f"0{random.randrange(310, 999)}-{random.randrange(2000000, 89999999)}",
        corrected=changed if fate < 0.05 else None,
        withdrawn=changed if 0.05 <= fate < 0.08 else None,
        attachment=random.random() < 0.2,
        sections=sections(random, district, bureau),
        table=table(random) if random.random() < 0.5 else (),
    )


def document(notice: Record) -> SearchDocument:
    """Return the notice as a search document, with the blocks of its page."""
    region = "".join(notice.region)
    blocks = [
        Block("title", notice.title),
        Block("unit", notice.unit),
        Block("unit", notice.issuer),
        Block("body", _opening(notice)),
    ]
    for heading, paragraphs in notice.sections:
        blocks.append(Block("heading", heading))
        blocks += [Block("body", paragraph) for paragraph in paragraphs]
    blocks += [Block("body", cell) for row in notice.table for cell in row]
    blocks.append(Block("body", _closing(notice)))
    blocks += [Block("body", f"电话 {notice.phone} 工作日 8:30—17:30"), Block("body", region)]
    return SearchDocument(
        notice.id,
        f"notices/{notice.id}/",
        notice.title,
        Names((notice.unit,)),
        notice.issuer,
        notice.region,
        notice.authority,
        notice.kind,
        notice.published.isoformat(),
        _status(notice),
        notice.attachment,
        lambda: blocks,
    )


def _closing(notice: Record) -> str:
    return f"欢迎对整改情况提出意见。联系电话：{notice.phone}（工作日8:30—17:30）。"


def _status(notice: Record) -> Literal["in_force", "corrected", "withdrawn"]:
    if notice.withdrawn:
        return "withdrawn"
    return "corrected" if notice.corrected else "in_force"


def _opening(notice: Record) -> str:
    start, end = notice.start, notice.end
    return (
        f"根据{notice.authority}统一部署，{start.year}年{start.month}月{start.day}日至"
        f"{end.month}月{end.day}日，{notice.group}对{notice.unit}开展了{notice.kind}巡察，"
        f"现将整改情况予以公布。{notice.figures}"
    )


def markdown(notice: Record) -> str:
    """Return the content of the notice's file."""
    lines = [
        "---",
        f"title: {notice.title}",
        f"unit: {notice.unit}",
        f"region: {'/'.join(notice.region)}",
        "inspection:",
        f"  authority: {notice.authority}",
        f"  group: {notice.group}",
        f"  kind: {notice.kind}{'' if notice.kind == '回头看' else '巡察'}",
        f"  start: {notice.start}",
        f"  end: {notice.end}",
        f"  feedback: {notice.feedback}",
        f"published: {notice.published}",
        f"issuer: {notice.issuer}",
        "contact:",
        "  phones:",
        f"    - number: {notice.phone}",
        "      hours: 工作日 8:30—17:30",
    ]
    if notice.attachment:
        lines += ["attachments:", f"  - file: {ATTACHMENT}", "    title: 整改清单"]
    if notice.corrected:
        lines += ["corrections:", f"  - date: {notice.corrected}", "    note: 更正一处数字"]
    if notice.withdrawn:
        lines += ["withdrawn:", f"  date: {notice.withdrawn}", "  reason: 内容有误"]
    lines += notice.front
    return "\n".join([*lines, "---", "", body(notice)])


def body(notice: Record) -> str:
    """Return the body of the notice in Markdown."""
    lines = [_opening(notice), ""]
    numerals = "一二三四五六七八九"
    for numeral, (heading, paragraphs) in zip(numerals, notice.sections, strict=False):
        lines += [f"## {numeral}、{heading}", ""]
        for paragraph in paragraphs:
            lines += [paragraph, ""]
    if notice.table:
        header, *rows = notice.table
        lines += [
            _table_row(header),
            _table_row(("---",) * len(header)),
            *map(_table_row, rows),
            "",
        ]
    return "\n".join([*lines, _closing(notice), ""])


def _table_row(row: tuple[str, ...]) -> str:
    return f"| {' | '.join(row)} |"


def write(count: int, directory: Path) -> None:
    """Write notices 0 … count - 1 as files below `directory`."""
    for notice in map(record, range(count)):
        write_notice(notice, directory)


def write_notice(notice: Record, directory: Path) -> None:
    """Write the file of the notice, and its attachment if it has one, below `directory`."""
    path = directory / f"{notice.id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(markdown(notice), encoding="utf-8")
    write_attachment(notice, path.with_suffix(""))


def write_attachment(notice: Record, folder: Path) -> None:
    """Write the attachment of the notice, if any, to `folder`."""
    if notice.attachment:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ATTACHMENT).write_text("问题,状态\n示例,完成\n", encoding="utf-8")


if __name__ == "__main__":
    write(int(sys.argv[1]), Path(sys.argv[2]))
