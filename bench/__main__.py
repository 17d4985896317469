"""Run the benchmarks (`make bench`); ARGS select sizes, generators and parts.

Without a part, the figures to reach are measured, in less than 25 minutes on two idle cores.
"""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).parent))

import build_benchmark
import database_benchmark
import figures
import search_benchmark

PARTS = ("figures", "builds", "search", "database")


def parse_sizes(text: str) -> tuple[int, ...]:
    """Return comma-separated whole numbers."""
    return tuple(map(int, text.split(",")))


def parse_engines(text: str) -> tuple[str, ...]:
    """Return comma-separated engines; raise ArgumentTypeError for an unknown one."""
    engines = tuple(text.split(","))
    if set(engines) - set(build_benchmark.ENGINES):
        known = ", ".join(build_benchmark.ENGINES)
        raise argparse.ArgumentTypeError(f"expecting some of {known}")
    return engines


def main(arguments: list[str]) -> None:
    """Run the parts that the arguments name."""
    parser = argparse.ArgumentParser(prog='make bench ARGS="…"', description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {PARTS}; default: figures")
    parser.add_argument("--sizes", type=parse_sizes, default=(1000, 10_000), help="1000,10000")
    parser.add_argument(
        "--engines",
        type=parse_engines,
        default=build_benchmark.ENGINES,
        help="for the builds; default: all",
    )
    parser.add_argument("--seed", type=int, default=0, help="of another corpus, for the figures")
    parser.add_argument("--limit", type=float, default=15, help="time limit of a build, minutes")
    options = parser.parse_args(arguments)
    parts = options.parts or ("figures",)
    if not set(parts) <= set(PARTS):
        parser.error(f"expecting some of {', '.join(PARTS)}")
    if "figures" in parts:
        small, large = min(options.sizes), max(options.sizes)
        figures.run(figures.Plan(small, large, seed=options.seed))
    if "builds" in parts:
        plan = build_benchmark.Plan(options.sizes, options.engines, options.limit * 60)
        build_benchmark.run(plan)
    if "search" in parts:
        search_benchmark.run(min(options.sizes), max(options.sizes))
    if "database" in parts:
        database_benchmark.run(options.sizes)


main(sys.argv[1:])
