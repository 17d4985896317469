// Answers queries from the index, exactly as hooks/noticeboard/search/scan.py does from the texts.

import { longestKeys, mayFollow, readLine } from "./encoding.js";
import { countFacets } from "./facet-counts.js";
import { parseTerms } from "./query.js";

/** @import { Key } from "./encoding.js" */
/** @import { FacetCounts } from "./facet-counts.js" */
/** @import { Sort, State, Term } from "./query.js" */
/** @import { Notice, Segment, Store } from "./store.js" */

/** @typedef {{ranks: Uint8Array, unsure: number[]}} Matches `ranks` holds 0 for a notice that does
 *    not match, else 1 + its rank; the texts of the notices in `unsure` have to be read */

/** @typedef {{terms: Term[], total: number, unfiltered: number, facets: FacetCounts,
 *    isUnusable: boolean, notices: (start: number, end: number) => Promise<Notice[]>}} Answer
 *    `total` is the number of hits, `unfiltered` that of matches before filtering; a query is
 *    unusable without letters and digits; `notices` returns a part of the hits in order */

/** The longest common text that a line holds: one of this length may be cut off. */
const MAX_COMMON = 12;

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
 * Return for each segment the longest key that is a prefix of a term, and the chunk that holds it.
 *
 * @param {Store} store
 * @param {number[]} term code points
 * @returns {Promise<(Key & {chunk: string})[]>}
 */
async function findKeys(store, term) {
  const { separator, chunk } = await store.chunk(String.fromCodePoint(...term));
  const keys = longestKeys(chunk, separator, term).map((key) => ({ ...key, chunk }));
  // A key that branches has a longer one for each character that follows it: no notice matches.
  const elsewhere = keys.filter((key) => key.length && key.at < 0 && !key.branches);
  const lengths = Array.from(new Set(elsewhere.map((key) => key.length)));
  const others = new Map(
    await Promise.all(
      lengths.map(async (length) => {
        const found = await findKeys(store, term.slice(0, length));
        return /** @type {const} */ ([length, found]);
      }),
    ),
  );
  return keys.map((key, i) => {
    const other = elsewhere.includes(key) ? others.get(key.length) : undefined;
    return other ? other[i] : key;
  });
}

/**
 * Look up a term in the dictionary.
 *
 * @param {Store} store
 * @param {string} term folded
 * @returns {Promise<Matches>}
 */
async function lookUp(store, term) {
  const points = Array.from(term, (character) => /** @type {number} */ (character.codePointAt(0)));
  /** @type {Matches} */
  const matches = { ranks: new Uint8Array(store.count), unsure: [] };
  if (!store.count) return matches;
  const keys = await findKeys(store, points);
  await Promise.all(
    keys.map((key, i) => {
      if (key.at < 0) return null;
      return addMatches(store, matches, term, points.slice(key.length), store.segments[i], key);
    }),
  );
  return matches;
}

/**
 * Add the matches of a term in one segment.
 *
 * @param {Store} store
 * @param {Matches} matches is changed
 * @param {string} term
 * @param {number[]} rest of the term after the key, as code points
 * @param {Segment} segment
 * @param {Key & {chunk: string}} key
 */
async function addMatches(store, matches, term, rest, segment, key) {
  const line = readLine(key.chunk, key.at, segment.count);
  const text = String.fromCodePoint(...rest);
  if (!line.hashes && !line.common.startsWith(text)) {
    // All occurrences continue with the same text, or each continuation has a key of its own.
    const isOpen = Array.from(line.common).length === MAX_COMMON && text.startsWith(line.common);
    if (!isOpen || !rankIn(await store.notice(segment.base + line.notices[0]), term)) return;
  }
  for (const [i, notice] of line.notices.entries()) {
    const isUnsure = line.hashes !== "" && rest.length > 0;
    if (isUnsure && !mayFollow(line.hashes, i, rest)) continue;
    matches.ranks[segment.base + notice] = 1 + line.ranks[i];
    if (isUnsure) matches.unsure.push(segment.base + notice);
  }
}

/**
 * Read the texts that decide whether a notice matches.
 *
 * @param {Store} store
 * @param {string} term folded
 * @param {Matches} matches its ranks are changed
 * @param {Uint8Array} among more than 0 for each notice whose text to read
 */
async function verify(store, term, { ranks, unsure }, among) {
  await Promise.all(
    unsure.map(async (number) => {
      if (among[number]) ranks[number] = rankIn(await store.notice(number), term);
    }),
  );
}

/**
 * Intersect posting lists: for each notice 0, or 1 + the worst of its ranks.
 *
 * @param {Matches[]} lists
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
    const lists = await Promise.all(terms.map((term) => lookUp(store, term)));
    const among = intersect(lists, store.count);
    await Promise.all(lists.map((list, i) => verify(store, terms[i], list, among)));
    return intersect(lists, store.count);
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
   * @returns {Promise<Answer & {hits: number[]}>} with the numbers of all notices
   */
  async search(state) {
    const terms = parseTerms(state.q, await this.store.foldTable());
    const isUnusable = state.q.trim() !== "" && terms.length === 0;
    const ranks = isUnusable
      ? new Uint8Array(this.store.count)
      : await this.match(terms.map((term) => term.folded));
    const columns = await this.store.facets(ranks);
    const { selected, ranges } = state;
    const found = countFacets(columns, ranks, selected, ranges);
    const { facets, unfiltered } = found;
    const hits = inOrder(state.sort, found.hits, ranks, found.days);
    return {
      terms,
      hits,
      total: hits.length,
      unfiltered,
      facets,
      isUnusable,
      notices: (start, end) =>
        Promise.all(hits.slice(start, end).map((number) => this.store.notice(number))),
    };
  }
}

/**
 * @param {Sort} sort
 * @param {number[]} hits newest first
 * @param {Uint8Array} ranks
 * @param {Map<number, number>} days
 */
function inOrder(sort, hits, ranks, days) {
  if (sort === "rank") return byRank(hits, ranks);
  if (sort === "date") return hits;
  const wait = (/** @type {number} */ hit) => days.get(hit) ?? -Infinity;
  return hits.sort((a, b) => (wait(a) === wait(b) ? 0 : wait(b) - wait(a)));
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
