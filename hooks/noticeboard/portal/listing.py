"""What a board publishes: its SHA256SUMS, verified by its key, as the files of its notices."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from email.utils import parsedate_to_datetime
from pathlib import Path, PurePosixPath
from typing import NamedTuple

from noticeboard.exports.checksums import (
    SIGNATURE,
    SUMS,
    check_signature,
    read_checksums,
    write_signers,
)
from noticeboard.files.filenames import escape_hidden, name_fault
from noticeboard.model.field_types import NOTICE_ID, SLUG
from noticeboard.model.problems import NoticeboardError
from noticeboard.model.vocabularies import RESERVED_SLUGS
from noticeboard.portal.members import Member
from noticeboard.portal.resource_list import OK, ListedResource, fetch_resources
from noticeboard.portal.transfer import Client, RefusedError, Response
from noticeboard.reading.source_files import ROUNDS, UNITS

MAX_SUMS = 100_000_000
"""Bytes of a SHA256SUMS: that of 10,000 notices has about 10 MB."""
SETTLED = timedelta(seconds=2)
MAX_SIGNATURE = 100_000
_SHA256 = re.compile(r"[0-9a-f]{64}")
_SOURCE = re.compile(rf"notices/({NOTICE_ID.pattern})/notice\.md")
_FILE = re.compile(rf"notices/({NOTICE_ID.pattern}/[^/]+)")
_ROUND = re.compile(rf"{ROUNDS}/({SLUG.pattern})/round\.yml")
_UNITS = f"units/{UNITS}"
_NOT_MODIFIED, _NOT_FOUND = 304, 404


class Validators(NamedTuple):
    """What a server needs to state that a file is unchanged (RFC 9110)."""

    etag: str = ""
    last_modified: str = ""

    def as_headers(self) -> Mapping[str, str]:
        """Return the headers of a conditional request."""
        names = {"If-None-Match": self.etag, "If-Modified-Since": self.last_modified}
        return {name: value for name, value in names.items() if value}


class Listing(NamedTuple):
    """The published files: path below a notices folder -> SHA-256; `faults` are in Chinese.

    `sources` are those of notices, rounds and units, `others` what may be attachments. `lengths` are
    those that the board's ResourceSync list states.
    """

    sources: Mapping[str, str]
    others: Mapping[str, str]
    faults: tuple[str, ...]
    validators: Validators
    lengths: Mapping[str, int] = {}


def fetch_listing(client: Client, member: Member, known: Validators) -> Listing | None:
    """Return what a member publishes; None if its SHA256SUMS is the one that is known.

    A board without SHA256SUMS may have a ResourceSync list, which nobody can sign. Raise
    NoticeboardError if there is neither, or if the signature is not by the member's key.
    """
    response = client.get(SUMS, MAX_SUMS, known.as_headers())
    if response.status == _NOT_MODIFIED and known.as_headers():
        return None
    if response.status == _NOT_FOUND and not member.key:
        resources = fetch_resources(client, None)
        if resources is not None:
            stated = {address: each.sha256 for address, each in resources.items()}
            return _with_lengths(sort_addresses(stated, Validators()), resources, stated)
    _require_ok(response, SUMS)
    sums = _verified_sums(client, member, response.body)
    listing = sort_addresses(sums, _validators(response.headers))
    try:
        resources = fetch_resources(client, sums)
    except RefusedError as error:
        return listing._replace(faults=(*listing.faults, str(error)))
    return _with_lengths(listing, resources or {}, sums)


def _verified_sums(client: Client, member: Member, content: bytes) -> Mapping[str, str]:
    """Return address -> SHA-256 of a SHA256SUMS, whose signature is that of the member's key."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / SUMS).write_bytes(content)
        if member.key:
            signature = client.get(SIGNATURE, MAX_SIGNATURE)
            _require_ok(signature, SIGNATURE)
            (folder / SIGNATURE).write_bytes(signature.body)
            write_signers(folder, member.key)
            try:
                check_signature(folder)
            except NoticeboardError as error:
                raise RefusedError(f"{SUMS} 的签名不是这个成员的公钥签的：{error}") from None
        try:
            return read_checksums(folder / SUMS)
        except NoticeboardError as error:
            raise RefusedError(str(error).replace(str(folder / SUMS), SUMS)) from None


