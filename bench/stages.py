"""The CPU time of a build by stage, from samples of the stacks of all its processes."""

from __future__ import annotations

import json
import tempfile
from collections import Counter
from pathlib import Path

import project

SAMPLER = Path(__file__).parent / "sampler"
# A stage is that of the first of these parts of a name that is anywhere on the stack.
STAGES = (
    ("search index", "/search/index.py:write_index"),
    ("rules of one notice", "/rules/check.py:check_file"),
    ("rules of several notices", "/rules/check.py:check_notices"),
    ("reading: YAML, model", "/reading/"),
    ("body to HTML and blocks", "/text/rendering.py:render"),
    ("cache", "/incremental/cache.py:"),
    ("cache", "/build/loader.py:_serialize"),
    ("cache", "/build/loader.py:_deserialize"),
    ("QR code", "/pages/qr_code.py:"),
    ("feeds", "/exports/feeds.py:"),
    ("data (JSON, CSV)", "/exports/api.py:"),
    ("data (JSON, CSV)", "/exports/csv_table.py:"),
    ("pages: templates", "/jinja2/"),
    ("pages: context", "/build/render.py:render"),
    ("fingerprints", "/build/page_fingerprints.py:"),
    ("files and folders", "/incremental/output_tree.py:"),
    ("SHA256SUMS", "/exports/checksums.py:"),
    ("groups, addresses, lists", "/model/groups.py:"),
    ("groups, addresses, lists", "/noticeboard/pages/"),
    ("start, imports", "importlib"),
)


def stages_table(folder: Path, count: int) -> str:
    """Build the project once more, sampled; return the stages as a table."""
    samples = Path(tempfile.mkdtemp(dir=folder.parent))
    project.build(folder, more={"STAGE_SAMPLES": str(samples)}, path=(SAMPLER,))
    seconds = stage_seconds(samples)
    lines = ["| stage | CPU s | ms a notice | share |", "| --- | ---: | ---: | ---: |"]
    total = sum(seconds.values())
    for name, time in [*seconds.most_common(), ("**all**", total)]:
        lines.append(f"| {name} | {time:.2f} | {time * 1000 / count:.2f} | {time / total:.0%} |")
    return "\n".join(lines)


def stage_seconds(samples: Path) -> Counter[str]:
    """Return the CPU seconds of each stage, from the files that the processes have written."""
    seconds: Counter[str] = Counter()
    for path in samples.iterdir():
        process = json.loads(path.read_text("utf-8"))
        total = sum(process["stacks"].values())
        for stack, count in process["stacks"].items():
            seconds[stage_of(stack)] += process["cpu"] * count / total
    return seconds


def stage_of(stack: str) -> str:
    """Return the stage that a stack belongs to."""
    return next((stage for stage, part in STAGES if part in stack), "other")
