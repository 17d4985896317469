"""Harvest all members: fetch in a process for each, then check and accept one after another."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from functools import partial
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from noticeboard.incremental.cache import Cache, open_cache
from noticeboard.incremental.digests import program_digest
from noticeboard.incremental.pool import start_in_process
from noticeboard.model.problems import NoticeboardError
from noticeboard.portal.adopt import Adoption, Places, adopt, count_notices
from noticeboard.portal.fetch import Fetched, fetch_member
from noticeboard.portal.listing import Validators
from noticeboard.portal.members import Member
from noticeboard.portal.transfer import Limits
from noticeboard.reading.boards import FILE, Board, Portal, read_portal

AT_ONCE = 8
"""Members that are asked at the same time."""
_WORK = ".harvest"


class Result(NamedTuple):
    """What became of a member."""

    board: Board
    added: int
    changed: int
    gone: tuple[str, ...]


def harvest(members: Sequence[Member], into: Path, limits: Limits) -> Iterator[Result]:
    """Harvest the members one after another into their folders; yield what became of each.

    Raise NoticeboardError if `into` holds something else than a portal's notices, or is in use.
    """
    into = into.absolute()
    before = _require_portal(into)
    with _locked(into):
        cache = open_cache(into / _WORK / "cache")
        boards = {m.id: before.get(m.id) or _new_board(m) for m in members}
        for member, fetched in _fetch_all(members, into, limits):
            result = _accept(member, fetched, boards[member.id], into, cache)
            boards[member.id] = result.board
            _write(into / FILE, Portal(boards=tuple(boards.values())).model_dump_json(indent=1))
            yield result


def _new_board(member: Member) -> Board:
    return Board(id=member.id, name=member.name, url=member.url, checked=_now())


def _require_portal(into: Path) -> Mapping[str, Board]:
    """Return the boards of the last harvest by id."""
    if into.exists() and not into.is_dir():
        raise NoticeboardError(f"{into} 不是文件夹")
    portal = read_portal(into)
    if portal is None and into.exists() and any(p.name != _WORK for p in into.iterdir()):
        raise NoticeboardError(
            f"{into} 里有别的文件，不是汇总用的文件夹；换一个空文件夹，免得盖掉自己的通报"
        )
    return portal.by_id if portal else {}


@contextmanager
def _locked(into: Path) -> Iterator[None]:
    """Run one harvest at a time; the kernel releases the lock when its holder dies."""
    try:
        (into / _WORK).mkdir(parents=True, exist_ok=True)
        file = (into / _WORK / "lock").open("a")
    except OSError as error:
        raise NoticeboardError(f"不能写 {into}：{error.strerror}") from None
    with file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise NoticeboardError(f"另一次收取正在写 {into}，等它完了再运行") from None
        yield


def _fetch_all(
    members: Sequence[Member], into: Path, limits: Limits
) -> Iterator[tuple[Member, Fetched]]:
    """Yield each member with its files, in order; up to AT_ONCE are fetched at the same time."""
    starts = iter(members)
    running: list[tuple[Member, Callable[[], Fetched]]] = []

    def start(member: Member) -> None:
        places = _places(member, into)
        places.recover()
        known = _known_validators(member, places)
        args = (member, places.shown, places.downloads, known, limits)
        running.append((member, start_in_process(partial(fetch_member, *args))))

    for member in islice(starts, AT_ONCE):
        start(member)
    while running:
        member, wait = running.pop(0)
        try:
            fetched = wait()
        except Exception as error:  # a member's fault never stops the others
            fetched = Fetched(faults=[f"收取的程序出错：{type(error).__name__}：{error}"])
        for following in islice(starts, 1):
            start(following)
        yield member, fetched


def _accept(member: Member, fetched: Fetched, before: Board, into: Path, cache: Cache) -> Result:
    places, now = _places(member, into), _now()
    faults = [*fetched.faults]
    adoption = Adoption(before.total, held=before.held)
    if fetched.complete:
        try:
            adoption = adopt(fetched, places, cache)
        except Exception as error:  # a member's fault never stops the others
            faults.append(f"检查的程序出错：{type(error).__name__}：{error}")
        faults += adoption.faults
    elif places.shown.exists() and not before.total:
        adoption = Adoption(count_notices(places.shown))
    board = Board(
        id=member.id,
        name=member.name,
        url=member.url,
        checked=now,
        fetched=before.fetched if faults else now,
        total=adoption.total,
        faults=tuple(faults),
        held=adoption.held,
    )
    _remember(member, places, fetched, faults)
    return Result(board, adoption.added, adoption.changed, tuple(sorted(fetched.gone)))


def _places(member: Member, into: Path) -> Places:
    return Places(into / member.id, into / _WORK / member.id)


def _known_validators(member: Member, places: Places) -> Validators:
    """Return those of the last harvest, if it was without a fault and nothing else has changed."""
    with suppress(OSError, ValueError, TypeError, KeyError):
        state = json.loads((places.work / "state.json").read_text("utf-8"))
        if state.pop("of") == _state_of(member) and places.shown.is_dir():
            return Validators(**state)
    return Validators()


def _remember(member: Member, places: Places, fetched: Fetched, faults: Sequence[str]) -> None:
    state = places.work / "state.json"
    if faults:
        state.unlink(missing_ok=True)
    elif not fetched.unchanged:
        _write(state, json.dumps({**fetched.validators._asdict(), "of": _state_of(member)}))


def _state_of(member: Member) -> str:
    return f"{member.url} {member.key or ''} {program_digest().hex()}"


def _write(path: Path, text: str) -> None:
    partial_file = path.with_name(f"{path.name}.new")
    partial_file.write_text(text, "utf-8")
    partial_file.replace(path)


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)
