"""One thing of every kind is altered, in a built site and in a repository: each is found and named.

`-rP` shows the table: what was altered, what told it, what it was called.
"""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from support.factories import BODY, write
from support.repositories import commit, git

from noticeboard.cli.main import main
from noticeboard.exports.checksums import SIGNATURE, SUMS, sign, write_checksums, write_signers

NOTICE = "notices/2024/full"
PAGE, SOURCE, FILE = f"{NOTICE}/index.html", f"{NOTICE}/notice.md", f"{NOTICE}/附件1.txt"
DATA = f"api/v1/{NOTICE}.json"
Alter = Callable[[Path], None]


class DatedNote(NamedTuple):
    """A line of the table: what was altered, the tool that found it, its words."""

    kind: str
    tool: str
    said: str


def table(title: str, lines: list[DatedNote], tried: int) -> None:
    """Print what was tried and what was caught."""
    print(f"\n{title}")
    for line in lines:
        print(f"  {line.kind:24} {line.tool:18} {line.said}")
    print(f"  {tried} kinds tried, {len({line.kind for line in lines})} caught")


def replace(name: str, old: str, new: str) -> Alter:
    def alter(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text, (name, old)
        (root / name).write_text(text.replace(old, new), "utf-8")

    return alter


def moved(old: str, new: str) -> Alter:
    def alter(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return alter


def new_sums(site: Path) -> None:
    """Alter a page and write sums that fit."""
    replace(PAGE, "立行立改", "正在研究")(site)
    write_checksums(site)


def forged_signature(site: Path) -> None:
    """Sign new sums over an altered page with a key of one's own."""
    new_sums(site)
    key = site.parent / "forger"
    make_key(key)
    (site / SIGNATURE).unlink()
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "noticeboard"]
    subprocess.run([*command, str(site / SUMS)], check=True, capture_output=True)


# Kind -> how, the file that must be named, and the tools that must find it.
SITE: dict[str, tuple[Alter, str, tuple[str, ...]]] = {
    "a text": (replace(PAGE, "立行立改", "正在研究"), PAGE, ("sha256sum", "verify")),
    "a date": (replace(PAGE, "2024年12月2日", "2024年12月3日"), PAGE, ("sha256sum", "verify")),
    "a phone": (replace(PAGE, "8123456", "8123457"), PAGE, ("sha256sum", "verify")),
    "the source": (replace(SOURCE, "照单全收", "部分接受"), SOURCE, ("sha256sum", "verify")),
    "a removed correction": (replace(SOURCE, "改正联系电话", ""), SOURCE, ("sha256sum", "verify")),
    "a withdrawal taken back": (replace(PAGE, "撤回", "公布"), PAGE, ("sha256sum", "verify")),
    "the data": (replace(DATA, "withdrawn", "in_force"), DATA, ("sha256sum", "verify")),
    "a forged commit": (
        replace("index.html", 'nb-commit">', 'nb-commit">f'), "index.html", ("sha256sum", "verify"),
    ),
    "a swapped attachment": (replace(FILE, "清单", "假的"), FILE, ("sha256sum", "verify")),
    "a dropped page": (lambda site: (site / PAGE).unlink(), PAGE, ("sha256sum", "verify")),
    "a dropped attachment": (lambda site: (site / FILE).unlink(), FILE, ("sha256sum", "verify")),
    "a changed id": (moved(NOTICE, "notices/2024/other-id"), PAGE, ("sha256sum", "verify")),
    "an added file": (lambda site: (site / "added.html").touch(), "added.html", ("verify",)),
    "a line struck from the sums": (
        lambda site: _strike(site / SUMS, SOURCE), SOURCE, ("verify", "ssh-keygen"),
    ),
    "new sums": (
        new_sums,
        SUMS, ("ssh-keygen",),
    ),
    "a forged signature": (forged_signature, SUMS, ("ssh-keygen",)),
}  # fmt: skip


def _strike(sums: Path, name: str) -> None:
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    sums.write_text("".join(line for line in lines if not line.endswith(f"  {name}\n")), "utf-8")


def make_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


@pytest.fixture(scope="module")
def signed(every_kind_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A built site with a signature; beside it the public key that a reader keeps."""
    folder = tmp_path_factory.mktemp("signed")
    site = folder / "site"
    shutil.copytree(every_kind_site, site)
    make_key(folder / "key")
    write_signers(site, (folder / "key.pub").read_text("utf-8").strip())
    write_checksums(site)
    sign(site, folder / "key")
    shutil.copy(site / "allowed_signers", folder / "kept_signers")
    return site


def by_sha256sum(site: Path) -> list[str]:
    """The files that plain sha256sum names."""
    command = ["sha256sum", "--check", "--quiet", SUMS]
    run = subprocess.run(
        command,
        cwd=site,
        capture_output=True,
        text=True,
        env={"LC_ALL": "C.UTF-8", "PATH": "/usr/bin:/bin"},
    )
    assert bool(run.returncode) == bool(run.stdout)
    return [line.rpartition(": ")[0] for line in run.stdout.splitlines()]


def by_verify(site: Path) -> list[str]:
    """The files that `noticeboard verify` names."""
    run = CliRunner().invoke(main, ["verify", str(site)])
    *lines, last = run.output.splitlines()
    assert (run.exit_code, last) == ((1, "不一致") if lines else (0, "一致"))
    return [line.partition(" ")[2] for line in lines]


def by_ssh_keygen(site: Path) -> list[str]:
    """SHA256SUMS, when it is not what the owner of the kept key signed."""
    command = ["ssh-keygen", "-Y", "verify", "-f", "../kept_signers", "-I", "noticeboard"]
    command += ["-n", "noticeboard", "-s", SIGNATURE]
    with (site / SUMS).open("rb") as sums:
        run = subprocess.run(command, cwd=site, stdin=sums, capture_output=True)
    return [SUMS] if run.returncode else []


TOOLS = {"sha256sum": by_sha256sum, "verify": by_verify, "ssh-keygen": by_ssh_keygen}


def test_a_built_site(signed: Path, tmp_path: Path) -> None:
    assert [tool(signed) for tool in TOOLS.values()] == [[], [], []]
    lines = []
    for number, (kind, (alter, name, tools)) in enumerate(SITE.items()):
        site = tmp_path / str(number) / "site"
        shutil.copytree(signed, site)
        shutil.copy(signed.parent / "kept_signers", site.parent)
        alter(site)
        for tool in tools:
            found = TOOLS[tool](site)
            assert (SUMS if tool == "ssh-keygen" else name) in found, (kind, tool, found)
            lines.append(DatedNote(kind, tool, ", ".join(found[:2])))
        shutil.rmtree(site.parent)
    assert {line.kind for line in lines} == set(SITE)
    table("a built site", lines, len(SITE))


PATH = "notices/2024/shifanju.md"
TOLD = [{"date": "2024-12-05", "note": "更正电话"}, {"date": "2024-12-06", "note": "更正日期"}]
GONE = {"date": "2024-12-09", "reason": "重复公布"}
START: dict[str, Any] = {"corrections": TOLD, "attachments": ["附件1.txt"], "withdrawn": GONE}


def rewritten(body: str = BODY, **changes: Any) -> Alter:
    def alter(root: Path) -> None:
        write(root / "notices", body=body, **{**START, **changes})

    return alter


# Kind -> how, and the rule of `check --base` that must name it.
REPOSITORY: dict[str, tuple[Alter, str]] = {
    "a text": (rewritten(BODY.replace("照单全收", "部分接受")), "past-change"),
    "a heading": (rewritten(BODY.replace("（一）健全制度", "（一）其他")), "past-change"),
    "a title": (rewritten(title="别的标题"), "past-change"),
    "a date": (rewritten(published="2024-12-03"), "past-change"),
    "a date of the inspection": (rewritten(inspection__feedback="2024-06-16"), "past-change"),
    "an issuer": (rewritten(issuer="别的落款"), "past-change"),
    "a unit": (rewritten(unit="别的党组"), "past-change"),
    "a phone": (
        rewritten(contact__phones=[{"number": "0999-8123457"}]), "past-contact",
    ),
    "a removed correction": (rewritten(corrections=TOLD[:1]), "past-correction"),
    "a rewritten correction": (
        rewritten(corrections=[TOLD[0], {"date": "2024-12-06", "note": "别的说法"}]),
        "past-correction",
    ),
    "a withdrawal taken back": (rewritten(withdrawn=None), "past-withdrawal"),
    "a draft again": (rewritten(draft="true"), "past-draft"),
    "a swapped attachment": (replace("notices/2024/shifanju/附件1.txt", "清单", "假的"), "past-attachment"),
    "a dropped attachment": (
        lambda root: (root / "notices/2024/shifanju/附件1.txt").unlink(), "past-attachment",
    ),
    "a deleted notice": (lambda root: (root / PATH).unlink(), "past-deleted"),
    "a renamed notice": (moved(PATH, "notices/2024/other-name.md"), "past-deleted"),
    "a changed id": (moved(PATH, "notices/2023/shifanju.md"), "past-deleted"),
}  # fmt: skip


def test_a_repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    start = tmp_path / "start"
    write(start / "notices", **START)
    (start / "notices/2024/shifanju").mkdir()
    (start / "notices/2024/shifanju/附件1.txt").write_text("清单", "utf-8")
    git(start, "init", "--quiet")
    commit(start)
    lines = []
    for number, (kind, (alter, rule)) in enumerate(REPOSITORY.items()):
        root = tmp_path / str(number)
        shutil.copytree(start, root)
        monkeypatch.chdir(root)
        command = ["check", "--base", "HEAD", "--format", "json"]
        clean = CliRunner().invoke(main, command)
        assert "past-" not in clean.output
        alter(root)
        run = CliRunner().invoke(main, command)
        found = [one for one in json.loads(run.output) if one["rule"] == rule]
        assert (run.exit_code, bool(found)) == (1, True), (kind, run.output)
        assert found[0]["path"] == PATH
        lines.append(DatedNote(kind, f"check: {rule}", found[0]["message"]))
    assert {line.kind for line in lines} == set(REPOSITORY)
    table("a repository", lines, len(REPOSITORY))


def test_a_commit_that_was_rewritten_is_not_the_one_the_site_names(tmp_path: Path) -> None:
    """Git's own ids: the same history with one word changed has other commits."""
    write(tmp_path / "notices")
    git(tmp_path, "init", "--quiet")
    named = commit(tmp_path)
    replace(PATH, "照单全收", "部分接受")(tmp_path)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--amend", "--no-edit")
    assert git(tmp_path, "rev-parse", "HEAD") != named
    assert named not in git(tmp_path, "rev-list", "HEAD").split()
