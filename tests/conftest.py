"""What all tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import coverage
import pytest
from hypothesis import HealthCheck, Phase, settings
from support.factories import write

from noticeboard.build.settings import Settings
from noticeboard.reading.site_config import read_site_config

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
    "ENGINE",
    "SOURCE_DATE_EPOCH",
    "PYTHON",
    "MAKEFLAGS",
    "MAKELEVEL",
):
    os.environ.pop(name, None)


MARKERS = {
    "browser": ("browser", "build"),
    "build": ("build",),
    "database": ("slow",),
    "deploy": ("slow",),
}
"""Folder below tests/ -> the markers of its tests."""


def pytest_xdist_auto_num_workers() -> int:
    """One process more than cores: tests with a browser or a server often wait for it."""
    return (os.cpu_count() or 1) + 1


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark tests by their folder, and those that run the same code many times as untraced."""
    for item in items:
        if getattr(getattr(item, "function", None), "is_hypothesis_test", False):
            item.add_marker("untraced")
        folder = item.path.relative_to(PROJECT / "tests").parts[0]
        for marker in MARKERS.get(folder, ()):
            item.add_marker(marker)


@pytest.fixture(autouse=True)
def trace(request: pytest.FixtureRequest) -> Iterator[None]:
    """Measure no coverage in tests marked `untraced`: it triples their time."""
    measurement = coverage.Coverage.current()
    if measurement is None or not request.node.get_closest_marker("untraced"):
        yield
        return
    measurement.stop()
    yield
    measurement.start()


@pytest.fixture(scope="session")
def project() -> Path:
    """The project's root."""
    return PROJECT


@pytest.fixture
def build_settings(project: Path, tmp_path: Path) -> Settings:
    """A build of one notice and one draft in a folder of its own."""
    write(tmp_path / "notices", "2024/sound", unit="甲局党组")
    write(tmp_path / "notices", "2024/draft", draft="true", unit="乙局党组")
    site = read_site_config("公开栏", "noticeboard.example", {}, project / "docs")
    return Settings(
        root=tmp_path,
        docs_dir=project / "docs",
        notices_dir=tmp_path / "notices",
        target=tmp_path / "site",
        cache_dir=tmp_path / "cache",
        live_site=None,
        site=site,
        site_url="https://noticeboard.example/",
        repo_url="",
        built_at=datetime(2025, 1, 2, tzinfo=UTC),
        serving=False,
    )
