"""Rules about persons: their names, homes, documents, accounts and vehicles."""

from __future__ import annotations

import re
from collections.abc import Iterator
from string import ascii_uppercase

from noticeboard.rules.privacy.base import Match
from noticeboard.rules.privacy.person_names import HAN, leading_name_length, trailing_name_length
from noticeboard.rules.privacy.plain_text import PlainText, compact
from noticeboard.rules.privacy.word_finder import WordFinder

_ROLES = [
    "举报人", "信访人", "上访人", "投诉人", "反映人", "检举人", "控告人", "举报者", "来访人", "来信人",
    "申请人", "当事人", "受害人", "被害人", "知情人", "证人", "上访户", "信访户", "学生", "考生", "新生",
    "毕业生", "儿童", "幼儿", "小孩", "孩子", "孤儿", "家长", "患者", "患儿", "病人", "病患", "伤者",
    "死者", "伤员", "产妇", "孕妇", "女童", "男童", "贫困户", "脱贫户", "低保户", "低保对象", "五保户",
    "五保老人", "特困户", "特困人员", "供养人员", "困难群众", "困难户", "监测户", "救助对象", "优抚对象",
    "退役军人", "村民", "居民", "群众", "农户", "农民", "农民工", "渔民", "牧民", "残疾人", "残疾儿童",
    "老人", "老年人", "业主", "住户", "租户", "承租人", "租客", "户主", "拆迁户", "被征收人", "移民",
    "职工", "员工", "工人", "教师", "护士", "摊主", "店主", "商户", "经营者", "养殖户", "种植户", "市民",
    "乡亲", "姓名", "真名", "本名", "社员", "工友", "旅客", "乘客", "司机", "顾客", "服刑人员", "矫正对象",
    "戒毒人员", "释放人员", "退役士兵", "复员军人", "伤残军人", "烈属", "军属", "遗属", "嫌疑人", "申诉人",
    "上诉人", "参保人", "投保人", "退休人员", "失业人员", "搬迁户", "边缘户", "返贫户", "缴费人", "纳税人",
]  # fmt: skip
_BETWEEN = re.compile(
    r"(?:代表|家属|本人|姓名|名叫|同志|兼|之)?"
    r"(?:的?(?:儿子|女儿|妻子|丈夫|父亲|母亲|孙子|孙女|老伴|配偶|亲属|家属|家长|监护人|之子|之女|之妻))?"
    r"(?:[ ]|\*\*|[:(“\"「‘|、，,]|名叫|叫|是|为|系|即){0,3}"
)
_COLLECTIVE = re.compile("(?:服务|联系|脱离|团结|凝聚|依靠|面向|发动)$")
_LABEL = re.compile(r"[:|]")
_BEFORE_ROLE = re.compile(rf"\*{{0,2}}[(]\s*(?:系|为|是|原)?[{HAN}]{{0,8}}$")
_NEXT_NAME = re.compile(r"\*{0,2}(?:、|和|及|与|，)\*{0,2}")
_HOUSE = r"[0-9一二三四五六七八九十百]+[ ]?(?:号|幢|栋|弄|单元|室|组)"
_HOME = re.compile(
    r"(?:住址|家庭地址|家住|现住(?!人)|暂住(?!人)|(?<!居)住在|居住地址?|居住[于在]|户籍地址?|户籍所在地|户口所在地)"
    rf"(?P<where>[^。；;\n]{{0,40}}?){_HOUSE}(?!居民|村民|住户|群众|党员|\d)"
)
_PRECISE = re.compile(r"[0-9一二三四五六七八九十百]+[ ]?(?:号|幢|栋|弄|单元|室)$")
_FLAT = re.compile(
    r"(?:\d{1,6}(?:栋|幢|号楼|座)[^。；，,;\n]{0,4})?\d{1,6}单元[^。；，,;\n]{0,3}?"
    r"\d{2,4}(?:室|号|户|房|(?=[^\d户人平方家个]|$))(?!居民|住户|群众|加装)"
)
_DOCUMENTS = ("身份证", "公民身份号码", "护照", "社保卡", "银行卡")
_BEFORE_DOCUMENT = re.compile(r"[ :,，、(|]{0,3}(?:的)?(?:居民)?$")
_SEPARATOR = r"(?:id|ID)?[ ]?(?:号码|编号|号|码)?[ :为是()“”\"'*`|=,，\[\]]{0,6}"
_NUMBER = r"[A-Za-z]{0,3}\d{5,20}"
# A category, the words before the value and the value.
_VALUES = (
    ("护照号码", "护照", r"(?:[A-Za-z]{1,2}[ ]?\d{7,8}|\d{9})"),
    ("通行证号码", "通行证 回乡证 台胞证 居住证 居留证", r"[A-Za-z]?\d{8,18}"),
    ("残疾人证号码", "残疾证 残疾人证 残联编号", r"[A-Za-z0-9]{8,22}"),
    (
        "微信号",
        "微信 薇信 威信 VX WX vx wx WeChat wechat Wechat",
        r"[A-Za-z0-9][A-Za-z0-9_-]{4,19}",
    ),
    ("QQ 号", "QQ qq Qq 扣扣 企鹅号", r"[1-9]\d{4,10}"),
    (
        "准考证号、学号",
        "准考证号 考生号 学籍号 学号 通知书号 报名号 考籍号 考号 准考证编号 学籍编号",
        _NUMBER,
    ),
    (
        "病历号",
        "住院号 门诊号 病案号 病历号 就诊号 就诊卡 诊疗卡 诊疗号 体检号 医保卡 医保号 社保卡 社保号"
        " 社会保障号 社会保障卡 新农合 医疗证 住院编号",
        _NUMBER,
    ),
    (
        "证件号码",
        "低保证 五保证 军官证 士兵证 优待证 驾驶证 行驶证 结婚证 离婚证 出生证 户口簿 房产证 不动产权证"
        " 学生证 工作证 会员证 证件号 证件编号 证书号 警号 工号",
        rf"(?:[{HAN}]{{0,8}}字第?|[{HAN}]{{0,2}})[A-Za-z]{{0,3}}\d{{6,20}}",
    ),
    (
        "账号",
        "账号 帐号 账户 帐户 存折 户头 支付宝 卡号 财付通",
        r"(?:[A-Za-z0-9._-]+@[A-Za-z0-9.-]+\.[A-Za-z]+|\d(?:[ -]?\d){7,29})",
    ),
)
_VALUE_OF = {
    word: (category, re.compile(rf"{_SEPARATOR}(?P<value>{value})(?![A-Za-z0-9*@])"))
    for category, words, value in _VALUES
    for word in words.split()
}
_PROVINCES = "京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼"
_PLATE = re.compile(
    rf"[{_PROVINCES}][A-HJ-NP-Z][ ·.-]?"
    r"(?=(?:[A-Z]*[0-9]){2})[A-HJ-NP-Z0-9]{4,5}[A-HJ-NP-Z0-9挂学警港澳](?![A-Za-z0-9*])"
)
_ROLE, _DOCUMENT, _VALUE, _PLATE_START = 1, 2, 4, 8
_WORDS = WordFinder(
    {
        _ROLE: _ROLES,
        _DOCUMENT: _DOCUMENTS,
        _VALUE: _VALUE_OF,
        _PLATE_START: [province + letter for province in _PROVINCES for letter in ascii_uppercase],
    }
)


