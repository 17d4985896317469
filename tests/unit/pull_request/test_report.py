"""The check of a request: which files are taken, and what the report says."""

import json
import os
from pathlib import Path

import pytest
from support.factories import BODY, write, write_round
from support.fake_host import run_request
from support.repositories import commit, commit_file, git, make_tree

from noticeboard.model.problems import NoticeboardError
from noticeboard.pull_request.changes import compare_folders
from noticeboard.pull_request.checkout import checkout_notices
from noticeboard.pull_request.report import (
    MAX_BYTES,
    Report,
    check_request,
    read_report,
    write_report,
)


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Return a repository on its main branch, with one published notice."""
    root = tmp_path / "公开 栏"
    root.mkdir()
    git(root, "init", "--quiet")
    write(root / "notices")
    (root / "program.py").write_text("base\n", "utf-8")
    commit(root)
    return root


def start_request(repository: Path) -> Path:
    git(repository, "checkout", "--quiet", "-b", "request")
    return repository / "notices"


def check(repository: Path) -> Report:
    """Commit the working tree as a request and check it."""
    request = commit(repository)
    git(repository, "checkout", "--quiet", "main")
    return check_request(repository, request, repository / "notices")


def test_new_notice_is_listed(repository: Path) -> None:
    write(start_request(repository), "2024/other", unit="另一局党组")
    report = check(repository)
    assert report.clean
    assert [(change.kind, change.id) for change in report.changes] == [("new", "2024/other")]
    assert report.changes[0].title == "中共示例区示范局党组关于巡察整改进展情况的通报"


def test_only_notices_of_the_request_are_used(repository: Path) -> None:
    notices = start_request(repository)
    write(notices, "2024/other", unit="另一局党组")
    (repository / "program.py").write_text("request\n", "utf-8")
    (repository / "new.py").write_text("request\n", "utf-8")
    check(repository)
    assert (repository / "program.py").read_text("utf-8") == "base\n"
    assert not (repository / "new.py").exists()
    assert (notices / "2024/other.md").is_file()


def test_change_lists_old_and_new_values(repository: Path) -> None:
    body = BODY.replace("立行立改", "立行立改，全面整改").replace("- 建立台账。\n", "")
    phones = [{"number": "0999-8123456", "hours": "工作日 8:30—17:00"}]
    write(start_request(repository), body=body, contact__phones=phones, topics=["采购", "台账"])
    change = check(repository).changes[0]
    assert [(field.label, field.before, field.after) for field in change.fields] == [
        ("联系方式·电话·接听时间", "工作日 9:00—17:00", "工作日 8:30—17:00"),
        ("主题 1", "", "采购"),
        ("主题 2", "", "台账"),
    ]
    assert change.paragraphs_changed == 2
    assert change.paragraphs[0].before == "示范局党组照单全收，立行立改。"
    assert change.paragraphs[0].after == "示范局党组照单全收，立行立改，全面整改。"


def test_published_text_needs_a_correction(repository: Path) -> None:
    write(start_request(repository), body=BODY.replace("照单全收", "诚恳接受"))
    report = check(repository)
    assert not report.clean
    assert {problem.path for problem in report.problems} == {"notices/2024/shifanju.md"}


def test_removed_notice_and_attachment_are_one_change(repository: Path) -> None:
    notices = repository / "notices"
    (notices / "2024/shifanju").mkdir()
    (notices / "2024/shifanju/附件1.pdf").write_bytes(b"%PDF-1.4")
    commit(repository)
    start_request(repository)
    git(repository, "rm", "-rq", "notices/2024")
    report = check(repository)
    assert not report.clean
    (change,) = report.changes
    assert (change.kind, change.files) == ("removed", ("2024/shifanju/附件1.pdf",))


def test_only_warnings_of_changed_notices_are_reported(repository: Path) -> None:
    warned = BODY + "\n**（一）抓整改。**全面\n"
    write(repository / "notices", "2024/old", body=warned, unit="甲局党组")
    commit(repository)
    write(start_request(repository), "2024/new", body=warned, unit="乙局党组")
    report = check(repository)
    assert {problem.path for problem in report.problems} == {"notices/2024/new.md"}
    assert report.warnings >= 1
    assert report.clean


def test_links_and_hidden_files_are_refused(repository: Path, tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("secret", "utf-8")
    notices = start_request(repository)
    (notices / "2024/link.md").symlink_to(secret)
    (notices / ".gitattributes").write_text("* -text\n", "utf-8")
    report = check(repository)
    assert {problem.path for problem in report.problems} == {
        "notices/.gitattributes",
        "notices/2024/link.md",
    }
    assert not (notices / "2024/link.md").exists()
    assert not (notices / ".gitattributes").exists()


def test_the_list_of_removed_notices_is_checked(repository: Path) -> None:
    folder = start_request(repository)
    (folder / ".removed.txt").write_text("2024/shifanju\t依某号决定\n", "utf-8")
    commit(folder)
    report = check(repository)
    assert report.clean
    assert ["撤下" in problem.message for problem in report.problems] == [True]
    assert [change.path for change in report.changes] == ["notices/.removed.txt"]
    (folder / ".removed.txt").write_text("2024/shifanju\n", "utf-8")
    commit(folder)
    assert not check(repository).clean


def test_an_old_request_is_checked_as_it_would_be_published(repository: Path) -> None:
    write(start_request(repository), "2024/other", unit="另一局党组")
    request = commit(repository)
    git(repository, "checkout", "--quiet", "main")
    write(repository / "notices", "2024/newer", unit="新局党组")
    commit(repository)
    report = check_request(repository, request, repository / "notices")
    assert report.clean, report.problems
    assert [(change.kind, change.id) for change in report.changes] == [("new", "2024/other")]
    assert (repository / "notices/2024/newer.md").is_file()


def test_a_conflict_with_the_target_is_reported(repository: Path) -> None:
    write(start_request(repository), title="一")
    request = commit(repository)
    git(repository, "checkout", "--quiet", "main")
    write(repository / "notices", title="二")
    commit(repository)
    with pytest.raises(NoticeboardError, match=r"冲突：notices/2024/shifanju\.md；"):
        check_request(repository, request, repository / "notices")
    git(repository, "checkout", "--quiet", "--orphan", "unrelated")
    unrelated = commit(repository)
    git(repository, "checkout", "--quiet", "--force", "main")
    with pytest.raises(NoticeboardError, match="unrelated histories"):
        check_request(repository, unrelated, repository / "notices")


ODD_NAMES = {
    "no UTF-8": b"2024/\xff.md",
    "no UTF-8, attachment": b"2024/shifanju/\xe4\xb8.pdf",
    "no UTF-8, folder": b"2024/\xff/x.pdf",
    "no UTF-8, round": b"rounds/\xff.yml",
    "a surrogate": b"2024/\xed\xa0\x80.md",
    "over 255 bytes": b"2024/" + b"a" * 300 + b".md",
    "over 255 bytes, folder": b"2024/" + "长".encode() * 100 + b"/x.pdf",
    "over 4,096 bytes": b"2024/shifanju/" + (b"a" * 150 + b"/") * 28 + b"x.pdf",
    "a line feed": b"2024/a\nb.md",
    "a tab": b"2024/a\tb.md",
}


@pytest.mark.parametrize("name", ODD_NAMES.values(), ids=list(ODD_NAMES))
def test_odd_names_are_refused(repository: Path, name: bytes) -> None:
    request = commit_file(repository, b"notices/" + name)
    report = check_request(repository, request, repository / "notices")
    assert {problem.rule for problem in report.problems} <= {"file-name", "path"}
    assert not report.clean
    write_report(report, repository / "report.json")
    assert read_report(repository / "report.json") == report


def test_names_as_long_as_allowed_are_taken(repository: Path) -> None:
    request = commit_file(repository, b"notices/2024/shifanju/" + "长".encode() * 60 + b".txt")
    report = check_request(repository, request, repository / "notices")
    assert not [problem for problem in report.problems if problem.rule in {"file-name", "path"}]


def test_a_file_and_a_folder_of_one_name_are_refused(repository: Path) -> None:
    blob = git(repository, "rev-parse", "HEAD:program.py")
    folder = make_tree(repository, [f"100644 blob {blob}\tx.pdf"])
    year = make_tree(
        repository, [f"100644 blob {blob}\tshifanju", f"040000 tree {folder}\tshifanju"]
    )
    notices = make_tree(repository, [f"040000 tree {year}\t2024"])
    root = make_tree(repository, [f"040000 tree {notices}\tnotices"])
    request = git(repository, "commit-tree", root, "-p", "HEAD", "-m", "请求")
    report = check_request(repository, request, repository / "notices")
    assert any("存不下来" in problem.message for problem in report.problems)


def test_unreadable_notice_is_listed(repository: Path) -> None:
    (start_request(repository) / "2024/broken.md").write_text("没有元数据\n", "utf-8")
    report = check(repository)
    assert [(change.id, change.readable) for change in report.changes] == [("2024/broken", False)]


def test_uncommitted_work_is_not_lost(repository: Path) -> None:
    path = write(repository / "notices", "2024/mine")
    with pytest.raises(NoticeboardError, match="没有提交"):
        check_request(repository, "HEAD", repository / "notices")
    assert path.is_file()


def test_unknown_revision_raises(repository: Path) -> None:
    with pytest.raises(NoticeboardError, match="读不到要检查的提交"):
        check_request(repository, "no-such-branch", repository / "notices")
    assert (repository / "notices/2024/shifanju.md").is_file()
    assert [path.name for path in repository.iterdir() if path.name.startswith(".")] == [".git"]


def test_revision_without_notices_is_an_empty_folder(repository: Path, tmp_path: Path) -> None:
    git(repository, "rm", "-rq", "notices")
    assert checkout_notices(repository, commit(repository), tmp_path / "none") == []
    assert list((tmp_path / "none").iterdir()) == []


def test_many_changed_paragraphs_are_only_counted(tmp_path: Path) -> None:
    for name, word in (("old", "甲"), ("new", "乙")):
        body = "\n\n".join(f"{word}第{number}段" for number in range(900))
        write(tmp_path / name, body=body)
    (change,) = compare_folders(tmp_path / "old", tmp_path / "new")
    assert (change.paragraphs, change.paragraphs_changed) == ((), 900)


def test_report_survives_its_file(repository: Path, tmp_path: Path) -> None:
    write(start_request(repository), "2023/b")
    report = check(repository)
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
def test_invalid_report_is_none(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "report.json"
    assert read_report(path) is None
    path.write_bytes(content)
    assert read_report(path) is None
    os.truncate(path, MAX_BYTES + 1)
    assert read_report(path) is None


def test_new_round_is_listed_by_name(repository: Path) -> None:
    write_round(start_request(repository), units=["示例公园党组"])
    (change,) = check(repository).changes
    assert (change.kind, change.title, change.readable) == ("new", "示例区委第一轮巡察", True)


def test_changed_invalid_and_removed_rounds_are_listed(tmp_path: Path) -> None:
    before, after = tmp_path / "a", tmp_path / "b"
    write_round(before)
    write_round(after, units=["示例局党组"])
    (change,) = compare_folders(before, after)
    assert [(f.label, f.before, f.after) for f in change.fields] == [
        ("被巡察单位·被巡察党组织", "示范局党组", "示例局党组")
    ]
    write_round(after, authority="区政府")
    (wrong,) = compare_folders(before, after)
    assert (wrong.kind, wrong.readable, wrong.fields) == ("changed", False, ())
    (gone,) = compare_folders(before, tmp_path / "none")
    assert (gone.kind, gone.title) == ("removed", "示例区委第一轮巡察")


def test_check_writes_a_report_and_prints_problems(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    (tmp_path / ".gitignore").write_text("report.json\n", "utf-8")
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "-b", "request")
    write(tmp_path / "notices", "2024/b", region=None)
    commit(tmp_path)
    git(tmp_path, "checkout", "--quiet", "main")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("NOTICES_DIR", raising=False)
    result = run_request("check", "request", "--format", "github")
    assert result.exit_code == 1, result.output
    assert "::error file=notices/2024/b.md" in result.output
    assert json.loads(Path("report.json").read_text("utf-8"))["errors"] == 1
    git(tmp_path, "checkout", "--quiet", "--", "notices")
    git(tmp_path, "clean", "-qfd")
    assert run_request("check", "main").exit_code == 0
    assert run_request("check", "nowhere").exit_code == 2
