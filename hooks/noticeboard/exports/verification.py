"""Hashes, commands and versions with which anyone can verify a notice or the site."""

from __future__ import annotations

import hashlib
import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import quote

from noticeboard.history.log import History
from noticeboard.model.notice import Notice
from noticeboard.text.addresses import percent_encode


@dataclass(frozen=True, slots=True)
class LinkedVersion:
    """A commit of a notice, with the address and the SHA-256 of the file at that commit.

    `url` is None without a repository; `sha256` is hexadecimal, None where the content is unknown.
    """

    commit: str
    committed_at: datetime
    url: str | None
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Verification:
    """The SHA-256 of a notice's source, a shell command that checks it, and its versions.

    `address` is that of the notice's page, in a portal that on the board it comes from.
    """

    address: str
    sha256: str
    command: str
    versions: Sequence[LinkedVersion]


def notice_verification(
    notice: Notice, sha256: str, history: History, address: str, repo_url: str
) -> Verification:
    """Return the verification of a notice, given the SHA-256 of its source in hexadecimal.

    `address` is that of its page, with a slash at the end; `repo_url` may be empty.
    """
    source = shlex.quote(f"{address}notice.md")
    test = f'test "$(curl -fsS {source} | sha256sum)" = "{sha256}  -"'
    versions = [
        LinkedVersion(
            version.commit,
            version.committed_at,
            _file_at(repo_url, version.commit, notice.path),
            _sha256(history.contents.get(version.blob)),
        )
        for version in history.versions.get(notice.id, ())
        if not version.deleted
    ]
    return Verification(address, sha256, f"{test} && echo 一致 || echo 不一致", versions)


def _sha256(content: bytes | None) -> str | None:
    return None if content is None else hashlib.sha256(content).hexdigest()


def source_date_epoch(built_at: datetime) -> int:
    """Return the value of SOURCE_DATE_EPOCH that reproduces a build byte for byte."""
    return int(built_at.timestamp())


def rebuild_commands(
    history: History, built_at: datetime, site_url: str, repo_url: str, board_config: str = ""
) -> tuple[str, ...]:
    """Return shell commands that rebuild the site from its commit and compare every file.

    `board_config` is the path of BOARD_CONFIG in the notices' own repository.
    """
    variables = {
        "SOURCE_DATE_EPOCH": str(source_date_epoch(built_at)),
        "SITE_URL": site_url,
        "REPO_URL": repo_url,
    }
    settings = " ".join(f"{name}={shlex.quote(v)}" for name, v in variables.items() if v)
    address = shlex.quote(repo_url) if repo_url else "<仓库地址>"
    commit = history.commit or "<提交>"
    clone = [f"git clone {address} noticeboard", f"cd noticeboard && git checkout --quiet {commit}"]
    if history.engine:
        settings += " NOTICES_DIR=notices-repository/notices"
        if board_config:
            settings += f" BOARD_CONFIG={shlex.quote(f'notices-repository/{board_config}')}"
        clone = [
            "git clone <程序的仓库地址> noticeboard && cd noticeboard",
            f"git checkout --quiet {history.engine} && git clone {address} notices-repository",
            f"git -C notices-repository checkout --quiet {commit}",
        ]
    return (
        *clone,
        f"{settings} make site",
        f"curl -fsS -o published {shlex.quote(f'{site_url}SHA256SUMS')}",
        "diff published site/SHA256SUMS && echo 一致",
    )


_ENCODED = "% #?"
"""What would end or change an address; the percent sign first, because the others add some."""


def download_commands(site_url: str) -> tuple[str, ...]:
    """Return shell commands that download every file of the site and check its SHA-256."""
    # For each name two lines of curl's configuration: the address and the output file.
    encode = "; ".join(f"s/{character}/{quote(character)}/g" for character in _ENCODED)
    settings = f'h; {encode}; s|.*|url = "{site_url}&"|; p; x; s|.*|output = "&"|'
    return (
        f"curl -fsSO {shlex.quote(f'{site_url}SHA256SUMS')}",
        f"cut -c67- SHA256SUMS | sed {shlex.quote(settings)} | curl -fsS --globoff --create-dirs -K -",
        "sha256sum --check --quiet SHA256SUMS && echo 一致",
    )


def _file_at(repo_url: str, commit: str, path: str) -> str | None:
    return f"{repo_url.rstrip('/')}/blob/{commit}/{percent_encode(path)}" if repo_url else None
