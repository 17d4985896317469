"""Notice files, parsed and checked one by one: in parallel, and only those not in the cache."""

from __future__ import annotations

import hashlib
import json
import stat
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import lru_cache
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from noticeboard.build.derived.ledgers import ledger_key, serialize_ledger
from noticeboard.incremental.cache import Cache
from noticeboard.incremental.digests import digest, program_digest
from noticeboard.incremental.manifest import FileState, file_states
from noticeboard.incremental.pool import parallel_map
from noticeboard.incremental.progress import track
from noticeboard.matters.recognition import recognize
from noticeboard.model.notice import Notice
from noticeboard.model.problems import Problem
from noticeboard.reading.reader import ParsedNotice, read_file
from noticeboard.reading.source_files import MAX_BYTES, notice_paths
from noticeboard.rules.all_rules import check_file
from noticeboard.text.rendering import Heading, RenderedBody, TextBlock, render

SETTLING_NS = 1_000_000_000
"""A file is trusted to show changes in its state only this long after its last one."""

ENTRIES_PER_PUT = 1_000
"""Entries that wait in memory before they are stored."""
RECENT_BODIES = 64


@dataclass(frozen=True, slots=True)
class LoadedNotice:
    """A parsed file with the problems that depend on this file only.

    `fingerprint` is the digest of everything that both depend on: content, path, program;
    `sha256` is that of the content in hexadecimal. Both are empty for a file that is not cached.
    """

    parsed: ParsedNotice
    problems: Sequence[Problem]
    fingerprint: bytes = b""
    sha256: str = ""


@dataclass(frozen=True, slots=True)
class _CachedNotice:
    """A file's entry in the cache."""

    parsed: ParsedNotice
    problems: list[Problem]


_NOTICE_JSON = TypeAdapter(_CachedNotice)


class NoticeLoader:
    """Loads the notices of one folder; a second load reads only the files touched since.

    Parsed files and, with `render_bodies`, rendered bodies are stored in `cache`.
    """

    def __init__(
        self, cache: Cache | None = None, processes: int = 1, render_bodies: bool = False
    ) -> None:
        self.cache = cache or Cache()
        self._processes = processes
        self._render_bodies = render_bodies
        self._settled: dict[Path, tuple[FileState, LoadedNotice]] = {}

    def load(self, notices_dir: Path, files: Iterable[Path] | None = None) -> list[LoadedNotice]:
        """Load all notices below the folder, or only `files`; sorted by path."""
        notices_dir = notices_dir.absolute()
        all_paths = notice_paths(notices_dir, files)
        states = file_states(all_paths)
        known = {
            path: notice
            for path, (state, notice) in self._settled.items()
            if states.get(path) == state
        }
        paths = [path for path in all_paths if path not in known]
        known.update(zip(paths, self._load_changed(paths, notices_dir), strict=True))
        # A file that was written in this very moment may change again without a trace.
        newest = time.time_ns() - SETTLING_NS
        self._settled = {
            path: (states[path], notice)
            for path, notice in known.items()
            if path in states and states[path].ctime < newest
        }
        return [known[path] for path in all_paths]

    def _load_changed(self, paths: Sequence[Path], notices_dir: Path) -> Sequence[LoadedNotice]:
        """Load files that this process has not loaded in their present state."""
        hashes = [_sha256(path) for path in paths]
        keys = [
            self._fingerprint(path, notices_dir, sha256) if sha256 else b""
            for path, sha256 in zip(paths, hashes, strict=True)
        ]
        known = self._known(keys, hashes)
        results = [known.get(key) for key in keys]
        missing = [number for number, result in enumerate(results) if not result]
        for number, parsed, problems in self._parse(missing, paths, keys, notices_dir):
            results[number] = LoadedNotice(parsed, problems, keys[number], hashes[number])
        return [result for result in results if result]

    def bodies(self, notices: Iterable[LoadedNotice]) -> Bodies:
        """Return the rendered bodies of these notices by id."""
        return Bodies(notices, self.cache)

    def _fingerprint(self, path: Path, notices_dir: Path, sha256: str) -> bytes:
        shown = path.as_posix().removeprefix(notices_dir.parent.as_posix())
        kind = "rendered notice" if self._render_bodies else "notice"
        return digest(kind, program_digest(), shown, sha256)

    def _known(self, keys: Sequence[bytes], hashes: Sequence[str]) -> dict[bytes, LoadedNotice]:
        """Return what the cache knows, by key."""
        sha256, known = dict(zip(keys, hashes, strict=True)), {}
        for key, value in self.cache.get_many(filter(None, keys)):
            with suppress(ValidationError):
                parsed, problems = _deserialize(value)
                known[key] = LoadedNotice(parsed, problems, key, sha256[key])
        return known

    def _parse(
        self,
        numbers: Sequence[int],
        paths: Sequence[Path],
        keys: Sequence[bytes],
        notices_dir: Path,
    ) -> Iterator[tuple[int, ParsedNotice, list[Problem]]]:
        """Parse and check the files with these numbers, and store the results."""

        def work(number: int) -> tuple[int, ParsedNotice, list[Problem], dict[bytes, bytes]]:
            parsed = read_file(paths[number], notices_dir)
            texts: dict[bytes, bytes] = {}
            if self._render_bodies and parsed.notice and keys[number]:
                body = render(parsed.notice.body, parsed.notice.id)
                texts[_body_key(keys[number])] = _serialize_body(body)
                texts[ledger_key(keys[number])] = serialize_ledger(recognize(body.html))
            return number, parsed, check_file(parsed), texts

        entries: dict[bytes, bytes] = {}
        results = parallel_map(work, numbers, self._processes)
        for number, parsed, problems, texts in track("读取通报", results, len(numbers)):
            yield number, parsed, problems
            key = keys[number]
            if key and self.cache.is_persistent:
                entries[key] = _serialize(parsed, problems)
                entries.update(texts)
            if len(entries) > ENTRIES_PER_PUT:
                self.cache.put(entries)
                entries.clear()
        self.cache.put(entries)


