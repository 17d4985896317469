"""What several commands share: exit codes, expected errors, the folder of the notices."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NoReturn

import click

from noticeboard.build import environment
from noticeboard.build.environment import notices_dir
from noticeboard.model.problems import NoticeboardError
from noticeboard.reading.board_config import BoardConfig, read_board_config
from noticeboard.text.shorten import shorten

USAGE = 2
INTERRUPTED = 130
_MAX_PATH = 120


class UserPath(click.ParamType[Path]):
    """A path that need not exist, but that the system can look for."""

    name = "path"

    def convert(
        self, value: str | Path, param: click.Parameter | None, ctx: click.Context | None
    ) -> Path:
        """Return the path; fail for one that is too long or lies in a folder that is not readable."""
        path = Path(value)
        try:
            path.stat()
        except (FileNotFoundError, NotADirectoryError):
            pass  # some paths name what is to be written, or was deleted
        except (OSError, ValueError) as error:
            reason = getattr(error, "strerror", None) or str(error)
            self.fail(f"{shorten(str(path), _MAX_PATH)} 打不开：{reason}", param, ctx)
        return path


def interrupt(signum: int, frame: object) -> NoReturn:
    """Handle a signal as Ctrl-C, so that a command that a supervisor ends cleans up too."""
    raise KeyboardInterrupt


@contextmanager
def usage_errors() -> Iterator[None]:
    """Print an expected error as one sentence, and exit with USAGE."""
    try:
        yield
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None


@contextmanager
def database_package() -> Iterator[None]:
    """Raise NoticeboardError if what only the database needs is not installed."""
    try:
        yield
    except ModuleNotFoundError as error:
        name = (error.name or "").partition(".")[0]
        if name not in ("psycopg", "psycopg_pool", "starlette", "uvicorn"):
            raise
        raise NoticeboardError(f"没有安装 {name}；先运行 make database") from None


def existing_notices_dir() -> Path:
    """Return the folder of the notices. Raise NoticeboardError if there is none."""
    folder = notices_dir(Path())
    if not os.path.isdir(folder):  # noqa: PTH112 - is_dir raises for a name that is too long
        raise NoticeboardError(
            f"找不到通报所在的文件夹 {folder}；请在项目的根目录运行，或设置 NOTICES_DIR"
        )
    return folder


def board_config() -> BoardConfig:
    """Return the settings of BOARD_CONFIG. Raise NoticeboardError if they are wrong."""
    return read_board_config(environment.board_config(Path()))
