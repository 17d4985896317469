"""`noticeboard build`: build the site next to the published one, and replace it in one step."""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

import click

from noticeboard.build import environment
from noticeboard.build.engine import BuildFailedError, run_engine
from noticeboard.build.environment import site_dir
from noticeboard.build.swap import replace_site
from noticeboard.cli.common import INTERRUPTED, USAGE, interrupt
from noticeboard.exports.checksums import SUMS
from noticeboard.model.problems import NoticeboardError


@click.command(help="检查全部通报，生成网站；失败时原有的网站不变。")
def build() -> None:
    """Exit 0 when the site is replaced, 2 if SITE_DIR may not be, else with the engine's code."""
    # Ended by a supervisor, the build cleans up as it does after Ctrl-C.
    signal.signal(signal.SIGTERM, interrupt)
    started = time.monotonic()
    config_file = Path("mkdocs.yml").resolve()
    site = site_dir(config_file.parent)
    try:
        replace_site(config_file.parent, site, lambda target: run_engine(config_file, target))
    except KeyboardInterrupt:
        _fail("网站的生成被中断", site, INTERRUPTED)
    except BuildFailedError as error:
        _fail(str(error), site, error.code)
    except NoticeboardError as error:
        _fail(str(error), site, USAGE)
    shown = (os.environ.get("SITE_DIR") or "site").rstrip("/")
    seconds = time.monotonic() - started
    click.echo(f"{shown}/ 已生成：{_count_notices(site)} 篇通报，用时 {seconds:.1f} 秒")
    command = " ".join(["make serve", *environment.board_variables()])
    click.echo(f"下一步：运行 {command}，在本机预览网站。")


def _count_notices(site: Path) -> int:
    with suppress(FileNotFoundError):
        return (site / SUMS).read_text("utf-8").count("/notice.md\n")
    return 0


def _fail(sentence: str, site: Path, code: int) -> NoReturn:
    """Print what happened, and that the old site is unchanged if there is one."""
    unchanged = "；原有的网站没有改动。" if (site / "index.html").is_file() else "。"
    print(f"{sentence}{unchanged}", file=sys.stderr)
    raise SystemExit(code if code > 0 else 1)
