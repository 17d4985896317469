"""The figures that this project is to reach, and those of Hugo + Pagefind with the same notices.

Everything is measured in memory (`/dev/shm`), into folders that never existed: ext4 avoids inodes
that were deleted shortly before, which costs seconds after the removal of a site. Both engines
build in turn. Wall times are true on an idle machine only; CPU seconds suffer less.
"""

from __future__ import annotations

import shutil
import statistics
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import answers
import corpus
import peers
import preview
import project
from measurement import Run, measure
from report import machine, versions_line, write_section
from stages import stages_table

MEMORY = Path("/dev/shm")
FREE_BYTES = 8 << 30
"""The free memory that the folders of the largest default size need."""
RESULTS = peers.ROOT / "bench/RESULTS.md"
HEAD = ("figure", "this project", "Hugo + Pagefind", "ratio", "goal")
HUGO = peers.PEERS["hugo"]


@dataclass(frozen=True, slots=True)
class Plan:
    """`small` and `large` numbers of notices, and how many pairs of cold builds of each."""

    small: int = 1000
    large: int = 10_000
    small_pairs: int = 3
    large_pairs: int = 2
    seed: int = 0
    queries: int = 60
    exact_queries: int = 1000


Line = tuple[str, str, str, str, str]


@contextmanager
def work_folder() -> Iterator[Path]:
    """Yield a new folder in memory, or on the disk if the memory is too small."""
    has_memory = MEMORY.is_dir() and shutil.disk_usage(MEMORY).free > FREE_BYTES
    parent = MEMORY if has_memory else peers.ROOT / ".cache/bench"
    parent.mkdir(parents=True, exist_ok=True)
    folder = Path(tempfile.mkdtemp(prefix="noticeboard-bench-", dir=parent))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


class Pairs:
    """Cold builds of the same notices by both engines in turn, each in a folder of its own."""

    def __init__(self, folder: Path, count: int, pairs: int) -> None:
        self.ours: list[Run] = []
        self.theirs: list[Run] = []
        self.count = count
        for number in range(pairs):
            self.project, self.peer = folder / f"ours-{number}", folder / f"hugo-{number}"
            project.prepare(self.project, count)
            report(f"cold build of {count:,} notices, {number + 1} of {pairs}")
            self.ours.append(project.build(self.project))
            self.peer.mkdir()
            HUGO.prepare(self.peer, map(corpus.record, range(count)))
            report(f"{HUGO.name}: {count:,} notices, {number + 1} of {pairs}")
            runs = [measure(command, self.peer) for command in HUGO.commands]
            self.theirs.append(runs[0].then(runs[1]))
            if number < pairs - 1:
                shutil.rmtree(self.project)
                shutil.rmtree(self.peer)

    def lines(self) -> Iterator[Line]:
        """Yield wall time and CPU time of the cold builds."""
        for name, of, goal in (("wall", wall, "≤ 1.0"), ("CPU", cpu, "≤ 1.5")):
            own, other = middle(self.ours, of), middle(self.theirs, of)
            title = f"cold, {self.count:,}: {name}"
            yield title, f"{own:.1f} s", f"{other:.1f} s", f"{own / other:.2f}", goal


def wall(run: Run) -> float:
    """Return the wall time of a run."""
    return run.wall


def cpu(run: Run) -> float:
    """Return the CPU time of a run."""
    return run.cpu


def middle(runs: Sequence[Run], of: Callable[[Run], float]) -> float:
    """Return the median of a time over the runs."""
    return statistics.median(map(of, runs))


def report(step: str) -> None:
    """Write that a step begins."""
    print(step, file=sys.stderr, flush=True)


def warm_lines(pairs: Pairs) -> Iterator[Line]:
    """Yield the builds after one change, as parts of the cold one."""
    cold, folder = pairs.ours, pairs.project

    def line(name: str, run: Run, goal: str) -> Line:
        times = f"{run.wall:.1f} s, CPU {run.cpu:.1f} s"
        parts = f"1/{middle(cold, wall) / run.wall:.1f}, CPU 1/{middle(cold, cpu) / run.cpu:.1f}"
        return f"{name}, {pairs.count:,}", times, "–", parts, goal

    for number, name in enumerate(("first edit after cold", "next edit")):
        report(name)
        project.change(folder, number)
        yield line(name, project.build(folder), "1/12")
    report("a new notice")
    project.add(folder, pairs.count)
    yield line("new notice", project.build(folder), "1/10")
    project.restore(folder)


