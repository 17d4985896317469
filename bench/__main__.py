"""`make bench`: every measured run; ARGS choose sizes, engines and parts."""

import argparse
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1] / "tools"))
sys.path.insert(0, str(Path(__file__).parent))

import builds
import search

PARTS = ("builds", "search")


def numbers(text: str) -> tuple[int, ...]:
    """Whole numbers, separated by commas."""
    return tuple(map(int, text.split(",")))


def engines(text: str) -> tuple[str, ...]:
    """Engines of the builds, separated by commas."""
    chosen = tuple(text.split(","))
    unknown = set(chosen) - set(builds.ENGINES)
    if unknown:
        raise argparse.ArgumentTypeError(f"there is {', '.join(builds.ENGINES)}")
    return chosen


def main(arguments: list[str]) -> None:
    """Measure the parts that the arguments name."""
    parser = argparse.ArgumentParser(prog='make bench ARGS="…"', description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {PARTS}; all without")
    parser.add_argument("--sizes", type=numbers, default=(1000, 10_000), help="1000,10000")
    parser.add_argument("--engines", type=engines, default=builds.ENGINES, help="of the builds")
    parser.add_argument("--limit", type=float, default=15, help="minutes a build may take")
    chosen = parser.parse_args(arguments)
    parts = chosen.parts or PARTS
    if not set(parts) <= set(PARTS):
        parser.error(f"there is {', '.join(PARTS)}")
    if "builds" in parts:
        builds.run(builds.Plan(chosen.sizes, chosen.engines, chosen.limit * 60))
    if "search" in parts:
        search.main(min(chosen.sizes), max(chosen.sizes))


main(sys.argv[1:])
