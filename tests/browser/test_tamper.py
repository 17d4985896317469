"""Every kind of tampering with a built site or a repository is detected and named.

`pytest -rP` shows the table of alterations, tools and their messages.
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


class Detection(NamedTuple):
    """A line of the table: the alteration, the tool that detected it, its message."""

    kind: str
    tool: str
    message: str


def print_table(title: str, lines: list[Detection], tried: int) -> None:
    """Print the detections of `tried` alterations."""
    print(f"\n{title}")
    for line in lines:
        print(f"  {line.kind:24} {line.tool:18} {line.message}")
    print(f"  {tried} kinds tried, {len({line.kind for line in lines})} caught")


def replace(name: str, old: str, new: str) -> Alter:
    def alter(root: Path) -> None:
        text = (root / name).read_text("utf-8")
        assert old in text, (name, old)
        (root / name).write_text(text.replace(old, new), "utf-8")

    return alter


def move(old: str, new: str) -> Alter:
    def alter(root: Path) -> None:
        (root / new).parent.mkdir(parents=True, exist_ok=True)
        (root / old).rename(root / new)

    return alter


def update_checksums(site: Path) -> None:
    """Alter a page and update the checksums."""
    replace(PAGE, "立行立改", "正在研究")(site)
    write_checksums(site)


def forge_signature(site: Path) -> None:
    """Sign new checksums of an altered page with another key."""
    update_checksums(site)
    key = site.parent / "forger"
    make_key(key)
    (site / SIGNATURE).unlink()
    command = ["ssh-keygen", "-Y", "sign", "-q", "-f", str(key), "-n", "noticeboard"]
    subprocess.run([*command, str(site / SUMS)], check=True, capture_output=True)


# Kind -> alteration, the file to be named, the tools that must detect it.
SITE_ALTERATIONS: dict[str, tuple[Alter, str, tuple[str, ...]]] = {
    "a text": (replace(PAGE, "立行立改", "正在研究"), PAGE, ("sha256sum", "verify")),
    "a date": (replace(PAGE, "2024年12月2日", "2024年12月3日"), PAGE, ("sha256sum", "verify")),
    "a phone": (replace(PAGE, "8123456", "8123457"), PAGE, ("sha256sum", "verify")),
    "the source": (replace(SOURCE, "照单全收", "部分接受"), SOURCE, ("sha256sum", "verify")),
    "a removed correction": (replace(SOURCE, "改正联系电话", ""), SOURCE, ("sha256sum", "verify")),
    "a revoked withdrawal": (replace(PAGE, "撤回", "公布"), PAGE, ("sha256sum", "verify")),
    "the data": (replace(DATA, "withdrawn", "in_force"), DATA, ("sha256sum", "verify")),
    "a forged commit": (
        replace("index.html", 'data-nb-commit="', 'data-nb-commit="f'), "index.html", ("sha256sum", "verify"),
    ),
    "a swapped attachment": (replace(FILE, "清单", "假的"), FILE, ("sha256sum", "verify")),
    "a dropped page": (lambda site: (site / PAGE).unlink(), PAGE, ("sha256sum", "verify")),
    "a dropped attachment": (lambda site: (site / FILE).unlink(), FILE, ("sha256sum", "verify")),
    "a changed id": (move(NOTICE, "notices/2024/other-id"), PAGE, ("sha256sum", "verify")),
    "an added file": (lambda site: (site / "added.html").touch(), "added.html", ("verify",)),
    "a line removed from the sums": (
        lambda site: _remove_line(site / SUMS, SOURCE), SOURCE, ("verify", "ssh-keygen"),
    ),
    "new sums": (
        update_checksums,
        SUMS, ("ssh-keygen",),
    ),
    "a forged signature": (forge_signature, SUMS, ("ssh-keygen",)),
}  # fmt: skip


def _remove_line(sums: Path, name: str) -> None:
    lines = sums.read_text("utf-8").splitlines(keepends=True)
    sums.write_text("".join(line for line in lines if not line.endswith(f"  {name}\n")), "utf-8")


def make_key(path: Path) -> None:
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)


@pytest.fixture(scope="module")
def signed(every_kind_site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A signed site; the folder above it contains a reader's copy of the public key."""
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
    """Return the files that sha256sum reports."""
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
    """Return the files that `noticeboard verify` reports."""
    run = CliRunner().invoke(main, ["verify", str(site)])
    *lines, last = run.output.splitlines()
    assert (run.exit_code, last) == ((1, "不一致") if lines else (0, "一致"))
    return [line.partition(" ")[2] for line in lines]


def by_ssh_keygen(site: Path) -> list[str]:
    """Return SHA256SUMS if its signature is not of the kept key."""
    command = ["ssh-keygen", "-Y", "verify", "-f", "../kept_signers", "-I", "noticeboard"]
    command += ["-n", "noticeboard", "-s", SIGNATURE]
    with (site / SUMS).open("rb") as sums:
        run = subprocess.run(command, cwd=site, stdin=sums, capture_output=True)
    return [SUMS] if run.returncode else []


TOOLS = {"sha256sum": by_sha256sum, "verify": by_verify, "ssh-keygen": by_ssh_keygen}


