"""What a link shows, compared with where it leads."""

from __future__ import annotations

import pytest

from noticeboard.text.markup.link_text import contradiction


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("www.gov.cn", "https://evil.example/"),
        ("见 WWW.GOV.CN", "https://evil.example/www.gov.cn"),
        ("www。gov。cn", "https://evil.example/"),
        ("ｗｗｗ．gov．cn", "https://evil.example/"),
        ("示例网（gov.cn）", "https://gov.cn.evil.example/"),
        ("https://www.gov.cn/a", "https://evil.example/a"),
        ("https://www.gov.cn/a", "https://www.gov.cn/b"),
        ("https://gov.cn@evil.example/", "https://evil.example/"),
        ("gov.cn", "../2023/a.md"),
        ("www.gov.cn", "tel:0999-8123456"),
        ("a@example.com", "mailto:b@example.com"),
        ("a@example.com", "https://example.com/"),
        ("a@example.com", "mailto:a@example.com.evil.example"),
        ("0999-8123456", "tel:0999-8123457"),
        ("０９９９－８１２３４５６", "tel:13800000000"),
        ("电话 8123456", "tel:0999-8123457"),
        ("0999-8123456、8123457", "tel:0999-8123456"),
        ("(0999)8123456", "https://evil.example/"),
        ("138 0000 0000", "https://evil.example/"),
        ("12345热线", "tel:12388"),
        ("〇九九九—八一二三四五六", "tel:0999-8123457"),
        ("零玖玖玖捌壹贰叁肆伍陆", "tel:0999-8123457"),
        ("一二三四五热线", "tel:12388"),
        ("幺三八〇〇〇〇〇〇〇〇", "https://evil.example/"),
    ],
)
def test_a_contradiction_is_noticed(text: str, target: str) -> None:
    assert contradiction(text, target)


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("gov.cn", "https://www.gov.cn/zhengce/"),
        ("www.example.gov.cn", "http://example.gov.cn"),
        ("https://www.gov.cn/", "https://www.gov.cn/a"),
        ("http://gov.cn/a…", "https://www.gov.cn/abc"),
        ("https://a.example/甲", "https://a.example/%E7%94%B2"),
        ("示例.政务", "https://xn--fsqv94d.example/"),
        ("附件1.docx", "shifanju/附件1.docx"),
        ("说明.md", "a.md"),
        ("readme.md", "../2024/readme.md"),
        ("整改清单", "https://a.example/2024"),
        ("示例〔2024〕12345678号", "https://a.example/"),
        ("2024年6月20日的通报", "https://a.example/"),
        ("0999-8123456", "tel:+86-999-8123456"),
        ("8123456", "tel:0999-8123456"),
        ("0999-8123456转801", "tel:0999-8123456,801"),
        ("0999-8123456", "contacts.md"),
        ("12345热线", "https://12345.example.gov.cn/"),
        ("A@Example.com", "mailto:a@example.com?subject=x"),
        ("Dr.Li 和 v2.0", "https://a.example/"),
    ],
)
def test_a_text_that_agrees_is_accepted(text: str, target: str) -> None:
    assert contradiction(text, target) is None
