"""The licences of what a build installs, as a Markdown table: `python tools/licences.py [LOCK…]`.

Exit 1 when one is not among those that go with a public authority's site; the names are SPDX's.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageMetadata, PackageNotFoundError, metadata
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LOCK = ROOT / "requirements.txt"

# LGPL and MPL bind who changes these packages; nobody here does, and the site holds none of them.
ALLOWED = {
    *("0BSD", "Apache-2.0", "BSD", "BSD-2-Clause", "BSD-3-Clause", "CC0-1.0", "ISC"),
    *("LGPL-3.0-or-later", "MIT", "MIT-0", "MPL-2.0", "PSF-2.0", "Zlib"),
}
# What packages write that do not know SPDX yet.
_SPOKEN = (
    (r"LGPL", "LGPL-3.0-or-later"),
    (r"Mozilla Public License 2|MPL", "MPL-2.0"),
    (r"Apache", "Apache-2.0"),
    (r"BSD-2-Clause|FreeBSD", "BSD-2-Clause"),
    (r"BSD-3-Clause", "BSD-3-Clause"),
    (r"BSD", "BSD"),
    (r"ISC", "ISC"),
    (r"\bMIT\b", "MIT"),
    (r"Python Software Foundation|PSF", "PSF-2.0"),
)


@dataclass(frozen=True, slots=True)
class Licensed:
    """A package and its licences by SPDX's names; none when it is not installed."""

    name: str
    version: str
    licences: tuple[str, ...]

    @property
    def is_allowed(self) -> bool:
        """Whether every licence that it names may be used here."""
        return bool(self.licences) and set(self.licences) <= ALLOWED


def locked(text: str) -> list[str]:
    """The packages of a lock, each once."""
    return list(dict.fromkeys(re.findall(r"^([A-Za-z0-9._-]+)==", text, re.MULTILINE)))


def licensed(names: Iterable[str]) -> Iterator[Licensed]:
    """What is installed of these; what belongs to another system or Python is left out."""
    for name in names:
        try:
            about = metadata(name)
        except PackageNotFoundError:
            continue
        yield Licensed(name, about["Version"], licences_of(about))


def licences_of(about: PackageMetadata) -> tuple[str, ...]:
    """The licences that a package names, in SPDX's words where it is one of those."""
    if expression := _field(about, "License-Expression"):
        return tuple(sorted(set(re.split(r"\s+(?:AND|OR)\s+|[()]", expression)) - {""}))
    kinds = [one for one in about.get_all("Classifier") or () if one.startswith("License ::")]
    # A classifier BSD is less exact than the field beside it.
    said = _field(about, "License")
    if not kinds or (said.startswith("BSD-") and len(kinds) == 1):
        kinds = [said.partition("\n")[0]]
    return tuple(sorted({_spdx(one.rpartition(" :: ")[2]) for one in kinds if one}))


def _field(about: PackageMetadata, name: str) -> str:
    return about[name] or "" if name in about else ""


def _spdx(spoken: str) -> str:
    for pattern, name in _SPOKEN:
        if re.search(pattern, spoken):
            return name
    return spoken


def table(packages: Iterable[Licensed]) -> str:
    """One line a package."""
    lines = ["| package | version | licence |", "| --- | --- | --- |"]
    for one in packages:
        lines.append(f"| {one.name} | {one.version} | {', '.join(one.licences)} |")
    return "\n".join(lines)


def main(locks: list[str]) -> int:
    """Print the table of the locks' packages; return the exit code."""
    texts = [Path(lock).read_text("utf-8") for lock in locks or [str(LOCK)]]
    packages = list(licensed(locked("\n".join(texts))))
    print(table(packages))
    refused = [one.name for one in packages if not one.is_allowed]
    if refused:
        print(f"not among the allowed licences: {', '.join(refused)}", file=sys.stderr)
    return int(bool(refused))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
