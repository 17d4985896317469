import os
from pathlib import Path

import pytest
from support.factories import BODY, write, write_round
from support.repositories import commit, git

from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request.changes import changes
from noticeboard.pull_request.checkout import take
from noticeboard.pull_request.report import (
    MAX_BYTES,
    Report,
    check_request,
    read_report,
    write_report,
)


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A repository on its main branch, with one published notice."""
    root = tmp_path / "公开 栏"
    root.mkdir()
    git(root, "init", "--quiet")
    write(root / "notices")
    (root / "program.py").write_text("base\n", "utf-8")
    commit(root)
    return root


def on_branch(house: Path) -> Path:
    git(house, "checkout", "--quiet", "-b", "request")
    return house / "notices"


def checked(house: Path) -> Report:
    """The report on what now stands in the working folder, committed as a request."""
    request = commit(house)
    git(house, "checkout", "--quiet", "main")
    return check_request(house, request, house / "notices")


def test_a_new_notice_is_named_and_clean(house: Path) -> None:
    write(on_branch(house), "2024/other", unit="另一局党组")
    report = checked(house)
    assert report.clean
    assert [(change.kind, change.id) for change in report.changes] == [("new", "2024/other")]
    assert report.changes[0].title == "中共示例区示范局党组关于巡察整改进展情况的通报"


def test_nothing_of_the_request_but_notices_is_taken(house: Path) -> None:
    notices = on_branch(house)
    write(notices, "2024/other", unit="另一局党组")
    (house / "program.py").write_text("request\n", "utf-8")
    (house / "new.py").write_text("request\n", "utf-8")
    checked(house)
    assert (house / "program.py").read_text("utf-8") == "base\n"
    assert not (house / "new.py").exists()
    assert (notices / "2024/other.md").is_file()


def test_a_change_says_what_was_and_what_is(house: Path) -> None:
    body = BODY.replace("立行立改", "立行立改，全面整改").replace("- 建立台账。\n", "")
    phones = [{"number": "0999-8123456", "hours": "工作日 8:30—17:00"}]
    write(on_branch(house), body=body, contact__phones=phones, topics=["采购", "台账"])
    change = checked(house).changes[0]
    assert [(field.label, field.before, field.after) for field in change.fields] == [
        ("联系方式·电话·接听时间", "工作日 9:00—17:00", "工作日 8:30—17:00"),
        ("主题 1", "", "采购"),
        ("主题 2", "", "台账"),
    ]
    assert change.paragraphs_changed == 2
    assert change.paragraphs[0].before == "示范局党组照单全收，立行立改。"
    assert change.paragraphs[0].after == "示范局党组照单全收，立行立改，全面整改。"


def test_a_published_text_may_not_change_silently(house: Path) -> None:
    write(on_branch(house), body=BODY.replace("照单全收", "诚恳接受"))
    report = checked(house)
    assert not report.clean
    assert {problem.path for problem in report.problems} == {"notices/2024/shifanju.md"}


def test_a_removed_notice_and_its_attachment_are_one_change(house: Path) -> None:
    notices = house / "notices"
    (notices / "2024/shifanju").mkdir()
    (notices / "2024/shifanju/附件1.pdf").write_bytes(b"%PDF-1.4")
    commit(house)
    on_branch(house)
    git(house, "rm", "-rq", "notices/2024")
    report = checked(house)
    assert not report.clean
    (change,) = report.changes
    assert (change.kind, change.files) == ("removed", ("2024/shifanju/附件1.pdf",))


def test_only_warnings_of_changed_notices_are_told(house: Path) -> None:
    warned = BODY + "\n**（一）抓整改。**全面\n"
    write(house / "notices", "2024/old", body=warned, unit="甲局党组")
    commit(house)
    write(on_branch(house), "2024/new", body=warned, unit="乙局党组")
    report = checked(house)
    assert {problem.path for problem in report.problems} == {"notices/2024/new.md"}
    assert report.warnings >= 1
    assert report.clean


def test_links_and_hidden_files_are_not_taken(house: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    notices = on_branch(house)
    (notices / "2024/link.md").symlink_to(secret)
    (notices / ".gitattributes").write_text("* -text\n", "utf-8")
    report = checked(house)
    assert {problem.path for problem in report.problems} == {
        "notices/.gitattributes",
        "notices/2024/link.md",
    }
    assert not (notices / "2024/link.md").exists()
    assert not (notices / ".gitattributes").exists()


def test_a_file_that_cannot_be_read_is_still_listed(house: Path) -> None:
    (on_branch(house) / "2024/broken.md").write_text("没有元数据\n", "utf-8")
    report = checked(house)
    assert [(change.id, change.readable) for change in report.changes] == [("2024/broken", False)]


def test_work_that_is_not_committed_is_not_lost(house: Path) -> None:
    path = write(house / "notices", "2024/mine")
    with pytest.raises(NoticeboardError, match="没有提交"):
        check_request(house, "HEAD", house / "notices")
    assert path.is_file()


def test_an_unknown_revision_is_one_sentence(house: Path) -> None:
    with pytest.raises(NoticeboardError, match="读不到要检查的提交"):
        check_request(house, "no-such-branch", house / "notices")
    assert (house / "notices/2024/shifanju.md").is_file()
    assert [path.name for path in house.iterdir() if path.name.startswith(".")] == [".git"]


def test_a_revision_without_notices_is_an_empty_folder(house: Path, tmp_path: Path) -> None:
    git(house, "rm", "-rq", "notices")
    assert take(house, commit(house), tmp_path / "none") == []
    assert list((tmp_path / "none").iterdir()) == []


def test_very_many_changed_paragraphs_are_counted(tmp_path: Path) -> None:
    for name, word in (("old", "甲"), ("new", "乙")):
        body = "\n\n".join(f"{word}第{number}段" for number in range(900))
        write(tmp_path / name, body=body)
    (change,) = changes(tmp_path / "old", tmp_path / "new")
    assert (change.paragraphs, change.paragraphs_changed) == ((), 900)


def test_a_report_comes_back_from_its_file(house: Path, tmp_path: Path) -> None:
    write(on_branch(house), "2023/b")
    report = checked(house)
    write_report(report, tmp_path / "report.json")
    assert read_report(tmp_path / "report.json") == report
    with pytest.raises(NoticeboardError, match="写不进"):
        write_report(report, tmp_path / "none/report.json")


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\xff",
        b"[]",
        b'{"version": 2}',
        b'{"version": 1, "errors": 0, "warnings": 0, "problems": [], "changes_in_all": 0,'
        b' "changes": [], "comment": "<b>"}',
        b'{"version": 1, "errors": -1, "warnings": 0, "problems": [], "changes_in_all": 0,'
        b' "changes": []}',
    ],
)
def test_a_report_that_is_none_of_ours_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    assert read_report(path) is None
    path.write_bytes(content)
    assert read_report(path) is None
    os.truncate(path, MAX_BYTES + 1)
    assert read_report(path) is None


def test_a_round_is_told_by_its_name_and_fields(house: Path) -> None:
    write_round(on_branch(house), units=["示例公园党组"])
    (change,) = checked(house).changes
    assert (change.kind, change.title, change.readable) == ("new", "示例区委第一轮巡察", True)


def test_a_changed_and_a_wrong_round(tmp_path: Path) -> None:
    before, after = tmp_path / "a", tmp_path / "b"
    write_round(before)
    write_round(after, units=["示例局党组"])
    (change,) = changes(before, after)
    assert [(f.label, f.before, f.after) for f in change.fields] == [
        ("被巡察单位·被巡察党组织", "示范局党组", "示例局党组")
    ]
    write_round(after, authority="区政府")
    (wrong,) = changes(before, after)
    assert (wrong.kind, wrong.readable, wrong.fields) == ("changed", False, ())
    (gone,) = changes(before, tmp_path / "none")
    assert (gone.kind, gone.title) == ("removed", "示例区委第一轮巡察")
