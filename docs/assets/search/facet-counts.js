// Which notices pass the selected facets, and how many each value leaves.

import { FACETS } from "./facets.js";

/** @import { Facet } from "./facets.js" */
/** @import { Selection } from "./query.js" */

/** @typedef {Record<Facet, {values: string[], notices: number[]}>} Columns the content of
 *    columns.json: each facet's values, and for each notice the index of its value */

/** @typedef {Record<Facet, Map<string, number>>} FacetCounts */

/**
 * Return the values that a notice counts for: a region also counts for those that contain it.
 *
 * @param {Facet} facet
 * @param {string} value
 */
function withAncestors(facet, value) {
  if (facet !== "region") return value ? [value] : [];
  const parts = value.split("/").filter(Boolean);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/**
 * Filter the matches of a query, and count them for each facet under the other facets.
 *
 * @param {Columns} columns
 * @param {Uint8Array} ranks more than 0 for each notice that matches the query
 * @param {Selection} selected several values of a facet mean any of them
 * @returns {{hits: number[], unfiltered: number, facets: FacetCounts}} `unfiltered` is the number
 *   of matches before filtering
 */
export function countFacets(columns, ranks, selected) {
  const filters = FACETS.map((facet) => {
    const { values, notices } = columns[facet];
    const names = values.map((value) => withAncestors(facet, value));
    const wanted = new Set(selected[facet]);
    const passes = names.map((own) => !wanted.size || own.some((name) => wanted.has(name)));
    return { facet, names, notices, passes, counts: new Array(values.length).fill(0) };
  });
  /** @type {number[]} */
  const hits = [];
  let unfiltered = 0;
  for (let number = 0; number < ranks.length; number += 1) {
    if (!ranks[number]) continue;
    unfiltered += 1;
    const failed = filters.filter((filter) => !filter.passes[filter.notices[number]]);
    if (!failed.length) hits.push(number);
    if (failed.length > 1) continue;
    for (const filter of failed.length ? failed : filters) {
      filter.counts[filter.notices[number]] += 1;
    }
  }
  const facets = /** @type {FacetCounts} */ ({});
  for (const { facet, names, counts } of filters) facets[facet] = sumByName(names, counts);
  return { hits, unfiltered, facets };
}

/**
 * @param {string[][]} names of each value
 * @param {number[]} counts of each value
 */
function sumByName(names, counts) {
  /** @type {Map<string, number>} */
  const sums = new Map();
  for (const [i, own] of names.entries()) {
    for (const name of own) sums.set(name, (sums.get(name) || 0) + counts[i]);
  }
  return sums;
}
