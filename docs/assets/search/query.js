// A query: its terms, and its form in the address of the page.

import { FACETS } from "./facets.js";
import { readRanges } from "./ranges.js";

/** @import { Facet } from "./facets.js" */
/** @import { FoldTable } from "./folding.js" */
/** @import { Ranges } from "./ranges.js" */

const SPACE =
  "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** Hits that the page adds at a time. */
export const PAGE_SIZE = 10;

/** @typedef {{raw: string, folded: string}} Term */

/** @typedef {Record<Facet, string[]>} Selection the selected values of each facet */

/** @typedef {"rank"|"date"|"days"} Sort by relevance, newest first, longest wait first */

/** @typedef {{q: string, sort: Sort, shown: number, selected: Selection, ranges: Ranges}} State */

/** @type {Sort[]} */
const SORTS = ["rank", "date", "days"];

/**
 * Return a way to sort; by relevance for any other text.
 *
 * @param {string | null} text
 */
export function sortOf(text) {
  return SORTS.find((sort) => sort === text) || "rank";
}

/** @typedef {{count: (terms: Term[]) => Promise<number>}} Counter how many notices hold all terms */

/**
 * Return the terms of a query that hold a letter or a digit, without repetitions.
 *
 * @param {string} query
 * @param {FoldTable} foldTable
 * @returns {Term[]}
 */
export function parseTerms(query, foldTable) {
  const pattern = new RegExp(`["“]([^"“”]*)["”](?=[${SPACE}]|$)|[^${SPACE}]+`, "g");
  /** @type {Map<string, Term>} */
  const terms = new Map();
  let match = pattern.exec(query);
  while (match) {
    const raw = match[1] === undefined ? match[0] : match[1];
    const folded = foldTable.fold(raw);
    if (folded && !terms.has(folded)) terms.set(folded, { raw, folded });
    match = pattern.exec(query);
  }
  return Array.from(terms.values());
}

/**
 * Return a term as a query spells it: quoted if it contains white space.
 *
 * @param {Term} term
 */
export function quoteTerm({ raw }) {
  return /\s/.test(raw) ? `"${raw}"` : raw;
}

/**
 * Return a selection with the values that a function returns for each facet.
 *
 * @param {(facet: Facet) => string[]} valuesOf
 */
export function selectionOf(valuesOf) {
  const selected = /** @type {Selection} */ ({});
  for (const facet of FACETS) selected[facet] = valuesOf(facet);
  return selected;
}

/**
 * @param {string} search the address from "?" on
 * @returns {State}
 */
export function readState(search) {
  const parameters = new URLSearchParams(search);
  return {
    q: parameters.get("q") || "",
    sort: sortOf(parameters.get("sort")),
    ranges: readRanges(parameters),
    shown: Math.max(PAGE_SIZE, Math.floor(Number(parameters.get("shown"))) || PAGE_SIZE),
    selected: selectionOf((facet) => Array.from(new Set(parameters.getAll(facet).filter(Boolean)))),
  };
}

/**
 * Return the address from "?" on for a state: the inverse of readState.
 *
 * @param {State} state
 */
export function writeState(state) {
  const parameters = new URLSearchParams();
  if (state.q) parameters.set("q", state.q);
  for (const facet of FACETS) {
    for (const value of state.selected[facet]) parameters.append(facet, value);
  }
  for (const [name, value] of Object.entries(state.ranges)) {
    if (value) parameters.set(name, value);
  }
  if (state.sort !== "rank") parameters.set("sort", state.sort);
  if (state.shown > PAGE_SIZE) parameters.set("shown", String(state.shown));
  return `?${parameters}`;
}
