// Marks the matches on the page of a notice that a search led to (?h=<query>), and shows the first.

import { matchSpans } from "./excerpts.js";
import { parseTerms } from "./query.js";
import { Store } from "./store.js";

/** @import { FoldTable } from "./folding.js" */

const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6";

/**
 * Return the text nodes of a block, without those of blocks inside it.
 *
 * @param {Element} block
 */
function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    const node = /** @type {Text} */ (walker.currentNode);
    const parent = /** @type {Element} */ (node.parentElement);
    if (parent.closest(BLOCKS) === block) nodes.push(node);
  }
  return nodes;
}

/**
 * Move the characters from start to end of a text node into a <mark>.
 *
 * @param {Text} node
 * @param {number} start
 * @param {number} end
 */
function wrap(node, start, end) {
  const match = node.splitText(start);
  match.splitText(end - start);
  const mark = document.createElement("mark");
  mark.className = "nbs-mark";
  match.replaceWith(mark);
  mark.appendChild(match);
}

/**
 * @param {Element} block
 * @param {string[]} terms folded
 * @param {FoldTable} foldTable
 */
function markBlock(block, terms, foldTable) {
  const nodes = textNodes(block);
  const spans = matchSpans(nodes.map((node) => node.data).join(""), terms, foldTable);
  let end = nodes.reduce((sum, node) => sum + node.data.length, 0);
  // From the end, so that the offsets of what is left stay valid.
  for (const node of nodes.reverse()) {
    const start = end - node.data.length;
    const inside = spans.filter((span) => span[0] < end && span[1] > start);
    for (const span of inside.reverse()) {
      wrap(node, Math.max(span[0], start) - start, Math.min(span[1], end) - start);
    }
    end = start;
  }
}

/** @param {string | null} query */
async function highlight(query) {
  const body = document.getElementById("notice-body");
  if (!body || !query) return;
  const foldTable = await (await Store.open()).foldTable();
  const terms = parseTerms(query, foldTable).map((term) => term.folded);
  if (!terms.length) return;
  for (const block of body.querySelectorAll(BLOCKS)) markBlock(block, terms, foldTable);
  const first = body.querySelector(".nbs-mark");
  if (!first || window.location.hash) return;
  const isReduced = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ block: "center", behavior: isReduced ? "auto" : "smooth" });
}

highlight(new URLSearchParams(window.location.search).get("h"));
