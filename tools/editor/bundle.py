"""Build the write page's program into a folder: `python tools/editor/bundle.py NODE_MODULES FOLDER`.

The folder gets one subfolder whose name is a digest of its content, with Python for browsers, the
standard library, this package and what it runs on, and the worker that starts them. The same inputs
give the same bytes. `python tools/editor/bundle.py --download FOLDER` only fetches what it needs from
the package index.
"""

from __future__ import annotations

import ast
import hashlib
import importlib.util
import json
import shutil
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOOKS = ROOT / "hooks"
TEMPLATES = ROOT / "docs/templates"
WORKER = ROOT / "docs/assets/write/worker.js"
STUBS = Path(__file__).with_name("stubs")
ENTRY = "noticeboard.editor.messages"
FIRST_YEAR = (1980, 1, 1, 0, 0, 0)

ENGINE = ("pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm")
CORE = (
    "annotated_types", "jinja2", "markdown", "markupsafe", "pydantic", "typing_extensions",
    "typing_inspection", "yaml",
)  # fmt: skip
LATER = {"pinyin": ("pypinyin",), "pdf": ("pdfminer", "charset_normalizer")}
"""Archives that are fetched when a document is imported, and when it is a PDF file."""
DATA = {".json", ".txt", ".toml", ".gz", ".pickle"}
LEFT_OUT = {"v1", "__pyinstaller", "mypy.py"}
"""Parts of the packages that nothing here imports."""
NO_LIBRARY = (
    "_pyrepl", "antigravity", "bdb", "cProfile", "ctypes", "curses", "dbm", "doctest",
    "ensurepip", "ftplib", "idlelib", "imaplib", "lib2to3", "mailbox", "modulefinder", "multiprocessing",
    "pdb", "pickletools", "poplib", "profile", "pstats", "pty", "pydoc", "pydoc_data", "shelve", "smtplib",
    "sqlite3", "ssl", "tabnanny", "tarfile", "this", "tkinter", "trace", "turtle", "turtledemo", "unittest",
    "venv", "wave", "webbrowser", "wsgiref", "xmlrpc", "zipapp", "__phello__", "__hello__", "symtable",
    "socketserver", "http/server", "http/cookiejar", "pyclbr", "timeit", "netrc", "nturl2path", "optparse",
    "getopt", "cmd", "sched", "rlcompleter", "statistics", "colorsys", "filecmp", "fileinput", "plistlib",
    "_pydatetime", "_pydecimal", "_pyio", "asyncio/proactor_events", "asyncio/windows_events",
    "asyncio/windows_utils", "configparser", "tracemalloc", "py_compile", "compileall", "tty", "pipes", "quopri.txt", "nntplib",
)  # fmt: skip
"""Modules of the standard library that need what a browser has not, or that nothing here imports."""

NO_ENCODINGS = tuple(
    f"encodings/{start}"
    for start in ("mac_", "cp0", "cp273", "cp424", "cp5", "cp7", "cp8", "cp10", "cp11", "hp_", "kz", "pt", "tis")
)  # fmt: skip
"""Code pages of other machines and languages; no Chinese document is in one."""


def main(node_modules: Path, target: Path) -> None:
    """Replace the folder."""
    with tempfile.TemporaryDirectory() as work:
        built = Path(work) / "built"
        build(node_modules / "pyodide", Path(work), built)
        name = f"program-{folder_digest(built)[:12]}"
        shutil.rmtree(target, ignore_errors=True)
        target.mkdir(parents=True)
        shutil.copytree(built, target / name)


def build(pyodide: Path, work: Path, built: Path) -> None:
    """Collect the files of each archive, compile them ahead, and pack them."""
    compiled = work / "compiled"
    with zipfile.ZipFile(pyodide / "python_stdlib.zip") as archive:
        names = [name for name in archive.namelist() if is_needed(name)]
        archive.extractall(compiled / "library", names)
    copy_program(compiled / "core")
    unpack_wheel(work, compiled / "core")
    for name, packages in {"core": CORE, **LATER}.items():
        for package in packages:
            copy_package(package, compiled / name)
    shutil.copytree(STUBS, compiled / "pdf", dirs_exist_ok=True)
    command = ["node", str(Path(__file__).with_name("compile.mjs")), str(pyodide), str(compiled)]
    subprocess.run(command, check=True)
    built.mkdir()
    for name in ENGINE:
        shutil.copyfile(pyodide / name, built / name)
    shutil.copyfile(WORKER, built / "worker.js")
    for folder in sorted(compiled.iterdir()):
        pack(folder, built / f"{folder.name}.zip")
    lock = json.loads((pyodide / "pyodide-lock.json").read_bytes())
    (built / "lock.json").write_text(json.dumps({"info": lock["info"], "packages": {}}))


