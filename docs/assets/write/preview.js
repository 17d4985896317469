// The frames that show the notice and its differences, in the site's style and without scripts.

import { trusted } from "./program.js";

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
 * @param {Map<string, string>} pictures names of files and their addresses
 */
export function showHtml(frame, html, pictures) {
  const before = frame.contentDocument && frame.contentDocument.scrollingElement;
  const top = before ? before.scrollTop : 0;
  frame.onload = () => {
    const shown = frame.contentDocument;
    if (!shown) return;
    if (shown.scrollingElement) shown.scrollingElement.scrollTop = top;
    for (const image of shown.querySelectorAll("img")) {
      const name = decodeURIComponent((image.getAttribute("src") || "").split("/").pop() || "");
      const address = pictures.get(name);
      if (address) image.src = address;
    }
  };
  frame.srcdoc = trusted.createHTML(frameDocument(html));
}

/**
 * Scroll to the paragraph that a line of the text became.
 *
 * @param {HTMLIFrameElement} frame
 * @param {string} line
 */
export function scrollTo(frame, line) {
  const start = line
    .replace(/^[#>\-*\s\d.|]+/, "")
    .replace(/[*[\]\\]/g, "")
    .slice(0, 12);
  if (!start || !frame.contentDocument) return;
  const blocks = frame.contentDocument.querySelectorAll("#notice-body *, h1");
  const found = [...blocks].find((block) => (block.textContent || "").startsWith(start));
  if (found) found.scrollIntoView({ block: "center" });
}
