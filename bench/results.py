"""What was measured, as Markdown: tables, the machine, and the sections of RESULTS.md."""

from __future__ import annotations

import os
import platform
import re
import statistics
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from measured import Run

INTRODUCTION = """# Measured

Written by `make bench`; nothing here is typed. The notices come from a seed number, so another
machine measures the same ones.
"""


@dataclass(frozen=True, slots=True)
class Row:
    """What one way of building took; `site` and `page` in bytes, `page` the mean of all notices.

    Without runs it broke off. `ours` marks the row that the others at the same count are compared with.
    """

    name: str
    count: int
    runs: tuple[Run, ...]
    site: int | None = None
    page: float | None = None
    ours: bool = False


def median(runs: Sequence[Run]) -> Run:
    """The run in the middle by its time; the most memory of all."""
    middle = statistics.median_low(run.wall for run in runs)
    chosen = next(run for run in runs if run.wall == middle)
    return Run(
        chosen.wall, chosen.cpu, max(run.peak for run in runs), all(r.finished for r in runs)
    )


def builds_table(rows: Sequence[Row]) -> str:
    """One line a row, each with its ratio to ours at the same count."""
    own = {row.count: median(row.runs).wall for row in rows if row.ours and row.runs}
    head = "| engine | notices | wall s | CPU s | peak MB | site MB | page KB | × ours | runs |"
    lines = [head, "| --- " + "| ---: " * 8 + "|"]
    for row in rows:
        run = median(row.runs) if row.runs else None
        cells = [row.name, f"{row.count:,}", *_times(run), _mega(row.site)]
        cells += [f"{row.page / 1e3:.1f}" if row.page is not None else "–"]
        cells += [_ratio(run, own.get(row.count)), str(len(row.runs))]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _times(run: Run | None) -> list[str]:
    if not run:
        return ["broke off", "–", "–"]
    if not run.finished:
        return [f"not finished in {run.wall:.0f}", "–", f"> {run.peak / 1e6:.0f}"]
    return [f"{run.wall:.2f}", f"{run.cpu:.2f}", f"{run.peak / 1e6:.0f}"]


def _mega(size: int | None) -> str:
    return "–" if size is None else f"{size / 1e6:.1f}"


def _ratio(run: Run | None, own: float | None) -> str:
    if own is None or not run:
        return "–"
    return f"{'' if run.finished else '> '}{run.wall / own:.2f}"


def machine() -> str:
    """What the figures hang on, without the machine's name."""
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
    """Names and versions, in order."""
    return ", ".join(f"{name} {version}" for name, version in sorted(versions.items()))


def write_section(path: Path, heading: str, content: str) -> None:
    """Put `content` below `## heading` in the file, in the place of what stood there."""
    text = path.read_text("utf-8") if path.is_file() else INTRODUCTION
    _, *sections = re.split(r"^## ", text, flags=re.MULTILINE)
    contents = {each.partition("\n")[0]: each.partition("\n")[2].strip() for each in sections}
    contents[heading] = content.strip()
    parts = [INTRODUCTION.strip(), *(f"## {name}\n\n{said}" for name, said in contents.items())]
    path.write_text("\n\n".join(parts) + "\n", "utf-8")
