"""Hostile attachments are refused with a remedy; honest ones pass."""

from __future__ import annotations

import pytest
from support.disguised_files import DISGUISED
from support.honest_files import HONEST
from support.hostile_files import HOSTILE

from noticeboard.attachments.content import inspect
from noticeboard.attachments.types import TYPES

REFUSED = {**HOSTILE, **DISGUISED}


@pytest.mark.parametrize(("suffix", "content", "message"), REFUSED.values(), ids=REFUSED)
def test_hostile_files_are_refused_with_a_remedy(suffix: str, content: bytes, message: str) -> None:
    inspection = inspect(content, suffix)
    assert any(message in fault.message for fault in inspection.faults), inspection.faults
    assert all(fault.help for fault in inspection.faults)
    assert not inspection.lines


@pytest.mark.parametrize(("suffix", "content", "text"), HONEST.values(), ids=HONEST)
def test_honest_files_pass_and_their_text_is_read(suffix: str, content: bytes, text: str) -> None:
    inspection = inspect(content, suffix)
    assert inspection.faults == ()
    assert text in "\n".join(line.text for line in inspection.lines)


@pytest.mark.parametrize(("suffix", "content", "text"), HONEST.values(), ids=HONEST)
def test_truncated_files_are_refused(suffix: str, content: bytes, text: str) -> None:
    if suffix not in (".txt", ".csv"):
        for part in (content[: len(content) // 2], content[:-8], content[:20]):
            assert inspect(part, suffix).faults


def test_every_type_has_hostile_and_honest_examples() -> None:
    for examples in (HOSTILE, HONEST):
        assert {suffix for suffix, *_ in examples.values()} == set(TYPES)
