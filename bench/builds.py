"""Builds of the same notices by this project and by what its users would pick instead.

Each starts cold: no site, no cache of its own; the files lie in the system's memory for all of
them alike. What takes under a minute runs three times, and the median is told.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import reduce
from pathlib import Path

import corpus
import peers
import project
from measured import CommandFailedError, Run, measure
from results import Row, builds_table, machine, versions_line, write_section
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

RESULTS = peers.ROOT / "bench/RESULTS.md"
WORK = peers.ROOT / ".cache/bench/builds"
OURS = "ours"
ENGINES = (OURS, *peers.PEERS)
SHORT = 60.0
"""Seconds under which a run is repeated."""
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """What to measure; `limit` is the seconds that one build may take."""

    sizes: tuple[int, ...] = (1000, 10_000)
    engines: tuple[str, ...] = ENGINES
    limit: float = 15 * 60


class Teller:
    """Shows what runs: a spinner with the time on a terminal, a line a step in a log."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def __call__(self, step: str) -> None:
        """The step that begins now."""
        if self._progress.console.is_terminal:
            self._progress.reset(self._task, description=step)
        else:
            self._progress.console.print(step, soft_wrap=True)


def repeated(run: Callable[[], Run]) -> tuple[Run, ...]:
    """One run, and two more when it is short."""
    runs = [run()]
    while len(runs) < REPEATS and runs[0].finished and runs[0].wall < SHORT:
        runs.append(run())
    return tuple(runs)


def size(folder: Path) -> int:
    """Bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def page_size(site: Path, pages: Sequence[str]) -> float:
    """Mean bytes of the pages. Raises FileNotFoundError when one was not built."""
    return sum((site / page).stat().st_size for page in pages) / len(pages)


def identities(count: int) -> list[str]:
    """The notices' ids."""
    return [corpus.record(number).id for number in range(count)]


def measure_ours(count: int, limit: float, tell: Teller) -> tuple[list[Row], list[Row]]:
    """Rows of the builds, cold and warm, and rows of the checks."""
    folder = WORK / f"{OURS}-{count}"
    tell(f"ours: writing {count:,} notices")
    shutil.rmtree(folder, ignore_errors=True)
    project.prepare(folder, count)

    def cold() -> Run:
        project.forget(folder)
        tell(f"ours: cold build of {count:,} notices")
        return project.build(folder, limit)

    runs = repeated(cold)
    rows = [Row("**this project**, search included, cold", count, runs, ours=True)]
    if runs[-1].finished:
        pages = [f"notices/{identity}/index.html" for identity in identities(count)]
        page = page_size(folder / "site", pages)
        site = size(folder / "site")
        rows = [Row(rows[0].name, count, runs, site, page, ours=True)]
        numbers = iter(range(count))

        def warm() -> Run:
            project.change(folder, next(numbers))
            tell(f"ours: warm build of {count:,} notices")
            return project.build(folder, limit)

        rows.append(Row("this project, warm: one notice changed", count, repeated(warm)))
    return rows, _measure_check(folder, count, tell)


def _measure_check(folder: Path, count: int, tell: Teller) -> list[Row]:
    project.restore(folder)
    tell(f"ours: check of {count:,} notices")
    rows = [Row("`noticeboard check`, all", count, repeated(lambda: project.check(folder)))]
    path = project.change(folder, 0)
    runs = repeated(lambda: project.check(folder, (path, "--base", "HEAD")))
    project.restore(folder)
    return [*rows, Row("`noticeboard check FILE --base HEAD`", count, runs)]


def measure_peer(key: str, count: int, limit: float, tell: Teller) -> Row:
    """A peer's row; one that breaks off has a row that says so."""
    peer = peers.PEERS[key]
    folder = WORK / f"{key}-{count}"

    def cold() -> Run:
        # The project is written anew: whatever cache the peer keeps in it is gone.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        tell(f"{peer.name}: writing {count:,} notices")
        peer.prepare(folder, map(corpus.record, range(count)))
        tell(f"{peer.name}: building {count:,} notices")
        return _one_after_the_other(peer, folder, limit)

    try:
        runs = repeated(cold)
    except CommandFailedError as error:
        tell(f"{peer.name}: {error}")
        return Row(peer.name, count, ())
    if not runs[-1].finished:
        return Row(peer.name, count, runs)
    site = folder / peer.site
    pages = [peer.page(identity) for identity in identities(count)]
    return Row(peer.name, count, runs, size(site), page_size(site, pages))


def _one_after_the_other(peer: peers.Peer, folder: Path, limit: float) -> Run:
    def step(done: Run, command: tuple[str | Path, ...]) -> Run:
        if not done.finished:
            return done
        return done.then(measure(command, folder, limit=limit - done.wall))

    return reduce(step, peer.commands, Run(0, 0, 0))


def run(plan: Plan) -> None:
    """Measure all of the plan, and write and print it after each size."""
    peers.set_up()
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    builds: list[Row] = []
    checks: list[Row] = []
    with Progress(*columns, console=console, transient=True) as progress:
        tell = Teller(progress)
        for count in plan.sizes:
            for engine in plan.engines:
                if engine == OURS:
                    rows, checked = measure_ours(count, plan.limit, tell)
                    builds += rows
                    checks += checked
                else:
                    builds.append(measure_peer(engine, count, plan.limit, tell))
                # Written each time: what is measured outlives what breaks after it.
                write_section(RESULTS, "Builds", section(plan, builds, checks))
                shutil.rmtree(WORK, ignore_errors=True)
    print(builds_table(builds), builds_table(checks) if checks else "", sep="\n\n")


def section(plan: Plan, builds: Sequence[Row], checks: Sequence[Row]) -> str:
    """The text of the section: how it was measured, the tables, the versions."""
    packages = {name for key in plan.engines if key != OURS for name in peers.PEERS[key].packages}
    versions = {"noticeboard": project.revision(), **peers.versions(sorted(packages))}
    parts = [
        f"{machine()}. {versions_line(versions)}.",
        "Cold: no site and no cache stand, Python code is compiled, the files lie in the system's "
        "memory, and nothing waits to be written. Wall and CPU seconds of all processes, the median of three runs where the first "
        "took under a minute; peak memory is the most that all processes held at once. Every "
        "engine gets the same text, table and attachment of each notice; ours also its fields, "
        f"rules, feeds, data and checksums. A build that takes {plan.limit / 60:.0f} minutes is "
        "ended.",
        builds_table(builds),
    ]
    if checks:
        parts.append(builds_table(checks))
    return "\n\n".join(parts)
