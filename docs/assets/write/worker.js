// The worker of the write page: starts Python and passes requests on to `noticeboard.editor`.
//
// `make editor` copies it into the folder of the program, whose files it loads.

/** @typedef {{runPython: (code: string) => any, FS: {writeFile: (path: string, data: Uint8Array) =>
 *    void}, globals: {get: (name: string) => any}}} Pyodide */

/** @typedef {{number: number, request: Record<string, unknown>, data?: ArrayBuffer}} Message */

const HERE = new URL("./", import.meta.url).href;
const PACKAGES = "/lib/python3.14/site-packages";
const START = `
import zipfile

def unpack(path):
    with zipfile.ZipFile(path) as archive:
        archive.extractall("${PACKAGES}")
`;
const OPEN = `
from noticeboard.editor.messages import Editor

_editor = Editor()

def answer(request, data):
    return _editor.handle(request, data.to_bytes())
`;
/** The archives that an action needs before its first use, by its name and that of the document. */
const LATER = [
  { archive: "pinyin", needed: /^(import|preview) / },
  { archive: "pdf", needed: /^import .*\.pdf$/i },
];

/** @type {Set<string>} */
const unpacked = new Set();
/** @type {Promise<Pyodide>|undefined} */
let starting;

/** @param {Pyodide} python @param {string} name */
async function unpack(python, name) {
  if (unpacked.has(name)) return;
  const response = await fetch(`${HERE}${name}.zip`);
  if (!response.ok) throw new Error(`${name}.zip: ${response.status}`);
  python.FS.writeFile("/tmp/archive.zip", new Uint8Array(await response.arrayBuffer()));
  python.globals.get("unpack")("/tmp/archive.zip");
  unpacked.add(name);
}

/** @param {number} step */
function report(step) {
  postMessage({ progress: step });
}

/** @returns {Promise<Pyodide>} */
async function start() {
  report(1);
  const { loadPyodide } = await import(`${HERE}pyodide.mjs`);
  /** @type {Pyodide} */
  const python = await loadPyodide({
    indexURL: HERE,
    stdLibURL: `${HERE}library.zip`,
    lockFileURL: `${HERE}lock.json`,
  });
  report(2);
  python.runPython(START);
  await unpack(python, "core");
  report(3);
  python.runPython(OPEN);
  return python;
}

/** @param {Message} message */
async function answer({ request, data }) {
  starting = starting || start();
  const python = await starting;
  for (const { archive, needed } of LATER) {
    if (needed.test(`${request.action} ${request.name || ""}`)) await unpack(python, archive);
  }
  const bytes = new Uint8Array(data || new ArrayBuffer(0));
  return JSON.parse(python.globals.get("answer")(JSON.stringify(request), bytes));
}

// Requests are answered one after the other.
let last = Promise.resolve();
self.addEventListener("message", (/** @type {MessageEvent<Message>} */ event) => {
  const { number } = event.data;
  last = last.then(async () => {
    try {
      postMessage({ number, answer: await answer(event.data) });
    } catch (error) {
      postMessage({ number, failure: String(error) });
    }
  });
});