class Bodies(Mapping[str, RenderedBody]):
    """Notice id -> rendered body, fetched when asked for, so no process holds them all."""

    def __init__(self, loaded: Iterable[LoadedNotice], cache: Cache) -> None:
        self._loaded = {each.parsed.notice.id: each for each in loaded if each.parsed.notice}
        self._cache = cache
        self._recent = lru_cache(RECENT_BODIES)(self._get)

    def __getitem__(self, notice_id: str) -> RenderedBody:
        return self._recent(notice_id)

    def __iter__(self) -> Iterator[str]:
        return iter(self._loaded)

    def __len__(self) -> int:
        return len(self._loaded)

    def _get(self, notice_id: str) -> RenderedBody:
        loaded = self._loaded[notice_id]
        value = self._cache.get(_body_key(loaded.fingerprint)) if loaded.fingerprint else None
        if value is not None:
            with suppress(ValueError, TypeError):
                return _deserialize_body(value)
        notice = loaded.parsed.notice
        assert notice
        return render(notice.body, notice.id)


def render_bodies(notices: Sequence[Notice], processes: int) -> Mapping[str, RenderedBody]:
    """Return all rendered bodies at once, by notice id."""

    def work(notice: Notice) -> RenderedBody:
        return render(notice.body, notice.id)

    bodies = parallel_map(work, notices, processes)
    return {notice.id: body for notice, body in zip(notices, bodies, strict=True)}


def _serialize(parsed: ParsedNotice, problems: list[Problem]) -> bytes:
    # A notice holds the same body.
    slim = replace(parsed, body="") if parsed.notice else parsed
    return _NOTICE_JSON.dump_json(_CachedNotice(slim, problems))


def _deserialize(value: bytes) -> tuple[ParsedNotice, list[Problem]]:
    """Return what was serialized. Raise ValidationError if it is something else."""
    cached = _NOTICE_JSON.validate_json(value)
    parsed = cached.parsed
    return replace(parsed, body=parsed.notice.body) if parsed.notice else parsed, cached.problems


def _serialize_body(body: RenderedBody) -> bytes:
    return json.dumps([body.html, body.headings, body.blocks], ensure_ascii=False).encode()


def _deserialize_body(value: bytes) -> RenderedBody:
    """Return what was serialized. Raise ValueError or TypeError if it is something else."""
    # Each text is read several times in a build; a validator takes ten times as long.
    html, headings, blocks = json.loads(value)
    return RenderedBody(
        html, tuple(map(Heading._make, headings)), tuple(map(TextBlock._make, blocks))
    )


def _body_key(notice_key: bytes) -> bytes:
    return digest("body", notice_key)


def _sha256(path: Path) -> str:
    """Return the file's SHA-256; empty if it is not a regular file or exceeds MAX_BYTES."""
    with suppress(OSError):
        status = path.lstat()
        if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_BYTES:
            return hashlib.sha256(path.read_bytes()).hexdigest()
    return ""
