// Finds a query's terms in the original text, and cuts the excerpts of a hit, as
// hooks/noticeboard/search/scan.py does.

import { element } from "./dom.js";

/** @import { FoldTable } from "./folding.js" */
/** @import { Notice } from "./store.js" */

/** @typedef {[start: number, end: number]} Span */

const MAX_EXCERPTS = 2;
const CONTEXT_BEFORE = 24;
const CONTEXT_AFTER = 56;
const LAST_LEAD_RANK = 1;
const LONGEST_NUMBER = 30;
const NUMBER = /[0-9][0-9.,:/%—–-]*[万亿]?[元个件人年月日]?/g;

/**
 * Return the span of each match in a text, those that touch or overlap merged.
 *
 * @param {string} text
 * @param {string[]} terms folded
 * @param {FoldTable} foldTable
 */
export function matchSpans(text, terms, foldTable) {
  const { folded, starts, ends } = foldTable.foldWithOrigins(text);
  /** @type {Span[]} */
  const spans = [];
  for (const term of terms) {
    let index = folded.indexOf(term);
    while (index >= 0) {
      spans.push([starts[index], ends[index + term.length - 1]]);
      index = folded.indexOf(term, index + 1);
    }
  }
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  /** @type {Span[]} */
  const merged = [];
  for (const [start, end] of spans) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}

/**
 * Return a text as nodes, its matches in <mark>.
 *
 * @param {string} text
 * @param {string[]} terms folded
 * @param {FoldTable} foldTable
 */
export function highlightMatches(text, terms, foldTable) {
  return highlightSpans(text, matchSpans(text, terms, foldTable));
}

/**
 * @param {string} text
 * @param {Span[]} spans
 */
function highlightSpans(text, spans) {
  /** @type {Node[]} */
  const nodes = [];
  let end = 0;
  for (const span of spans) {
    nodes.push(document.createTextNode(text.slice(end, span[0])));
    nodes.push(element("mark", {}, text.slice(span[0], span[1])));
    end = span[1];
  }
  nodes.push(document.createTextNode(text.slice(end)));
  return nodes;
}

/**
 * Return up to MAX_EXCERPTS excerpts of a notice as lists of nodes, which show as many of the terms
 * as possible.
 *
 * @param {Notice} notice
 * @param {string[]} terms folded
 * @param {FoldTable} foldTable
 */
export function findExcerpts(notice, terms, foldTable) {
  const candidates = [];
  for (const [i, [rank, folded]] of notice.folded.entries()) {
    const matched = terms.filter((term) => folded.includes(term));
    // A hit shows the title and the unit anyway.
    if (rank > LAST_LEAD_RANK && matched.length) {
      candidates.push({ text: notice.blocks[i].text, matched });
    }
  }
  /** @type {Set<string>} */
  const shown = new Set();
  const chosen = candidates.filter(({ matched }) => {
    const isNew = matched.some((term) => !shown.has(term));
    for (const term of matched) shown.add(term);
    return isNew;
  });
  const rest = candidates.filter((candidate) => !chosen.includes(candidate));
  return [...chosen, ...rest]
    .slice(0, MAX_EXCERPTS)
    .map(({ text }) => excerpt(text, terms, foldTable));
}

/**
 * Return the surroundings of the first match.
 *
 * @param {string} text
 * @param {string[]} terms folded
 * @param {FoldTable} foldTable
 */
function excerpt(text, terms, foldTable) {
  const spans = matchSpans(text, terms, foldTable);
  const [start] = cut(text, Math.max(0, spans[0][0] - CONTEXT_BEFORE));
  const [, end] = cut(text, Math.min(text.length, spans[0][1] + CONTEXT_AFTER));
  const inside = spans.filter((span) => span[1] <= end);
  const nodes = highlightSpans(
    text.slice(start, end),
    inside.map((span) => [span[0] - start, span[1] - start]),
  );
  if (start > 0) nodes.unshift(document.createTextNode("…"));
  if (end < text.length) nodes.push(document.createTextNode("…"));
  return nodes;
}

/**
 * Return where a text may be cut before and after an index: not within a number, as
 * hooks/noticeboard/text/shorten.py, nor within a character.
 *
 * @param {string} text
 * @param {number} index
 * @returns {Span}
 */
function cut(text, index) {
  const at = characterStart(text, index);
  const first = Math.max(0, at - LONGEST_NUMBER);
  for (const match of text.slice(first, at + LONGEST_NUMBER).matchAll(NUMBER)) {
    const start = first + match.index;
    const end = start + match[0].length;
    if (start < at && at < end && match[0].length < LONGEST_NUMBER) return [start, end];
  }
  return [at, at];
}

/**
 * Return the index, moved back if it lies inside a surrogate pair.
 *
 * @param {string} text
 * @param {number} index
 */
function characterStart(text, index) {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit < 0xe000 ? index - 1 : index;
}

/**
 * Return the beginning of a notice's body, for a hit without an excerpt.
 *
 * @param {Notice} notice
 */
export function leadExcerpt(notice) {
  const body = notice.blocks.find(({ kind }) => kind === "body");
  if (!body) return "";
  const { text } = body;
  const [, end] = cut(text, Math.min(text.length, CONTEXT_BEFORE + CONTEXT_AFTER));
  return text.slice(0, end) + (end < text.length ? "…" : "");
}
