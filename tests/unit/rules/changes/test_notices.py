"""`check --base` requires a correction for every change of a published notice."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result
from support.factories import BODY, write, write_round
from support.repositories import commit, git

from noticeboard.cli.main import main

CORRECTION = {"date": "2025-03-01", "note": "更正标题中的错字"}
PATH = "notices/2024/shifanju.md"


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    git(tmp_path, "init", "--quiet")
    write(tmp_path / "notices")
    commit(tmp_path)
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, ["check", *arguments])


def rules(*arguments: str, base: str = "HEAD") -> list[str]:
    result = run("--base", base, "--format", "json", *arguments)
    assert result.exit_code in (0, 1), result.output
    return [entry["rule"] for entry in json.loads(result.output)]


def test_unchanged_notice_has_no_problems(repository: Path) -> None:
    assert rules() == []


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "中共示例区示范局党组关于巡察整改情况的通报"},
        {"unit": "示范二局党组"},
        {"published": "2024-12-03"},
        {"issuer": "中共示例区示范局委员会"},
        {"inspection__end": "2024-04-29"},
        {"body": BODY.replace("照单全收", "全部接受")},
        {"body": BODY.replace("- 建立台账。\n", "")},
        {"progress": {"as_of": "2024-11-30"}},
    ],
)
def test_change_needs_a_correction(repository: Path, changes: dict[str, Any]) -> None:
    write(repository / "notices", **changes)
    assert rules() == ["past-change"]
    write(repository / "notices", **changes, corrections=[CORRECTION])
    assert rules() == []


def test_message_quotes_old_and_new_text(repository: Path) -> None:
    write(repository / "notices", body=BODY.replace("照单全收", "全部接受"))
    output = run("--base", "HEAD").output
    assert "正文与已公布的不同：原来是“示范局党组照单全收，立行立改。”" in output
    assert "notices/2024/shifanju.md:25:6:" in output
    assert "corrections 里新增一条" in output
    assert "/contribute/rules/#past-change" in output


def test_trailing_white_space_and_line_ends_are_no_change(repository: Path) -> None:
    path = repository / PATH
    text = path.read_text("utf-8").replace("立行立改。\n", "立行立改。  \n") + "\n\n"
    path.write_bytes(text.replace("\n", "\r\n").encode())
    assert rules() == []


def test_contact_may_change_with_a_new_verified_date(repository: Path) -> None:
    phones = [{"number": "0999-8123499"}]
    folder = repository / "notices"
    write(folder, contact__phones=phones)
    assert "past-contact" in rules()
    write(folder, contact__phones=phones, contact__verified="2025-02-01")
    assert rules() == []
    commit(repository)
    write(folder, contact__phones=phones, contact__email=None, contact__verified="2025-02-01")
    assert rules() == ["past-contact"]
    write(folder, contact__phones=phones, contact__verified="2025-02-09")
    assert rules() == []


def test_deleting_and_renaming_are_errors(repository: Path) -> None:
    path = repository / PATH
    path.rename(path.with_name("other.md"))
    output = run("--base", "HEAD").output
    assert "已公布的通报被移动或改名为 notices/2024/other.md" in output
    (repository / "notices/2024/other.md").unlink()
    assert rules() == ["past-deleted"]
    assert rules(PATH) == ["past-deleted"]


def test_corrections_are_permanent(repository: Path) -> None:
    folder = repository / "notices"
    write(folder, corrections=[CORRECTION])
    commit(repository)
    write(folder)
    assert rules() == ["past-correction"]
    write(folder, corrections=[{**CORRECTION, "note": "别的"}])
    assert "past-correction" in rules()
    later = {"date": "2025-04-01", "note": "更正单位名称"}
    write(folder, unit="示范二局党组", corrections=[CORRECTION, later])
    assert rules() == []
    earlier = {**later, "date": "2025-01-01"}
    write(folder, unit="示范二局党组", corrections=[CORRECTION, earlier])
    assert rules() == ["past-correction"]


def test_replaced_correction_explains_no_change(repository: Path) -> None:
    folder = repository / "notices"
    write(folder, corrections=[CORRECTION])
    commit(repository)
    write(folder, unit="示范二局党组", corrections=[{**CORRECTION, "note": "更正单位名称"}])
    assert set(rules()) == {"past-change", "past-correction"}


def test_withdrawal_is_permanent(repository: Path) -> None:
    folder = repository / "notices"
    withdrawn = {"date": "2025-01-01", "reason": "含有个人信息"}
    write(folder, "2024/shifanju", withdrawn=withdrawn)
    assert rules() == []
    commit(repository)
    write(folder)
    assert "past-withdrawal" in rules()


def test_withdrawn_text_may_be_blanked_explicitly(repository: Path) -> None:
    folder = repository / "notices"
    withdrawn = {"date": "2025-01-01", "reason": "含有个人信息"}
    write(folder, "2024/shifanju", "", withdrawn=withdrawn)
    assert "text-present" in rules()
    blanked = {**withdrawn, "blanked": "true"}
    write(folder, "2024/shifanju", "", withdrawn=blanked)
    assert rules() == []
    write(folder, "2024/shifanju", "", withdrawn={"date": "2025-01-01", "blanked": "true"})
    assert "required" in rules()
    write(folder, withdrawn=blanked)
    assert rules() == ["blanked-is-empty"]


def test_blanking_later_needs_a_correction(repository: Path) -> None:
    folder = repository / "notices"
    withdrawn = {"date": "2025-01-01", "reason": "内容有误"}
    write(folder, withdrawn=withdrawn)
    commit(repository)
    blanked = {**withdrawn, "blanked": "true"}
    write(folder, "2024/shifanju", "", withdrawn=blanked)
    assert set(rules()) == {"past-change", "past-withdrawal"}
    note = [{"date": "2025-03-01", "note": "正文含有个人信息，删去"}]
    write(folder, "2024/shifanju", "", withdrawn=blanked, corrections=note)
    assert rules() == []


def test_blanked_notice_keeps_its_contact_and_no_files(repository: Path) -> None:
    folder = repository / "notices"
    blanked = {"date": "2025-01-01", "reason": "含有个人信息", "blanked": "true"}
    changes: dict[str, Any] = {"withdrawn": blanked, "summary": "示范局整改", "topics": ["采购"]}
    (folder / "2024/shifanju").mkdir()
    (folder / "2024/shifanju/a.txt").write_text("甲", "utf-8")
    write(folder, "2024/shifanju", "", **changes, attachments=["a.txt"])
    assert rules() == ["blanked-is-empty"] * 4
    (folder / "2024/shifanju/a.txt").unlink()
    write(folder, "2024/shifanju", "", withdrawn=blanked, contact__phones=None, contact__email=None)
    assert "contact-channel" in rules()


def test_published_notice_cannot_become_a_draft(repository: Path) -> None:
    write(repository / "notices", draft="true")
    assert rules() == ["past-draft"]
    commit(repository)
    write(repository / "notices", title="中共示例区示范局党组的通报", draft="true")
    assert rules() == []


def test_attachments_are_permanent(repository: Path) -> None:
    folder = repository / "notices"
    (folder / "2024/shifanju").mkdir()
    attachment = folder / "2024/shifanju/a.txt"
    attachment.write_text("甲", "utf-8")
    write(folder, attachments=["a.txt"])
    commit(repository)
    attachment.write_text("乙", "utf-8")
    assert rules() == ["past-attachment"]
    write(folder, attachments=["a.txt"], corrections=[CORRECTION])
    assert rules() == []


def test_later_commits_of_the_base_are_ignored(repository: Path) -> None:
    git(repository, "checkout", "--quiet", "-b", "mine")
    git(repository, "checkout", "--quiet", "main")
    write(repository / "notices", "2024/other")
    commit(repository)
    git(repository, "checkout", "--quiet", "mine")
    assert rules(base="main") == []


def test_invalid_published_file_may_be_removed(repository: Path) -> None:
    broken = write(repository / "notices", "2024/broken", region=None)
    commit(repository)
    broken.unlink()
    assert rules() == []


def test_limited_check_ignores_other_files(repository: Path) -> None:
    write(repository / "notices", "2024/other")
    commit(repository)
    (repository / PATH).unlink()
    assert rules("notices/2024/other.md") == []
    assert rules("notices/2024") == ["past-deleted"]
    assert rules("notices") == ["past-deleted"]


@pytest.mark.parametrize("base", ["none", "", "--output=x", "HEAD:notices"])
def test_unknown_base_exits_2(repository: Path, base: str) -> None:
    result = run(f"--base={base}")
    assert result.exit_code == 2
    assert "没有" in result.output


def test_outside_a_repository_exits_2(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    write(tmp_path / "notices")
    assert run("--base", "HEAD").exit_code == 2
    monkeypatch.setenv("PATH", "")
    result = run("--base", "HEAD")
    assert (result.exit_code, "需要 git" in result.output) == (2, True)


def test_published_round_needs_a_correction_for_changes(repository: Path) -> None:
    path = write_round(repository / "notices", units=["示范局党组", "示例公园党组"])
    (repository / "notices/rounds/readme.md").write_text("---\n---\n", "utf-8")
    commit(repository)
    (repository / "notices/rounds/readme.md").unlink()
    assert rules() == []
    write_round(repository / "notices", units=["示范局党组", "示例公园党组", "示例桥梁党组"])
    assert rules() == []
    write_round(repository / "notices", source="另一份公告", units=["示范局党组"])
    assert rules() == ["past-round", "past-round"]
    assert rules("notices/rounds/shili-2024-1.yml") == ["past-round", "past-round"]
    assert rules("notices/2024") == []
    note = [{"date": "2025-03-01", "note": "名单抄错"}]
    write_round(repository / "notices", units=["示范局党组"], corrections=note)
    assert rules() == []
    commit(repository)
    write_round(repository / "notices", units=["示范局党组"])
    assert rules() == ["past-round"]
    path.unlink()
    assert rules() == rules("notices/rounds/shili-2024-1.yml") == ["past-round-deleted"]


def test_unit_of_a_round_keeps_its_values(repository: Path) -> None:
    unit = {"unit": "示例公园党组", "ground": "涉及国家秘密，依照示例办法第三条不公布"}
    write_round(repository / "notices", units=[unit])
    commit(repository)
    write_round(repository / "notices", units=["示例公园党组"])
    assert rules() == ["past-round"]
    written_out = {**unit, "region": "示例省/示例市/示例区"}
    write_round(repository / "notices", units=[written_out])
    assert rules() == []


def test_a_correction_is_not_dated_before_the_published_commit(repository: Path) -> None:
    write(repository / "notices", published="2024-06-20")
    commit(repository)
    early = {"date": "2024-07-01", "note": "更正标题中的错字"}
    write(repository / "notices", published="2024-06-20", title="甲局的通报", corrections=[early])
    assert rules() == ["past-day"]


def test_a_withdrawal_does_not_rewrite_the_text(repository: Path) -> None:
    withdrawn = {"date": "2025-01-01", "reason": "含有个人信息"}
    write(repository / "notices", body=BODY.replace("照单全收", "全部接受"), withdrawn=withdrawn)
    assert rules() == ["past-change"]
    write(repository / "notices", title="中共示例区示范局的通报", withdrawn=withdrawn)
    assert rules() == ["past-change"]


def test_what_the_list_of_removed_notices_takes_off_or_brings_back_is_reported(
    repository: Path,
) -> None:
    listed = repository / "notices/.removed.txt"
    listed.write_text("2024/shifanju\t依某号决定\n", "utf-8")
    result = run("--base", "HEAD")
    assert result.exit_code == 0
    assert "2024/shifanju 从网站撤下了（原因：依某号决定）" in result.output
    commit(repository)
    assert rules() == []
    listed.unlink()
    assert "2024/shifanju 重新公布了" in run("--base", "HEAD").output


@pytest.mark.parametrize("content", [b"2024/shifanju\n", b"\xff"])
def test_a_list_of_removed_notices_that_stops_builds_is_an_error(
    repository: Path, content: bytes
) -> None:
    (repository / "notices/.removed.txt").write_bytes(content)
    assert rules() == ["value"]


def test_the_reason_of_a_missing_contact_needs_a_correction(repository: Path) -> None:
    def change(**fields: Any) -> None:
        body = BODY.replace("联系电话：0999-8123456，邮箱：shifanju@example.com。\n\n", "")
        write(repository / "notices", body=body, contact=None, **fields)

    change(contact_missing={"reason": "原文没有写联系方式，已核实"})
    commit(repository)
    change(contact_missing={"reason": "单位已经撤销"})
    assert rules() == ["past-contact"]
    change(contact_missing={"reason": "单位已经撤销"}, corrections=[CORRECTION])
    assert rules() == []
