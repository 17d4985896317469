"""The catalogue of rules, with a sentence and examples for each, for the site's page of rules."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Literal

from noticeboard.model.problems import Severity
from noticeboard.rules.accepted import accepted_unused
from noticeboard.rules.attachments import ATTACHMENT_RULES
from noticeboard.rules.base import rule_id
from noticeboard.rules.changes.corrections import past_day
from noticeboard.rules.changes.notices import PAST_RULES, past_attachment, past_deleted
from noticeboard.rules.changes.rounds import PAST_ROUND_RULES
from noticeboard.rules.privacy import PRIVACY_RULES, privacy_ok_unused
from noticeboard.rules.record import CONTEXT_RULES, NOTICE_RULES, contact_old, same_name
from noticeboard.rules.rounds import ROUND_RULES
from noticeboard.rules.text.characters import LINE_RULES, NAME_RULES
from noticeboard.rules.text.doubts import unanswered_doubt
from noticeboard.rules.text.figures import FIGURE_NOTICE_RULES, FIGURE_TEXT_RULES
from noticeboard.rules.text.language import LANGUAGE_RULES
from noticeboard.rules.text.markdown import MARKDOWN_RULES
from noticeboard.rules.units import KNOWN_RULES, notice_twice, unit_twice

_EXAMPLES = Path(__file__).with_name("examples.toml")

_RULES: dict[str, Sequence[Callable[..., object]]] = {
    "隐私": (*PRIVACY_RULES, privacy_ok_unused),
    "已公布的通报": (*PAST_RULES, past_day, past_deleted, past_attachment),
    "日期、联系方式和前后通报": (
        *NOTICE_RULES,
        *CONTEXT_RULES,
        same_name,
        contact_old,
        accepted_unused,
        unanswered_doubt,
    ),
    "字符": (*LINE_RULES, *NAME_RULES),
    "数字": (*FIGURE_NOTICE_RULES, *FIGURE_TEXT_RULES),
    "单位和地区": (*KNOWN_RULES, notice_twice, unit_twice),
    "附件和链接": ATTACHMENT_RULES,
    "巡察轮次": (*ROUND_RULES, *PAST_ROUND_RULES),
    "正文的写法": MARKDOWN_RULES,
    "用词和标点": LANGUAGE_RULES,
}
FIELDS = "文件和元数据的写法"

Where = Literal[
    "body", "head", "start", "end", "path", "encoding", "repeat", "units", "past", "past-path",
    "round", "round-path", "past-round", "past-round-path",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class RuleEntry:
    """A rule as the site explains it.

    `where` is the part of a notice or round that the examples `wrong` and `right` replace; `text`
    is added to the body in both, and `published` is the published version of the part. `files_*`
    map names of files in the notice's folder to their content.
    """

    id: str
    sentence: str
    wrong: str
    right: str
    where: Where = "body"
    severity: Severity = "error"
    text: str = ""
    published: str = ""
    files_wrong: dict[str, str] = field(default_factory=dict)
    files_right: dict[str, str] = field(default_factory=dict)
    files_published: dict[str, str] = field(default_factory=dict)


@cache
def catalogue() -> dict[str, tuple[RuleEntry, ...]]:
    """Return the rules by group; the groups that reviewers must not miss come first."""
    examples: dict[str, dict[str, Any]] = tomllib.loads(_EXAMPLES.read_text("utf-8"))
    groups = {
        group: tuple(
            _entry(rule_id(rule), examples.pop(rule_id(rule)), rule.__doc__ or "") for rule in rules
        )
        for group, rules in _RULES.items()
    }
    groups[FIELDS] = tuple(_entry(name, values) for name, values in examples.items())
    return groups


def _entry(name: str, values: dict[str, Any], sentence: str = "") -> RuleEntry:
    for key in ("wrong", "right", "published"):
        if key in values:
            values[key] = values[key].strip("\n")
    return RuleEntry(**{"id": name, **({"sentence": sentence} if sentence else {}), **values})
