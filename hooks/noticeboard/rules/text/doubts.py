"""What the importer was unsure of and no editor has decided yet."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noticeboard.model.field_types import DOUBT
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice
from noticeboard.rules.base import rule_id

_DOUBT = re.compile(rf"(?:^|\s)(?P<mark>#\s*{DOUBT})[:：]?\s*(?P<reason>.*)$")
_FIRST_LINE = 2


def unanswered_doubt(parsed: ParsedNotice) -> Iterator[Problem]:
    """导入时不确定的地方（# 请核对）要对照原文核对，核对过就删去这段注释。"""
    for number, line in enumerate(parsed.front_matter.split("\n"), _FIRST_LINE):
        match = _DOUBT.search(line)
        if match:
            message = f"导入时不确定，还没有核对：{match['reason'].strip() or '没有写明原因'}"
            help_text = "对照原文，该改的改好；核对过就删去从“# 请核对”到行末的注释"
            place = (number, match.start("mark") + 1)
            yield Problem(
                parsed.path, *place, rule_id(unanswered_doubt), "warning", message, help_text
            )
