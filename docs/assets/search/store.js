// Fetches the index's files, each once.

import { Folder } from "./folding.js";

const INDEX = new URL("../../search-index/", import.meta.url);

async function get(url, options) {
  const response = await fetch(url.href, options);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response;
}

export class Store {
  /** @param {{version: string, count: number, leaf_limit: number}} manifest */
  constructor(manifest) {
    this.count = manifest.count;
    this.leafLimit = manifest.leaf_limit;
    this.base = new URL(`${manifest.version}/`, INDEX);
    this.pending = new Map();
  }

  /** Asks the host for the current version; the files of a version never change. */
  static async open() {
    const response = await get(new URL("manifest.json", INDEX), { cache: "no-cache" });
    return new Store(await response.json());
  }

  /** What `load` promises, remembered by `name` unless it fails. */
  once(name, load) {
    if (!this.pending.has(name)) {
      const promise = load();
      promise.catch(() => this.pending.delete(name));
      this.pending.set(name, promise);
    }
    return this.pending.get(name);
  }

  json(name) {
    return this.once(name, async () => (await get(new URL(name, this.base))).json());
  }

  text(name) {
    return this.once(name, async () => (await get(new URL(name, this.base))).text());
  }

  folder() {
    return this.once("folder", async () => new Folder(await this.json("fold.json")));
  }

  firstKeys() {
    return this.once("first keys", async () => {
      const text = await this.text("directory.txt");
      return text ? text.split("\n") : [];
    });
  }

  columns() {
    return this.json("columns.json");
  }

  chunk(number) {
    return this.text(`keys/${number}.txt`);
  }

  /** A notice with its blocks folded: `folded` is [rank, folded text] of each. */
  notice(number) {
    return this.once(`notice ${number}`, async () => {
      const [notice, folder] = await Promise.all([this.json(`texts/${number}.json`), this.folder()]);
      notice.folded = notice.blocks.map(([rank, text]) => [rank, folder.fold(text)]);
      return notice;
    });
  }

  /** The units, most notices first: {name, count, folded}. */
  units() {
    return this.once("units", async () => {
      const [units, folder] = await Promise.all([this.json("units.json"), this.folder()]);
      return units.map(([name, count]) => ({ name, count, folded: folder.fold(name) }));
    });
  }
}
