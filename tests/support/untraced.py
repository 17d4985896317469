"""The environment of a build whose coverage other tests measure: tracing takes a third of its time."""

from __future__ import annotations

import os


def untraced_environment() -> dict[str, str]:
    """Return the environment without what starts coverage in a child process."""
    return {k: v for k, v in os.environ.items() if not k.startswith("COVERAGE_")}
