"""What of a published notice or round may change, and how, for the site's page of rules."""

from __future__ import annotations

from typing import NamedTuple


class ChangeRow(NamedTuple):
    """The fields that change in one way: their names, what they are, how they may change."""

    fields: tuple[str, ...]
    what: str
    how: str


CORRECTION = "同时在 corrections 里新增一条更正"
PAST_NOTICE: tuple[ChangeRow, ...] = (
    ChangeRow(
        (),
        "文件的位置和名称",
        "不能改、不能删；不应再公开的写 withdrawn。deploy/publish --remove 在 .removed.txt 里撤下或恢复的，检查时逐篇提醒",
    ),
    ChangeRow(
        (
            "title",
            "unit",
            "region",
            "inspection",
            "category",
            "published",
            "issuer",
            "open_until",
            "progress",
        ),
        "标题、单位、地区、巡察情况、类别、公布日期、落款、公示期、整改进度",
        CORRECTION,
    ),
    ChangeRow(("body",), "正文", f"{CORRECTION}；行尾的空格不算改动"),
    ChangeRow(("attachments",), "附件", f"增加、替换、删去都{CORRECTION}；文件换了内容也算替换"),
    ChangeRow(
        ("summary", "follow_up_of", "source", "index_number", "document_number"),
        "摘要、前一篇通报、原文的网址和校验值、索引号、发文字号",
        f"原来没有的可以补上；改动或删去，{CORRECTION}",
    ),
    ChangeRow(("topics",), "主题", "可以直接改，记作“资料更新”"),
    ChangeRow(
        ("contact", "contact_missing"),
        "联系方式",
        f"把核实日期 verified 写成重新核实的那一天；核实日期只能往后改，往前改或删去，{CORRECTION}；"
        f"改写没有联系方式的理由，{CORRECTION}",
    ),
    ChangeRow(
        ("corrections",),
        "更正记录",
        "只能新增：日期不早于上一次改动，也不早于改动以前的版本三十天以上；写明改了什么、为什么；"
        "hide: true 只写在新增的一条里，它以前的文字差别都不再展示",
    ),
    ChangeRow(
        ("withdrawn",),
        "撤回",
        "撤回时正文和各项内容不变；写 blanked: true 的，正文、摘要、主题、进度、附件一并删去；"
        f"改写或取消撤回，{CORRECTION}",
    ),
    ChangeRow(
        ("privacy_ok", "accepted"),
        "可以公开的信息、核对过的提醒",
        "可以直接改，由审核人看理由；网站上不显示",
    ),
    ChangeRow(
        ("draft", "scheduled"), "草稿、到日子再公布", "公布以后不能改回草稿，也不能改到以后公布"
    ),
)
PAST_ROUND: tuple[ChangeRow, ...] = (
    ChangeRow((), "文件的位置和名称", "不能改、不能删"),
    ChangeRow(
        ("name", "authority", "region", "feedback", "source", "due_months", "due_source"),
        "名称、机关、地区、反馈日期、名单来源、期限和依据",
        f"改动、补写、删去都{CORRECTION}",
    ),
    ChangeRow(
        ("units",),
        "单位",
        f"可以补列；删去单位，改动或补写它的巡察组、反馈日期、不公布的依据，{CORRECTION}",
    ),
    ChangeRow(
        ("notice",),
        "单位的通报编号",
        f"可以补写这个单位自己的通报；名称不相近的，或改成别的一篇，{CORRECTION}",
    ),
    ChangeRow(("corrections",), "更正记录", "与通报相同：只能新增，日期和说明同样检查"),
)