def person_name(plain: PlainText) -> Iterator[Match]:
    """通报里不能写举报人、学生、患者、村民等普通群众的姓名。"""
    text = plain.text
    for at, end in _WORDS.find(text, _ROLE):
        if _COLLECTIVE.search(text, max(at - 2, 0), at):
            continue
        between = _BETWEEN.match(text, end)
        start = between.end() if between else end
        is_labelled = _LABEL.search(text, end, start) is not None
        while length := _name_length(text, start, is_labelled=is_labelled):
            yield Match(start, start + length, "普通群众的姓名")
            following = _NEXT_NAME.match(text, start + length)
            if not following:
                break
            start = following.end()
        behind = _BEFORE_ROLE.search(text, max(at - 14, 0), at)
        if behind:
            length = trailing_name_length(text[max(behind.start() - 12, 0) : behind.start()])
            if length and not re.search("[某×xX*]", text[behind.start() - length : behind.start()]):
                yield Match(behind.start() - length, behind.start(), "普通群众的姓名")


def _name_length(text: str, start: int, *, is_labelled: bool) -> int:
    rest = text[start : start + 12]
    return (
        0
        if rest[1:2] in "某×*" or (rest[2:3] in "某×*" and rest[2:3])
        else leading_name_length(rest, is_labelled=is_labelled)
    )


def home_address(plain: PlainText) -> Iterator[Match]:
    """通报里不能写带门牌号的家庭住址。"""
    may_hold = any(word in plain.text for word in ("住", "户籍", "户口", "家庭"))
    homes = _HOME.finditer(plain.text) if may_hold else ()
    flats = _FLAT.finditer(plain.text) if "单元" in plain.text else ()
    for match in (*homes, *flats):
        # 居住在…社区5组 names a part of a village, not a house.
        is_vague = match.re is _HOME and not _PRECISE.search(match[0])
        if not is_vague and compact(match[0]) not in plain.known:
            yield Match(match.start(), match.end(), "带门牌号的住址")


def personal_paper(plain: PlainText) -> Iterator[Match]:
    """通报里不能把姓名和身份证等证件写在一起。"""
    for at, end in _WORDS.find(plain.text, _DOCUMENT):
        between = _BEFORE_DOCUMENT.search(plain.text, max(at - 8, 0), at)
        start = between.start() if between else at
        length = trailing_name_length(plain.text[max(start - 12, 0) : start])
        if length:
            yield Match(start - length, end, "姓名和证件")


def personal_number(plain: PlainText) -> Iterator[Match]:
    """通报里不能写护照、残疾人证、准考证、病历、微信、账户等的号码和车牌号。"""
    for at, end in _WORDS.find(plain.text, _VALUE):
        category, pattern = _VALUE_OF[plain.text[at:end]]
        match = pattern.match(plain.text, end)
        is_part = plain.text[at].isascii() and re.match("[A-Za-z]", plain.text[at - 1 : at])
        if match and not is_part and compact(match["value"]) not in plain.known:
            yield Match(match.start("value"), match.end("value"), category)
    for at, _ in _WORDS.find(plain.text, _PLATE_START):
        plate = _PLATE.match(plain.text, at)
        if plate:
            yield Match(at, plate.end(), "车牌号")
