// Fetches the files of the index, each of them once.

import { FoldTable } from "./folding.js";

/** @import { Columns } from "./facet-counts.js" */

/** @typedef {"in_force"|"corrected"|"withdrawn"} Status */

/** @typedef {{id: string, url: string, title: string, unit: string, issuer: string, date: string,
 *    region: string, status: Status, blocks: [number, string][], folded: [number, string][]}} Notice
 *    `blocks` are pairs of rank and text, `folded` the same with the text folded */

/** @typedef {{name: string, count: number, folded: string}} Unit */

const INDEX = new URL("../../search-index/", import.meta.url);

/**
 * @param {URL} url
 * @param {RequestInit} [options]
 */
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
    /** @type {Map<string, Promise<any>>} */
    this.pending = new Map();
  }

  /** Open the current version of the index; the files of a version never change. */
  static async open() {
    const response = await get(new URL("manifest.json", INDEX), { cache: "no-cache" });
    return new Store(await response.json());
  }

  /**
   * Return the result of `load`, called once per name unless it fails.
   *
   * @template T
   * @param {string} name
   * @param {() => Promise<T>} load
   * @returns {Promise<T>}
   */
  once(name, load) {
    const pending = this.pending.get(name);
    if (pending) return pending;
    const promise = load();
    promise.catch(() => this.pending.delete(name));
    this.pending.set(name, promise);
    return promise;
  }

  /**
   * @param {string} name
   * @returns {Promise<any>}
   */
  json(name) {
    return this.once(name, async () => (await get(new URL(name, this.base))).json());
  }

  /** @param {string} name */
  text(name) {
    return this.once(name, async () => (await get(new URL(name, this.base))).text());
  }

  foldTable() {
    return this.once("fold table", async () => new FoldTable(await this.json("fold.json")));
  }

  /** Return the separator before each chunk of the dictionary. */
  separators() {
    return this.once("first keys", async () => {
      const text = await this.text("directory.txt");
      return text ? text.split("\n") : [];
    });
  }

  /** @returns {Promise<Columns>} */
  columns() {
    return this.json("columns.json");
  }

  /** @param {number} number */
  chunk(number) {
    return this.text(`keys/${number}.txt`);
  }

  /**
   * @param {number} number
   * @returns {Promise<Notice>}
   */
  notice(number) {
    return this.once(`notice ${number}`, async () => {
      const [notice, foldTable] = await Promise.all([
        this.json(`texts/${number}.json`),
        this.foldTable(),
      ]);
      notice.folded = notice.blocks.map((/** @type {[number, string]} */ [rank, text]) => [
        rank,
        foldTable.fold(text),
      ]);
      return notice;
    });
  }

  /**
   * Return the units, those with most notices first.
   *
   * @returns {Promise<Unit[]>}
   */
  units() {
    return this.once("units", async () => {
      const [units, foldTable] = await Promise.all([this.json("units.json"), this.foldTable()]);
      return units.map((/** @type {[string, number]} */ [name, count]) => ({
        name,
        count,
        folded: foldTable.fold(name),
      }));
    });
  }
}