def _with_lengths(
    listing: Listing, resources: Mapping[str, ListedResource], sums: Mapping[str, str]
) -> Listing:
    """Add the lengths, and a fault for each file on which both lists disagree."""
    faults = [
        f"{escape_hidden(address[:100])}：ResourceSync 清单与 {SUMS} 说法不一"
        for address, listed in resources.items()
        if listed.sha256 and listed.sha256 != sums.get(address)
    ]
    lengths = {
        path: resources[address].length or 0
        for path in (*listing.sources, *listing.others)
        if (address := address_of(path)) in resources
    }
    return listing._replace(lengths=lengths, faults=(*listing.faults, *faults))


def _validators(headers: Mapping[str, str]) -> Validators:
    """Return the validators of a response; none if the file may change again within its second.

    Times have seconds only, and many servers derive an ETag from them (RFC 9110, 8.8.2.2).
    """
    modified = headers.get("last-modified", "")
    try:
        age = parsedate_to_datetime(headers["date"]) - parsedate_to_datetime(modified)
    except (KeyError, ValueError, TypeError):
        return Validators(headers.get("etag", ""))
    return Validators(headers.get("etag", ""), modified) if age > SETTLED else Validators()


def _require_ok(response: Response, address: str) -> None:
    if response.status != OK:
        raise RefusedError(f"取不到 {address}：状态 {response.status}")


def sort_addresses(sums: Mapping[str, str], validators: Validators) -> Listing:
    """Return the files of notices, rounds and units among all addresses of a site.

    No address leads outside the folder: each part of a path follows the rules for notices.
    """
    sources, others, faults = {}, {}, []
    for address, sha256 in sums.items():
        path = source_path(address)
        other = _FILE.fullmatch(address)
        if not path and _is_hostile(address):
            faults.append(f"路径“{escape_hidden(address[:100])}”不合规则，没有取")
        elif not _SHA256.fullmatch(sha256) and (path or other):
            faults.append(f"{address} 的校验值不是 SHA-256，没有取")
        elif path:
            sources[path] = sha256
        elif other:
            others[other[1]] = sha256
    return Listing(sources, others, tuple(faults), validators)


def source_path(address: str) -> str | None:
    """Return the path below a notices folder of a source by its address on a site."""
    if address == _UNITS:
        return UNITS
    if match := _SOURCE.fullmatch(address):
        return None if match[3] in RESERVED_SLUGS else f"{match[1]}.md"
    match = _ROUND.fullmatch(address)
    return f"{ROUNDS}/{match[1]}.yml" if match and match[1] not in RESERVED_SLUGS else None


def address_of(path: str) -> str:
    """Return the address on a board's site of a path below its notices folder."""
    if path == UNITS:
        return _UNITS
    if path.startswith(f"{ROUNDS}/"):
        return path.removesuffix(".yml") + "/round.yml"
    return (
        f"notices/{path.removesuffix('.md')}/notice.md"
        if path.endswith(".md")
        else f"notices/{path}"
    )


def _is_hostile(address: str) -> bool:
    """Return whether an address leaves its site, or claims to be a source at no valid place."""
    parts = PurePosixPath(address).parts
    leaves = address.startswith(("/", "\\")) or ".." in parts or "\\" in address or "\0" in address
    return leaves or address.endswith(("/notice.md", "/round.yml"))


def attachment_paths(names: Iterable[str], others: Mapping[str, str]) -> Iterator[str]:
    """Yield the paths that a board publishes, and that attachments may have."""
    for path in names:
        name = path.rpartition("/")[2]
        if path in others and not name.startswith(".") and not name_fault(name):
            yield path
