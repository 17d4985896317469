// Drafts on this device, in IndexedDB.

/** @typedef {{key: string, id: string, source: string, published: string, saved: number,
 *    found: import("./form.js").Found[], files: {name: string, content: string}[]}} Draft */

const NAME = "noticeboard-write";
const STORE = "drafts";

/** @returns {Promise<IDBDatabase>} */
function open() {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: "key" });
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

/**
 * @template T
 * @param {IDBTransactionMode} mode
 * @param {(store: IDBObjectStore) => IDBRequest<T>} work
 * @returns {Promise<T|undefined>} undefined where the browser keeps nothing
 */
async function run(mode, work) {
  try {
    const database = await open();
    return await new Promise((resolve, reject) => {
      const transaction = database.transaction(STORE, mode);
      const request = work(transaction.objectStore(STORE));
      transaction.oncomplete = () => {
        database.close();
        resolve(request.result);
      };
      transaction.onabort = () => reject(transaction.error);
    });
  } catch {
    return undefined;
  }
}

/** @param {string} key @returns {string} the key of the draft that another one has replaced */
export function earlier(key) {
  return `${key}/earlier`;
}

/** @param {string} key @returns {Promise<Draft|undefined>} */
export function load(key) {
  return run("readonly", (store) => store.get(key));
}

/** @param {Draft} draft @returns {Promise<boolean>} whether it is kept */
export async function save(draft) {
  return (await run("readwrite", (store) => store.put(draft))) !== undefined;
}

/** @param {string} key */
export async function remove(key) {
  await run("readwrite", (store) => store.delete(key));
}
