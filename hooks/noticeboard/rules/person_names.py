"""Recognition of Chinese personal names by surname, length and context."""

from __future__ import annotations

import re

# The most frequent surnames of the Ministry of Public Security's yearly name report.
_SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖田董潘袁蔡蒋余于杜叶程魏苏吕丁"
    "任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付方邹熊白孟秦邱侯江尹薛闫段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严"
    "莫孔向常汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪"
    "梅童凌毕单裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车"
    "项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲"
    "虞敖巩明佘池查麻苑迟邝"
)
_COMPOUND_SURNAMES = "欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|令狐|夏侯"
_NAME = re.compile(
    rf"(?:{_COMPOUND_SURNAMES}|[{_SURNAMES}])(?:[某×xX*]{{1,2}}|[\u4e00-\u9fff]{{1,2}})"
)
_PRECEDING = re.compile(
    r"(?:^|[^\u4e00-\u9fff]|同志|职工|干部|村民|居民|群众|负责人|书记|主任|局长|科长|科员|站长|党员"
    r"|法人|当事人|申请人|经办人|联系人|[由给为将对向与和及找请叫系])$"
)
# Words before 身份证 in ordinary prose that begin with a surname's character.
_NO_NAMES = re.compile(
    r"[的了与用办持理验核证件本有无需须凭带交等类表卡]|管理|查[看询处收阅]|应当|常用|时[间候]|全部|全体"
    r"|安排|易[于]|万[人张]|单位|高[龄中]|连同|成员|师生|党员|车辆|农民|司机|文件|金额|石[油化]|方[便式案]"
    r"|包括|解决|于是|任何|和[其他]|明[确显]|游客|关于|范围|项目|应[急该]|符合|简[化单]|祝[贺]"
)


def trailing_name_length(text: str) -> int:
    """Return the length of the full personal name at the end of `text`, 0 when there is none."""
    for length in (4, 3, 2):
        name = text[-length:]
        if len(name) < length or not _NAME.fullmatch(name) or _NO_NAMES.search(name):
            continue
        if _PRECEDING.search(text[:-length]):
            return length
    return 0
