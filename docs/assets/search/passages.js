// Where a query's terms stand in original text: marks and short passages, as search.py has them.

import { element } from "./dom.js";

const PASSAGES = 2;
const BEFORE = 24;
const AFTER = 56;

/** @returns {[number, number][]} start and end of every match, those that touch joined */
export function findMarks(text, terms, folder) {
  const { folded, starts, ends } = folder.foldWithOrigins(text);
  const spans = [];
  terms.forEach((term) => {
    let at = folded.indexOf(term);
    while (at >= 0) {
      spans.push([starts[at], ends[at + term.length - 1]]);
      at = folded.indexOf(term, at + 1);
    }
  });
  spans.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const joined = [];
  spans.forEach(([start, end]) => {
    const last = joined[joined.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else joined.push([start, end]);
  });
  return joined;
}

/** Text as nodes, its matches in <mark>. */
export function markedNodes(text, terms, folder) {
  return cutAt(text, findMarks(text, terms, folder));
}

function cutAt(text, spans) {
  const nodes = [];
  let at = 0;
  spans.forEach(([start, end]) => {
    nodes.push(document.createTextNode(text.slice(at, start)));
    nodes.push(element("mark", {}, text.slice(start, end)));
    at = end;
  });
  nodes.push(document.createTextNode(text.slice(at)));
  return nodes;
}

/** Up to two passages of a notice as lists of nodes, each term shown once before any twice. */
export function passagesOf(notice, terms, folder) {
  const found = [];
  notice.folded.forEach(([rank, folded], i) => {
    const covered = terms.filter((term) => folded.includes(term));
    // The title and the unit stand in the hit anyway.
    if (rank > 1 && covered.length) found.push({ text: notice.blocks[i][1], covered });
  });
  const seen = new Set();
  const chosen = found.filter(({ covered }) => {
    const isNew = covered.some((term) => !seen.has(term));
    covered.forEach((term) => seen.add(term));
    return isNew;
  });
  found.forEach((passage) => {
    if (!chosen.includes(passage)) chosen.push(passage);
  });
  return chosen.slice(0, PASSAGES).map(({ text }) => excerpt(text, terms, folder));
}

function excerpt(text, terms, folder) {
  const spans = findMarks(text, terms, folder);
  const start = whole(text, Math.max(0, spans[0][0] - BEFORE));
  const end = whole(text, Math.min(text.length, spans[0][1] + AFTER));
  const inside = spans.filter((span) => span[1] <= end);
  const nodes = cutAt(text.slice(start, end), inside.map(([a, b]) => [a - start, b - start]));
  if (start > 0) nodes.unshift(document.createTextNode("…"));
  if (end < text.length) nodes.push(document.createTextNode("…"));
  return nodes;
}

/** The index, moved back where it would cut a character of two units. */
function whole(text, index) {
  const unit = text.charCodeAt(index);
  return unit >= 0xdc00 && unit < 0xe000 ? index - 1 : index;
}

/** The beginning of a notice's body, shown where there is no match to show. */
export function opening(notice) {
  const body = notice.blocks.find(([rank]) => rank === 3);
  if (!body) return "";
  const characters = Array.from(body[1]);
  return characters.slice(0, BEFORE + AFTER).join("") + (characters.length > BEFORE + AFTER ? "…" : "");
}
