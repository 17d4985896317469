"""Fetch what one member has changed since the last harvest, each file checked by its hash."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from noticeboard.attachments.types import MAX_BYTES as MAX_ATTACHMENT
from noticeboard.exports.checksums import sha256_of
from noticeboard.files.safe_files import list_regular_files
from noticeboard.model.problems import NoticeboardError
from noticeboard.portal.listing import (
    Listing,
    Validators,
    address_of,
    attachment_paths,
    fetch_listing,
)
from noticeboard.portal.members import Member
from noticeboard.portal.resource_list import OK
from noticeboard.portal.transfer import Client, Limits, RefusedError
from noticeboard.reading.reader import read_bytes
from noticeboard.reading.source_files import MAX_BYTES, ROUNDS, UNITS
from noticeboard.text.links import parse_links, path_below_notices

MAX_ASKED = 50
"""Missing notices whose pages are asked whether the member took them off."""


@dataclass(slots=True)
class Fetched:
    """What a member publishes now: path below its folder -> SHA-256.

    `known` are the files of the last harvest. `failed` are the keys of files that could not be
    fetched, `gone` those that the member states to have taken off. `unchanged` means that nothing
    was compared; `complete` that the whole list was read.
    """

    files: dict[str, str] = field(default_factory=dict)
    known: Mapping[str, str] = field(default_factory=dict)
    failed: set[str] = field(default_factory=set)
    gone: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)
    validators: Validators = field(default_factory=Validators)
    unchanged: bool = False
    complete: bool = False


def key_of(path: str) -> str:
    """Return the key of what is accepted as a whole: a notice with its files, or one other file."""
    if path.startswith(f"{ROUNDS}/") or path == UNITS:
        return path
    return "/".join(path.removesuffix(".md").split("/")[:2])


def fetch_member(
    member: Member, folder: Path, downloads: Path, validators: Validators, limits: Limits
) -> Fetched:
    """Fetch a member's files into `downloads`, named by their SHA-256; `folder` has the last ones.

    Files that were fetched before a failure are kept for the next harvest.
    """
    result = Fetched()
    client = Client(member.url, limits)
    downloads.mkdir(parents=True, exist_ok=True)
    try:
        listing = fetch_listing(client, member, validators)
        if listing is None:
            result.unchanged = True
            return result
        result.faults += listing.faults
        result.validators = listing.validators
        result.known = {
            path.relative_to(folder).as_posix(): sha256_of(path)
            for path in list_regular_files(folder)
        }
        _MemberFiles(client, result, listing, folder, downloads).fetch()
        result.complete = True
    except NoticeboardError as error:
        result.faults.append(str(error))
    return result


class _MemberFiles:
    """The files of one member during one harvest."""

    def __init__(
        self, client: Client, result: Fetched, listing: Listing, folder: Path, downloads: Path
    ) -> None:
        self._client = client
        self._result = result
        self._listing = listing
        self._folder = folder
        self._downloads = downloads

    def fetch(self) -> None:
        """Fetch sources, then the attachments that they name. Raise UnreachableError."""
        result, listing = self._result, self._listing
        for path, sha256 in sorted(listing.sources.items()):
            self._take(path, sha256, MAX_BYTES)
        for path in sorted(set(self._attachments())):
            self._take(path, listing.others[path], MAX_ATTACHMENT)
        known = {key_of(path) for path in result.known}
        dropped = known - {key_of(path) for path in result.files} - result.failed
        for key in sorted(dropped)[:MAX_ASKED]:
            if not key.endswith(".yml") and self._client.is_gone(f"notices/{key}/"):
                result.gone.add(key)

    def _take(self, path: str, sha256: str, max_bytes: int) -> None:
        """Make a file available, and note that the member publishes it."""
        result, target = self._result, self._downloads / sha256
        if result.known.get(path) == sha256 or target.is_file():
            result.files[path] = sha256
            return
        address = address_of(path)
        try:
            if self._listing.lengths.get(path, 0) > max_bytes:
                raise RefusedError(f"{address} 超过 {max_bytes:,} 字节，没有取")
            response = self._client.get(address, max_bytes)
            if response.status != OK:
                raise RefusedError(f"取不到 {address}：状态 {response.status}")
            if hashlib.sha256(response.body).hexdigest() != sha256:
                raise RefusedError(f"{address} 与 SHA256SUMS 不符，没有收")
        except RefusedError as error:
            result.faults.append(str(error))
            result.failed.add(key_of(path))
            return
        partial = target.with_name(".partial")
        partial.write_bytes(response.body)
        partial.replace(target)
        result.files[path] = sha256

    def _attachments(self) -> Iterator[str]:
        """Yield the files that the notices name, and those that unchanged notices have already."""
        result, others = self._result, self._listing.others
        unchanged = set()
        for path in [path for path in result.files if path.endswith(".md")]:
            if result.known.get(path) == result.files[path]:
                unchanged.add(key_of(path))
            else:
                yield from attachment_paths(self._named_by(path, key_of(path)), others)
        known = (path for path in result.known if not path.endswith((".md", ".yml")))
        yield from attachment_paths((p for p in known if key_of(p) in unchanged), others)

    def _named_by(self, path: str, key: str) -> Iterator[str]:
        content = (self._downloads / self._result.files[path]).read_bytes()
        parsed = read_bytes(content, f"{self._folder.name}/{path}")
        for attachment in parsed.notice.attachments if parsed.notice else ():
            yield f"{key}/{attachment.file}"
        for link in parse_links(parsed.body):
            target = path_below_notices(link.target, key)
            if target:
                yield target
