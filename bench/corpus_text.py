"""The words of the synthetic corpus, and the sections and tables that are made of them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from random import Random


def split_words(text: str) -> list[str]:
    """Return the words of a text."""
    return text.split()


VERBS = split_words("""修订 完善 建立 制定 出台 落实 规范 清理 核查 追回 补齐 整理 梳理 公示 通报 约谈 培训 排查 检查 复核 研究 部署
督办 收回 撤销 更换 补录 归档 公开 优化 压缩 简化 重申 明确 细化 调整 充实 盘活 清退 签订 回访 走访 座谈 评估 验收""")
OBJECTS = split_words("""采购台账 会议记录 财务报销 公务接待 车辆使用 干部档案 选人用人程序 党费收缴 组织生活 民主评议 项目招标 合同管理
固定资产 津贴补贴 往来账款 专项资金 工程变更 信访事项 热线工单 惠民政策 值班制度 意识形态阵地 公众号审核 保密协议
廉政风险点 谈心谈话 学习计划 调研成果 绩效考核 编外人员 证照管理 食堂开支 差旅审批 印章管理 物资出入库 行政处罚案卷
执法记录 窗口服务 办事指南 应急预案 隐患清单 防汛物资 村级账务 低保名单 危房改造 河道保洁 垃圾分类 老旧小区改造""")
ADVERBS = split_words("""进一步 已 全面 逐项 及时 重新 集中 按月 按季度 会同相关科室 联合派驻机构 分批 限期 先后 统一 从严 主动 常态化
对照清单 举一反三 牵头 持续""")
RESULTS = split_words("""问题已销号 形成长效机制 完成整改 正在推进 群众反映良好 相关人员已受到提醒 资金已全部上缴 制度已印发执行
责任已落实到岗 台账已更新 达到预期效果 未再发生同类情况 结果已在公开栏公布 列入下半年重点工作""")
HEADINGS = split_words("""党的领导 理论学习 意识形态 主体责任 监督责任 作风建设 队伍建设 基层党建 选人用人 财务管理 项目管理 民生实事
审计整改 以往巡察整改 营商环境 安全生产 服务群众 重大决策""")


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


def rare_word(random: Random) -> str:
    """Return a word; the first ones of the vocabulary are the most frequent."""
    # A power law: the first words occur in most notices, the last ones in few.
    return _words()[int(len(_words()) * random.random() ** 4)]


def sections(
    random: Random, district: str, bureau: str, word: Callable[[Random], str] = rare_word
) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return sections of about 3,700 characters together, from a vocabulary of this notice.

    `word` returns what makes a phrase differ from others of the same vocabulary.
    """
    vocabulary = [
        random.sample(words, k=max(4, len(words) // 4))
        for words in (ADVERBS, VERBS, OBJECTS, RESULTS)
    ]
    drawn = []
    for heading in random.sample(HEADINGS, k=random.randrange(5, 8)):
        paragraphs = [
            _paragraph(random, vocabulary, district, bureau, word)
            for _ in range(random.randrange(2, 6))
        ]
        drawn.append((f"关于{heading}{word(random)}方面", tuple(paragraphs)))
    return tuple(drawn)


def table(random: Random, word: Callable[[Random], str] = rare_word) -> tuple[tuple[str, ...], ...]:
    """Return a table of measures, responsible offices and progress."""
    rows = [("整改事项", "责任科室", "完成情况")]
    for _ in range(random.randrange(3, 9)):
        task = f"{random.choice(VERBS)}{random.choice(OBJECTS)}"
        rows.append((task, f"{word(random)}科", random.choice(RESULTS)))
    return tuple(rows)


def _paragraph(
    random: Random,
    vocabulary: list[list[str]],
    district: str,
    bureau: str,
    word: Callable[[Random], str],
) -> str:
    adverbs, verbs, objects, results = vocabulary
    clauses = []
    for _ in range(random.randrange(4, 10)):
        clause = random.choice(adverbs) + random.choice(verbs) + word(random)
        clause += random.choice(objects)
        shape = random.randrange(6)
        if shape == 0:
            clause += f"{random.randrange(2, 400)}{random.choice('项件次人份个')}"
        elif shape == 1:
            clause += f"，印发《{district}{word(random)}{random.choice(objects)}办法》"
        elif shape == 2:
            clause += f"，涉及{random.randrange(1, 9000) / 10}万元"
        elif shape == 3:
            clause += f"，{word(random)}{random.choice(results)}"
        clauses.append(clause)
    year, issue = random.randrange(2016, 2026), random.randrange(1, 90)
    tail = random.choice(
        (f"（{bureau[:2]}发〔{year}〕{issue}号）", f"，{random.choice(results)}", "")
    )
    return "；".join(clauses) + tail + "。"
