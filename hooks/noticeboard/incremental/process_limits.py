"""Limits on a process that reads files of unknown origin."""

from __future__ import annotations

import resource


def limit_process(memory_bytes: int, seconds: int, *, renewable: bool = False) -> None:
    """Limit the memory and the processor time of this process, and write no core file.

    The seconds count from now. A `renewable` limit on time can be set again for the next file. Raise
    ValueError or OSError when the system does not allow a limit.
    """
    used = resource.getrusage(resource.RUSAGE_SELF)
    soft = int(used.ru_utime + used.ru_stime) + seconds
    hard = resource.RLIM_INFINITY if renewable else soft
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))
