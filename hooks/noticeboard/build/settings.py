"""The inputs of a build apart from the notices."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from noticeboard.build import environment
from noticeboard.reading.site_config import SiteConfig, read_site_config


@dataclass(frozen=True, slots=True)
class EngineConfig:
    """The site generator's configuration; `site` is `extra.site`, `target` where the site goes.

    `name`, `files` and `hooks_file` are inputs of every page; `files` are `file`, and that of
    BOARD_CONFIG if there is one.
    """

    name: str
    file: Path
    files: tuple[Path, ...]
    hooks_file: Path
    docs_dir: Path
    templates: Path
    theme_folders: Sequence[str]
    target: Path
    site_name: str
    site_url: str
    repo_url: str
    edit_uri: str
    site: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Settings:
    """The inputs of a build apart from the notices.

    The site is written into `target`; `live_site` is the site that it replaces, None for `serve`.
    `site_url` ends with a slash; it may be empty, as `repo_url` may. `serving` shows drafts and
    problems to one editor, and starts no process: the server's threads may hold locks that a
    forked process would inherit. `editor_dir` holds the write page's program, if the site has one. `board_config` is
    the path of BOARD_CONFIG in the repository of the notices.
    """

    root: Path
    docs_dir: Path
    notices_dir: Path
    target: Path
    live_site: Path | None
    cache_dir: Path
    site: SiteConfig
    site_url: str
    repo_url: str
    built_at: datetime
    serving: bool = False
    editor_dir: Path | None = None
    board_config: str = ""


def build_settings(config: EngineConfig, serving: bool) -> Settings:
    """Return the settings of a build. Raise NoticeboardError if `extra.site` is wrong."""
    root = config.file.parent
    domain = urlsplit(config.site_url).netloc
    live_site = environment.site_dir(root)
    return Settings(
        root=root,
        docs_dir=config.docs_dir,
        notices_dir=environment.notices_dir(root),
        target=config.target,
        live_site=None if serving or live_site == config.target else live_site,
        cache_dir=environment.cache_dir(root),
        site=read_site_config(config.site_name, domain, config.site, config.docs_dir),
        site_url=config.site_url,
        repo_url=config.repo_url,
        built_at=environment.build_time(),
        serving=serving,
        editor_dir=None if serving else environment.editor_dir(root),
        board_config=_inside(environment.notices_dir(root).parent, config.files[1:]),
    )


def _inside(folder: Path, files: Sequence[Path]) -> str:
    """Return the path of the first file below a folder; empty if it lies elsewhere."""
    resolved = [file.resolve() for file in files]
    below = [file for file in resolved if file.is_relative_to(folder.resolve())]
    return below[0].relative_to(folder.resolve()).as_posix() if below else ""
