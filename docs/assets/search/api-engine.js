// Answers queries by a server that asks the database; docs-dev/postgresql.md describes its answers.
// Whoever uses it must be ready for failures: the server may be away, slow, or hold other notices.

import { FACETS } from "./facets.js";
import { PAGE_SIZE, parseTerms, selectionOf, writeState } from "./query.js";
import { NO_RANGES } from "./ranges.js";
import { withFolded } from "./store.js";

/** @import { Answer } from "./engine.js" */
/** @import { FacetCounts } from "./facet-counts.js" */
/** @import { State, Term } from "./query.js" */
/** @import { Notice, Store } from "./store.js" */

/** @typedef {{notices: string, total: number, unfiltered: number,
 *    facets: Record<string, Record<string, number>>, hits: Omit<Notice, "folded">[]}} Reply */

const TIMEOUT = 3000;
const MAX_ROWS = 100;

/**
 * @param {Reply["facets"]} facets
 * @returns {FacetCounts}
 */
function facetMaps(facets) {
  const maps = /** @type {FacetCounts} */ ({});
  for (const facet of FACETS) maps[facet] = new Map(Object.entries(facets[facet]));
  return maps;
}

export class ApiEngine {
  /**
   * @param {string} address
   * @param {Store} store
   */
  constructor(address, store) {
    this.address = new URL(address, window.location.href);
    this.store = store;
  }

  /**
   * Return the server's reply, if it holds the same notices as this site.
   *
   * @param {State} state
   * @param {number} start
   * @param {number} rows
   * @returns {Promise<Reply>}
   */
  async ask(state, start, rows) {
    const url = new URL(this.address.href);
    url.search = writeState({ ...state, shown: PAGE_SIZE });
    url.searchParams.set("start", String(start));
    url.searchParams.set("rows", String(rows));
    const abort = new AbortController();
    const timer = window.setTimeout(() => abort.abort(), TIMEOUT);
    try {
      const options = { signal: abort.signal, credentials: /** @type {const} */ ("omit") };
      const response = await fetch(url.href, options);
      if (!response.ok) throw new Error(`${url.pathname}: ${response.status}`);
      const reply = await response.json();
      if (reply.notices !== this.store.manifest.notices) throw new Error("other notices");
      return reply;
    } finally {
      clearTimeout(timer);
    }
  }

  /**
   * Return how many notices hold all of the terms.
   *
   * @param {Term[]} terms
   */
  async count(terms) {
    const q = terms.map((term) => term.folded).join(" ");
    const state = { q, sort: /** @type {const} */ ("rank"), shown: 0, ranges: NO_RANGES };
    return (await this.ask({ ...state, selected: selectionOf(() => []) }, 0, 0)).total;
  }

  /**
   * @param {State} state
   * @returns {Promise<Answer>}
   */
  async search(state) {
    const foldTable = await this.store.foldTable();
    const terms = parseTerms(state.q, foldTable);
    if (state.q.trim() && !terms.length) return this.unusable(state);
    const { total, unfiltered, facets, hits } = await this.ask(
      state,
      0,
      Math.min(state.shown, MAX_ROWS),
    );
    /** @param {number} start @param {number} end */
    const notices = async (start, end) => {
      while (hits.length < Math.min(end, total)) {
        const rows = Math.min(end - hits.length, MAX_ROWS);
        const more = (await this.ask(state, hits.length, rows)).hits;
        if (!more.length) throw new Error("hits are missing");
        hits.push(...more);
      }
      return hits.slice(start, end).map((notice) => withFolded(notice, foldTable));
    };
    return { terms, total, unfiltered, facets: facetMaps(facets), isUnusable: false, notices };
  }

  /**
   * @param {State} state
   * @returns {Answer}
   */
  unusable({ selected }) {
    const facets = /** @type {FacetCounts} */ ({});
    for (const facet of FACETS) facets[facet] = new Map(selected[facet].map((value) => [value, 0]));
    const notices = async () => [];
    return { terms: [], total: 0, unfiltered: 0, facets, isUnusable: true, notices };
  }
}
