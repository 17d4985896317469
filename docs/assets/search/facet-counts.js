// Which notices pass the selected facets, and how many each value leaves.

import { FACETS } from "./facets.js";
import { rangeTest } from "./ranges.js";

/** @import { Facet } from "./facets.js" */
/** @import { Selection } from "./query.js" */
/** @import { Ranges } from "./ranges.js" */
/** @import { Segment } from "./store.js" */

/** @typedef {Record<Facet | "date" | "days", {values: string[], notices: string}>} Columns the
 *    facets and ranges of a segment: the values, and for each notice the index of its value as a
 *    character */

/** @typedef {Record<Facet, Map<string, number>>} FacetCounts */

/** @typedef {{hits: number[], days: Map<number, number>, unfiltered: number,
 *    facets: FacetCounts}} FilteredHits `hits` are newest first, `days` the wait of those that state
 *    it, `unfiltered` is the number of matches before filtering */

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
 * @param {Ranges} ranges
 * @returns {FilteredHits}
 */
export function countFacets(segments, ranks, selected, ranges) {
  const facets = /** @type {FacetCounts} */ ({});
  for (const facet of FACETS) facets[facet] = new Map(selected[facet].map((value) => [value, 0]));
  /** @type {FilteredHits} */
  const result = { hits: [], days: new Map(), unfiltered: 0, facets };
  const isInRange = rangeTest(ranges);
  for (const segment of segments) addSegment(result, segment, ranks, selected, isInRange);
  return result;
}

/**
 * @param {FilteredHits} result is changed
 * @param {Segment & {columns: Columns}} segment
 * @param {Uint8Array} ranks
 * @param {Selection} selected
 * @param {(date: string, days: string) => boolean} isInRange
 */
function addSegment(result, { base, count, columns }, ranks, selected, isInRange) {
  const filters = FACETS.map((facet) => {
    const { values, notices } = columns[facet];
    const names = values.map((value) => withAncestors(facet, value));
    const wanted = new Set(selected[facet]);
    const passes = names.map((own) => !wanted.size || own.some((name) => wanted.has(name)));
    const counts = new Array(values.length).fill(0);
    return { facet, names, passes, counts, indexOf: indexReader(notices, base) };
  });
  const daysOf = valueReader(columns.days, base);
  const inRange = matchesInRange(result, { base, count, columns }, ranks, isInRange);
  for (const number of inRange) {
    const failed = filters.filter((filter) => !filter.passes[filter.indexOf(number)]);
    if (!failed.length) {
      result.hits.push(number);
      if (daysOf(number)) result.days.set(number, Number(daysOf(number)));
    }
    if (failed.length > 1) continue;
    for (const filter of failed.length ? failed : filters) {
      filter.counts[filter.indexOf(number)] += 1;
    }
  }
  for (const { facet, names, counts } of filters) addByName(result.facets[facet], names, counts);
}

/**
 * Yield the matches of a segment that lie in the ranges, the newest first; count all matches.
 *
 * @param {FilteredHits} result is changed
 * @param {{base: number, count: number, columns: Columns}} segment
 * @param {Uint8Array} ranks
 * @param {(date: string, days: string) => boolean} isInRange
 */
function* matchesInRange(result, { base, count, columns }, ranks, isInRange) {
  const dateOf = valueReader(columns.date, base);
  const daysOf = valueReader(columns.days, base);
  for (let number = base + count - 1; number >= base; number -= 1) {
    if (ranks[number]) result.unfiltered += 1;
    if (ranks[number] && isInRange(dateOf(number), daysOf(number))) yield number;
  }
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
 * Return a function that returns the value of a notice in a column.
 *
 * @param {{values: string[], notices: string}} column
 * @param {number} base the number of the first notice
 */
function valueReader({ values, notices }, base) {
  const indexOf = indexReader(notices, base);
  return (/** @type {number} */ number) => values[indexOf(number)];
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