def is_needed(name: str) -> bool:
    """Return whether a file of the standard library is packed."""
    return not name.startswith(NO_ENCODINGS) and not any(
        name == f"{left}.py" or name.startswith(f"{left}/") for left in NO_LIBRARY
    )


def copy_program(target: Path) -> None:
    """Copy the modules that the entry imports, their data, and the site's templates."""
    for path in sorted(program_files()):
        place = target / path.relative_to(HOOKS)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(path, place)
    shutil.copytree(
        TEMPLATES, target / "noticeboard/editor/templates", ignore=shutil.ignore_patterns(".*")
    )


def program_files() -> set[Path]:
    """Return the entry and every module of this package that it can import, with their data."""
    files: set[Path] = set()
    waiting = [ENTRY]
    while waiting:
        name = waiting.pop()
        path = module_path(name)
        if path and path not in files:
            files.add(path)
            # To import a module, Python executes the packages around it.
            waiting += [name.rpartition(".")[0], *imported_modules(path)]
    for folder in {path.parent for path in files}:
        files |= {path for path in folder.iterdir() if path.suffix in DATA}
    return files


def module_path(name: str) -> Path | None:
    """Return the file of a module of this package; None for a name within a module."""
    path = HOOKS / name.replace(".", "/")
    if path.with_suffix(".py").is_file():
        return path.with_suffix(".py")
    return path / "__init__.py" if (path / "__init__.py").is_file() else None


def imported_modules(path: Path) -> Iterator[str]:
    """Yield the modules of this package that a file imports, at any place."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("noticeboard"):
            yield node.module or ""
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.startswith("noticeboard"))


def download_wheel(folder: Path) -> None:
    """Fetch the compiled package by its hash into a folder."""
    requirements = Path(__file__).with_name("requirements.txt")
    options = "--no-deps --only-binary=:all: --python-version 3.14 --implementation cp --abi cp314"
    command = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check"]
    command += [*options.split(), "--platform", "pyemscripten_2026_0_wasm32", "--require-hashes"]
    subprocess.run([*command, "-r", str(requirements), "-d", str(folder)], check=True)


def unpack_wheel(work: Path, target: Path) -> None:
    """Fetch the compiled package, and unpack it."""
    download_wheel(work / "wheels")
    (wheel,) = (work / "wheels").iterdir()
    with zipfile.ZipFile(wheel) as archive:
        names = [n for n in archive.namelist() if n.endswith((".py", ".so"))]
        archive.extractall(target, names)


def copy_package(name: str, target: Path) -> None:
    """Copy the pure Python of an installed package, with its data."""
    spec = importlib.util.find_spec(name)
    assert spec
    assert spec.origin
    origin = Path(spec.origin)
    if origin.name != "__init__.py":
        target.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origin, target / origin.name)
        return
    for path in sorted(origin.parent.rglob("*")):
        relative = path.relative_to(origin.parent)
        if path.is_file() and path.suffix in {".py", *DATA} and not LEFT_OUT & set(relative.parts):
            place = target / name / relative
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)


def pack(folder: Path, target: Path) -> None:
    """Pack a folder without compression, which the server does better, and without times."""
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for path in files_below(folder):
            info = zipfile.ZipInfo(path.relative_to(folder).as_posix(), FIRST_YEAR)
            archive.writestr(info, path.read_bytes())


def folder_digest(folder: Path) -> str:
    """Return the digest of all names and contents."""
    digest = hashlib.sha256()
    for path in files_below(folder):
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def files_below(folder: Path) -> Iterable[Path]:
    """Return all files below a folder, in a fixed order."""
    return sorted(path for path in folder.rglob("*") if path.is_file())


if __name__ == "__main__":
    if sys.argv[1] == "--download":
        download_wheel(Path(sys.argv[2]))
    else:
        main(Path(sys.argv[1]), Path(sys.argv[2]))
