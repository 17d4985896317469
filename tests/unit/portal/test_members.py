"""members.yml: every problem at once, in Chinese, with the line."""

from __future__ import annotations

from pathlib import Path

import pytest

from noticeboard.model.problems import NoticeboardError
from noticeboard.portal.members import read_members

KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIexample board"


def members_file(folder: Path, text: str) -> Path:
    path = folder / "members.yml"
    path.write_text(text, "utf-8")
    return path


@pytest.mark.parametrize("name", ["key", "public_key", "signing_key"])
def test_members_are_read_in_order(tmp_path: Path, name: str) -> None:
    text = (
        f"- {{id: shili-qu, name: 示例区公开栏, url: 'https://a.example/board', {name}: '{KEY}'}}\n"
        "- id: b\n  name: 示例县公开栏\n  url: http://127.0.0.1:8080/\n"
    )
    first, second = read_members(members_file(tmp_path, text))
    assert (first.id, first.url, first.key) == ("shili-qu", "https://a.example/board/", KEY)
    assert (second.id, second.url, second.key) == ("b", "http://127.0.0.1:8080/", None)


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("- {id: 2024, name: 甲, url: 'https://a.example/'}", "编号“2024”写法不对"),
        ("- {id: ../b, name: 甲, url: 'https://a.example/'}", "编号“../b”写法不对"),
        ("- {id: rounds, name: 甲, url: 'https://a.example/'}", "编号“rounds”写法不对"),
        ("- {id: A, name: 甲, url: 'https://a.example/'}", "编号“A”写法不对"),
        ("- {id: a, name: 甲, url: 'file:///etc/'}", "网址“file:///etc/”写法不对"),
        ("- {id: a, name: 甲, url: 'https://u:p@a.example/'}", "写法不对"),
        ("- {id: a, name: 甲, url: 'https://a.example/?x=1'}", "写法不对"),
        ("- {id: a, name: 甲, url: 'https://a.example:99999/'}", "写法不对"),
        ("- {id: a, name: 甲}", "缺少必填项"),
        ("- {id: a, name: 甲, url: 'https://a.example/', token: x}", "没有“token”这一项"),
        ("- {id: a, name: 甲, url: 'https://a.example/', key: rsa}", "签名公钥"),
        ("- &x {id: a, name: 甲, url: 'https://a.example/'}", "members.yml:1"),
    ],
)
def test_a_wrong_entry_is_explained_with_its_line(tmp_path: Path, line: str, says: str) -> None:
    good = "\n- {id: good, name: 乙, url: 'https://b.example/'}\n"
    with pytest.raises(NoticeboardError) as error:
        read_members(members_file(tmp_path, line + good))
    assert says in str(error.value)
    assert "members.yml:1: " in str(error.value)


def test_every_problem_is_reported_at_once(tmp_path: Path) -> None:
    text = "- {id: A, name: 甲, url: 'https://a.example/'}\n- {id: b, name: 乙, url: ftp://b}\n"
    with pytest.raises(NoticeboardError) as error:
        read_members(members_file(tmp_path, text))
    assert [line.partition(": ")[0][-1] for line in str(error.value).split("\n")] == ["1", "2"]


def test_ids_and_addresses_are_not_repeated(tmp_path: Path) -> None:
    line = "- {id: a, name: 甲, url: 'https://a.example'}\n"
    with pytest.raises(NoticeboardError, match="编号“a”写了两次") as error:
        read_members(members_file(tmp_path, line + line))
    assert "网址“https://a.example/”写了两次" in str(error.value)


@pytest.mark.parametrize("text", ["", "[]\n", "members: 1\n", "- a\n", "{id: a}\n"])
def test_a_file_without_a_list_of_members_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(NoticeboardError, match=r"members\.yml"):
        read_members(members_file(tmp_path, text))


def test_a_missing_or_foreign_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoticeboardError, match="读不出来"):
        read_members(tmp_path / "members.yml")
    (tmp_path / "members.yml").write_bytes("- {id: 甲}".encode("gb18030"))
    with pytest.raises(NoticeboardError, match=r"members\.yml"):
        read_members(tmp_path / "members.yml")
