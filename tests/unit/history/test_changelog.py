"""Every publication, correction and withdrawal is listed with its difference, from Git or without."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.changed_notices import (
    CORRECTED,
    DELETED,
    FIRST,
    HIDDEN,
    MOVED,
    NAME,
    SECOND,
    SILENT,
    WITHDRAWN,
    commit_history,
)
from support.factories import notice, write
from support.repositories import commit, git

from noticeboard.history import revisions as ledger_steps
from noticeboard.history.changelog import TOGETHER, UNKNOWN, Changelog, Entry
from noticeboard.history.log import History, read_history
from noticeboard.model.register import Register
from noticeboard.pages.changes import changes_pages
from noticeboard.reading.reader import read_all
from noticeboard.rules.privacy import check_privacy


def changelog(root: Path) -> Changelog:
    parsed_notices = read_all(root / "notices")
    register = Register(parsed.notice for parsed in parsed_notices if parsed.notice)
    return Changelog(register, read_history(root, root / "notices"), check_privacy)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("changed")
    commit_history(root)
    return root


@pytest.fixture(scope="module")
def known(repository: Path) -> Changelog:
    return changelog(repository)


def only(known: Changelog, identity: str, kind: str, number: int = 1) -> Entry:
    (found,) = (
        e for e in known.entries if (e.identity, e.kind, e.number) == (identity, kind, number)
    )
    return found


def test_newest_first_and_nothing_left_out(known: Changelog) -> None:
    days = [entry.date.last for entry in known.entries]
    assert days == sorted(days, reverse=True)
    kinds = {(entry.identity, entry.kind) for entry in known.entries}
    published = {(name, "published") for name in (CORRECTED, WITHDRAWN, HIDDEN, SILENT, MOVED)}
    assert kinds == published | {
        (CORRECTED, "corrected"),
        (WITHDRAWN, "withdrawn"),
        (HIDDEN, "corrected"),
        (SILENT, "unexplained"),
        (MOVED, "updated"),
        (DELETED, "deleted"),
    }
    assert len(known.entries) == 12


def test_a_correction_with_its_words(known: Changelog, repository: Path) -> None:
    entry = only(known, CORRECTED, "corrected")
    assert (str(entry.date), entry.reason) == (FIRST["date"], FIRST["note"])
    assert entry.commit == git(repository, "rev-parse", "HEAD~2")
    assert entry.difference
    first, phone = entry.difference.passages
    assert (first.said("removed"), first.said("added")) == ("", "边学边改、")
    assert (phone.said("removed"), phone.said("added")) == ("0999-8123456", "0999-8123457")
    shown = {change.name: (change.old, change.new) for change in entry.difference.fields}
    assert shown == {
        "电话": ("0999-8123456（工作日 9:00—17:00）", "0999-8123457"),
        "附件": ("", "附件1.txt"),
    }


def test_a_swapped_attachment_and_a_field(known: Changelog) -> None:
    entry = only(known, CORRECTED, "corrected", 2)
    assert entry.reason == SECOND["note"]
    assert entry.difference
    assert entry.difference.files == (("附件1.txt", "M"),)
    assert [change[1:] for change in entry.difference.fields] == [
        ("标题", "corrected局党组的通报", "corrected局党组的通报（更正）")
    ]


def test_what_was_private_is_not_shown_again(known: Changelog) -> None:
    for identity, kind in ((HIDDEN, "corrected"), (WITHDRAWN, "withdrawn")):
        entry = only(known, identity, kind)
        assert (entry.difference, entry.silence) == (None, ledger_steps.HIDDEN)
    assert NAME not in repr(known.entries)


def test_what_changed_in_silence_is_named(known: Changelog) -> None:
    silent = only(known, SILENT, "unexplained").difference
    assert silent
    assert silent.passages[0].said("removed") == "照单全收"
    updated = only(known, MOVED, "updated").difference
    assert updated
    assert [change.name for change in updated.fields] == ["电子邮箱", "核实日期"]
    deleted = only(known, DELETED, "deleted")
    assert deleted.notice is None
    assert deleted.commit


def test_a_private_number_is_hidden_though_nobody_asked(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    first = {"date": "2025-01-05", "note": "改一个字"}
    second = {"date": "2025-01-06", "note": "删去一段"}
    write(tmp_path / "notices", body="联系人张某，身份证110101199003078515。\n\n第一段。\n")
    commit(tmp_path)
    write(
        tmp_path / "notices",
        body="联系人张某，身份证110101199003078515。\n\n第二段。\n",
        corrections=[first],
    )
    commit(tmp_path)
    write(tmp_path / "notices", body="第二段。\n", corrections=[first, second])
    commit(tmp_path)
    entries = changelog(tmp_path).entries
    assert [entry.silence for entry in entries] == [ledger_steps.HIDDEN] * 2 + [""]
    assert "19900307" not in repr([entry.difference for entry in entries])


def test_two_corrections_of_one_commit_and_one_from_before(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    told = [{"date": f"2025-01-0{day}", "note": f"更正{day}"} for day in (5, 6, 7)]
    write(tmp_path / "notices", corrections=told[:1])
    commit(tmp_path)
    write(tmp_path / "notices", issuer="中共示例区示范局委员会", corrections=told)
    commit(tmp_path)
    third, second, first, published = changelog(tmp_path).entries
    assert third.difference
    assert [change.name for change in third.difference.fields] == ["落款单位"]
    assert (second.difference, second.silence) == (None, TOGETHER)
    assert second.commit == third.commit
    assert (first.silence, published.silence) == (UNKNOWN, "")


def test_withdrawn_taken_back_and_a_correction_struck_out(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    told = [{"date": "2025-01-05", "note": "更正一"}, {"date": "2025-01-07", "note": "恢复"}]
    write(tmp_path / "notices", corrections=told[:1])
    commit(tmp_path)
    gone = {"date": "2025-01-06", "reason": "重复公布"}
    write(tmp_path / "notices", corrections=told[:1], withdrawn=gone)
    commit(tmp_path)
    write(tmp_path / "notices", corrections=told[1:])
    commit(tmp_path)
    restored, withdrawn, published = changelog(tmp_path).entries
    assert (restored.kind, withdrawn.kind) == ("corrected", "withdrawn")
    assert (withdrawn.reason, withdrawn.number) == ("重复公布", 1)
    assert restored.difference
    assert [change[1:] for change in restored.difference.fields] == [
        ("更正记录", "2025年1月5日：更正一", ""),
        ("撤回", "重复公布", ""),
    ]
    assert published.commit


def test_a_draft_was_never_public(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices", draft="true")
    commit(tmp_path)
    write(tmp_path / "notices", title="正式的标题")
    public = commit(tmp_path)
    (entry,) = changelog(tmp_path).entries
    assert (entry.kind, entry.commit) == ("published", public)


def test_a_merge_is_one_change(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "proposal")
    told = [{"date": "2025-01-05", "note": "更正落款"}]
    for issuer in ("错字", "中共示例区示范局委员会"):
        write(tmp_path / "notices", issuer=issuer, corrections=told)
        commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--message=合并", "proposal")
    corrected, _ = changelog(tmp_path).entries
    assert corrected.commit == git(tmp_path, "rev-parse", "HEAD")
    assert corrected.difference
    assert "错字" not in repr(corrected.difference)


def test_a_shallow_clone_knows_the_record_alone(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    entries = changelog(clone).entries
    assert [entry.kind for entry in entries].count("corrected") == 3
    assert [entry.kind for entry in entries].count("withdrawn") == 1
    assert {(e.commit, e.difference, e.silence) for e in entries} == {(None, None, "")}


def test_addresses_lead_to_the_page_that_shows_the_entry() -> None:
    many = [notice(f"2024/n{number:02}") for number in range(45)]
    last = notice("2020/old", published="2020-01-02", corrections=[FIRST])
    known = Changelog(Register([*many, last]), History(), check_privacy)
    first, second, third = changes_pages(known)
    assert (first.uri, second.uri) == ("changes/index.md", "changes/page/2.md")
    assert known.address("2020/old", "corrected") == "changes/#2020-old-corrected-1"
    assert known.address("2020/old", "published") == "changes/page/3/#2020-old-published-1"
    assert known.entries[-1] in third.view["entries"]  # type: ignore[operator]
    (empty,) = changes_pages(Changelog(Register([]), History(), check_privacy))
    assert empty.last_change is None
