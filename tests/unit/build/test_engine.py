from pathlib import Path

import pytest

from noticeboard.build.engine import last_commit_time


def test_time_of_the_last_commit(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert last_commit_time(tmp_path) == ""
    monkeypatch.setenv("PATH", str(tmp_path))
    assert last_commit_time(project) == ""
