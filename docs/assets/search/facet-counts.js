// Which notices pass the selected facets, and how many each value leaves.

import { FACETS } from "./facets.js";

/** @import { Facet } from "./facets.js" */
/** @import { Selection } from "./query.js" */
/** @import { Segment } from "./store.js" */

/** @typedef {Record<Facet, {values: string[], notices: string}>} Columns the facets of a segment:
 *    the values, and for each notice the index of its value as a character */

/** @typedef {Record<Facet, Map<string, number>>} FacetCounts */

/** @typedef {{hits: number[], unfiltered: number, facets: FacetCounts}} FilteredHits `hits` are
 *    newest first, `unfiltered` is the number of matches before filtering */

const FIRST_INDEX = 0x5d;

/**
 * Return the values that a notice counts for: a region also counts for those that contain it, and
 * several authorities or kinds are joined by 、, which none of them contains.
 *
 * @param {Facet} facet
 * @param {string} value
 */
function withAncestors(facet, value) {
  if (facet !== "region") return value.split("、").filter(Boolean);
  const parts = value.split("/").filter(Boolean);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/**
 * Filter the matches of a query, and count them for each facet under the other facets.
 *
 * @param {(Segment & {columns: Columns})[]} segments that hold matches, the newest first
 * @param {Uint8Array} ranks more than 0 for each notice that matches the query
 * @param {Selection} selected several values of a facet mean any of them
 * @returns {FilteredHits}
 */
export function countFacets(segments, ranks, selected) {
  const facets = /** @type {FacetCounts} */ ({});
  for (const facet of FACETS) facets[facet] = new Map(selected[facet].map((value) => [value, 0]));
  /** @type {FilteredHits} */
  const result = { hits: [], unfiltered: 0, facets };
  for (const segment of segments) addSegment(result, segment, ranks, selected);
  return result;
}

/**
 * @param {FilteredHits} result is changed
 * @param {Segment & {columns: Columns}} segment
 * @param {Uint8Array} ranks
 * @param {Selection} selected
 */
function addSegment(result, { base, count, columns }, ranks, selected) {
  const filters = FACETS.map((facet) => {
    const { values, notices } = columns[facet];
    const names = values.map((value) => withAncestors(facet, value));
    const wanted = new Set(selected[facet]);
    const passes = names.map((own) => !wanted.size || own.some((name) => wanted.has(name)));
    const counts = new Array(values.length).fill(0);
    return { facet, names, passes, counts, indexOf: indexReader(notices, base) };
  });
  for (let number = base + count - 1; number >= base; number -= 1) {
    if (!ranks[number]) continue;
    result.unfiltered += 1;
    const failed = filters.filter((filter) => !filter.passes[filter.indexOf(number)]);
    if (!failed.length) result.hits.push(number);
    if (failed.length > 1) continue;
    for (const filter of failed.length ? failed : filters) {
      filter.counts[filter.indexOf(number)] += 1;
    }
  }
  for (const { facet, names, counts } of filters) addByName(result.facets[facet], names, counts);
}

/**
 * Return a function that returns the index of a notice's value.
 *
 * @param {string} notices
 * @param {number} base the number of the first notice
 * @returns {(number: number) => number}
 */
function indexReader(notices, base) {
  return (number) => notices.charCodeAt(number - base) - FIRST_INDEX;
}

/**
 * @param {Map<string, number>} sums is changed
 * @param {string[][]} names of each value
 * @param {number[]} counts of each value
 */
function addByName(sums, names, counts) {
  for (const [i, own] of names.entries()) {
    for (const name of own) sums.set(name, (sums.get(name) || 0) + counts[i]);
  }
}
