"""Files of a former build, taken over where they stand, so that they need not be written again.

A build is given the folder of the site before last, and finds the last one beside it. A file is
used if it was made from the same sources, and if nothing at all has happened to it since, or it
still has its SHA-256. Whatever else is in the folder costs time, never correctness.
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Callable, Collection, Container, Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from noticeboard.incremental.cache import Cache
from noticeboard.incremental.cache import key as digest
from noticeboard.incremental.manifest import Made, MadeFiles, State, told

ASIDE = ".former"
"""Where within the site its former files lie while MkDocs empties it."""


class Listing(NamedTuple):
    """The addresses of all that lies below a folder; a folder stands before what is in it."""

    files: list[str]
    folders: list[str]
    others: list[str]


def listing(folder: Path, without: Container[str] = ()) -> Listing:
    """What lies below the folder, but nothing of the folders directly in it that are `without`."""
    found = Listing([], [], [])
    _list(folder, "", without, found)
    return found


def _list(folder: Path | str, base: str, without: Container[str], found: Listing) -> None:
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            address = base + entry.name
            if entry.is_file(follow_symlinks=False):
                found.files.append(address)
            elif not entry.is_dir(follow_symlinks=False):
                found.others.append(address)
            elif address not in without:
                found.folders.append(address)
                _list(entry.path, f"{address}/", (), found)


class FormerFiles:
    """The files below `root`; `cache` holds what former builds have told of them.

    `last` is the folder that the last build has made, from which files are linked that do not
    stand in `root`. `found` waits for the listing of the files that have been set aside since,
    where that was begun before.
    """

    def __init__(
        self,
        root: Path,
        cache: Cache | None = None,
        last: Path | None = None,
        found: Callable[[], Listing] | None = None,
    ) -> None:
        self._cache = cache or Cache()
        self.root, self._last, self._found = root, last, found
        self.known = self._told(root)
        """What was told of the files that stood in `root`, by address."""
        self._of_last = self._told(last) if last else MadeFiles()
        self._standing: set[str] = set()

    def put_back(self, wanted: Container[str]) -> None:
        """Move those files of the set aside that are `wanted` and known to where they stood,
        except where something stands by now; remove the others."""
        aside = self.root / ASIDE
        if aside.is_dir():
            self._sift(aside, self._found() if self._found else listing(aside), wanted)
            self._merge(aside, self.root, "")
            shutil.rmtree(aside, ignore_errors=True)

    def stay(self) -> None:
        """Let all known files be used that stand in `root`; remove the others."""
        self._sift(self.root, listing(self.root), self.known)

    def find(self, address: str, key: bytes | None, stamp: bytes = b"") -> Made | None:
        """The file, if it is as it would be made now; it then stands at its address."""
        made = self.known.get(address)
        if made and key and (made.key, made.stamp) == (key, stamp) and address in self._standing:
            return self._whole(made, self.root / address)
        made = self._of_last.get(address)
        if made and key and (made.key, made.stamp) == (key, stamp):
            return self._linked(made, address)
        return None

    def content(self, address: str, key: bytes | None) -> tuple[Made, bytes] | None:
        """What the file holds that was made from the same, whatever its stamp."""
        for root, known in ((self.root, self.known), (self._last, self._of_last)):
            made = known.get(address)
            if root and made and key and made.key == key:
                with suppress(OSError):
                    content = (root / address).read_bytes()
                    if hashlib.sha256(content).digest() == made.sha256:
                        return made, content
        return None

    def write(self, path: Path, address: str, content: bytes) -> State:
        """Write a file anew: never into the old one, which the last site may share."""
        if address in self._standing:
            path.unlink(missing_ok=True)
        path.write_bytes(content)
        return _state(path.stat())

    def close(self, made: Mapping[str, Made]) -> None:
        """Tell the next builds of these files, and remove all others."""
        for address in self._standing - made.keys():
            (self.root / address).unlink(missing_ok=True)
        self._tell(self.root, made)
        # To be linked has changed the state of the last build's files.
        linked = {
            address: one._replace(state=made[address].state)
            for address, one in self._of_last.items()
            if address in made and _same_inode(one.state, made[address].state)
        }
        if self._last and linked:
            self._tell(self._last, {**self._of_last, **linked})

    def _told(self, folder: Path) -> MadeFiles:
        with suppress(OSError):
            for _, value in self._cache.get([_name(folder)]):
                return MadeFiles(value)
        return MadeFiles()

    def _tell(self, folder: Path, made: Mapping[str, Made]) -> None:
        with suppress(OSError):
            self._cache.put({_name(folder): told(made)})

    def _sift(self, folder: Path, found: Listing, wanted: Container[str]) -> None:
        """Note the files that may be used, remove all else."""
        kept = {address for address in found.files if address in self.known and address in wanted}
        self._standing |= kept
        for address in (*found.others, *(a for a in found.files if a not in kept)):
            (folder / address).unlink(missing_ok=True)
        full = _folders_of(kept)
        for address in reversed(found.folders):
            if address not in full:
                shutil.rmtree(folder / address, ignore_errors=True)

    def _merge(self, source: Path, target: Path, base: str) -> None:
        for entry in _entries(source):
            place, address = target / entry.name, base + entry.name
            if not os.path.lexists(place):
                Path(entry).rename(place)
            elif entry.is_dir(follow_symlinks=False) and place.is_dir():
                self._merge(Path(entry), place, f"{address}/")
            else:
                self._standing.discard(address)

    def _linked(self, made: Made, address: str) -> Made | None:
        """The last build's file, put at its address too."""
        assert self._last
        source, target = self._last / address, self.root / address
        with suppress(OSError):
            target.unlink(missing_ok=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            before = _state(source.lstat())
            target.hardlink_to(source)
            # Another build may have put another site there meanwhile.
            after = _state(target.lstat())
            if before == made.state and after[:3] == before[:3]:
                return made._replace(state=after)
            return self._whole(made, target)
        return None

    @staticmethod
    def _whole(made: Made, path: Path) -> Made | None:
        with suppress(OSError):
            state = _state(path.lstat())
            if state == made.state:
                return made
            if hashlib.sha256(path.read_bytes()).digest() == made.sha256:
                return made._replace(state=state)
        return None


def set_aside(site_dir: Path) -> None:
    """Save the files of a site from the emptying of its folder."""
    aside = site_dir / ASIDE
    shutil.rmtree(aside, ignore_errors=True)
    with suppress(OSError):
        entries = list(site_dir.iterdir())
        if entries:
            aside.mkdir()
        for path in entries:
            path.rename(aside / path.name)


def _folders_of(addresses: Collection[str]) -> set[str]:
    """The folders in which the files lie, at every depth."""
    found: set[str] = set()
    for address in addresses:
        folder = address.rpartition("/")[0]
        while folder and folder not in found:
            found.add(folder)
            folder = folder.rpartition("/")[0]
    return found


def _entries(folder: Path | str) -> Iterator[os.DirEntry[str]]:
    with os.scandir(folder) as entries:
        yield from list(entries)


def _name(folder: Path) -> bytes:
    """A folder keeps its inode wherever it is moved."""
    found = folder.stat()
    return digest("made files", f"{found.st_dev} {found.st_ino}")


def _state(found: os.stat_result) -> State:
    return found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns


def _same_inode(one: State, other: State) -> bool:
    return one[0] == other[0] and one != other
