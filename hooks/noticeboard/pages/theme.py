"""The style sheets of the theme, and those of the site with their imports inlined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from noticeboard.model.problems import NoticeboardError

_SHEETS = ("main", "palette")
_IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


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


def bundled_stylesheets(docs_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (address, content) of each published style sheet, its imports inlined in place.

    A page then makes one request for a sheet, not one for each component. Raises NoticeboardError
    when an imported file is missing.
    """
    for path in sorted(docs_dir.glob("assets/*.css")):
        yield path.relative_to(docs_dir).as_posix(), _inline_imports(path)


def _inline_imports(sheet: Path) -> str:
    def component(match: re.Match[str]) -> str:
        try:
            return (sheet.parent / match[1]).read_text("utf-8").rstrip("\n")
        except FileNotFoundError:
            raise NoticeboardError(f"样式表 {sheet} 引入的 {match[1]} 不存在") from None

    return _IMPORT.sub(component, sheet.read_text("utf-8"))
