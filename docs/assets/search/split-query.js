// Suggests to split a term that was typed without a space: 武昌区网格 as 武昌区 网格.

import { quoteTerm } from "./query.js";

/** @import { Counter } from "./query.js" */
/** @import { FoldTable } from "./folding.js" */
/** @import { Term } from "./query.js" */

/** @typedef {{q: string, count: number}} SplitQuery a query and the number of its hits */

const MIN_PART = 2;
const MAX_TERM = 24;

/**
 * Split a term in two, where the two words match most notices.
 *
 * @param {Counter} engine
 * @param {Term} term
 * @param {FoldTable} foldTable
 * @returns {Promise<Term[]|null>} null if no split has a match
 */
async function splitTerm(engine, term, foldTable) {
  const characters = Array.from(term.raw);
  if (characters.length > MAX_TERM) return null;
  /** @type {Term[][]} */
  const candidates = [];
  for (let length = MIN_PART; length <= characters.length - MIN_PART; length += 1) {
    const halves = [characters.slice(0, length).join(""), characters.slice(length).join("")];
    const parts = halves.map((raw) => ({ raw, folded: foldTable.fold(raw) }));
    if (parts.every((part) => part.folded)) candidates.push(parts);
  }
  const counts = await Promise.all(candidates.map((parts) => engine.count(parts)));
  const most = Math.max(0, ...counts);
  return most ? candidates[counts.indexOf(most)] : null;
}

/**
 * Split each term of a query that matches nothing by itself.
 *
 * @param {Counter} engine
 * @param {Term[]} terms
 * @param {number[]} counts how many notices each term matches by itself
 * @param {FoldTable} foldTable
 * @returns {Promise<SplitQuery|null>} null if the query needs no split or has no match with it
 */
export async function splitQuery(engine, terms, counts, foldTable) {
  if (counts.every(Boolean)) return null;
  const parts = await Promise.all(
    terms.map((term, i) => (counts[i] ? [term] : splitTerm(engine, term, foldTable))),
  );
  /** @type {Term[]} */
  const all = [];
  for (const part of parts) {
    if (!part) return null;
    all.push(...part);
  }
  const count = await engine.count(all);
  return count ? { q: all.map(quoteTerm).join(" "), count } : null;
}
