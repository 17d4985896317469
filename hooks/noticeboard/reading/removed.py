"""The list of notices that `deploy/publish --remove` has taken off; builds leave them out."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from noticeboard.model.field_types import NOTICE_ID, SLUG
from noticeboard.model.problems import NoticeboardError

FILE = ".removed.txt"
_LINE = re.compile(rf"(?P<id>(?:{SLUG.pattern}/)?{NOTICE_ID.pattern})\t(?P<reason>.*\S.*)")


def read_removed(notices_dir: Path) -> Mapping[str, str]:
    """Return the reason of each removed notice, by id. Raise NoticeboardError for a wrong line."""
    path = notices_dir / FILE
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError:
        raise NoticeboardError(f"读不出 {path}") from None
    return parse_removed(content, path)


def parse_removed(content: bytes, path: Path) -> Mapping[str, str]:
    """Parse the content of the list; `path` is shown in errors."""
    try:
        lines = content.decode("utf-8").splitlines()
    except UnicodeDecodeError:
        raise NoticeboardError(f"{path} 不是 UTF-8 编码") from None
    matches = [(number, line, _LINE.fullmatch(line)) for number, line in enumerate(lines, 1)]
    for number, line, match in matches:
        if line.strip() and not match:
            raise NoticeboardError(
                f"{path} 第{number}行“{line[:40]}”写法不对；一行一篇：编号、一个制表符、原因"
            )
    return {match["id"]: match["reason"] for _, _, match in matches if match}
