"""Stale contacts, in the check and on the page."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from support.factories import notice, write

from noticeboard.cli.main import main
from noticeboard.model.dates import months_after
from noticeboard.model.register import ContactStaleness, Register
from noticeboard.pages.contacts import oldest_contacts
from noticeboard.reading.reader import read_all
from noticeboard.rules.check import check_notices


def test_a_contact_is_stale_after_more_than_the_limit() -> None:
    fresh = notice(contact__verified="2024-12-10")
    due = months_after(fresh.published, 24)
    assert str(due) == "2026-12-02"
    assert not ContactStaleness(24, due).is_stale(notice())
    assert ContactStaleness(24, date(2026, 12, 3)).is_stale(notice())
    assert not ContactStaleness(24, date(2026, 12, 3)).is_stale(fresh)
    assert not ContactStaleness(None, date(2999, 1, 1)).is_stale(fresh)


def test_only_a_units_current_contact_is_reported(tmp_path: Path) -> None:
    accepted = [{"rule": "notice-twice", "reason": "两篇不同的通报，已核对"}]
    write(tmp_path, "2024/before", published="2024-11-02")
    write(tmp_path, accepted=accepted)
    gone = {"date": "2025-01-02", "reason": "重复公布"}
    write(tmp_path, "2024/gone", unit="示例局党组", withdrawn=gone)
    write(tmp_path, "2024/draft", unit="示例二局党组", draft="true")
    parsed_notices = read_all(tmp_path)
    problems = check_notices(
        parsed_notices, tmp_path, staleness=ContactStaleness(24, date(2027, 1, 1))
    )
    assert [(p.path, p.rule, p.severity) for p in problems] == [
        (f"{tmp_path.name}/2024/shifanju.md", "contact-old", "warning")
    ]
    assert "2024年12月2日公布，以后没有核实过的，已经超过 24 个月" in problems[0].message
    assert (
        check_notices(parsed_notices, tmp_path, staleness=ContactStaleness(24, date(2026, 1, 1)))
        == []
    )


def test_the_limit_comes_from_mkdocs_yml(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
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


def test_the_oldest_come_first_on_pages_of_twenty() -> None:
    notices = [
        notice(f"2024/n{n}", unit=f"单位{n:02}党组", contact__verified=f"2025-01-{28 - n:02}")
        for n in range(25)
    ]
    pages = list(oldest_contacts(Register(notices)))
    assert [page.uri for page in pages] == ["contacts/oldest/index.md", "contacts/oldest/page/2.md"]
    first, second = ([entry.unit for entry in page.context["contacts"]] for page in pages)  # type: ignore[attr-defined]
    assert (first[0], first[19], second[-1]) == ("单位24党组", "单位05党组", "单位00党组")
    assert [page.uri for page in oldest_contacts(Register([]))] == ["contacts/oldest/index.md"]
