"""What a coverage-guided fuzzer drives: `fuzz_reader.py FOLDER -max_total_time=SECONDS`.

The folder holds the files to begin with; what breaks the reader is left as crash-* where it says
with `-artifact_prefix=`. See libFuzzer's options.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["noticeboard", "yaml", "markdown"]):
    from support.checking import check_bytes

atheris.Setup(sys.argv, check_bytes)
atheris.Fuzz()
