// Fetches the files of the index, each of them once.

import { lastNotAfter } from "./encoding.js";
import { FoldTable } from "./folding.js";

/** @import { Columns } from "./facet-counts.js" */

/** @typedef {"in_force"|"corrected"|"withdrawn"} Status */

/** @typedef {{id: string, title: string, unit: string, issuer: string, published: string,
 *    region: string, status: Status, blocks: Block[], folded: [number, string][]}} Notice
 *    `folded` are pairs of rank and folded text, one for each block */

/** @typedef {{kind: "title"|"unit"|"heading"|"body"|"contact", text: string}} Block */

/** @typedef {{base: number, count: number, address: string}} Segment its notices have the numbers
 *    from `base` on, from the oldest to the newest */

const INDEX = new URL("../../search-index/", import.meta.url);
const NOTICES = new URL("../../api/v1/notices/", import.meta.url);
const RANKS = { title: 0, unit: 1, heading: 2, body: 3, contact: 3 };
const IDS_PER_FILE = 64;

/**
 * @param {URL} url
 * @param {RequestInit} [options]
 */
async function get(url, options) {
  const response = await fetch(url.href, options);
  if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
  return response;
}

/**
 * Return a notice's data with its folded blocks.
 *
 * @param {Omit<Notice, "folded">} notice
 * @param {FoldTable} foldTable
 * @returns {Notice}
 */
export function withFolded(notice, foldTable) {
  return {
    ...notice,
    folded: notice.blocks.map(({ kind, text }) => [RANKS[kind], foldTable.fold(text)]),
  };
}

export class Store {
  /** @param {{notices: string, fold: string, segments: [number, string][],
   *    directory: [string, string][]}} manifest */
  constructor(manifest) {
    this.manifest = manifest;
    this.count = 0;
    /** @type {Segment[]} */
    this.segments = [];
    for (const [count, address] of manifest.segments) {
      this.segments.push({ base: this.count, count, address });
      this.count += count;
    }
    /** @type {Map<string, Promise<any>>} */
    this.pending = new Map();
  }

  /** Open the current index; the files that its manifest names never change. */
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
   * @param {string} name below the folder
   * @param {URL} [folder]
   * @returns {Promise<any>}
   */
  json(name, folder = INDEX) {
    return this.once(name, async () => (await get(new URL(name, folder))).json());
  }

  /** @param {string} name */
  text(name) {
    return this.once(name, async () => (await get(new URL(name, INDEX))).text());
  }

  /** @returns {Promise<FoldTable>} */
  foldTable() {
    const { fold } = this.manifest;
    return this.once("fold table", async () => new FoldTable(await this.json(`${fold}.json`)));
  }

  /**
   * Return the chunk that holds a term if it is a key, and its separator as code points.
   *
   * @param {string} term
   */
  async chunk(term) {
    const { directory } = this.manifest;
    const part = directory[lastNotAfter(directory, term)][1];
    const lines = (await this.text(`${part}.txt`)).split("\n");
    const entries = lines.map((line) => /** @type {[string, string]} */ (line.split("\t")));
    const [separator, address] = entries[lastNotAfter(entries, term)];
    return {
      separator: Array.from(separator, (one) => /** @type {number} */ (one.codePointAt(0))),
      chunk: await this.text(`${address}.txt`),
    };
  }

  /**
   * Return the facets of each segment with a match, the newest first.
   *
   * @param {Uint8Array} ranks more than 0 for each notice that matches
   * @returns {Promise<(Segment & {columns: Columns})[]>}
   */
  facets(ranks) {
    const matched = this.segments.filter(({ base, count }) =>
      ranks.subarray(base, base + count).some(Boolean),
    );
    return Promise.all(
      matched.reverse().map(async (segment) => {
        return { ...segment, columns: await this.json(`${segment.address}-facets.json`) };
      }),
    );
  }

  /**
   * @param {number} number
   * @returns {Promise<string>}
   */
  async id(number) {
    const segment = /** @type {Segment} */ (
      this.segments.find(({ base, count }) => number < base + count)
    );
    const index = number - segment.base;
    const page = Math.floor(index / IDS_PER_FILE);
    return (await this.json(`${segment.address}-${page}.json`))[index % IDS_PER_FILE];
  }

  /**
   * @param {number} number
   * @returns {Promise<Notice>}
   */
  notice(number) {
    return this.once(`notice ${number}`, async () => {
      const [notice, foldTable] = await Promise.all([
        this.id(number).then((id) => this.json(`${id}.json`, NOTICES)),
        this.foldTable(),
      ]);
      return withFolded(notice, foldTable);
    });
  }
}
