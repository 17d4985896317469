"""Recognition of Chinese personal names by surname, length, context and a dictionary."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from noticeboard.text.surnames import COMPOUND_SURNAMES, SURNAMES

WORDS_FILE = Path(__file__).with_name("words.txt")
HAN_RANGES = ((0x3400, 0x4DC0), (0x4E00, 0xA000), (ord("〇"), ord("〇") + 1), (0x20000, 0x40000))
HAN = "".join(f"{chr(start)}-{chr(end - 1)}" for start, end in HAN_RANGES)
_GIVEN = f"[{HAN}]"
_FULL_NAME = re.compile(
    rf"(?:(?:{COMPOUND_SURNAMES}){_GIVEN}{{1,2}}|[{SURNAMES}]{_GIVEN}{{1,2}})"
    rf"|[{HAN}]{{2,4}}·[{HAN}]{{2,5}}"
)
_INITIALS = frozenset((*SURNAMES, *(name[0] for name in COMPOUND_SURNAMES.split("|"))))
_NAME = re.compile(rf"(?:{COMPOUND_SURNAMES}|[{SURNAMES}])(?:[某×xX*]{{1,2}}|{_GIVEN}{{1,2}})")
_PRECEDING = re.compile(
    rf"(?:^|[^{HAN}]|同志|职工|干部|村民|居民|群众|负责人|书记|主任|局长|科长|科员|站长|党员"
    r"|法人|当事人|申请人|经办人|联系人|[冒利使借盗]用|扣留|持有|[由给为将对向与和及找请叫系])$"
)
# Words before 身份证 in ordinary prose that begin with a surname's character.
_NO_NAMES = re.compile(
    r"[的了与用办持理验核证件本有无需须凭带交等类表卡]|管理|查[看询处收阅]|应当|常用|时[间候]|全部|全体"
    r"|安排|易[于]|万[人张]|单位|高[龄中]|连同|成员|师生|党员|车辆|农民|司机|文件|金额|石[油化]|方[便式案]"
    r"|包括|解决|于是|任何|和[其他]|明[确显]|游客|关于|范围|项目|应[急该]|符合|简[化单]|祝[贺]"
)
# Characters that no given name has; masks such as 某 hide a name.
_NOT_GIVEN = frozenset(
    "的了是在等个们这那与及或把被从对为不没无有已将又也都就吗呢吧啊说称问因其该每各某户们些么着过"
    "给让到得很最更再只还并且而则若虽但所以此之于由〇零两第届号楼室县区乡镇村组"
) - frozenset("之以得所从有为到")
_TITLES = frozenset([
    "主任", "书记", "科长", "局长", "处长", "同志", "老师", "院长", "校长", "经理", "医生", "部长", "镇长",
    "乡长", "区长", "县长", "主席", "站长", "所长", "组长", "队长", "科员", "干事", "会计", "警官", "法官",
    "律师", "先生", "女士", "师傅", "大爷", "大妈", "阿姨", "奶奶", "爷爷", "主播", "老板", "总监", "助理",
    "秘书", "姓",
])  # fmt: skip
_FUNCTION_SURNAMES = frozenset(
    "于向和由时应全成连单都常从代相任明何易解查方党车水路管项包官权原展占班房"
)
_AFTER = frozenset(
    "的等家称说向在因被为于未已曾住来到去将从对以由给系是与和及或之一二两三四五名多年月日男女就也又还不没有患把"
    "共仅再却才便均常经购找拿收交领获得要想用"
)
_DEEDS = frozenset([
    "反映", "举报", "投诉", "表示", "提出", "申请", "领取", "享受", "购买", "要求", "信访", "上访", "来信",
    "来访", "来电", "死亡", "去世", "住院", "出院", "入院", "入学", "报名", "缴纳", "收到", "获得", "多次",
    "两次", "认为", "介绍", "家中", "家里", "本人", "名下", "因病", "因公", "同志", "女士", "先生", "夫妇",
    "夫妻", "父子", "母子", "一家", "户籍", "身份", "联系", "签订", "落水", "受伤", "报案", "落户", "承包",
    "租赁", "退还", "冒领", "虚报", "违规", "违建", "告知", "承认", "发生", "手机", "电话", "生于", "死后",
    "病逝", "失踪", "脱管", "漏管", "再犯", "复吸",
])  # fmt: skip


def trailing_name_length(text: str) -> int:
    """Return the length of the full personal name at the end of `text`, 0 when there is none."""
    for length in (4, 3, 2):
        name = text[-length:]
        if len(name) < length or not _NAME.fullmatch(name) or _NO_NAMES.search(name):
            continue
        if _PRECEDING.search(text[:-length]):
            return length
    return 0


def leading_name_length(text: str, *, is_labelled: bool = False) -> int:
    """Return the length of the full personal name at the start of `text`, 0 when there is none.

    After a label such as 姓名： or 举报人： a word may be a name too (高峰).
    """
    if text[:1] not in _INITIALS and "·" not in text:
        return 0
    whole = re.match(rf"[{HAN}]{{2,4}}·[{HAN}]{{2,5}}", text)
    if whole:
        return whole.end()
    for length in (4, 3, 2):
        name, rest = text[:length], text[length:]
        if len(name) < length or not _FULL_NAME.fullmatch(name):
            continue
        given = name[2:] if re.match(COMPOUND_SURNAMES, name) else name[1:]
        if given in _TITLES or (length == 4 and len(given) != 2):
            continue
        if not _NOT_GIVEN.isdisjoint(given) or not _is_boundary(length, rest, is_labelled):
            continue
        if is_labelled or not _is_word(name, given, rest):
            return length
    return 0


def _is_boundary(size: int, rest: str, is_labelled: bool) -> bool:
    """Return whether a name of `size` characters can end before `rest`."""
    if not re.match(rf"[{HAN}]", rest) or rest[0] in _AFTER:
        return True
    # After two characters only what a person does ends a name: 牛羊养殖 has none.
    return not is_labelled and (rest[:2] in _DEEDS or (size > 2 and rest[:2] in _words()))


def _is_word(name: str, given: str, rest: str) -> bool:
    """Return whether the text reads as words of ordinary prose, not as a name."""
    words = _words()
    if name in words or (len(name) == 3 and name[:2] in words):
        return True
    if name[0] in _FUNCTION_SURNAMES and (given in words or given[:1] + rest[:1] in words):
        return True
    # 管|理费, 温|度计: the last character belongs to the next word.
    return len(name) == 2 and given + rest[:1] in words and rest[:1] not in _AFTER


@cache
def _words() -> frozenset[str]:
    lines = WORDS_FILE.read_text("utf-8").splitlines()
    two = (f"{line[0]}{second}" for line in lines[2:-2] for second in line[1:])
    return frozenset((*two, *lines[-1].split()))
