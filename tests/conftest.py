"""What all tests share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, settings

PROJECT = Path(__file__).resolve().parents[1]

os.environ.setdefault("HYPOTHESIS_STORAGE_DIRECTORY", str(PROJECT / ".cache/hypothesis"))
# How long an example takes says more about the machine than about the code.
settings.register_profile("project", deadline=None, suppress_health_check=[HealthCheck.too_slow])
# Mutation testing asks each of thousands of changes the same few questions, and needs no
# smallest answer.
settings.register_profile(
    "mutation",
    settings.get_profile("project"),
    derandomize=True,
    database=None,
    max_examples=20,
    phases=(Phase.explicit, Phase.generate),
)
settings.load_profile("project")
# What the caller has set for its own commands is not for the tests.
for name in (
    "NOTICES_DIR",
    "SITE_DIR",
    "CACHE_DIR",
    "SOURCE_DATE_EPOCH",
    "PYTHON",
    "MAKEFLAGS",
    "MAKELEVEL",
):
    os.environ.pop(name, None)


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root."""
    return PROJECT
