"""Contacts that nobody has confirmed for long: told on the page and in the check."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.factories import notice, write

from noticeboard.cli.main import main
from noticeboard.model.contact_age import ContactAge
from noticeboard.model.dates import months_after
from noticeboard.model.problems import NoticeboardError
from noticeboard.model.register import Register
from noticeboard.pages.contacts import oldest_contacts
from noticeboard.reading.reader import read_all
from noticeboard.reading.site_config import site_config_in
from noticeboard.rules import check_readings


def test_old_is_more_than_so_many_months() -> None:
    fresh = notice(contact__verified="2024-12-10")
    due = months_after(fresh.published, 24)
    assert str(due) == "2026-12-02"
    assert not ContactAge(24, due).is_old(notice())
    assert ContactAge(24, date(2026, 12, 3)).is_old(notice())
    assert not ContactAge(24, date(2026, 12, 3)).is_old(fresh)
    assert not ContactAge(None, date(2999, 1, 1)).is_old(fresh)


def test_only_a_units_present_contact_is_warned_of(tmp_path: Path) -> None:
    write(tmp_path, "2024/before", published="2024-11-02")
    write(tmp_path)
    gone = {"date": "2025-01-02", "reason": "重复公布"}
    write(tmp_path, "2024/gone", unit="示例局党组", withdrawn=gone)
    write(tmp_path, "2024/draft", unit="示例二局党组", draft="true")
    parsed_notices = read_all(tmp_path)
    found = check_readings(parsed_notices, tmp_path, age=ContactAge(24, date(2027, 1, 1)))
    assert [(p.path, p.rule, p.severity) for p in found] == [
        (f"{tmp_path.name}/2024/shifanju.md", "contact-old", "warning")
    ]
    assert "2024年12月2日公布，以后没有核实过的，已经超过 24 个月" in found[0].message
    assert check_readings(parsed_notices, tmp_path, age=ContactAge(24, date(2026, 1, 1))) == []


def test_the_months_come_from_mkdocs_yml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    write(tmp_path / "notices", contact__verified="2025-01-01")
    settings = tmp_path / "mkdocs.yml"

    def check() -> str:
        run = CliRunner().invoke(main, ["check"])
        assert run.exit_code == 0
        return run.output

    assert "contact-old" not in check()
    settings.write_text("site_url: !ENV [X, '']\nextra:\n  site: {contact_months: 1}\n", "utf-8")
    assert "contact-old" in check()
    settings.write_text("extra:\n  site: {contact_months: }\n", "utf-8")
    assert "contact-old" not in check()
    for wrong in ("extra: [", "extra:\n  site: {contact_months: 两年}\n"):
        settings.write_text(wrong, "utf-8")
        assert CliRunner().invoke(main, ["check"]).exit_code == 2


def test_the_deadline_of_the_site(tmp_path: Path) -> None:
    settings = tmp_path / "mkdocs.yml"
    settings.write_text("extra:\n  site: {due_months: 6, due_source: 示例办法第三条}\n", "utf-8")
    deadline = site_config_in(settings).deadline
    assert deadline
    assert (deadline.months, deadline.source) == (6, "示例办法第三条")
    settings.write_text("extra:\n  site: {due_months: 6}\n", "utf-8")
    with pytest.raises(NoticeboardError, match="没有写 due_source"):
        site_config_in(settings)
    assert site_config_in(tmp_path / "none.yml").deadline is None


def test_the_projects_own_settings_name_no_deadline(project: Path) -> None:
    own = site_config_in(project / "mkdocs.yml")
    assert (own.deadline, own.contact_months) == (None, 24)


def test_the_oldest_come_first_on_pages_of_twenty() -> None:
    made = [
        notice(f"2024/n{n}", unit=f"单位{n:02}党组", contact__verified=f"2025-01-{28 - n:02}")
        for n in range(25)
    ]
    pages = list(oldest_contacts(Register(made)))
    assert [page.uri for page in pages] == ["contacts/oldest/index.md", "contacts/oldest/page/2.md"]
    first, second = ([entry.unit for entry in page.view["contacts"]] for page in pages)  # type: ignore[attr-defined]
    assert (first[0], first[19], second[-1]) == ("单位24党组", "单位05党组", "单位00党组")
    assert [page.uri for page in oldest_contacts(Register([]))] == ["contacts/oldest/index.md"]
