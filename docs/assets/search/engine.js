// Answers queries from the index, exactly as hooks/noticeboard/search/scan.py does from the texts.

import { chunkOf, longestKey, readPostings } from "./encoding.js";
import { countFacets } from "./facet-counts.js";
import { parseTerms } from "./query.js";

/** @import { Postings } from "./encoding.js" */
/** @import { FacetCounts } from "./facet-counts.js" */
/** @import { State, Term } from "./query.js" */
/** @import { Notice, Store } from "./store.js" */

/** @typedef {Postings & {isExact: boolean}} TermPostings where not exact, the posting list is that
 *    of the longest key that is a prefix of the term */

/** @typedef {{terms: Term[], hits: number[], unfiltered: number, facets: FacetCounts,
 *    isUnusable: boolean}} Answer `hits` are the numbers of the notices in order, `unfiltered` is
 *    the number of matches before filtering; a query is unusable without letters and digits */

/**
 * @param {number} count number of notices in the index
 * @returns {TermPostings}
 */
function noPostings(count) {
  return { ranks: new Uint8Array(count), size: 0, isExact: true };
}

/**
 * Return 1 + the best rank of the blocks that hold a term, 0 if none does.
 *
 * @param {Notice} notice
 * @param {string} term folded
 */
function rankIn(notice, term) {
  let best = 0;
  for (const [rank, text] of notice.folded) {
    if ((best === 0 || rank + 1 < best) && text.includes(term)) best = rank + 1;
  }
  return best;
}

/**
 * Look up a term in the dictionary.
 *
 * @param {Store} store
 * @param {string} term folded
 * @returns {Promise<TermPostings>}
 */
async function lookUp(store, term) {
  const points = Array.from(term, (character) => /** @type {number} */ (character.codePointAt(0)));
  const separators = await store.separators();
  if (!separators.length) return noPostings(store.count);
  let chunk = await store.chunk(chunkOf(separators, term));
  let key = longestKey(chunk, points);
  if (key.length && key.postings < 0) {
    const prefix = points.slice(0, key.length);
    chunk = await store.chunk(chunkOf(separators, String.fromCodePoint(...prefix)));
    key = longestKey(chunk, prefix);
  }
  if (!key.length) return noPostings(store.count);
  const postings = readPostings(chunk, key.postings, store.count);
  return { ...postings, isExact: key.length === points.length };
}

/**
 * Read one notice to decide whether a term matches all notices of its key or none: where a key has
 * more than `leafLimit` notices, all texts continue alike up to the next key.
 *
 * @param {Store} store
 * @param {string} term folded
 * @param {TermPostings} postings
 */
async function resolveFrequent(store, term, postings) {
  if (postings.isExact || postings.size <= store.leafLimit) return postings;
  const notice = await store.notice(postings.ranks.findIndex((rank) => rank > 0));
  return rankIn(notice, term) ? { ...postings, isExact: true } : noPostings(store.count);
}

/**
 * Keep the notices whose texts hold a term.
 *
 * @param {Store} store
 * @param {string} term folded
 * @param {TermPostings} postings
 * @param {Uint8Array} among more than 0 for each notice to look into
 * @returns {Promise<TermPostings>}
 */
async function verify(store, term, postings, among) {
  const ranks = new Uint8Array(store.count);
  let size = 0;
  /** @type {number[]} */
  const candidates = [];
  for (let number = 0; number < ranks.length; number += 1) {
    if (postings.ranks[number] && among[number]) candidates.push(number);
  }
  const notices = await Promise.all(candidates.map((number) => store.notice(number)));
  for (const [i, notice] of notices.entries()) {
    const rank = rankIn(notice, term);
    ranks[candidates[i]] = rank;
    if (rank) size += 1;
  }
  return { ranks, size, isExact: true };
}

/**
 * Intersect posting lists: for each notice 0, or 1 + the worst of its ranks.
 *
 * @param {Postings[]} lists
 * @param {number} count number of notices in the index
 */
function intersect(lists, count) {
  const worst = new Uint8Array(count).fill(1);
  for (const { ranks } of lists) {
    for (let i = 0; i < count; i += 1) {
      worst[i] = worst[i] && ranks[i] ? Math.max(worst[i], ranks[i]) : 0;
    }
  }
  return worst;
}

export class Engine {
  /** @param {Store} store */
  constructor(store) {
    this.store = store;
  }

  /**
   * @param {string[]} terms folded
   * @returns {Promise<Uint8Array>} for each notice 0, or 1 + its rank
   */
  async match(terms) {
    const { store } = this;
    const lists = await Promise.all(
      terms.map(async (term) => resolveFrequent(store, term, await lookUp(store, term))),
    );
    const among = intersect(lists, store.count);
    const exact = await Promise.all(
      lists.map((list, i) => (list.isExact ? list : verify(store, terms[i], list, among))),
    );
    return intersect(exact, store.count);
  }

  /**
   * Return how many notices hold all of the terms.
   *
   * @param {Term[]} terms
   */
  async count(terms) {
    const ranks = await this.match(terms.map((term) => term.folded));
    return ranks.reduce((sum, rank) => sum + (rank ? 1 : 0), 0);
  }

  /**
   * @param {State} state
   * @returns {Promise<Answer>}
   */
  async search(state) {
    const [foldTable, columns] = await Promise.all([
      this.store.foldTable(),
      this.store.columns(),
      this.store.separators(),
    ]);
    const terms = parseTerms(state.q, foldTable);
    const isUnusable = state.q.trim() !== "" && terms.length === 0;
    const ranks = isUnusable
      ? new Uint8Array(this.store.count)
      : await this.match(terms.map((term) => term.folded));
    const { hits, facets, unfiltered } = countFacets(columns, ranks, state.selected);
    return {
      terms,
      hits: state.sort === "date" ? hits : byRank(hits, ranks),
      unfiltered,
      facets,
      isUnusable,
    };
  }
}

/**
 * Sort by rank, which hooks/noticeboard/search/ranking.py defines, and keep the order within a rank.
 *
 * @param {number[]} numbers
 * @param {Uint8Array} ranks
 */
function byRank(numbers, ranks) {
  /** @type {number[][]} */
  const groups = [[], [], [], []];
  for (const number of numbers) groups[ranks[number] - 1].push(number);
  return groups.flat();
}
