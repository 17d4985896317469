from dataclasses import replace
from datetime import UTC, datetime

import pytest
from support.factories import BODY, write

from noticeboard.build import site as site_build
from noticeboard.build.settings import Settings
from noticeboard.build.site import SiteBuild


def ids(build: SiteBuild) -> set[str]:
    return {notice.id for notice in build.register.notices}


def test_drafts_are_for_editors_alone(build_settings: Settings) -> None:
    published, preview = SiteBuild(build_settings), SiteBuild(replace(build_settings, serving=True))
    assert published.read() == preview.read() == []
    assert (ids(published), ids(preview)) == ({"2024/sound"}, {"2024/sound", "2024/draft"})
    assert "problems.md" in {page.uri for page in preview.pages()[0]}
    assert "problems.md" not in {page.uri for page in published.pages()[0]}


def test_what_has_errors_is_left_out_while_it_is_served(build_settings: Settings) -> None:
    write(build_settings.notices_dir, "2024/wrong", BODY + "\n身份证号码 110101199003070011。\n")
    preview = SiteBuild(replace(build_settings, serving=True))
    problems = preview.read()
    assert [problem.path for problem in problems] == ["notices/2024/wrong.md"]
    assert ids(preview) == {"2024/sound", "2024/draft"}


def test_many_notices_are_served_without_what_takes_long(
    build_settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(site_build, "SERVE_ALL_UP_TO", 0)
    published, preview = SiteBuild(build_settings), SiteBuild(replace(build_settings, serving=True))
    for build in (published, preview):
        build.read()
    assert (published.is_complete, preview.is_complete) == (True, False)


def test_a_contact_that_became_old_is_a_change(build_settings: Settings) -> None:
    months = replace(
        build_settings, site=build_settings.site.model_copy(update={"contact_months": 12})
    )
    fingerprints = []
    for year in (2025, 2035):
        build = SiteBuild(replace(months, built_at=datetime(year, 1, 2, tzinfo=UTC)))
        build.read()
        fingerprints.append(build.fingerprints["2024/sound"])
    assert fingerprints[0] != fingerprints[1]
