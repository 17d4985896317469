"""`request comment gitlab`, with recorded responses."""

from pathlib import Path

import pytest
from support.fake_host import fake_host, run_request

from noticeboard.pull_request.comment import MARKER
from noticeboard.pull_request.report import build_report, write_report

LAB = {
    "CI_PROJECT_ID": "12",
    "CI_MERGE_REQUEST_IID": "3",
    "CI_MERGE_REQUEST_SOURCE_PROJECT_URL": "https://gitlab.example/shili/noticeboard",
    "CI_MERGE_REQUEST_SOURCE_BRANCH_NAME": "tongbao",
    "CI_COMMIT_SHA": "6f1d2b7c3a9e4d5f8b0c1a2e3d4f5a6b7c8d9e0f",
    "CI_PIPELINE_URL": "https://gitlab.example/shili/noticeboard/-/pipelines/5",
    "PREVIEW_URL": "https://gitlab.example/preview/index.html",
    "NOTICEBOARD_TOKEN": "secret",
}


@pytest.mark.parametrize("earlier", [True, False])
def test_gitlab_has_one_comment(tmp_path: Path, earlier: bool) -> None:
    report = tmp_path / "report.json"
    write_report(build_report([], []), report)
    request = "projects/12/merge_requests/3"
    notes = [{"id": 1, "author": {"id": 5}, "body": MARKER}]
    notes += [{"id": 2, "author": {"id": 4}, "body": f"{MARKER}\n旧的"}] if earlier else []
    recorded = {
        "GET user": {"id": 4},
        f"GET {request}/diffs?per_page=100": [{"new_path": "Makefile", "old_path": "Makefile"}],
        f"GET {request}/notes?per_page=100": notes,
        f"POST {request}/notes": {},
        f"PUT {request}/notes/2": {},
    }
    with fake_host(recorded) as host:
        result = run_request(
            "comment", "gitlab", "--report", str(report), CI_API_V4_URL=host.base, **LAB
        )
    assert result.exit_code == 0, result.output
    ((call, content),) = host.writes
    assert call == (f"PUT {request}/notes/2" if earlier else f"POST {request}/notes")
    assert "[打开预览](https://gitlab.example/preview/index.html)" in content["body"]
    assert content["body"].count("- Makefile") == 1
    assert {k.lower(): v for k, v in host.requests[0][2].items()}["private-token"] == "secret"
