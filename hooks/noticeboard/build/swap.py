"""Build the site beside the old one and put it in its place: `python -m noticeboard.build.swap`.

NOTICES_DIR and SITE_DIR name the folders, `notices` and `site` if unset, relative to the
project's root, which is the current folder. The site that was replaced is kept with the caches:
the next build but one begins with its files.
"""

from __future__ import annotations

import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import NoReturn

from noticeboard.build.paths import cache_dir, notices_dir
from noticeboard.exports.checksums import SUMS
from noticeboard.incremental.output_tree import ASIDE
from noticeboard.incremental.pool import die_with_parent
from noticeboard.model.problems import NoticeboardError

USAGE = 2
INTERRUPTED = 130
ENDING = {signal.SIGINT, signal.SIGTERM}
OLD = ".old"


class BuildFailedError(NoticeboardError):
    """The build has ended with this exit code, and has said why itself."""

    def __init__(self, code: int) -> None:
        super().__init__("网站没有生成，原因见上")
        self.code = code


def publish(config_file: Path, site_dir: Path, build: Callable[[Path], None]) -> None:
    """Let `build` fill a folder beside `site_dir`, then exchange the two.

    Whatever `build` raises passes through. Until the exchange `site_dir` stays as it was.
    Raises NoticeboardError when `site_dir` may not be replaced.
    """
    site_dir, root = site_dir.resolve(), config_file.resolve().parent
    reason = refusal(root, site_dir)
    if reason:
        raise NoticeboardError(f"SITE_DIR 不能是 {site_dir}：{reason}")
    try:
        site_dir.parent.mkdir(parents=True, exist_ok=True)
        remove_leftovers(site_dir)
        fresh, spare = _beside(site_dir, str(os.getpid())), cache_dir(root) / "site"
        _begin_with(spare, fresh)
    except OSError as error:
        raise NoticeboardError(f"不能在 {site_dir.parent} 里写入：{error.strerror}") from None
    try:
        build(fresh)
        swap(fresh, site_dir)
    finally:
        _put_away(fresh, spare)


def _begin_with(spare: Path, fresh: Path) -> None:
    try:
        spare.rename(fresh)
    except OSError:
        fresh.mkdir()


def _put_away(fresh: Path, spare: Path) -> None:
    """Keep the site that was replaced, or was not finished, for a later build."""
    with suppress(OSError):
        if (fresh / "index.html").is_file() and not (fresh / ASIDE).exists():
            spare.parent.mkdir(parents=True, exist_ok=True)
            fresh.rename(spare)
    shutil.rmtree(fresh, ignore_errors=True)


def refusal(root: Path, site_dir: Path) -> str | None:
    """Why what stands at `site_dir` may not be replaced by a site; None when it may.

    Both paths are absolute and without symbolic links.
    """
    if root.is_relative_to(site_dir) or Path.home().resolve().is_relative_to(site_dir):
        return "其中有本项目或您的主目录"
    for source in (notices_dir(root), *(root / name for name in ("docs", "hooks", ".git"))):
        if site_dir.is_relative_to(source.resolve()):
            return f"它在 {source.name}/ 里，那是网站的来源"
        if source.resolve().is_relative_to(site_dir):
            return f"其中有网站的来源 {source.name}/"
    if not site_dir.exists():
        return None
    if not site_dir.is_dir():
        return "它不是文件夹"
    names = {entry.name for entry in site_dir.iterdir()}
    if ".git" in names or (names and not {"index.html", "sitemap.xml"} <= names):
        return "里面有别的文件，不像以前生成的网站；请换一个文件夹，或先把它清空"
    return None


def _beside(site_dir: Path, suffix: str) -> Path:
    return site_dir.with_name(f".{site_dir.name}.{suffix}")


def remove_leftovers(site_dir: Path) -> None:
    """Remove what killed builds have left beside `site_dir`; put back a site taken aside."""
    pattern = re.compile(rf"\.{re.escape(site_dir.name)}\.(\d+)({re.escape(OLD)})?")
    for path in site_dir.parent.iterdir():
        match = pattern.fullmatch(path.name)
        if not match or _is_running(int(match[1])):
            continue
        if match[2] and not site_dir.exists():
            path.rename(site_dir)
        else:
            shutil.rmtree(path, ignore_errors=True)


def _is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except PermissionError:
        pass
    return pid != os.getpid()


