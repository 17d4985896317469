"""Mutation testing: change the code in small ways, and count the changes that no test notices.

`python tools/mutation.py [MODULE…]` runs mutmut over the modules of tests/mutation.toml, one after
the other, each with the tests named there, and prints a table, and on stderr each survivor as a
diff. Exit 1 when a score is below what that file demands. tests/mutation.md tells of survivors.
"""

from __future__ import annotations

import json
import os
import re
import resource
import shutil
import subprocess
import sys
import tomllib
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PLAN = ROOT / "tests/mutation.toml"
WORK = ROOT / ".cache/mutation"
KILLED = (1, 3, 24, -24, 36, 152, 255)
"""mutmut's exit codes of a mutant that a test noticed, by failing or by never ending."""
MEMORY = 4_000_000_000
"""Bytes that a changed loop may fill before it fails."""
SETTINGS = """
[tool.mutmut]
source_paths = ["src"]
only_mutate = ["src/noticeboard/{module}"]
pytest_add_cli_args_test_selection = {tests}
pytest_add_cli_args = ["--hypothesis-profile=mutation"]
# Only what never ends shall count as noticed for its time: a table made anew takes seconds.
timeout_constant = 10.0
timeout_multiplier = 3.0
# What a table has cached in the parent would hide a mutant from its tests.
process_isolation = "forkserver"
"""


@dataclass(frozen=True, slots=True)
class Score:
    """What became of a module's mutants; `survivors` are mutmut's names of them."""

    module: str
    total: int
    survivors: tuple[str, ...]

    @property
    def percent(self) -> float:
        """The share of changes that a test noticed."""
        return 100 * (1 - len(self.survivors) / self.total) if self.total else 100.0


def stage(module: str, tests: list[str]) -> Path:
    """A copy of the project in which mutmut finds the package where it looks for it, in src/."""
    folder = WORK / module.replace("/", "-").removesuffix(".py")
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copytree(ROOT / "hooks/noticeboard", folder / "src/noticeboard")
    shutil.copytree(
        ROOT / "tests", folder / "tests", ignore=shutil.ignore_patterns("browser", "audit")
    )
    settings = (ROOT / "pyproject.toml").read_text("utf-8")
    paths = json.dumps(["tests", str(ROOT / "tools")])
    settings = re.sub(r"(?m)^pythonpath = .*$", lambda _: f"pythonpath = {paths}", settings)
    settings += SETTINGS.format(module=module, tests=json.dumps(tests))
    (folder / "pyproject.toml").write_text(settings, "utf-8")
    return folder


def run(module: str, tests: list[str]) -> Score:
    """Mutate one module. Raises CalledProcessError when mutmut itself fails."""
    folder = stage(module, tests)
    command = [str(Path(sys.executable).with_name("mutmut")), "run", "--max-children", "1"]
    with (folder / "log").open("wb") as log:
        subprocess.run(
            command,
            cwd=folder,
            stdout=log,
            stderr=log,
            env={**os.environ, "PYTHONHASHSEED": "0"},
            preexec_fn=_bound_memory,
            check=True,
        )
    results = json.loads((folder / f"mutants/src/noticeboard/{module}.meta").read_text("utf-8"))
    codes = results["exit_code_by_key"]
    survivors = tuple(sorted(name for name, code in codes.items() if code not in KILLED))
    return Score(module, len(codes), survivors)


def _bound_memory() -> None:
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def shown(score: Score, survivor: str) -> str:
    """The change as a diff."""
    command = [str(Path(sys.executable).with_name("mutmut")), "show", survivor]
    folder = WORK / score.module.replace("/", "-").removesuffix(".py")
    return subprocess.run(command, cwd=folder, capture_output=True, text=True).stdout


def main(chosen: list[str]) -> int:
    """Run the chosen modules, all that have been measured when none is; return the exit code."""
    plan = tomllib.loads(PLAN.read_text("utf-8"))
    failed = False
    print("| module | mutants | noticed | score |\n| --- | ---: | ---: | ---: |", flush=True)
    least = plan["least"]
    for module in chosen or least:
        score = run(module, plan["tests"][module])
        noticed = score.total - len(score.survivors)
        print(f"| {module} | {score.total} | {noticed} | {score.percent:.1f} % |", flush=True)
        failed |= score.percent < least.get(module, 0)
        for survivor in score.survivors:
            print(shown(score, survivor), file=sys.stderr, flush=True)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
