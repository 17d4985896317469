"""A synthetic corpus: varied, valid notices by seed number, with fictional places and no people.

`python bench/corpus.py 300 DIRECTORY` writes 300 notice files under DIRECTORY/<year>/.
"""

import sys
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from random import Random
from typing import Literal

from noticeboard.model.field_types import Names
from noticeboard.search.documents import Block, SearchDocument


def _split(text: str) -> list[str]:
    return text.split()


# One province of realistic size: 11 cities with 9 districts and counties each, so that lists and
# groups have realistic numbers of notices.
PROVINCE = "示例省"
CITIES, DISTRICTS = 11, 9
SYLLABLES = "云山湖石泉林溪岭桥河松竹梅兰安宁平清华阳新东西南北上下龙凤金玉"
BUREAUS = _split("""财政 教育 水务 城管 民政 审计 交通运输 卫生健康 农业农村 文化旅游 市场监督 住房保障 自然资源
生态环境 应急管理 人力资源 数据资源 退役事务 司法行政 信访 统计 林业 机关事务 医疗保障 体育 气象 档案 供销 粮食储备
科技创新 商务 园林绿化 网格服务 行政审批 招商 园区建设 社会治理 公积金 邮政 史志""")
TAILS = ("局", "中心", "办公室", "管理处", "委员会", "服务中心")
KINDS = ("常规", "常规", "常规", "专项", "机动", "提级", "交叉", "回头看")
# The inspecting party committee: mostly that of the district or county itself.
LEVELS = (*["own"] * 9, "市委")
VERBS = _split("""修订 完善 建立 制定 出台 落实 规范 清理 核查 追回 补齐 整理 梳理 公示 通报 约谈 培训 排查 检查 复核 研究 部署
督办 收回 撤销 更换 补录 归档 公开 优化 压缩 简化 重申 明确 细化 调整 充实 盘活 清退 签订 回访 走访 座谈 评估 验收""")
OBJECTS = _split("""采购台账 会议记录 财务报销 公务接待 车辆使用 干部档案 选人用人程序 党费收缴 组织生活 民主评议 项目招标 合同管理
固定资产 津贴补贴 往来账款 专项资金 工程变更 信访事项 热线工单 惠民政策 值班制度 意识形态阵地 公众号审核 保密协议
廉政风险点 谈心谈话 学习计划 调研成果 绩效考核 编外人员 证照管理 食堂开支 差旅审批 印章管理 物资出入库 行政处罚案卷
执法记录 窗口服务 办事指南 应急预案 隐患清单 防汛物资 村级账务 低保名单 危房改造 河道保洁 垃圾分类 老旧小区改造""")
ADVERBS = _split("""进一步 已 全面 逐项 及时 重新 集中 按月 按季度 会同相关科室 联合派驻机构 分批 限期 先后 统一 从严 主动 常态化
对照清单 举一反三 牵头 持续""")
RESULTS = _split("""问题已销号 形成长效机制 完成整改 正在推进 群众反映良好 相关人员已受到提醒 资金已全部上缴 制度已印发执行
责任已落实到岗 台账已更新 达到预期效果 未再发生同类情况 结果已在公开栏公布 列入下半年重点工作""")
HEADINGS = _split("""党的领导 理论学习 意识形态 主体责任 监督责任 作风建设 队伍建设 基层党建 选人用人 财务管理 项目管理 民生实事
审计整改 以往巡察整改 营商环境 安全生产 服务群众 重大决策""")


ATTACHMENT = "qingdan.csv"


@dataclass(frozen=True, slots=True)
class Record:
    """A synthetic notice; `sections` are (heading, paragraphs), `table` its rows with the header first."""

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
        sections=_sections(random, district, bureau),
        table=_table(random) if random.random() < 0.5 else (),
    )


@cache
def _words() -> tuple[str, ...]:
    """Return rare words of two to four common characters: the long tail of a real vocabulary."""
    random = Random(0)
    characters = [
        bytes((high, low)).decode("gb2312")
        for high in range(0xB0, 0xD7)
        for low in range(0xA1, 0xFA)
    ]
    return tuple(
        "".join(random.choices(characters, k=random.choice((2, 2, 2, 3, 4)))) for _ in range(30_000)
    )


def _word(random: Random) -> str:
    # A power law: the first words occur in most notices, the last ones in few.
    return _words()[int(len(_words()) * random.random() ** 4)]


def _sections(
    random: Random, district: str, bureau: str
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return sections of about 3,700 characters together, from a vocabulary of this notice."""
    vocabulary = [
        random.sample(words, k=max(4, len(words) // 4))
        for words in (ADVERBS, VERBS, OBJECTS, RESULTS)
    ]
    sections = []
    for heading in random.sample(HEADINGS, k=random.randrange(5, 8)):
        paragraphs = [
            _paragraph(random, vocabulary, district, bureau) for _ in range(random.randrange(2, 6))
        ]
        sections.append((f"关于{heading}{_word(random)}方面", tuple(paragraphs)))
    return tuple(sections)


def _table(random: Random) -> tuple[tuple[str, ...], ...]:
    """Return a table of measures, responsible offices and progress."""
    rows = [("整改事项", "责任科室", "完成情况")]
    for _ in range(random.randrange(3, 9)):
        task = f"{random.choice(VERBS)}{random.choice(OBJECTS)}"
        rows.append((task, f"{_word(random)}科", random.choice(RESULTS)))
    return tuple(rows)


def _paragraph(random: Random, vocabulary: list[list[str]], district: str, bureau: str) -> str:
    adverbs, verbs, objects, results = vocabulary
    clauses = []
    for _ in range(random.randrange(4, 10)):
        clause = random.choice(adverbs) + random.choice(verbs) + _word(random)
        clause += random.choice(objects)
        shape = random.randrange(6)
        if shape == 0:
            clause += f"{random.randrange(2, 400)}{random.choice('项件次人份个')}"
        elif shape == 1:
            clause += f"，印发《{district}{_word(random)}{random.choice(objects)}办法》"
        elif shape == 2:
            clause += f"，涉及{random.randrange(1, 9000) / 10}万元"
        elif shape == 3:
            clause += f"，{_word(random)}{random.choice(results)}"
        clauses.append(clause)
    year, issue = random.randrange(2016, 2026), random.randrange(1, 90)
    tail = random.choice(
        (f"（{bureau[:2]}发〔{year}〕{issue}号）", f"，{random.choice(results)}", "")
    )
    return "；".join(clauses) + tail + "。"


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
        "现将整改情况予以公布。"
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
