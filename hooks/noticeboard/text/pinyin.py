"""Pinyin of names for addresses: places and surnames by their own readings, then pypinyin's.

Addresses are permanent, so a wrong reading would stay.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from contextlib import suppress

from noticeboard.text.divisions import division_at_start

_PLACES = {
    "百色": "bai se", "茌平": "chi ping", "大城县": "dai cheng xian", "繁峙": "fan shi", "洪洞": "hong tong",
    "珲春": "hun chun", "伽师": "jia shi", "解州": "hai zhou", "浚县": "xun xian", "喀什": "ka shi",
    "会稽": "kuai ji", "乐陵": "lao ling", "乐亭": "lao ting", "乐清": "yue qing", "六安": "lu an",
    "六合": "lu he", "六枝": "lu zhi", "漯河": "luo he", "麦盖提": "mai ge ti", "牟定": "mou ding",
    "牟平": "mu ping", "中牟": "zhong mu", "穆棱": "mu ling", "南乐": "nan le", "乾安": "qian an",
    "乾县": "qian xian", "单县": "shan xian", "莎车": "sha che", "召陵": "shao ling", "什邡": "shi fang",
    "宿松": "su song", "宿迁": "su qian", "宿州": "su zhou", "睢宁": "sui ning", "睢县": "sui xian",
    "睢阳": "sui yang", "台州": "tai zhou", "宕昌": "tan chang", "洞头": "dong tou", "尉氏": "wei shi",
    "尉犁": "yu li", "温宿": "wen su", "涡阳": "guo yang", "乌什": "wu shi", "荥经": "ying jing",
    "筠连": "jun lian", "长子县": "zhang zi xian", "称多": "chen duo", "莘县": "shen xian", "歙县": "she xian",
    "阿图什": "a tu shi", "东阿": "dong e", "句容": "ju rong", "华容": "hua rong", "柏乡": "bai xiang",
    "双柏": "shuang bai", "桐柏": "tong bai", "册亨": "ce heng", "栖霞": "qi xia", "台儿庄": "tai er zhuang",
    "即墨": "ji mo", "甪直": "lu zhi", "栟茶": "ben cha", "浒墅关": "xu shu guan", "南召": "nan zhao",
    "监利": "jian li", "番禺": "pan yu", "大埔": "da bu", "铅山": "yan shan", "蔚县": "yu xian",
    "吴堡": "wu bu", "亳州": "bo zhou", "郫都": "pi du", "泌阳": "bi yang", "犍为": "qian wei",
}  # fmt: skip
"""Readings that differ from those of the characters elsewhere."""
_IN_PLACES = {"长": "chang", "都": "du", "曾": "zeng"}
"""The reading of a character in the names of divisions."""
_SURNAMES = {
    "单": "shan", "解": "xie", "仇": "qiu", "查": "zha", "盖": "ge", "任": "ren", "曾": "zeng", "翟": "zhai",
    "朴": "piao", "区": "ou", "缪": "miao", "员": "yun", "燕": "yan", "种": "chong", "折": "she", "覃": "qin",
    "晟": "cheng", "句": "gou", "宁": "ning", "尉迟": "yu chi", "长孙": "zhang sun", "乜": "nie", "逄": "pang",
    "訾": "zi", "万俟": "mo qi", "冼": "xian", "葛": "ge", "纪": "ji", "华": "hua", "牟": "mou", "佘": "she",
}  # fmt: skip
_VARIANTS = str.maketrans({"𠮷": "吉", "㐂": "喜", "髙": "高", "﨑": "崎", "囯": "国", "塡": "填"})
_PLACE = re.compile("|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True)))
# 单家村, 解家庄: a surname before 家 or the kind of settlement.
_SURNAME = re.compile(
    rf"(?:^|(?<=[省市区县旗镇乡道州]))(?:{'|'.join(sorted(_SURNAMES, key=len, reverse=True))})"
    r"(?=[家氏]?(?:庄|村|镇|乡|楼|营|店|集|寨|屯|堡|湾|坝|沟|洼|岗|桥|街|圩|塘|墩|寺|庙|坪|岭|渡|口|畈|冲)|家)"
)


# A third of a millisecond per name, and every build asks for each name several times.
_KNOWN: dict[str, str] = {}


def syllables(name: str) -> tuple[str, ...]:
    """Return the syllables of a name, `wu`, `chang`, `qu`; Latin letters and digits stay."""
    if name not in _KNOWN:
        _KNOWN[name] = " ".join(_syllables(name))
    return tuple(_KNOWN[name].split())


def known_readings() -> bytes:
    """Return the syllables of all names that were asked for, for `remember_readings`."""
    return json.dumps(_KNOWN, ensure_ascii=False).encode()


def remember_readings(readings: bytes) -> None:
    """Load what `known_readings` returned in an earlier process, unless it is damaged."""
    with suppress(ValueError, AttributeError):
        known = json.loads(readings)
        if all(isinstance(text, str) for text in known.values()):
            _KNOWN.update(known)


def _syllables(name: str) -> tuple[str, ...]:
    text = name.translate(_VARIANTS)
    places = division_at_start(text)[1]
    read = [*_read_place(text[:places]), *_read(text[places:])]
    return tuple(re.findall(r"[a-z0-9]+", " ".join(read).lower()))


def _read_place(text: str) -> list[str]:
    """Read the names of divisions."""
    return _split(_PLACE, text, lambda match: _PLACES[match[0]], _read_characters)


def _read_characters(text: str) -> list[str]:
    """Read a text with the readings that characters have in the names of divisions."""
    return [_IN_PLACES.get(*pair) for pair in zip(text, _pypinyin(text), strict=False)]


def _read(text: str) -> list[str]:
    """Read any other text, in which places and surnames may occur."""
    return _split(_SURNAME, text, lambda match: _SURNAMES[match[0]], _read_words)


def _read_words(text: str) -> list[str]:
    return _split(_PLACE, text, lambda match: _PLACES[match[0]], _pypinyin)


def _split(
    pattern: re.Pattern[str],
    text: str,
    read_match: Callable[[re.Match[str]], str],
    read_rest: Callable[[str], list[str]],
) -> list[str]:
    """Read the matches of a pattern and the text between them."""
    read: list[str] = []
    end = 0
    for match in pattern.finditer(text):
        read += [*read_rest(text[end : match.start()]), read_match(match)]
        end = match.end()
    return [*read, *read_rest(text[end:])]


def _pypinyin(text: str) -> list[str]:
    # Imported late: its tables take a tenth of a second to load.
    from pypinyin import lazy_pinyin

    syllables: list[str] = lazy_pinyin(text)
    return syllables