def size_lines(pairs: Pairs) -> Iterator[Line]:
    """Yield the memory of the cold builds and the size of their sites."""
    own, other = (max(run.peak for run in runs) / 1e9 for runs in (pairs.ours, pairs.theirs))
    name = f"peak memory, all processes, {pairs.count:,}"
    yield name, f"{own:.2f} GB", f"{other:.2f} GB", f"{own / other:.2f}", "≤ 0.8 GB"
    own_size, own_files = size(pairs.project / "site")
    size_, files = size(pairs.peer / HUGO.site)
    name, cells = f"site, {pairs.count:,}", (f"{own_size / 1e9:.2f} GB", f"{own_files:,} files")
    theirs = f"{size_ / 1e9:.2f} GB, {files:,} files"
    yield name, ", ".join(cells), theirs, f"{own_size / size_:.1f}", "≤ 0.8 GB, ≤ 50,000"


def check_lines(pairs: Pairs) -> Iterator[Line]:
    """Yield the times of the check and of the preview."""
    report("check")
    run = project.check(pairs.project)
    times = f"{run.wall:.1f} s, CPU {run.cpu:.1f} s"
    yield f"`check`, all of {pairs.count:,}", times, "–", "–", "≤ 7 s"
    report("preview")
    seconds = preview.seconds_until_shown(pairs.project, edits=3)
    shown = f"{statistics.median(seconds):.2f} s, at most {max(seconds):.2f} s"
    yield f"`serve`, saved notice shown, {pairs.count:,}", shown, "–", "–", "≤ 1 s"


def size(folder: Path) -> tuple[int, int]:
    """Return bytes and number of all files below a folder."""
    sizes = [path.stat().st_size for path in folder.rglob("*") if path.is_file()]
    return sum(sizes), len(sizes)


def run(plan: Plan) -> None:
    """Measure all figures; write them into the report after each step, and print them."""
    corpus.set_seed(plan.seed)
    peers.set_up()
    lines: list[Line] = []
    profiles: dict[str, str] = {}

    def add(more: Iterator[Line]) -> None:
        for line in more:
            lines.append(line)
            write_section(RESULTS, heading(plan), section(plan, lines, profiles))

    with work_folder() as folder:
        pairs = Pairs(folder / "small", plan.small, plan.small_pairs)
        add(pairs.lines())
        report("cold build by stage")
        project.remove_caches(pairs.project)
        profiles[f"cold build of {plan.small:,}"] = stages_table(pairs.project, plan.small)
        shutil.rmtree(folder / "small")
        pairs = Pairs(folder / "large", plan.large, plan.large_pairs)
        add(pairs.lines())
        # Before the notices change, so that the site is that of the notices.
        add(answers.lines(pairs.project, pairs.peer, plan.queries, plan.exact_queries))
        add(size_lines(pairs))
        add(warm_lines(pairs))
        report("edit by stage")
        project.change(pairs.project, 2)
        profiles[f"edit among {plan.large:,}"] = stages_table(pairs.project, plan.large)
        add(check_lines(pairs))
    print(section(plan, lines, profiles))


def heading(plan: Plan) -> str:
    """Return the heading of the section in the report."""
    return f"Figures to reach (corpus {plan.seed})"


def section(plan: Plan, lines: Sequence[Line], profiles: Mapping[str, str]) -> str:
    """Return the section of the report: machine, method, table and profiles."""
    versions = {"noticeboard": project.revision(), **peers.versions(HUGO.packages)}
    method = (
        "In memory, into new folders, both engines in turn: medians of "
        f"{plan.small_pairs} pairs at {plan.small:,} and {plan.large_pairs} at {plan.large:,} "
        "notices. CPU seconds are those of all processes; peak memory is their maximum together."
    )
    table = "\n".join(f"| {' | '.join(cells)} |" for cells in (HEAD, ["---"] * len(HEAD), *lines))
    parts = [f"{machine()}. {versions_line(versions)}.", method, table]
    for name, profile in profiles.items():
        parts += [f"CPU time by stage, {name} notices:", profile]
    return "\n\n".join(parts)
