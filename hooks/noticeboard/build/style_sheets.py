"""The style sheets of a page: those of the theme, and the site's own with their imports inlined."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from noticeboard.build.derived.theme_rules import used_rules, words_of
from noticeboard.model.problems import NoticeboardError
from noticeboard.text import markup

_SHEETS = ("main", "palette")
# The sheets have no string that holds the signs of a comment.
_COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
_INDENT = re.compile(r"\n\s*")
_IMPORT = re.compile(r'^@import url\("([^"]+)"\);$', re.MULTILINE)


def theme_sheets(folders: Iterable[str]) -> tuple[str, ...]:
    """Return the addresses of Material's style sheets, in loading order.

    They are relative to the site's root. Their names carry a hash that changes with every release,
    so they are looked up in `folders`, the theme's own. Raises NoticeboardError unless there is
    exactly one of each.
    """
    return tuple(_find(f"assets/stylesheets/{name}.*.min.css", folders) for name in _SHEETS)


def _find(pattern: str, folders: Iterable[str]) -> str:
    matches = [
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in Path(folder).glob(pattern)
    ]
    if len(matches) != 1:
        raise NoticeboardError(
            f"主题 Material 里应当正好有一个 {pattern}，找到了 {len(matches)} 个"
        )
    return matches[0]


def used_theme_sheets(docs_dir: Path, theme_folders: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield (address, content) of the theme's sheets, with only the rules that the site uses.

    Raises NoticeboardError as `theme_sheets` does.
    """
    folders = list(theme_folders)
    words = words_of([docs_dir, *map(Path, markup.__path__)])
    own = "".join(path.read_text("utf-8") for path in sorted(docs_dir.rglob("assets/**/*.css")))
    sheets = {address: _read(address, folders) for address in theme_sheets(folders)}
    for address, sheet in sheets.items():
        others = (other for name, other in sheets.items() if name != address)
        yield address, used_rules(sheet, words, "".join((own, *others)))


def _read(address: str, folders: Iterable[str]) -> str:
    paths = (Path(folder, address) for folder in folders)
    return next(path for path in paths if path.is_file()).read_text("utf-8")


def bundled_stylesheets(docs_dir: Path) -> Iterator[tuple[str, str]]:
    """Yield (address, content) of each published style sheet, its imports inlined in place.

    A page then makes one request for a sheet, not one for each component, without the comments. Raises NoticeboardError
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

    text = _IMPORT.sub(component, sheet.read_text("utf-8"))
    return _INDENT.sub("\n", _COMMENT.sub("", text)).lstrip()
