"""SHA256SUMS and its signature detect every kind of tampering."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner

from noticeboard.cli.main import main
from noticeboard.exports.checksums import (
    SIGNATURE,
    SUMS,
    check_signature,
    compare,
    read_checksums,
    sign,
    write_checksums,
    write_signers,
)
from noticeboard.model.problems import NoticeboardError

PAGE = "notices/2024/shifanju/index.html"
SOURCE = "notices/2024/shifanju/notice.md"
ATTACHMENT = "notices/2024/shifanju/附件 1.pdf"
FILES = {
    "index.html": "首页 由提交 0123456789ab 生成",
    PAGE: "立行立改 2024年12月2日公布 0999-8123456",
    SOURCE: "corrections: [{date: 2024-12-05, note: 更正电话}]",
    ATTACHMENT: "%PDF-1",
    "odd\\name\n.txt": "x",
}


@pytest.fixture
def site(tmp_path: Path) -> Path:
    folder = tmp_path / "site"
    for name, content in FILES.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, "utf-8")
    write_checksums(folder)
    return folder


def sha256sum(site: Path) -> subprocess.CompletedProcess[str]:
    command = ["sha256sum", "--check", "--strict", SUMS]
    return subprocess.run(command, cwd=site, capture_output=True, text=True)


def replace(name: str, old: str, new: str) -> Callable[[Path], None]:
    def alter(site: Path) -> None:
        text = (site / name).read_text("utf-8")
        assert old in text
        (site / name).write_text(text.replace(old, new), "utf-8")

    return alter


TAMPERED: dict[str, tuple[Callable[[Path], None], str, str]] = {
    "a text": (replace(PAGE, "立行立改", "正在研究"), "改动", PAGE),
    "a date": (replace(PAGE, "12月2日", "12月3日"), "改动", PAGE),
    "a phone": (replace(PAGE, "8123456", "8123457"), "改动", PAGE),
    "a dropped page": (lambda site: (site / PAGE).unlink(), "缺少", PAGE),
    "an added file": (lambda site: (site / "added.html").touch(), "多出", "added.html"),
    "a removed correction": (replace(SOURCE, "更正电话", ""), "改动", SOURCE),
    "a swapped attachment": (replace(ATTACHMENT, "PDF-1", "PDF-2"), "改动", ATTACHMENT),
    "a forged commit": (replace("index.html", "0123456789ab", "f" * 12), "改动", "index.html"),
}


def test_sha256sum_checks_every_file(site: Path) -> None:
    assert sha256sum(site).returncode == 0
    assert set(read_checksums(site / SUMS)) == set(FILES)
    assert not compare(site, site / SUMS)


@pytest.mark.parametrize("kind", TAMPERED)
def test_tampering_is_reported(site: Path, kind: str) -> None:
    alter, word, name = TAMPERED[kind]
    alter(site)
    run = CliRunner().invoke(main, ["verify", str(site)])
    assert (run.exit_code, run.output) == (1, f"{word} {name}\n不一致\n")
    # An added file has no line, so sha256sum cannot report it.
    assert (sha256sum(site).returncode == 0) is (word == "多出")


@pytest.mark.parametrize("kind", TAMPERED)
def test_new_sums_of_a_tampered_site_differ_from_a_rebuild(
    site: Path, tmp_path: Path, kind: str
) -> None:
    rebuilt = tmp_path / "rebuilt"
    rebuilt.write_bytes((site / SUMS).read_bytes())
    alter, word, name = TAMPERED[kind]
    alter(site)
    write_checksums(site)
    assert CliRunner().invoke(main, ["verify", str(site)]).exit_code == 0
    run = CliRunner().invoke(main, ["verify", str(site), "--sums", str(rebuilt)])
    assert (run.exit_code, run.output) == (1, f"{word} {name}\n不一致\n")


def test_missing_or_malformed_sums_exit_2(site: Path) -> None:
    (site / SUMS).unlink()
    assert CliRunner().invoke(main, ["verify", str(site)]).exit_code == 2
    (site / SUMS).write_text("nothing\n", "utf-8")
    assert CliRunner().invoke(main, ["verify", str(site)]).exit_code == 2


@pytest.fixture
def key(tmp_path: Path) -> Path:
    path = tmp_path / "key"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", path], check=True)
    return path


def public(key: Path) -> str:
    return key.with_suffix(".pub").read_text("utf-8").strip()


def test_signature_covers_the_sums(site: Path, key: Path) -> None:
    write_signers(site, public(key))
    write_checksums(site)
    sign(site, key)
    check_signature(site)
    assert sha256sum(site).returncode == 0
    replace(PAGE, "立行立改", "正在研究")(site)
    write_checksums(site)
    with pytest.raises(NoticeboardError, match="verify"):
        check_signature(site)


def test_key_must_match_the_published_one(site: Path, key: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    subprocess.run(["ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other], check=True)
    write_signers(site, public(other))
    with pytest.raises(NoticeboardError, match="不是一对密钥"):
        sign(site, key)
    assert not (site / SIGNATURE).exists()


def test_missing_key_and_missing_ssh_keygen_raise(
    site: Path, key: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(NoticeboardError, match="没有成功"):
        sign(site, key.with_name("nowhere"))
    monkeypatch.setenv("PATH", str(site))
    with pytest.raises(NoticeboardError, match="没有 ssh-keygen"):
        sign(site, key)


def _can_be_a_name(name: str) -> bool:
    """Whether a file can have it, and another with an ending more."""
    return name not in (".", "..", SUMS, SIGNATURE) and len(os.fsencode(name)) < 200
