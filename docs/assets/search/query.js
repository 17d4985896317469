// A query: its terms, and its place in the page's address.

const SPACE = "\\t\\n\\v\\f\\r \\u0085\\u00a0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";

/** The facets, in the order in which they are shown; each may stand in the address repeatedly. */
export const FACETS = ["year", "region", "authority", "kind", "status", "attachments"];

/** So many hits are shown at a time. */
export const PAGE = 10;

/** @typedef {{raw: string, folded: string}} Term
 *  @typedef {{q: string, sort: string, shown: number, chosen: Object<string, string[]>}} State */

/** The terms of a query that hold a letter or a digit, none twice.
 *  @param {string} query  @param {Folder} folder  @returns {Term[]} */
export function parseTerms(query, folder) {
  const pattern = new RegExp(`["“]([^"“”]*)["”](?=[${SPACE}]|$)|[^${SPACE}]+`, "g");
  const terms = new Map();
  let match = pattern.exec(query);
  while (match) {
    const raw = match[1] === undefined ? match[0] : match[1];
    const folded = folder.fold(raw);
    if (folded && !terms.has(folded)) terms.set(folded, { raw, folded });
    match = pattern.exec(query);
  }
  return Array.from(terms.values());
}

/** A term as it is typed. @param {Term} term */
export function written({ raw }) {
  return /\s/.test(raw) ? `"${raw}"` : raw;
}

/** @param {string} search an address's part from "?" on  @returns {State} */
export function readState(search) {
  const parameters = new URLSearchParams(search);
  const chosen = {};
  FACETS.forEach((name) => {
    chosen[name] = Array.from(new Set(parameters.getAll(name).filter(Boolean)));
  });
  return {
    q: parameters.get("q") || "",
    sort: parameters.get("sort") === "date" ? "date" : "rank",
    shown: Math.max(PAGE, Math.floor(Number(parameters.get("shown"))) || PAGE),
    chosen,
  };
}

/** The address's part from "?" on for a state; the inverse of readState. */
export function writeState(state) {
  const parameters = new URLSearchParams();
  if (state.q) parameters.set("q", state.q);
  FACETS.forEach((name) => state.chosen[name].forEach((value) => parameters.append(name, value)));
  if (state.sort === "date") parameters.set("sort", "date");
  if (state.shown > PAGE) parameters.set("shown", String(state.shown));
  return `?${parameters}`;
}
