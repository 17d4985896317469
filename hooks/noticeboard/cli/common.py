"""What several commands share: exit codes, expected errors, the folder of the notices."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from noticeboard.build.environment import notices_dir
from noticeboard.model.problems import NoticeboardError

USAGE = 2


@contextmanager
def usage_errors() -> Iterator[None]:
    """Print an expected error as one sentence, and exit with USAGE."""
    try:
        yield
    except NoticeboardError as error:
        click.echo(str(error), err=True)
        raise SystemExit(USAGE) from None


def existing_notices_dir() -> Path:
    """Return the folder of the notices. Raise NoticeboardError if there is none."""
    folder = notices_dir(Path())
    if not folder.is_dir():
        raise NoticeboardError(
            f"找不到通报所在的文件夹 {folder}；请在项目的根目录运行，或设置 NOTICES_DIR"
        )
    return folder
