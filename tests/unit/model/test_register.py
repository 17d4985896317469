from support.factories import notice

from noticeboard.model.register import Register


def test_notices_are_sorted_newest_first_then_by_id() -> None:
    a, b = notice("2024/b"), notice("2024/a")
    old = notice(
        "2023/c",
        published="2023-12-02",
        inspection__start="2023-01",
        inspection__end="2023-02",
        inspection__feedback="2023-03",
    )
    register = Register([old, a, b])
    assert [n.id for n in register.notices] == ["2024/a", "2024/b", "2023/c"]
    assert list(register.by_year) == ["2024", "2023"]


def test_a_units_contact_is_that_of_its_newest_notice_in_force() -> None:
    old = notice("2024/old", published="2024-11-01")
    new = notice("2024/new", withdrawn={"date": "2025-01-01", "reason": "有误"})
    register = Register([old, new])
    assert [entry.notice.id for entry in register.contacts] == ["2024/old"]
    assert [entry.notice.id for entry in Register([new]).contacts] == ["2024/new"]
    assert register.of_same_unit(old) == (new,)


def test_a_register_without_notices_is_empty() -> None:
    register = Register([])
    assert register.notices == ()
    assert dict(register.by_year) == {}
    assert register.contacts == ()


def test_the_last_change_includes_corrections() -> None:
    corrected = notice("2024/a", corrections=[{"date": "2026-01-01", "note": "改"}])
    register = Register([corrected, notice("2024/b", published="2025-01-01")])
    assert str(register.last_change) == "2026-01-01"
    assert Register([]).last_change is None
