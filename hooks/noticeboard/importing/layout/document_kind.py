"""What a document is when it is no rectification notice, by its title and its sentences."""

from __future__ import annotations

import re

from noticeboard.importing.source import ImportFailedError

_RECTIFICATION = re.compile(
    r"整改(?:工作|任务|落实|进展|完成|推进|阶段性)*(?:的)?(?:进展|情况|落实|报告|通报|公告|公示|结果|成效|公开|台账|清单|完成)|"
    r"(?:落实|整改).{0,24}反馈(?:意见|问题)|反馈(?:意见|问题).{0,12}整改|整改措施|"
    r"现将.{0,60}整改.{0,40}(?:公布|公开|通报|公告|公示|报告|如下)"
)
_REPORTS = re.compile(
    r"现将.{0,60}(?:整改|落实).{0,60}(?:公布|公开|通报|公告|公示|报告|如下)|整改(?:工作)?(?:进展)?情况|整改落实情况|逐项整改|"
    r"(?:已|均已?)(?:完成)?整改|整改完成|完成整改|正在整改|整改措施|下一步"
)
_ANNOUNCES = re.compile(r"现将.{0,60}(?:整改|落实).{0,60}(?:公布|公开|通报|公告|公示|报告|如下)")
_COMPLETED = re.compile(r"(?:已|均已?)(?:完成)?整改|整改(?:已)?完成|完成整改|正在整改|整改到位")
_ARRIVAL = re.compile(r"进驻[^。]{0,60}[。;].{0,200}(?:受理|值班电话|巡[察视]期间)", re.DOTALL)
_KINDS = (
    (
        "巡察（巡视）进驻公告",
        re.compile(r"巡[察视].{0,6}(?:公告|进驻|预告)|进驻|公告$"),
        re.compile(
            r"(?:将对|将于|已进驻|进驻).{0,80}(?:巡[察视])|巡[察视](?:组)?(?:主要)?受理|受理.{0,40}(?:来信来电来访|信访)|派出.{0,20}巡[察视]组.{0,60}(?:开展|进行)"
        ),
    ),
    (
        "巡察（巡视）组反馈意见的报道",
        re.compile(r"反馈"),
        re.compile(
            r"(?:巡[察视]组|组长).{0,40}指出|反馈会|会上|代表.{0,12}巡[察视]组|通报了巡[察视]情况|召开.{0,40}反馈"
        ),
    ),
    (
        "动员部署会的报道",
        re.compile(
            r"动员|部署会|推进会|见面沟通会|专题会|培训|调研|召开.{0,24}会|讲授|党课|主题党日|慰问|参观|研讨班|民主生活会|座谈会|调度会"
        ),
        re.compile(
            r"召开|举行|会议(?:强调|指出|要求)|出席|讲授|党日|慰问|参观|参加(?:会议|活动|学习)"
        ),
    ),
)
_OTHER_TITLES = re.compile(
    r"(?P<word>通知|决定|方案|办法|规定|细则|条例|批复|函|请示|会议纪要|纪要|简报|名单|任前公示|招聘公告|招标公告|采购公告|"
    r"中标公告|拍卖公告|讲话|预案|计划|规划|总结|倡议书|声明|意见|简章|公约)(?:\(.{1,12}\))?$"
)
_CALL = "这个命令只导入整改通报；确实是整改通报的，请先补上写明“整改情况”的标题再导入。"


def refuse_other_kinds(title: str, text: str) -> None:
    """Raise ImportFailedError for a document that is clearly something else.

    `title` and `text` are normalized. A document whose title speaks of rectification passes.
    """
    if title and _RECTIFICATION.search(title):
        return
    reports = len(_REPORTS.findall(text))
    announces = _ANNOUNCES.search(text) is not None
    for name, in_title, in_text in _KINDS if title and not announces else ():
        match = in_text.search(text)
        if match and in_title.search(title) and not _COMPLETED.search(text):
            raise ImportFailedError(_sentence(name, title, match[0]))
    arrival = _ARRIVAL.search(text)
    if arrival and not title and reports < 2:
        raise ImportFailedError(_sentence(_KINDS[0][0], title, arrival[0]))
    other = _OTHER_TITLES.search(title)
    if other and not announces and not _COMPLETED.search(text):
        raise ImportFailedError(_sentence(f"一份“{other['word']}”", title, ""))


def _sentence(kind: str, title: str, passage: str) -> str:
    where = f"标题是“{title}”" if title else f"正文写着“{passage}”"
    return f"这不像整改通报，像是{kind}：{where}，正文也没有写整改情况。{_CALL}"
