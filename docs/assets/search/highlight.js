// On a notice's page that a search led to (?h=<query>): marks the matches, shows the first.

import { findMarks } from "./passages.js";
import { parseTerms } from "./query.js";
import { Store } from "./store.js";

const BLOCKS = "p, li, td, th, dt, dd, h1, h2, h3, h4, h5, h6";

/** The text nodes of a block, without those of blocks inside it. */
function textNodes(block) {
  const walker = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  const nodes = [];
  while (walker.nextNode()) {
    if (walker.currentNode.parentElement.closest(BLOCKS) === block) nodes.push(walker.currentNode);
  }
  return nodes;
}

/** Puts the characters from start to end of a text node into a <mark>. */
function wrap(node, start, end) {
  const matched = node.splitText(start);
  matched.splitText(end - start);
  const mark = document.createElement("mark");
  mark.className = "nbs-mark";
  matched.parentNode.replaceChild(mark, matched);
  mark.appendChild(matched);
}

function markBlock(block, terms, folder) {
  const nodes = textNodes(block);
  const spans = findMarks(nodes.map((node) => node.data).join(""), terms, folder);
  let end = nodes.reduce((sum, node) => sum + node.data.length, 0);
  // Backwards, so that what is still to be marked keeps its place.
  nodes.reverse().forEach((node) => {
    const start = end - node.data.length;
    const inside = spans.filter((span) => span[0] < end && span[1] > start);
    inside.reverse().forEach((span) => {
      wrap(node, Math.max(span[0], start) - start, Math.min(span[1], end) - start);
    });
    end = start;
  });
}

async function highlight(query) {
  const body = document.getElementById("notice-body");
  if (!body || !query) return;
  const folder = await (await Store.open()).folder();
  const terms = parseTerms(query, folder).map((term) => term.folded);
  if (!terms.length) return;
  body.querySelectorAll(BLOCKS).forEach((block) => markBlock(block, terms, folder));
  const first = body.querySelector(".nbs-mark");
  if (!first || window.location.hash) return;
  const still = window.matchMedia("(prefers-reduced-motion: reduce)").matches;
  first.scrollIntoView({ block: "center", behavior: still ? "auto" : "smooth" });
}

highlight(new URLSearchParams(window.location.search).get("h"));
