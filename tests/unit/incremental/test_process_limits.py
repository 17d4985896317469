"""Limits on the process that reads a file."""

from __future__ import annotations

import subprocess
import sys

import pytest

SCRIPT = """
import resource
from noticeboard.incremental.process_limits import limit_process
limit_process(1 << 30, 30, renewable={0})
limit_process(1 << 30, 30, renewable={0})
for name in ("CORE", "AS", "CPU"):
    print(*resource.getrlimit(getattr(resource, f"RLIMIT_{{name}}")))
"""


@pytest.mark.parametrize("renewable", [False, True])
def test_memory_time_and_core_files_are_limited(renewable: bool) -> None:
    command = [sys.executable, "-P", "-c", SCRIPT.format(renewable)]
    result = subprocess.run(command, capture_output=True, text=True, check=True)
    core, memory, time = result.stdout.splitlines()
    assert core == "0 0"
    assert memory == f"{1 << 30} {1 << 30}"
    soft, hard = map(int, time.split())
    assert 30 <= soft <= 32
    assert hard == (-1 if renewable else soft)
