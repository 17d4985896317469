// Answers queries from the index, exactly as search.scan does over the texts.

import { chunkOf, longestKey, readNotices } from "./dictionary.js";
import { countFacets } from "./facets.js";
import { parseTerms } from "./query.js";

const NONE = { ranks: new Uint8Array(0), size: 0 };

/** 1 + the best rank of the blocks that hold a term, 0 where none does. */
function rankIn(notice, term) {
  let best = 0;
  notice.folded.forEach(([rank, text]) => {
    if ((best === 0 || rank + 1 < best) && text.includes(term)) best = rank + 1;
  });
  return best;
}

/** What is known of one term before looking into any text.
 *  @returns {Promise<{ranks: Uint8Array, size: number, exact: boolean}>} where not exact, the
 *    notices are those of the longest key that the term begins with */
async function lookUp(store, term) {
  const points = Array.from(term, (character) => character.codePointAt(0));
  const firstKeys = await store.firstKeys();
  if (!firstKeys.length) return { ...NONE, exact: true };
  let chunk = await store.chunk(chunkOf(firstKeys, term));
  let key = longestKey(chunk, points);
  if (key.length && key.list < 0) {
    const start = points.slice(0, key.length);
    chunk = await store.chunk(chunkOf(firstKeys, String.fromCodePoint(...start)));
    key = longestKey(chunk, start);
  }
  if (!key.length) return { ranks: new Uint8Array(store.count), size: 0, exact: true };
  return { ...readNotices(chunk, key.list, store.count), exact: key.length === points.length };
}

/** One term's notices, where they are many: the texts under a key with more than `leafLimit`
 *  notices go on alike up to the next key, so one text speaks for all. */
async function settle(store, term, found) {
  if (found.exact || found.size <= store.leafLimit) return found;
  const notice = await store.notice(found.ranks.findIndex((rank) => rank > 0));
  if (rankIn(notice, term)) return { ...found, exact: true };
  return { ranks: new Uint8Array(store.count), size: 0, exact: true };
}

/** Looks into the texts of the notices in `among` and keeps those that hold the term. */
async function verify(store, term, found, among) {
  const ranks = new Uint8Array(store.count);
  let size = 0;
  const candidates = [];
  found.ranks.forEach((rank, number) => {
    if (rank && among[number]) candidates.push(number);
  });
  const notices = await Promise.all(candidates.map((number) => store.notice(number)));
  notices.forEach((notice, i) => {
    ranks[candidates[i]] = rankIn(notice, term);
    size += ranks[candidates[i]] ? 1 : 0;
  });
  return { ranks, size, exact: true };
}

/** For each notice 0, or 1 + the worst of its ranks over the terms. */
function intersect(founds, count) {
  const worst = new Uint8Array(count).fill(1);
  founds.forEach(({ ranks }) => {
    for (let i = 0; i < count; i += 1) {
      worst[i] = worst[i] && ranks[i] ? Math.max(worst[i], ranks[i]) : 0;
    }
  });
  return worst;
}

export class Engine {
  constructor(store) {
    this.store = store;
  }

  /** @param {string[]} terms folded
   *  @returns {Promise<Uint8Array>} for each notice 0, or 1 + its rank */
  async match(terms) {
    const { store } = this;
    const founds = await Promise.all(
      terms.map(async (term) => settle(store, term, await lookUp(store, term))),
    );
    const among = intersect(founds, store.count);
    const exact = await Promise.all(
      founds.map((found, i) => (found.exact ? found : verify(store, terms[i], found, among))),
    );
    return intersect(exact, store.count);
  }

  /** How many notices hold all of these terms. @param {Term[]} terms */
  async count(terms) {
    const ranks = await this.match(terms.map((term) => term.folded));
    return ranks.reduce((sum, rank) => sum + (rank ? 1 : 0), 0);
  }

  /** @param {State} state
   *  @returns {Promise<{terms: Term[], hits: number[], before: number, facets: object,
   *    isUnusable: boolean}>} the notices in order, how many there are before narrowing down, the
   *    facets' counts, and whether the query holds nothing that could be found */
  async search(state) {
    const [folder, columns] = await Promise.all([
      this.store.folder(), this.store.columns(), this.store.firstKeys(),
    ]);
    const terms = parseTerms(state.q, folder);
    const isUnusable = state.q.trim() !== "" && terms.length === 0;
    const ranks = isUnusable
      ? new Uint8Array(this.store.count)
      : await this.match(terms.map((term) => term.folded));
    const { passing, facets, before } = countFacets(columns, ranks, state.chosen);
    const hits = state.sort === "date" ? passing : byRank(passing, ranks);
    return { terms, hits, before, facets, isUnusable };
  }
}

function byRank(numbers, ranks) {
  const groups = [[], [], [], []];
  numbers.forEach((number) => groups[ranks[number] - 1].push(number));
  return [].concat(...groups);
}