def test_tampering_with_a_site_is_detected(signed: Path, tmp_path: Path) -> None:
    assert [tool(signed) for tool in TOOLS.values()] == [[], [], []]
    lines = []
    for number, (kind, (alter, name, tools)) in enumerate(SITE_ALTERATIONS.items()):
        site = tmp_path / str(number) / "site"
        shutil.copytree(signed, site)
        shutil.copy(signed.parent / "kept_signers", site.parent)
        alter(site)
        for tool in tools:
            reported = TOOLS[tool](site)
            assert (SUMS if tool == "ssh-keygen" else name) in reported, (kind, tool, reported)
            lines.append(Detection(kind, tool, ", ".join(reported[:2])))
        shutil.rmtree(site.parent)
    assert {line.kind for line in lines} == set(SITE_ALTERATIONS)
    print_table("a built site", lines, len(SITE_ALTERATIONS))


PATH = "notices/2024/shifanju.md"
CORRECTIONS = [
    {"date": "2024-12-05", "note": "更正电话"},
    {"date": "2024-12-06", "note": "更正日期"},
]
WITHDRAWAL = {"date": "2024-12-09", "reason": "重复公布"}
START: dict[str, Any] = {
    "corrections": CORRECTIONS,
    "attachments": ["附件1.txt"],
    "withdrawn": WITHDRAWAL,
}


def rewrite(body: str = BODY, **changes: Any) -> Alter:
    def alter(root: Path) -> None:
        write(root / "notices", body=body, **{**START, **changes})

    return alter


# Kind -> alteration, the rule of `check --base` that must report it.
REPOSITORY_ALTERATIONS: dict[str, tuple[Alter, str]] = {
    "a text": (rewrite(BODY.replace("照单全收", "部分接受")), "past-change"),
    "a heading": (rewrite(BODY.replace("（一）健全制度", "（一）其他")), "past-change"),
    "a title": (rewrite(title="别的标题"), "past-change"),
    "a date": (rewrite(published="2024-12-03"), "past-change"),
    "a date of the inspection": (rewrite(inspection__feedback="2024-06-16"), "past-change"),
    "an issuer": (rewrite(issuer="别的落款"), "past-change"),
    "a unit": (rewrite(unit="别的党组"), "past-change"),
    "a phone": (
        rewrite(contact__phones=[{"number": "0999-8123457"}]), "past-contact",
    ),
    "a removed correction": (rewrite(corrections=CORRECTIONS[:1]), "past-correction"),
    "a rewritten correction": (
        rewrite(corrections=[CORRECTIONS[0], {"date": "2024-12-06", "note": "别的说法"}]),
        "past-correction",
    ),
    "a revoked withdrawal": (rewrite(withdrawn=None), "past-withdrawal"),
    "a draft again": (rewrite(draft="true"), "past-draft"),
    "a swapped attachment": (replace("notices/2024/shifanju/附件1.txt", "清单", "假的"), "past-attachment"),
    "a dropped attachment": (
        lambda root: (root / "notices/2024/shifanju/附件1.txt").unlink(), "past-attachment",
    ),
    "a deleted notice": (lambda root: (root / PATH).unlink(), "past-deleted"),
    "a renamed notice": (move(PATH, "notices/2024/other-name.md"), "past-deleted"),
    "a changed id": (move(PATH, "notices/2023/shifanju.md"), "past-deleted"),
}  # fmt: skip


def test_tampering_with_a_repository_is_detected(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    start = tmp_path / "start"
    write(start / "notices", **START)
    (start / "notices/2024/shifanju").mkdir()
    (start / "notices/2024/shifanju/附件1.txt").write_text("清单", "utf-8")
    git(start, "init", "--quiet")
    commit(start)
    lines = []
    for number, (kind, (alter, rule)) in enumerate(REPOSITORY_ALTERATIONS.items()):
        root = tmp_path / str(number)
        shutil.copytree(start, root)
        monkeypatch.chdir(root)
        command = ["check", "--base", "HEAD", "--format", "json"]
        clean = CliRunner().invoke(main, command)
        assert "past-" not in clean.output
        alter(root)
        run = CliRunner().invoke(main, command)
        problems = [problem for problem in json.loads(run.output) if problem["rule"] == rule]
        assert (run.exit_code, bool(problems)) == (1, True), (kind, run.output)
        assert problems[0]["path"] == PATH
        lines.append(Detection(kind, f"check: {rule}", problems[0]["message"]))
    assert {line.kind for line in lines} == set(REPOSITORY_ALTERATIONS)
    print_table("a repository", lines, len(REPOSITORY_ALTERATIONS))


def test_rewriting_a_commit_changes_its_id(tmp_path: Path) -> None:
    """The commit ID that the site shows is no longer in the history."""
    write(tmp_path / "notices")
    git(tmp_path, "init", "--quiet")
    published = commit(tmp_path)
    replace(PATH, "照单全收", "部分接受")(tmp_path)
    git(tmp_path, "add", "--all")
    git(tmp_path, "commit", "--quiet", "--amend", "--no-edit")
    assert git(tmp_path, "rev-parse", "HEAD") != published
    assert published not in git(tmp_path, "rev-list", "HEAD").split()
