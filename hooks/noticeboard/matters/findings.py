"""What a line states of a unit: a finding, an area of work, a measure or a slogan.

Words of deficiency never make a line a matter; they only tell a finding from an area where the form
of the line is that of a matter.
"""

from __future__ import annotations

import re

_DEFICIENCY = re.compile(
    r"不|未|无|没|缺|欠|弱|少(?!数|年|先)|差(?!旅)|松|软|乱|漏|慢|滞后|薄|虚|空(?!间|气|调)|浅|违|超(?!市)|僵|散|窄|偏|失|误"
    r"|错|拖|延|压|假|套取|骗|挤占|挪用|截留|私|滥|浪费|铺张|粗|宽松|浮|抄|走样|折扣|形式|淡|断|低|(?<!困)难(?!题|点|关)|脱节|脱离"
    r"|轻|重.{1,6}轻|一刀切|过场|两张皮|沉睡|闲置|冲突|矛盾|存在(?!的)|仍有|有待|混|懒|怠|庸|冷|硬|乏力"
)
_EARLY = re.compile(r"(?:违规|违反|未|不|超|存在(?!的)|个别|部分|有的|少数|缺|没有|重.{1,6}轻)")
_TAIL = 7
"""Characters at the end of a line in which a finding states its deficiency."""
_AREA = re.compile(
    r"(?:方面|领域|情况|部署|精神|路线|方针|政策|责任制?|主体责任|监督责任|建设|工作|制度|任务|要求|监督|管理|改革|队伍|纪律|作风)$"
)
_PLAIN_AREA = re.compile(r"(?:方面|领域|情况)(?:的|存在的?)?$")
_PREVENTION = re.compile(
    r"(?P<urged>着力|切实|坚决|有效|全力|大力|进一步|认真|及时|集中|全面|持续)?"
    r"(?:解决|防止|杜绝|避免|纠正|克服|整治|消除|破解|改变|扭转|治理|清理|查处|整改|纠治|补齐|堵塞|化解)"
)
_MEASURE = re.compile(
    r"(?:着力|切实|持续|进一步|不断|全面|严格|认真|坚持|强化|加强|加大|加快|完善|健全|推进|推动|提高|提升|深化"
    r"|狠抓|抓好|抓实|落实|制定|建立|开展|规范|压实|筑牢|夯实|改进|聚焦|突出|优化|扎实|牢固|充分|注重|确保|严肃)"
)
_CLAUSE = re.compile("[，,；;。、]")
_SLOGAN = re.compile(r"[“‘]?[一二两三四五六七八九十]\S{0,4}$")
_MIN_PLAIN = 5
"""A shorter quotation counts only if it states a deficiency: 选人用人 is an area."""


def is_area(problem: str) -> bool:
    """Return whether a text names an area of work and no problem."""
    if _PLAIN_AREA.search(problem):
        return True
    return bool(_AREA.search(problem)) and not _DEFICIENCY.search(problem)


def is_slogan(problem: str) -> bool:
    """Return whether a quotation is a set phrase (三重一大, 一岗双责) or too short to be a finding."""
    if _DEFICIENCY.search(problem):
        return False
    return len(problem) < _MIN_PLAIN or _SLOGAN.match(problem) is not None


def is_measure(problem: str) -> bool:
    """Return whether a text states what was done or is to be done, and not what was wrong."""
    # 完善制度，堵塞漏洞: what follows the first clause may name what the measure is against.
    clause = _CLAUSE.split(problem)[0]
    if prevention := _PREVENTION.match(clause):
        ends_in_problem = clause.endswith("问题") or not _ends_in_deficiency(clause)
        return ends_in_problem or prevention["urged"] is not None
    return bool(_MEASURE.match(clause)) and not _ends_in_deficiency(clause)


def is_finding(line: str) -> bool:
    """Return whether a line without quotation marks states what was wrong."""
    if is_area(line) or is_measure(line):
        return False
    clauses = _CLAUSE.split(line)
    return any(_EARLY.match(clause) or _ends_in_deficiency(clause) for clause in clauses)


def _ends_in_deficiency(line: str) -> bool:
    return _DEFICIENCY.search(line[-_TAIL:]) is not None
