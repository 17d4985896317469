"""The process that imports one document: bytes on stdin, a draft or an error as JSON on stdout."""

from __future__ import annotations

import contextlib
import sys

from noticeboard.importing.draft import Draft
from noticeboard.importing.formats.detect import read_document
from noticeboard.importing.limits import (
    CPU_SECONDS,
    MEMORY_BYTES,
    draft_adapter,
    too_complex_error,
)
from noticeboard.importing.pipeline import create_draft
from noticeboard.importing.source import ImportFailedError


def import_document(data: bytes, suffix: str) -> Draft:
    """Return the draft of a document in this process, where its length and time have no limit.

    `suffix` is that of its name. Raise ImportFailedError like `import_file`.
    """
    try:
        return create_draft(read_document(data, suffix))
    except (MemoryError, RecursionError):
        raise too_complex_error() from None


def main(suffix: str) -> None:
    """Write the draft of the document on stdin to stdout."""
    limit_resources()
    out = sys.stdout.buffer
    try:
        # What a library prints must not mix with the result.
        with contextlib.redirect_stdout(sys.stderr):
            answer: Draft | str = import_document(sys.stdin.buffer.read(), suffix)
    except ImportFailedError as error:
        answer = str(error)
    out.write(draft_adapter().dump_json(answer))


def limit_resources() -> None:
    """Limit the time and memory of this process, where the system can."""
    with contextlib.suppress(ImportError, ValueError, OSError):
        from noticeboard.incremental.process_limits import limit_process

        limit_process(MEMORY_BYTES, CPU_SECONDS)


if __name__ == "__main__":
    main(sys.argv[1])
