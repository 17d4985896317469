"""Five boards on loopback: what changed is fetched, what is wrong is reported, the rest stays."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path

import pytest
from support.boards import Answer, Server, bomb, drip, publish, serving, status
from support.factories import BODY, write, write_round

from noticeboard.exports.checksums import sign, write_checksums, write_signers
from noticeboard.model.problems import NoticeboardError, has_errors
from noticeboard.portal.harvest import Result, harvest
from noticeboard.portal.members import Member
from noticeboard.portal.transfer import Limits
from noticeboard.reading.boards import read_portal
from noticeboard.reading.reader import read_all
from noticeboard.reading.rounds import read_rounds
from noticeboard.reading.units import read_units
from noticeboard.rules.check import check_notices

LIMITS = Limits(rate=10_000, patience=2)


class Board:
    """A board with its server; `change` publishes its notices again."""

    def __init__(self, folder: Path, member_id: str, servers: ExitStack, key: str = "") -> None:
        self.notices, self.site = folder / member_id / "notices", folder / member_id / "site"
        unit = f"{member_id}局党组"
        write(self.notices, "2024/one", unit=unit, title=f"中共{unit}关于巡察整改进展情况的通报")
        self.two(BODY)
        write_round(self.notices, units=[unit, {"unit": "某委", "notice": "2024/two"}])
        (self.notices / "units.yml").write_text(
            f"units:\n  - name: {unit}\n    region: 示例省/示例市/示例区\n", "utf-8"
        )
        self.publish()
        self.server: Server = servers.enter_context(serving(self.site))
        self.member = Member(
            id=member_id, name=f"{member_id}公开栏", url=self.server.url, key=key or None
        )

    def two(self, body: str, **changes: object) -> None:
        """Write the notice that refers to the other one and has an attachment."""
        links = "\n[清单](two/清单.csv)和[上一篇](one.md)\n"
        fields = {"unit": "某委党组", "follow_up_of": "2024/one", **changes}
        write(self.notices, "2024/two", body + links, **fields)
        (self.notices / "2024/two").mkdir(exist_ok=True)
        (self.notices / "2024/two/清单.csv").write_text("甲,乙\n1,2\n", "utf-8")

    def publish(self) -> None:
        shutil.rmtree(self.site, ignore_errors=True)
        publish(self.notices, self.site)

    def answer(self, path: str, answer: Answer) -> None:
        self.server.answers[path] = answer


@pytest.fixture
def servers() -> Iterator[ExitStack]:
    with ExitStack() as stack:
        yield stack


@pytest.fixture
def boards(tmp_path: Path, servers: ExitStack) -> Mapping[str, Board]:
    return {name: Board(tmp_path, name, servers) for name in ("a", "a-b", "c", "d", "e")}


def run(boards: Mapping[str, Board], into: Path) -> dict[str, Result]:
    members = [board.member for board in boards.values()]
    return {result.board.id: result for result in harvest(members, into, LIMITS)}


def faults(results: Mapping[str, Result]) -> dict[str, tuple[str, ...]]:
    return {name: result.board.faults for name, result in results.items() if result.board.faults}


def texts(into: Path) -> dict[str, bytes]:
    return {
        path.relative_to(into).as_posix(): path.read_bytes()
        for path in sorted(into.glob("[!.]*/**/*"))
        if path.is_file()
    }


def one(boards: Mapping[str, Board], name: str = "a") -> dict[str, Board]:
    return {name: boards[name]}


def test_all_notices_of_all_members_are_harvested_unchanged(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into = tmp_path / "portal"
    results = run(boards, into)
    assert faults(results) == {}
    assert [result.added for result in results.values()] == [2] * 5
    expected = {
        f"{name}/{path.relative_to(board.notices).as_posix()}": path.read_bytes()
        for name, board in boards.items()
        for path in board.notices.rglob("*")
        if path.is_file()
    }
    assert texts(into) == expected

    parsed, rounds = read_all(into), read_rounds(into)
    ids = {each.notice.id for each in parsed if each.notice}
    assert ids == {f"{name}/2024/{slug}" for name in boards for slug in ("one", "two")}
    assert {each.round.slug for each in rounds if each.round} == {
        f"{name}/shili-2024-1" for name in boards
    }
    problems = check_notices(parsed, into, rounds=rounds, units=read_units(into))
    assert not has_errors(problems)
    assert len(read_units(into).entries) == 5


def test_only_what_changed_is_fetched(boards: Mapping[str, Board], tmp_path: Path) -> None:
    into, board = tmp_path / "portal", boards["a"]
    yesterday = time.time() - 86_400
    os.utime(board.site / "SHA256SUMS", (yesterday, yesterday))
    run(one(boards), into)
    board.server.seen.clear()
    (result,) = run(one(boards), into).values()
    assert (board.server.seen, result.changed) == (["GET /SHA256SUMS"], 0)

    change = {"date": "2024-12-05", "note": "更正示范局的采购办法，原文有误"}
    board.two(BODY.replace("采购办法", "采购制度"), corrections=[change])
    board.publish()
    board.server.seen.clear()
    (result,) = run(one(boards), into).values()
    assert board.server.seen == ["GET /SHA256SUMS", "GET /notices/2024/two/notice.md"]
    assert (result.board.faults, result.changed, result.added) == ((), 1, 0)
    assert "采购制度" in (into / "a/2024/two.md").read_text("utf-8")


def test_corrections_and_withdrawals_are_taken_over(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into, board = tmp_path / "portal", boards["a"]
    run(one(boards), into)
    withdrawal = {"date": "2024-12-20", "reason": "内容有误，核实以后另行公布"}
    write(board.notices, "2024/one", unit="a局党组", withdrawn=withdrawal,
          title="中共a局党组关于巡察整改进展情况的通报")  # fmt: skip
    board.publish()
    assert faults(run(one(boards), into)) == {}
    (withdrawn,) = (p.notice for p in read_all(into) if p.notice and p.notice.withdrawn)
    assert withdrawn.id == "a/2024/one"


def test_one_lies_one_is_slow_one_is_gone_one_serves_a_bomb(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into = tmp_path / "portal"
    run(boards, into)
    before = texts(into)
    boards["a"].two(BODY.replace("采购办法", "采购制度"))  # altered without a correction
    write(boards["a"].notices, "2024/new", unit="丁局党组")
    boards["a"].publish()
    (boards["a"].site / "notices/2024/new/notice.md").write_text("谎话", "utf-8")
    boards["a-b"].answer("/SHA256SUMS", drip)
    boards["c"].server.stop()
    boards["d"].answer("/SHA256SUMS", bomb)
    write(boards["e"].notices, "2024/three", unit="丙局党组", body=BODY + "\n另一篇。\n")
    boards["e"].publish()

    results = run(boards, into)
    reported = faults(results)
    assert set(reported) == {"a", "a-b", "c", "d"}
    assert any("new/notice.md 与 SHA256SUMS 不符" in fault for fault in reported["a"])
    assert any("正文与已公布的不同" in f and "没有写更正，保留上次收的" in f for f in reported["a"])
    assert "太慢" in reported["a-b"][0]
    assert "连不上" in reported["c"][0]
    assert "压缩过" in reported["d"][0]
    assert results["e"].added == 1
    assert {name: text for name, text in texts(into).items() if "three" not in name} == before
    assert len(read_all(into)) == 11

    portal = read_portal(into)
    assert portal
    assert {name: board.faults for name, board in portal.by_id.items() if board.faults} == reported
    assert all(portal.by_id[name].fetched for name in boards)  # that of the first harvest
    assert faults(run(one(boards), into))["a"]  # reported as long as it lasts


def test_a_dropped_notice_is_kept_and_one_taken_off_is_removed(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into, board = tmp_path / "portal", boards["a"]
    run(one(boards), into)
    shutil.rmtree(board.site / "notices/2024/one")
    shutil.rmtree(board.site / "rounds")
    write_checksums(board.site)
    dropped = faults(run(one(boards), into))["a"]
    assert len(dropped) == 2
    assert any("one.md" in fault and "被删除" in fault for fault in dropped)
    assert any("rounds/shili-2024-1.yml" in fault for fault in dropped)
    assert len(read_all(into)) == 2

    (board.notices / "2024/two.md").unlink()
    shutil.rmtree(board.notices / "2024/two")
    write_round(board.notices, units=["a局党组"])
    board.answer("/notices/2024/two/", status(410))
    board.publish()
    (result,) = run(one(boards), into).values()
    assert result.gone == ("2024/two",)
    assert [each.path for each in read_all(into)] == ["portal/a/2024/one.md"]


def test_what_breaks_a_rule_is_not_taken_over(boards: Mapping[str, Board], tmp_path: Path) -> None:
    into, board = tmp_path / "portal", boards["a"]
    write(board.notices, "2024/bad", body="<script>alert(1)</script>", published="2023-01-01")
    write(board.notices, "2024/bomb", attachments=["a.docx"])
    (board.notices / "2024/bomb").mkdir()
    (board.notices / "2024/bomb/a.docx").write_bytes(b"PK\3\4" + b"\0" * 1_000)
    (board.notices / "2024/raw.md").write_bytes(b"\xff\xfe")
    board.publish()
    reported = faults(run(one(boards), into))["a"]
    assert {fault.partition(".md ")[0] for fault in reported} == {
        "2024/bad",
        "2024/bomb",
        "2024/raw",
    }
    assert all(fault.endswith("没有收") for fault in reported)
    assert len(read_all(into)) == 2


def test_a_replaced_attachment_needs_a_correction(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into, board = tmp_path / "portal", boards["a"]
    run(one(boards), into)
    (board.notices / "2024/two/清单.csv").write_text("甲,乙\n3,4\n", "utf-8")
    board.publish()
    (fault,) = faults(run(one(boards), into))["a"]
    assert "附件 清单.csv 被替换了" in fault
    assert (into / "a/2024/two/清单.csv").read_text("utf-8") == "甲,乙\n1,2\n"


def test_a_signature_must_be_by_the_members_key(tmp_path: Path, servers: ExitStack) -> None:
    for name in ("own", "other"):
        command = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", str(tmp_path / name)]
        subprocess.run(command, check=True)
    key = (tmp_path / "own.pub").read_text("utf-8").strip()
    board, into = Board(tmp_path, "a", servers, key), tmp_path / "portal"
    assert "SHA256SUMS.sig" in faults(run({"a": board}, into))["a"][0]
    for name, accepted in (("other", False), ("own", True)):
        write_signers(board.site, (tmp_path / f"{name}.pub").read_text("utf-8").strip())
        (board.site / f"{name}.html").write_text(name, "utf-8")
        write_checksums(board.site)
        sign(board.site, tmp_path / name)
        assert ("a" in faults(run({"a": board}, into))) is not accepted
        assert len(read_all(into)) == (2 if accepted else 0)


def test_an_interrupted_harvest_is_finished_by_the_next(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into = tmp_path / "portal"
    run(one(boards), into)
    before = texts(into)
    # Killed between the two renames of an exchange, with files that were never checked.
    (into / "a").rename(into / ".harvest/a/old")
    (into / ".harvest/a/new/a/2024").mkdir(parents=True)
    (into / ".harvest/a/new/a/2024/x.md").write_text("半篇", "utf-8")
    assert faults(run(one(boards), into)) == {}
    assert texts(into) == before


def test_a_member_that_leaves_is_no_longer_shown(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    into = tmp_path / "portal"
    run(boards, into)
    run(one(boards), into)
    assert {each.path.split("/")[1] for each in read_all(into)} == {"a"}
    assert (into / "c/2024/one.md").is_file()


def test_a_folder_with_other_files_is_left_alone(
    boards: Mapping[str, Board], tmp_path: Path
) -> None:
    own = write(tmp_path / "notices", "2024/own")
    with pytest.raises(NoticeboardError, match="不是汇总用的文件夹"):
        run(one(boards), tmp_path / "notices")
    assert own.is_file()
    assert [path.name for path in own.parents[1].iterdir()] == ["2024"]
