"""BOARD_CONFIG: the settings of mkdocs.yml that a repository of notices alone keeps for itself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.site_config import child_node, node_value, validate_site

SETTINGS = ("site_name", "site_description", "site_url", "repo_url")
"""What the file may replace apart from `extra.site`."""
_ADDRESSES = ("site_url", "repo_url")


@dataclass(frozen=True, slots=True)
class BoardConfig:
    """Settings that replace those of mkdocs.yml; `site` is what the file has of `extra.site`."""

    settings: Mapping[str, str] = field(default_factory=dict)
    site: Mapping[str, Any] = field(default_factory=dict)

    def effective_settings(self, environment: Mapping[str, str]) -> dict[str, str]:
        """Return the settings that no variable overrides, as SITE_URL does `site_url`."""
        return {k: v for k, v in self.settings.items() if not environment.get(k.upper())}

    def merged_site(self, values: Mapping[str, Any]) -> dict[str, Any]:
        """Return `extra.site` of mkdocs.yml with the entries of this file, each as a whole."""
        return {**values, **self.site}


def read_board_config(path: Path | None) -> BoardConfig:
    """Read the file; without one, nothing is replaced.

    Raise NoticeboardError with everything that is wrong, in Chinese.
    """
    if path is None:
        return BoardConfig()
    try:
        root = yaml.compose(path.read_text("utf-8"), Loader=yaml.SafeLoader)
    except OSError as error:
        raise NoticeboardError(f"BOARD_CONFIG 写的是“{path}”，读不出来：{error.strerror}") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise NoticeboardError(f"{path} 读不出来：{error}") from None
    values = node_value(root) if root else {}
    if not isinstance(values, dict):
        raise NoticeboardError(f"{path} 写法不对；每行写一项，如 site_name: 示例区公开栏")
    problems = [*_unknown(values), *_wrong_settings(values)]
    site = node_value(child_node(child_node(root, "extra"), "site")) or {}
    if not isinstance(site, dict):
        problems.append("extra.site：写法不对，各项缩进在它下面，每行一项")
        site = {}
    if problems:
        raise NoticeboardError("\n".join(f"{path.name} 的 {problem}" for problem in problems))
    validate_site("-", "", site, path.name)
    settings = {name: str(values[name]).strip() for name in SETTINGS if values.get(name)}
    if "site_url" in settings:
        settings["site_url"] = settings["site_url"].rstrip("/") + "/"
    return BoardConfig(settings, site)


def _unknown(values: Mapping[str, Any]) -> list[str]:
    allowed = "、".join((*SETTINGS, "extra.site"))
    names = [name for name in values if name not in (*SETTINGS, "extra")]
    extra = values.get("extra") or {}
    if isinstance(extra, dict):
        names += [f"extra.{name}" for name in extra if name != "site"]
    else:
        names.append("extra")
    return [f"{name}：没有这一项；可以写的有：{allowed}" for name in names]


def _wrong_settings(values: Mapping[str, Any]) -> list[str]:
    problems = []
    for name in SETTINGS:
        value = values.get(name)
        if isinstance(value, (dict, list)):
            problems.append(f"{name}：写法不对，写一行文字")
        elif value and name in _ADDRESSES:
            parts = urlsplit(str(value).strip())
            if parts.scheme not in ("http", "https") or not parts.netloc:
                problems.append(f"{name}：网址“{value}”写法不对，以 https:// 开头")
    return problems
