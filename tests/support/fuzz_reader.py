"""Fuzz target for Atheris: `fuzz_reader.py FOLDER -max_total_time=SECONDS`.

The folder contains the seed corpus; `-artifact_prefix=` is where inputs that crash the reader are
written. Other options are libFuzzer's.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["noticeboard", "yaml", "markdown"]):
    from support.checking import check_bytes

atheris.Setup(sys.argv, check_bytes)
atheris.Fuzz()
