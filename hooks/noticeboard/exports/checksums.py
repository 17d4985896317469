"""SHA256SUMS of a built site and its signature, in the formats of sha256sum and ssh-keygen."""

from __future__ import annotations

import gzip
import hashlib
import os
import re
import subprocess
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from noticeboard.model.problems import NoticeboardError

SUMS = "SHA256SUMS"
SIGNATURE = "SHA256SUMS.sig"
SIGNERS = "allowed_signers"
NAMESPACE = "noticeboard"
"""Both the identity and the namespace of `ssh-keygen -Y`."""

_UNLISTED = {SUMS, SIGNATURE}


@dataclass(frozen=True, slots=True)
class Differences:
    """Files that differ from SHA256SUMS, by address relative to the site's root."""

    changed: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.changed or self.missing or self.added)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file in lower-case hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_checksums(site_dir: Path, sums: Mapping[str, str] | None = None) -> None:
    """Write SHA256SUMS of every file of the site, sorted by address, as `sha256sum` does.

    `sums` are the SHA-256 of all files by address, if known; otherwise the files are read.
    """
    sums = _digests(site_dir) if sums is None else sums
    lines = [_line(digest, name) for name, digest in sorted(sums.items())]
    (site_dir / SUMS).write_text("".join(lines), "utf-8", newline="\n")


def compare(site_dir: Path, sums: Path) -> Differences:
    """Return the files that differ from the file `sums`. Raises NoticeboardError.

    Unlike `sha256sum -c` it also reports added files, except those that `deploy/publish` compresses:
    they must hold the content of the file that they are named after.
    """
    expected, actual = read_checksums(sums), _digests(site_dir)
    for name in actual.keys() - expected.keys():
        plain, ending = name[:-3], name[-3:]
        if ending in _UNPACK and plain in expected:
            content = _UNPACK[ending](site_dir / name)
            if content is not None and hashlib.sha256(content).hexdigest() == expected[plain]:
                del actual[name]
    return Differences(
        tuple(sorted(name for name in expected.keys() & actual if expected[name] != actual[name])),
        tuple(sorted(expected.keys() - actual)),
        tuple(sorted(actual.keys() - expected)),
    )


def _gunzip(path: Path) -> bytes | None:
    try:
        return gzip.decompress(path.read_bytes())
    except (OSError, EOFError, zlib.error):
        return None


def _unbrotli(path: Path) -> bytes | None:
    """Return the content; None if it is damaged, or the command `brotli` is not installed."""
    with suppress(FileNotFoundError):
        run = subprocess.run(["brotli", "-dc", "--", str(path)], capture_output=True)
        return None if run.returncode else run.stdout
    return None


_UNPACK = {".gz": _gunzip, ".br": _unbrotli}


def read_checksums(sums: Path) -> Mapping[str, str]:
    """Read a SHA256SUMS as address -> SHA-256. Raises NoticeboardError."""
    try:
        lines = sums.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        raise NoticeboardError(f"没有可读的 {sums}") from None
    return dict(_parse_line(line) for line in lines if line)


def sign(site_dir: Path, private_key: Path) -> None:
    """Sign SHA256SUMS with `ssh-keygen -Y sign` and verify the signature.

    Raises NoticeboardError when the key cannot sign, or does not match the site's public key.
    """
    signature = site_dir / SIGNATURE
    signature.unlink(missing_ok=True)
    _ssh_keygen("sign", "-q", "-f", str(private_key), "-n", NAMESPACE, str(site_dir / SUMS))
    try:
        check_signature(site_dir)
    except NoticeboardError:
        signature.unlink(missing_ok=True)
        raise NoticeboardError(
            f"{private_key} 与 mkdocs.yml 的 extra.site.signing_key 不是一对密钥"
        ) from None


def check_signature(site_dir: Path) -> None:
    """Verify the signature with the site's own public key. Raises NoticeboardError."""
    names = ("-f", str(site_dir / SIGNERS), "-I", NAMESPACE, "-n", NAMESPACE)
    with_signature = ("-s", str(site_dir / SIGNATURE))
    _ssh_keygen("verify", *names, *with_signature, stdin=(site_dir / SUMS).read_bytes())


def write_signers(site_dir: Path, public_key: str) -> None:
    """Write the public key in the `allowed_signers` format of ssh-keygen(1)."""
    line = f'{NAMESPACE} namespaces="{NAMESPACE}" {public_key}\n'
    (site_dir / SIGNERS).write_text(line, "utf-8")


def _ssh_keygen(action: str, *arguments: str, stdin: bytes = b"") -> None:
    command = ["ssh-keygen", "-Y", action, *arguments]
    try:
        run = subprocess.run(command, input=stdin, capture_output=True)
    except FileNotFoundError:
        raise NoticeboardError("没有 ssh-keygen，不能签名；请安装 openssh-client") from None
    if run.returncode:
        output = (run.stderr or run.stdout).decode("utf-8", "replace").strip()
        raise NoticeboardError(f"ssh-keygen -Y {action} 没有成功：{output}")


def _digests(site_dir: Path) -> dict[str, str]:
    return {name: sha256_of(site_dir / name) for name in _addresses(site_dir)}


def _addresses(folder: Path | str, base: str = "") -> Iterator[str]:
    """Yield the addresses of all files below a folder, SHA256SUMS and its signature excepted."""
    with os.scandir(folder) as entries:
        for entry in entries:
            address = base + entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from _addresses(entry.path, f"{address}/")
            elif address not in _UNLISTED and entry.is_file():
                yield address


def _line(digest: str, name: str) -> str:
    # GNU coreutils starts the line of an escaped name with a backslash.
    escaped = name.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r")
    return f"{'' if escaped == name else chr(92)}{digest}  {escaped}\n"


def _parse_line(line: str) -> tuple[str, str]:
    digest, separator, name = line.partition("  ")
    if not separator:
        raise NoticeboardError(f"{SUMS} 里有一行不是校验值：{line[:80]}")
    if digest.startswith("\\"):
        pairs = {"\\\\": "\\", "\\n": "\n", "\\r": "\r"}
        if re.fullmatch(r"(?:[^\\]|\\[\\nr])*", name) is None:
            raise NoticeboardError(f"{SUMS} 里有一个文件名写法不对：{line[:80]}")
        name = re.sub(r"\\.", lambda pair: pairs[pair[0]], name)
        digest = digest[1:]
    return name, digest