def swap(fresh: Path, site_dir: Path) -> None:
    """Put `fresh` in the place of `site_dir`, whose old content, if any, is then in `fresh`.

    Raises NoticeboardError when that is impossible; `site_dir` is then as before.
    """
    aside = _beside(site_dir, f"{os.getpid()}{OLD}")
    try:
        if not site_dir.exists():
            fresh.rename(site_dir)
        elif not _exchange(fresh, site_dir):
            site_dir.rename(aside)
            try:
                fresh.rename(site_dir)
            except BaseException:
                aside.rename(site_dir)
                raise
            aside.rename(fresh)
    except OSError as error:
        raise NoticeboardError(f"新网站换不进 {site_dir}：{error.strerror}") from None


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step, so that a reader never meets none; False if it cannot."""
    at_cwd, exchange = -100, 2
    try:
        renameat2 = ctypes.CDLL(None).renameat2
    except (OSError, AttributeError):
        return False
    done: int = renameat2(at_cwd, os.fsencode(one), at_cwd, os.fsencode(other), exchange)
    return done == 0


def mkdocs_build(config_file: Path, target: Path, last: Path) -> None:
    """Run MkDocs on `config_file` into `target`, with what is as in the site `last`.

    Raises BuildFailedError.
    """
    root = config_file.parent
    environment = {
        "SOURCE_DATE_EPOCH": last_commit_time(root),
        **{name: value for name, value in os.environ.items() if value},
        "NO_MKDOCS_2_WARNING": "1",
        "NOTICES_DIR": str(notices_dir(root)),
        "LAST_SITE": str(last),
        "PYTHONUTF8": "1",
    }
    command = [sys.executable, "-m", "mkdocs", "build", "--strict"]
    command += ["--config-file", str(config_file), "--site-dir", str(target)]
    code = _run(command, {name: value for name, value in environment.items() if value})
    if code:
        raise BuildFailedError(code)


def _run(command: list[str], environment: dict[str, str]) -> int:
    """Run `command` to its end or to ours; return its exit code."""
    # A signal between the start of the child and the `try` would leave the child running.
    signal.pthread_sigmask(signal.SIG_BLOCK, ENDING)
    with subprocess.Popen(command, env=environment, preexec_fn=_begin_child) as process:
        try:
            _receive_signals()
            return process.wait()
        except BaseException:
            process.kill()
            raise


def _begin_child() -> None:
    """Receive signals, and die with the parent: killed, it cannot end its child itself.

    A child that went on would write into a folder that the next build removes.
    """
    die_with_parent()
    _receive_signals()


def _receive_signals() -> None:
    signal.pthread_sigmask(signal.SIG_UNBLOCK, ENDING)


def last_commit_time(root: Path) -> str:
    """Seconds since 1970 of the last commit, which date a reproducible build; empty if none."""
    command = ["git", "-C", str(root), "log", "-1", "--format=%ct"]
    with suppress(FileNotFoundError):
        return subprocess.run(command, capture_output=True, text=True).stdout.strip()
    return ""


def _end(signum: int, frame: object) -> NoReturn:
    raise KeyboardInterrupt


def main() -> int:
    """Build and swap; return the exit code."""
    # Ended by a supervisor, the build cleans up as it does after Ctrl-C.
    signal.signal(signal.SIGTERM, _end)
    started = time.monotonic()
    config_file = Path("mkdocs.yml").resolve()
    shown = os.environ.get("SITE_DIR") or "site"
    site_dir = config_file.parent / shown
    try:
        publish(config_file, site_dir, lambda target: mkdocs_build(config_file, target, site_dir))
    except KeyboardInterrupt:
        return _stopped("网站的生成被中断", site_dir, INTERRUPTED)
    except BuildFailedError as error:
        return _stopped(str(error), site_dir, error.code)
    except NoticeboardError as error:
        return _stopped(str(error), site_dir, USAGE)
    count = _count(site_dir)
    seconds = time.monotonic() - started
    print(f"{shown.rstrip('/')}/ 已生成：{count} 篇通报，用时 {seconds:.1f} 秒")
    return 0


def _count(site_dir: Path) -> int:
    """The notices of a site, by its list of files."""
    with suppress(FileNotFoundError):
        return (site_dir / SUMS).read_text("utf-8").count("/notice.md\n")
    return 0


def _stopped(sentence: str, site_dir: Path, code: int) -> int:
    """Say on stderr what happened, and that the old site stands if there is one."""
    kept = "；原有的网站没有改动。" if (site_dir / "index.html").is_file() else "。"
    print(f"{sentence}{kept}", file=sys.stderr)
    return code if code > 0 else 1


if __name__ == "__main__":
    sys.exit(main())
