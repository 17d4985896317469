"""Ask for the known vulnerabilities of what the locks hold: `python tools/vulnerabilities.py`.

Exit 1 when there are any. A service that cannot be reached is told, loudly, and is no failure: a
site must be publishable while it is away.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCKS = (
    "requirements.txt",
    "requirements-test.txt",
    "requirements-audit.txt",
    "bench/requirements.txt",
)
# What pip-audit says when it could not ask.
UNREACHABLE = (
    "ConnectionError",
    "Connection ",
    "ConnectTimeout",
    "Max retries exceeded",
    "Temporary failure in name resolution",
    "timed out",
    "Service Unavailable",
)


class NotAskedError(Exception):
    """The service could not be reached."""


@dataclass(frozen=True, slots=True)
class Answer:
    """`package version: id, id …` of each vulnerable package, and how many nobody knew about."""

    vulnerable: tuple[str, ...]
    asked: int
    unknown: int


def answer(said: str, complained: str) -> Answer:
    """What pip-audit's output says.

    Raises NotAskedError when the service was away, ValueError when pip-audit failed otherwise.
    """
    try:
        packages = json.loads(said)["dependencies"]
    except (ValueError, KeyError, TypeError):
        if any(sign in complained for sign in UNREACHABLE):
            raise NotAskedError(complained.strip().rpartition("\n")[2]) from None
        raise ValueError(f"pip-audit: {complained.strip()[-2000:]}") from None
    vulnerable = [
        f"{one['name']} {one['version']}: {', '.join(found['id'] for found in one['vulns'])}"
        for one in packages
        if one.get("vulns")
    ]
    # pip-audit passes over what the service does not know, and calls that no vulnerability.
    unknown = sum("skip_reason" in one for one in packages)
    return Answer(tuple(vulnerable), len(packages), unknown)


def ask(lock: Path) -> Answer:
    """What is known of a lock's packages. Raises as `answer` does."""
    command = [sys.executable, "-m", "pip_audit", "--format", "json", "--progress-spinner", "off"]
    command += ["--require-hashes", "--disable-pip", "--requirement", str(lock)]
    run = subprocess.run(command, capture_output=True, text=True)
    return answer(run.stdout, run.stderr)


def warn(sentence: str) -> None:
    """Say it where nobody overlooks it: on GitHub as an annotation of the run."""
    if os.environ.get("GITHUB_ACTIONS"):
        print(f"::warning title=Vulnerabilities not asked for::{sentence}")
    print(f"WARNING: {sentence}", file=sys.stderr)


def main() -> int:
    """Ask for every lock; return the exit code."""
    failed = False
    for lock in LOCKS:
        try:
            told = ask(ROOT / lock)
        except NotAskedError as error:
            warn(f"nobody has asked for the vulnerabilities of {lock}: {error}")
            continue
        if told.unknown:
            warn(f"{told.unknown} of {told.asked} packages of {lock} are unknown to the service")
        print(f"{lock}: {len(told.vulnerable)} vulnerable packages", *told.vulnerable, sep="\n  ")
        failed |= bool(told.vulnerable)
    return int(failed)


if __name__ == "__main__":
    sys.exit(main())
