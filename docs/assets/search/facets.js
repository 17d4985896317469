// Narrowing down: which notices pass the chosen facets, and how many each value would leave.

import { FACETS } from "./query.js";

/** A region counts for itself and for every larger one it lies in. */
export function withAncestors(name, value) {
  if (name !== "region") return value ? [value] : [];
  const parts = value.split("/").filter(Boolean);
  return parts.map((_, i) => parts.slice(0, i + 1).join("/"));
}

/** @param {object} columns the content of columns.json
 *  @param {Uint8Array} ranks more than 0 for each notice that the query found
 *  @param {Object<string, string[]>} chosen values of each facet; several mean any of them
 *  @returns {{passing: number[], before: number, facets: Object<string, Map<string, number>>}}
 *    a facet's counts follow the query and the other facets */
export function countFacets(columns, ranks, chosen) {
  const facets = FACETS.map((name) => {
    const { values, notices } = columns[name];
    const named = values.map((value) => withAncestors(name, value));
    const wanted = new Set(chosen[name]);
    const passes = named.map((names) => !wanted.size || names.some((one) => wanted.has(one)));
    return { named, notices, passes, counts: new Array(values.length).fill(0) };
  });
  const passing = [];
  let before = 0;
  ranks.forEach((rank, number) => {
    if (!rank) return;
    before += 1;
    const failed = facets.filter((facet) => !facet.passes[facet.notices[number]]);
    if (!failed.length) passing.push(number);
    const counted = failed.length ? failed : facets;
    if (failed.length > 1) return;
    counted.forEach((facet) => {
      facet.counts[facet.notices[number]] += 1;
    });
  });
  const totals = {};
  facets.forEach((facet, i) => {
    totals[FACETS[i]] = totalByName(facet);
  });
  return { passing, before, facets: totals };
}

function totalByName({ named, counts }) {
  const totals = new Map();
  named.forEach((names, i) => {
    names.forEach((name) => totals.set(name, (totals.get(name) || 0) + counts[i]));
  });
  return totals;
}

/** Adds a value to those chosen, or takes it away; a region replaces those around and inside it. */
export function toggle(name, values, value) {
  if (values.includes(value)) return values.filter((other) => other !== value);
  const related = (other) => other.startsWith(`${value}/`) || value.startsWith(`${other}/`);
  return [...values.filter((other) => name !== "region" || !related(other)), value];
}
