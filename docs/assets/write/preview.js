// The frames that show the notice and its differences, in the site's style and without scripts.

import { trusted } from "./program.js";

const BLOCKS = "#notice-body :is(p, li, tr, h2, h3, h4, h5, h6)";
/** Characters that tell one block from another. */
const LENGTH = 12;

/** @param {string} html */
function frameDocument(html) {
  // The sandbox opens no window, so that a link leads nowhere instead of away from the preview.
  const sheets = [...document.querySelectorAll('link[rel="stylesheet"]')].filter(
    (link) => !link.getAttribute("media"),
  );
  const links = sheets.map(
    (link) => `<link rel="stylesheet" href="${/** @type {HTMLLinkElement} */ (link).href}">`,
  );
  const { mdColorScheme, nbElder } = document.documentElement.dataset;
  const elder = nbElder === undefined ? "" : " data-nb-elder";
  return `<!doctype html><html lang="zh-CN" data-md-color-scheme="${mdColorScheme}" data-md-color-primary="custom" data-md-color-accent="custom"${elder}><head><meta charset="utf-8"><base target="_blank"><meta name="viewport" content="width=device-width,initial-scale=1">${links.join("")}</head><body dir="ltr"><main class="md-content nbw-frame"><article class="md-content__inner md-typeset">${html}</article></main></body></html>`;
}

/**
 * Show HTML that Python has sanitized. The frame allows no scripts, so none of it can act.
 *
 * @param {HTMLIFrameElement} frame
 * @param {string} html
 * @param {(block: Element) => void} [onGo] called with a block of the text that is clicked
 */
export function showHtml(frame, html, onGo) {
  const before = frame.contentDocument && frame.contentDocument.scrollingElement;
  const top = before ? before.scrollTop : 0;
  frame.onload = () => {
    const shown = frame.contentDocument;
    if (!shown) return;
    if (shown.scrollingElement) shown.scrollingElement.scrollTop = top;
    shown.addEventListener("click", (event) => {
      const block = /** @type {Element} */ (event.target).closest(BLOCKS);
      if (block && onGo) onGo(block);
    });
  };
  frame.srcdoc = trusted.createHTML(frameDocument(html));
}

/**
 * @param {string} text a line of the text, or what the page shows of it
 * @returns {string} the letters and digits that both begin with
 */
function beginning(text) {
  return text
    .replace(/^[#>\-*\s\d.|]+/, "")
    .replace(/[^\p{L}\p{N}]/gu, "")
    .slice(0, LENGTH);
}

/**
 * Scroll to the block that a line of the text became.
 *
 * @param {HTMLIFrameElement} frame
 * @param {string} line
 */
export function scrollTo(frame, line) {
  const start = beginning(line);
  const shown = frame.contentDocument;
  if (!start || !shown || !shown.scrollingElement) return;
  const block = [...shown.querySelectorAll(BLOCKS)].find(
    (one) => beginning(one.textContent || "") === start,
  );
  // Scrolling into view would move the page around the frame too.
  if (block)
    shown.scrollingElement.scrollTop += block.getBoundingClientRect().top - frame.clientHeight / 3;
}

/**
 * @param {string} source
 * @param {Element} block
 * @returns {number} the line of the text that became this block, from 1; 0 if there is none
 */
export function lineOf(source, block) {
  const start = beginning(block.textContent || "");
  const lines = source.split("\n");
  const end = lines.indexOf("---", 1);
  return start ? lines.findIndex((line, at) => at > end && beginning(line) === start) + 1 : 0;
}
