"""The changelog lists every publication, correction and withdrawal, with and without Git."""

from __future__ import annotations

from itertools import chain
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

from noticeboard.history.changelog import SAME_COMMIT_NOTE, UNKNOWN_NOTE, Changelog, Entry
from noticeboard.history.diff import FieldChange
from noticeboard.history.log import History, read_history
from noticeboard.history.revisions import HIDDEN_NOTE
from noticeboard.model.register import Register
from noticeboard.pages.changes import changes_pages
from noticeboard.reading.reader import read_all
from noticeboard.rules.privacy import check_privacy


def read_changelog(root: Path) -> Changelog:
    parsed_notices = read_all(root / "notices")
    register = Register(parsed.notice for parsed in parsed_notices if parsed.notice)
    return Changelog(register, read_history(root, root / "notices"), check_privacy)


@pytest.fixture(scope="module")
def repository(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("changed")
    commit_history(root)
    return root


@pytest.fixture(scope="module")
def changelog(repository: Path) -> Changelog:
    return read_changelog(repository)


def only(changelog: Changelog, notice_id: str, kind: str, number: int = 1) -> Entry:
    (entry,) = (
        e for e in changelog.entries if (e.notice_id, e.kind, e.number) == (notice_id, kind, number)
    )
    return entry


def texts(change: FieldChange) -> tuple[str, str, str]:
    return change.label, change.old_text, change.new_text


def test_all_changes_are_listed_newest_first(changelog: Changelog) -> None:
    days = [entry.date.last for entry in changelog.entries]
    assert days == sorted(days, reverse=True)
    kinds = {(entry.notice_id, entry.kind) for entry in changelog.entries}
    published = {(name, "published") for name in (CORRECTED, WITHDRAWN, HIDDEN, SILENT, MOVED)}
    assert kinds == published | {
        (CORRECTED, "corrected"),
        (WITHDRAWN, "withdrawn"),
        (HIDDEN, "corrected"),
        (SILENT, "unexplained"),
        (MOVED, "updated"),
        (DELETED, "deleted"),
    }
    assert len(changelog.entries) == 12


def test_correction_shows_hunks_and_fields(changelog: Changelog, repository: Path) -> None:
    entry = only(changelog, CORRECTED, "corrected")
    assert (str(entry.date), entry.reason) == (FIRST["date"], FIRST["note"])
    assert entry.commit == git(repository, "rev-parse", "HEAD~2")
    assert entry.difference
    first, phone = entry.difference.hunks
    assert (first.text("removed"), first.text("added")) == ("", "边学边改、")
    assert (phone.text("removed"), phone.text("added")) == ("0999-8123456", "0999-8123457")
    assert {texts(change) for change in entry.difference.fields} == {
        ("电话", "0999-8123456（工作日 9:00—17:00）", "0999-8123457"),
        ("附件", "", "附件1.txt"),
    }


def test_correction_shows_a_replaced_attachment(changelog: Changelog) -> None:
    entry = only(changelog, CORRECTED, "corrected", 2)
    assert entry.reason == SECOND["note"]
    assert entry.difference
    assert entry.difference.files == (("附件1.txt", "M"),)
    assert [texts(change) for change in entry.difference.fields] == [
        ("标题", "corrected局党组的通报", "corrected局党组的通报（更正）")
    ]


def test_removed_private_text_stays_hidden(changelog: Changelog) -> None:
    for notice_id, kind in ((HIDDEN, "corrected"), (WITHDRAWN, "withdrawn")):
        entry = only(changelog, notice_id, kind)
        assert (entry.difference, entry.difference_note) == (None, HIDDEN_NOTE)
    assert NAME not in repr(changelog.entries)


def test_unannounced_changes_are_listed(changelog: Changelog) -> None:
    silent = only(changelog, SILENT, "unexplained").difference
    assert silent
    assert silent.hunks[0].text("removed") == "照单全收"
    updated = only(changelog, MOVED, "updated").difference
    assert updated
    assert [change.label for change in updated.fields] == ["电子邮箱", "核实日期"]
    deleted = only(changelog, DELETED, "deleted")
    assert deleted.notice is None
    assert deleted.commit


def test_private_number_is_hidden_without_a_request(tmp_path: Path) -> None:
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
    entries = read_changelog(tmp_path).entries
    assert [entry.difference_note for entry in entries] == [HIDDEN_NOTE] * 2 + [""]
    assert "19900307" not in repr([entry.difference for entry in entries])


def test_last_correction_of_a_commit_shows_the_difference(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    corrections = [{"date": f"2025-01-0{day}", "note": f"更正{day}"} for day in (5, 6, 7)]
    write(tmp_path / "notices", corrections=corrections[:1])
    commit(tmp_path)
    write(tmp_path / "notices", issuer="中共示例区示范局委员会", corrections=corrections)
    commit(tmp_path)
    third, second, first, published = read_changelog(tmp_path).entries
    assert third.difference
    assert [change.label for change in third.difference.fields] == ["落款单位"]
    assert (second.difference, second.difference_note) == (None, SAME_COMMIT_NOTE)
    assert second.commit == third.commit
    assert (first.difference_note, published.difference_note) == (UNKNOWN_NOTE, "")


def test_revoked_withdrawal_and_removed_correction_are_listed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    corrections = [{"date": "2025-01-05", "note": "更正一"}, {"date": "2025-01-07", "note": "恢复"}]
    write(tmp_path / "notices", corrections=corrections[:1])
    commit(tmp_path)
    withdrawal = {"date": "2025-01-06", "reason": "重复公布"}
    write(tmp_path / "notices", corrections=corrections[:1], withdrawn=withdrawal)
    commit(tmp_path)
    write(tmp_path / "notices", corrections=corrections[1:])
    commit(tmp_path)
    restored, withdrawn, published = read_changelog(tmp_path).entries
    assert (restored.kind, withdrawn.kind) == ("corrected", "withdrawn")
    assert (withdrawn.reason, withdrawn.number) == ("重复公布", 1)
    assert restored.difference
    assert [texts(change) for change in restored.difference.fields] == [
        ("更正记录", "2025年1月5日：更正一", ""),
        ("撤回", "重复公布", ""),
    ]
    assert published.commit


def test_drafts_are_not_listed(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices", draft="true")
    commit(tmp_path)
    write(tmp_path / "notices", title="正式的标题")
    public = commit(tmp_path)
    (entry,) = read_changelog(tmp_path).entries
    assert (entry.kind, entry.commit) == ("published", public)


def test_merge_counts_as_one_change(tmp_path: Path) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "proposal")
    corrections = [{"date": "2025-01-05", "note": "更正落款"}]
    for issuer in ("错字", "中共示例区示范局委员会"):
        write(tmp_path / "notices", issuer=issuer, corrections=corrections)
        commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    git(tmp_path, "merge", "--quiet", "--no-ff", "--message=合并", "proposal")
    corrected, _ = read_changelog(tmp_path).entries
    assert corrected.commit == git(tmp_path, "rev-parse", "HEAD")
    assert corrected.difference
    assert "错字" not in repr(corrected.difference)


def test_shallow_clone_lists_dates_without_differences(repository: Path, tmp_path: Path) -> None:
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "--quiet", "--depth=1", repository.as_uri(), str(clone))
    entries = read_changelog(clone).entries
    assert [entry.kind for entry in entries].count("corrected") == 3
    assert [entry.kind for entry in entries].count("withdrawn") == 1
    assert {(e.commit, e.difference, e.difference_note) for e in entries} == {(None, None, "")}


def test_address_leads_to_the_page_of_the_entry() -> None:
    many = [notice(f"2024/n{number:02}") for number in range(45)]
    last = notice("2020/old", published="2020-01-02", corrections=[FIRST])
    changelog = Changelog(Register([*many, last]), History(), check_privacy)
    pages = {page.uri: page for page in chain(*changes_pages(changelog))}
    lists = [uri for uri in pages if not uri.startswith("changes/20")]
    assert lists == [
        "changes/index.md", "changes/page/2.md", "changes/page/3.md",
        *(f"changes/kind/published/{name}.md" for name in ("index", "page/2", "page/3")),
        "changes/kind/corrected/index.md",
    ]  # fmt: skip
    assert len(pages) == len(lists) + 46
    assert changelog.entries[-1] in pages["changes/page/3.md"].context["entries"]  # type: ignore[operator]
    (empty,) = chain(*changes_pages(Changelog(Register([]), History(), check_privacy)))
    assert empty.last_change is None


def test_the_address_of_an_entry_never_moves() -> None:
    old = notice("2020/old", published="2020-01-02", corrections=[FIRST])
    for more in (0, 45):
        others = [notice(f"2024/n{number:02}") for number in range(more)]
        changelog = Changelog(Register([*others, old]), History(), check_privacy)
        address = changelog.address("2020/old", "corrected")
        assert address == "changes/2020/old/#2020-old-corrected-1"
        page = next(
            page
            for page in chain(*changes_pages(changelog))
            if page.url == address.partition("#")[0]
        )
        entries = page.context["entries"]
        assert isinstance(entries, tuple)
        assert [entry.anchor for entry in entries] == [
            "2020-old-corrected-1",
            "2020-old-published-1",
        ]
