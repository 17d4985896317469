"""Build times of the same notices with this project and with the alternatives of its users.

Each cold build starts without a site and without a cache of its own; its inputs are in the page
cache. Builds of less than a minute run three times, and the report shows the median.
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
from measurement import CommandFailedError, Run, measure
from report import Row, builds_table, machine, versions_line, write_section
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

RESULTS = peers.ROOT / "bench/RESULTS.md"
WORK = peers.ROOT / ".cache/bench/builds"
OURS = "ours"
ENGINES = (OURS, *peers.PEERS)
SHORT = 60.0
"""Runs of fewer seconds are repeated."""
REPEATS = 3


@dataclass(frozen=True, slots=True)
class Plan:
    """The builds to measure; `limit` is the time limit of one build in seconds."""

    sizes: tuple[int, ...] = (1000, 10_000)
    engines: tuple[str, ...] = ENGINES
    limit: float = 15 * 60


class StepReporter:
    """Shows the current step: a spinner with its time on a terminal, a line each in a log."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task("", total=None)

    def __call__(self, step: str) -> None:
        """Report that a step begins."""
        if self._progress.console.is_terminal:
            self._progress.reset(self._task, description=step)
        else:
            self._progress.console.print(step, soft_wrap=True)


def repeat(run: Callable[[], Run]) -> tuple[Run, ...]:
    """Run once, and REPEATS times if the run is short."""
    runs = [run()]
    while len(runs) < REPEATS and runs[0].finished and runs[0].wall < SHORT:
        runs.append(run())
    return tuple(runs)


def folder_size(folder: Path) -> int:
    """Return the bytes of all files below a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())


def mean_page_size(site: Path, pages: Sequence[str]) -> float:
    """Return the mean bytes of the pages; raise FileNotFoundError if one was not built."""
    return sum((site / page).stat().st_size for page in pages) / len(pages)


def notice_ids(count: int) -> list[str]:
    """Return the ids of the first notices of the corpus."""
    return [corpus.record(number).id for number in range(count)]


def measure_ours(count: int, limit: float, report: StepReporter) -> tuple[list[Row], list[Row]]:
    """Return the rows of the builds, cold and warm, and the rows of the checks."""
    folder = WORK / f"{OURS}-{count}"
    report(f"ours: writing {count:,} notices")
    shutil.rmtree(folder, ignore_errors=True)
    project.prepare(folder, count)

    def build_cold() -> Run:
        project.remove_caches(folder)
        report(f"ours: cold build of {count:,} notices")
        return project.build(folder, limit)

    numbers = iter(range(count))

    def build_warm() -> Run:
        project.change(folder, next(numbers))
        report(f"ours: warm build of {count:,} notices")
        return project.build(folder, limit)

    runs = repeat(build_cold)
    name = "**this project**, search included, cold"
    if not runs[-1].finished:
        return [Row(name, count, runs, ours=True)], _measure_check(folder, count, report)
    pages = [f"notices/{id_}/index.html" for id_ in notice_ids(count)]
    page = mean_page_size(folder / "site", pages)
    rows = [Row(name, count, runs, folder_size(folder / "site"), page, ours=True)]
    rows.append(Row("this project, warm: one notice changed", count, repeat(build_warm)))
    return rows, _measure_check(folder, count, report)


def _measure_check(folder: Path, count: int, report: StepReporter) -> list[Row]:
    project.restore(folder)
    report(f"ours: check of {count:,} notices")
    rows = [Row("`noticeboard check`, all", count, repeat(lambda: project.check(folder)))]
    path = project.change(folder, 0)
    runs = repeat(lambda: project.check(folder, (path, "--base", "HEAD")))
    project.restore(folder)
    return [*rows, Row("`noticeboard check FILE --base HEAD`", count, runs)]


def measure_peer(key: str, count: int, limit: float, report: StepReporter) -> Row:
    """Return the row of a peer; it has no runs if the build fails."""
    peer = peers.PEERS[key]
    folder = WORK / f"{key}-{count}"

    def build_cold() -> Run:
        # A new folder holds no cache of the peer.
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        report(f"{peer.name}: writing {count:,} notices")
        peer.prepare(folder, map(corpus.record, range(count)))
        report(f"{peer.name}: building {count:,} notices")
        return _run_all(peer, folder, limit)

    try:
        runs = repeat(build_cold)
    except CommandFailedError as error:
        report(f"{peer.name}: {error}")
        return Row(peer.name, count, ())
    if not runs[-1].finished:
        return Row(peer.name, count, runs)
    site = folder / peer.site
    pages = [peer.page(id_) for id_ in notice_ids(count)]
    return Row(peer.name, count, runs, folder_size(site), mean_page_size(site, pages))


def _run_all(peer: peers.Peer, folder: Path, limit: float) -> Run:
    """Run the peer's commands in sequence within the time limit."""

    def run_next(previous: Run, command: tuple[str | Path, ...]) -> Run:
        if not previous.finished:
            return previous
        return previous.then(measure(command, folder, limit=limit - previous.wall))

    return reduce(run_next, peer.commands, Run(0, 0, 0))


def run(plan: Plan) -> None:
    """Measure all builds of the plan; write the report and print it."""
    peers.set_up()
    console = Console(stderr=True)
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    builds: list[Row] = []
    checks: list[Row] = []
    with Progress(*columns, console=console, transient=True) as progress:
        report = StepReporter(progress)
        for count in plan.sizes:
            for engine in plan.engines:
                if engine == OURS:
                    build_rows, check_rows = measure_ours(count, plan.limit, report)
                    builds += build_rows
                    checks += check_rows
                else:
                    builds.append(measure_peer(engine, count, plan.limit, report))
                # After each engine, so that a later failure loses nothing.
                write_section(RESULTS, "Builds", section(plan, builds, checks))
                shutil.rmtree(WORK, ignore_errors=True)
    print(builds_table(builds), builds_table(checks) if checks else "", sep="\n\n")


def section(plan: Plan, builds: Sequence[Row], checks: Sequence[Row]) -> str:
    """Return the section of the report: machine, versions, method and tables."""
    packages = {name for key in plan.engines if key != OURS for name in peers.PEERS[key].packages}
    versions = {"noticeboard": project.revision(), **peers.versions(sorted(packages))}
    parts = [
        f"{machine()}. {versions_line(versions)}.",
        "Cold builds start without a site and without caches; Python code is compiled, the inputs "
        "are in the page cache, and earlier writes are on the disk. Wall and CPU seconds of all "
        "processes, the median of three runs if the first took less than a minute; peak memory is "
        "the maximum of all processes together. Every engine gets the same text, table and "
        "attachment of each notice; ours also builds its fields, rules, feeds, data and "
        f"checksums. The time limit of a build is {plan.limit / 60:.0f} minutes.",
        builds_table(builds),
    ]
    if checks:
        parts.append(builds_table(checks))
    return "\n\n".join(parts)
