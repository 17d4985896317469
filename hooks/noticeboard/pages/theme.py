"""Where the theme keeps the style sheets that our own page frame builds on."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from noticeboard.model.problems import NoticeboardError

_SHEETS = ("main", "palette")


def theme_sheets(folders: Iterable[str]) -> tuple[str, ...]:
    """The addresses of Material's style sheets, relative to the site's root, in loading order.

    Their names carry a hash that changes with every release, so they are looked for in `folders`,
    the theme's own. NoticeboardError when one is missing or there are several.
    """
    return tuple(_one(f"assets/stylesheets/{name}.*.min.css", folders) for name in _SHEETS)


def _one(pattern: str, folders: Iterable[str]) -> str:
    found = [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in Path(folder).glob(pattern)
    ]
    if len(found) != 1:
        raise NoticeboardError(f"主题 Material 里应当正好有一个 {pattern}，找到了 {len(found)} 个")
    return found[0]
