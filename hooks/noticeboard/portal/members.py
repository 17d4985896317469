"""The member boards that a portal harvests: `members.yml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, AliasChoices, Field

from noticeboard.model.field_types import SLUG, Record, Text, field_error
from noticeboard.model.problems import NoticeboardError, Problem
from noticeboard.reading.frontmatter import parse_front_matter
from noticeboard.reading.source_files import ROUNDS, decode
from noticeboard.reading.validation import known_names, validate

MAX_ID = 40
# Addresses below /notices/ and /rounds/ of the portal itself.
RESERVED = frozenset({ROUNDS, "page", "index", "units"})
_KEY = r"^(ssh|ecdsa|sk)-[a-z0-9@.-]+ [A-Za-z0-9+/]+=*( .*)?$"


def check_member_id(value: str) -> str:
    """Accept a folder's name that is neither a year nor an address of the portal."""
    is_year = re.fullmatch(r"[0-9]{4}", value)
    if not SLUG.fullmatch(value) or is_year or value in RESERVED or len(value) > MAX_ID:
        raise field_error(
            "id",
            f"编号“{value}”写法不对",
            f"只用小写字母、数字和连字符，不超过 {MAX_ID} 个字符，不是四位数字，也不是 "
            f"{'、'.join(sorted(RESERVED))}，如 shili-qu",
        )
    return value


def check_board_url(value: str) -> str:
    """Accept the address of a site's root; return it with a slash at its end."""
    parts = urlsplit(value)
    try:
        valid = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        valid = False
    if not valid or parts.query or parts.fragment or parts.username or re.search(r"\s", value):
        raise field_error(
            "url", f"网址“{value}”写法不对", "写网站首页的网址，如 https://gongkai.example.com/"
        )
    return f"{value.rstrip('/')}/"


class Member(Record):
    """A board to be harvested."""

    id: Annotated[Text, AfterValidator(check_member_id)] = Field(
        title="编号", description="定了不再改：通报在汇总网站的编号以它开头", examples=["shili-qu"]
    )
    name: Text = Field(title="名称", description="公开栏的名称", examples=["示例区巡察整改公开栏"])
    url: Annotated[Text, AfterValidator(check_board_url)] = Field(
        title="网址", description="首页的网址", examples=["https://gongkai.example.com/"]
    )
    key: Annotated[str, Field(pattern=_KEY)] | None = Field(
        None,
        title="签名公钥",
        description="它的 mkdocs.yml 里 extra.site.signing_key 那一行；写了就核对签名",
        validation_alias=AliasChoices("key", "public_key", "signing_key"),
    )


class MembersFile(Record):
    """The content of `members.yml`, after the line that the reader adds."""

    members: tuple[Member, ...] = Field(title="成员", description="每个成员一项，以“- ”开头")


def read_members(path: Path) -> Sequence[Member]:
    """Return the members in the order of the file. Raise NoticeboardError with every problem."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise NoticeboardError(f"{path} 读不出来：{error.strerror}") from None
    text = decode(raw, str(path))
    if isinstance(text, Problem):
        _refuse([text])
        return ()
    # The file is a list, and the strict reader expects fields.
    parsed = parse_front_matter(f"members:\n{text}", str(path), 0, known_names(MembersFile))
    record, invalid = validate(parsed, str(path), MembersFile)
    members = record.members if record else ()
    _refuse([*parsed.problems, *invalid])
    _refuse(
        [Problem(str(path), 1, 1, "member-twice", "error", *twice) for twice in _twice(members)]
    )
    if not members:
        raise NoticeboardError(f"{path} 里没有成员；一项一个，如 - {{id: , name: , url: }}")
    return members


def _twice(members: Sequence[Member]) -> Iterator[tuple[str, str]]:
    for name, title in (("id", "编号"), ("url", "网址")):
        values = [getattr(member, name) for member in members]
        for value in sorted({value for value in values if values.count(value) > 1}):
            yield f"{title}“{value}”写了两次", "每个成员的编号和网址都不同"


def _refuse(problems: Sequence[Problem]) -> None:
    if problems:
        lines = (f"{p.path}:{max(p.line, 1)}: {p.message}。{p.help}" for p in sorted(problems))
        raise NoticeboardError("\n".join(lines))
