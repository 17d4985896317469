"""The field of work of a problem, and the word that decides it."""

from __future__ import annotations

import pytest

from noticeboard.matters.fields import OTHER, field_names, field_of


@pytest.mark.parametrize(
    ("problem", "field", "word"),
    [
        ("理论学习不够深入", "理论学习和政治建设", "理论学习"),
        ("违规发放津补贴", "财务和资金", "津补贴"),
        ("政府采购程序不规范", "采购和工程", "政府采购"),
        ("生态环境保护责任落实有差距", "生态环境", "生态环境"),
        ("群众诉求办理超期", "民生和公共服务", "群众"),
        ("发展党员程序不规范", "党组织和党员", "发展党员"),
        ("高标准农田管护不到位", "农业和乡村", "高标准农田"),
        ("重业务轻管理", OTHER, ""),
    ],
)
def test_the_longest_word_decides(problem: str, field: str, word: str) -> None:
    assert field_of(problem) == (field, word)


def test_there_are_about_fourteen_fields() -> None:
    names = field_names()
    assert len(names) == len(set(names)) == 16
    assert names[-1] == OTHER
