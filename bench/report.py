"""The report: tables, the description of the machine, and the sections of RESULTS.md."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measurement import Run

INTRODUCTION = """# Benchmark results

Written by `make bench`, except for the notes. The corpus is generated from seed numbers, so every
machine measures the same notices.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """The cost of one kind of build.

    `site` and `page` (the mean of all notices) are in bytes. A build that failed has no runs. The
    rows with the same `count` are compared with the one that is marked as `ours`.
    """

    name: str
    count: int
    runs: tuple[Run, ...]
    site: int | None = None
    page: float | None = None
    ours: bool = False


def median(runs: Sequence[Run]) -> Run:
    """Return the run with the median time, and with the highest peak of all."""
    wall = statistics.median_low(run.wall for run in runs)
    run = next(run for run in runs if run.wall == wall)
    return Run(run.wall, run.cpu, max(one.peak for one in runs), all(one.finished for one in runs))


def builds_table(rows: Sequence[Row]) -> str:
    """Return a table with a line per row, and its ratio to ours at the same count."""
    own = {row.count: median(row.runs).wall for row in rows if row.ours and row.runs}
    head = "| engine | notices | wall s | CPU s | peak MB | site MB | page KB | × ours | runs |"
    lines = [head, "| --- " + "| ---: " * 8 + "|"]
    for row in rows:
        run = median(row.runs) if row.runs else None
        cells = [row.name, f"{row.count:,}", *_run_cells(run)]
        cells += ["–" if row.site is None else f"{row.site / 1e6:.1f}"]
        cells += ["–" if row.page is None else f"{row.page / 1e3:.1f}"]
        cells += [_ratio(run, own.get(row.count)), str(len(row.runs))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _run_cells(run: Run | None) -> list[str]:
    if not run:
        return ["broke off", "–", "–"]
    if not run.finished:
        return [f"not finished in {run.wall:.0f}", "–", f"> {run.peak / 1e6:.0f}"]
    return [f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.peak / 1e6:.0f}"]


def _ratio(run: Run | None, own: float | None) -> str:
    if own is None or not run:
        return "–"
    return f"{'' if run.finished else '> '}{run.wall / own:.2f}"


def machine() -> str:
    """Describe the machine without its name."""
    model = _field(Path("/proc/cpuinfo"), r"^model name\s*:\s*(.+)$") or platform.machine()
    memory = int(_field(Path("/proc/meminfo"), r"^MemTotal:\s*(\d+)") or 0) / 1024**2
    system = _field(Path("/etc/os-release"), r'^PRETTY_NAME="?([^"\n]+)') or platform.system()
    cores = len(os.sched_getaffinity(0))
    python = platform.python_version()
    return f"{model}, {cores} cores, {memory:.0f} GB RAM, {system}, Python {python}"


def _field(path: Path, pattern: str) -> str:
    if not path.is_file():
        return ""
    match = re.search(pattern, path.read_text("utf-8"), re.MULTILINE)
    return match[1].strip() if match else ""


def versions_line(versions: Mapping[str, str]) -> str:
    """Return names and versions, sorted by name."""
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))


def write_section(path: Path, heading: str, content: str) -> None:
    """Replace the section `## heading` of the file, or append it."""
    text = path.read_text("utf-8") if path.is_file() else INTRODUCTION
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    contents = {}
    for section in sections:
        name, _, body = section.partition("\n")
        contents[name] = body.strip()
    contents[heading] = content.strip()
    parts = [INTRODUCTION.strip(), *(f"## {name}\n\n{body}" for name, body in contents.items())]
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
