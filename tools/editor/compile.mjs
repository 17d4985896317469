// Compiles Python files ahead with the browser's own Python: `node compile.mjs PYODIDE FOLDER`.
//
// Every .py below FOLDER is replaced by its .pyc, whose content depends on the source alone.
import { pathToFileURL } from "node:url";

const [, , pyodidePath, folder] = process.argv;
const { loadPyodide } = await import(pathToFileURL(`${pyodidePath}/pyodide.mjs`).href);
const pyodide = await loadPyodide();
pyodide.mountNodeFS("/compiled", folder);
pyodide.runPython(`
import importlib.util
from importlib._bootstrap_external import _code_to_hash_pyc
from pathlib import Path

root = Path("/compiled")
for path in sorted(root.rglob("*.py")):
    raw = path.read_bytes()
    name = path.relative_to(root).as_posix()
    # Docstrings of libraries are not read; those of the project's rules may be.
    code = compile(raw, name, "exec", dont_inherit=True, optimize=0 if "/noticeboard/" in name else 2)
    source_hash = importlib.util.source_hash(raw)
    path.with_suffix(".pyc").write_bytes(_code_to_hash_pyc(code, source_hash, False))
    path.unlink()
`);
