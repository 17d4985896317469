"""Readings of places and surnames."""

from __future__ import annotations

import pytest

from noticeboard.text import pinyin
from noticeboard.text.pinyin import syllables


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单县", "shan xian"), ("浚县", "xun xian"), ("曾都区", "zeng du qu"), ("荥经县", "ying jing xian"),
        ("长岭县", "chang ling xian"), ("长子县", "zhang zi xian"), ("长治市", "chang zhi shi"),
        ("荥阳市", "xing yang shi"), ("涡阳县", "guo yang xian"), ("六安市", "lu an shi"),
        ("洪洞县", "hong tong xian"), ("珲春市", "hun chun shi"), ("都匀市", "du yun shi"),
        ("南乐县", "nan le xian"), ("乐清市", "yue qing shi"), ("召陵区", "shao ling qu"),
        ("单县示范局", "shan xian shi fan ju"), ("市长办公室", "shi zhang ban gong shi"),
        ("长江路", "chang jiang lu"), ("单家村", "shan jia cun"), ("示例县解家庄镇", "shi li xian xie jia zhuang zhen"),
        ("单位", "dan wei"), ("解放路", "jie fang lu"), ("小𠮷示范", "xiao ji shi fan"), ("A座12号", "a zuo 12 hao"),
    ],
)  # fmt: skip
def test_places_and_surnames_have_their_own_readings(name: str, reading: str) -> None:
    assert " ".join(syllables(name)) == reading


def test_readings_of_an_earlier_process_are_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pinyin, "_KNOWN", {})
    read = syllables("洪洞县第2局")
    stored = pinyin.known_readings()
    monkeypatch.setattr(pinyin, "_KNOWN", {})
    monkeypatch.setattr(pinyin, "_syllables", lambda name: pytest.fail(f"reads {name} again"))
    pinyin.remember_readings(stored)
    assert syllables("洪洞县第2局") == read == ("hong", "tong", "xian", "di", "2", "ju")
