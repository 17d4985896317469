// The page of a notice: copy, share, print, read aloud, and the current entry of the contents.

import { chineseDate } from "../dates.js";
import { addParagraphLinks, requestedId, showMissing } from "./paragraphs.js";
import { SpeechReader } from "./speech.js";
import "./slip.js";

const MESSAGE_TIME = 6000;

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

/** @param {string} text */
function showMessage(text) {
  const message = byId("nb-message");
  message.textContent = text;
  window.setTimeout(() => message.replaceChildren(), MESSAGE_TIME);
}

/** Return today as `2024-06-20`, by the reader's clock. */
function today() {
  const now = new Date();
  const month = String(now.getMonth() + 1).padStart(2, "0");
  const day = String(now.getDate()).padStart(2, "0");
  return `${now.getFullYear()}-${month}-${day}`;
}

/**
 * Copy text. Without https the clipboard is not available, so fall back on a selection.
 *
 * @param {string} text
 */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "nb-visually-hidden";
    document.body.append(field);
    field.select();
    const isCopied = document.execCommand("copy");
    field.remove();
    return isCopied;
  }
}

/** Return the citation with the date of access (GB/T 7714-2015, 8.8). */
function citation() {
  const text = (byId("nb-citation").textContent || "").trim();
  return text.replace(/\)\. (?=https?:)/, `)[${today()}]. `);
}

async function cite() {
  const isCopied = await copy(citation());
  showMessage(isCopied ? "引用格式已复制。" : "没有复制成，请选中文字复制。");
}

async function share() {
  const button = /** @type {HTMLElement} */ (document.querySelector("[data-nb-address]"));
  const { nbAddress: url = "", nbTitle: title = "" } = button.dataset;
  if (!navigator.share) {
    const isCopied = await copy(`${title} ${url}`);
    showMessage(
      isCopied ? "标题和网址已复制，可以粘贴到微信或短信里。" : "没有复制成，请长按网址复制。",
    );
    return;
  }
  try {
    await navigator.share({ title, url });
  } catch {
    // The reader closed the dialog.
  }
}

/** @type {Record<string, () => void>} */
const actions = { cite, share, print: () => window.print() };

/** @type {NodeListOf<HTMLElement>} */
const buttons = document.querySelectorAll("[data-nb-do]");
for (const button of buttons) {
  const action = actions[button.dataset.nbDo || ""];
  if (action) button.addEventListener("click", action);
}

const readButton = document.querySelector('[data-nb-do="read"]');
if (readButton && "speechSynthesis" in window) {
  const reader = new SpeechReader(byId("notice-body"), window.speechSynthesis, (isReading) => {
    readButton.textContent = isReading ? "停止朗读" : "朗读全文";
  });
  readButton.addEventListener("click", () => reader.toggle());
}

const citationElement = byId("nb-citation");
const wholeCitation = citationElement.textContent || "";

/** Let the citation name the paragraph that the page's address names. */
function citeParagraph() {
  const id = requestedId();
  citationElement.textContent = id ? `${wholeCitation}#${id}` : wholeCitation;
}

const body = document.getElementById("notice-body");
if (body) {
  addParagraphLinks(body, async (id) => {
    const button = document.querySelector("[data-nb-address]");
    const isCopied = await copy(`${button?.getAttribute("data-nb-address")}#${id}`);
    window.history.replaceState(null, "", `#${id}`);
    citeParagraph();
    showMessage(isCopied ? "本段链接已复制。" : "没有复制成，请从浏览器的地址栏复制网址。");
    return isCopied;
  });
}

function followAddress() {
  citeParagraph();
  showMissing();
}

followAddress();
window.addEventListener("hashchange", followAddress);

byId("nb-retrieved").textContent = chineseDate(today());

/** @type {NodeListOf<HTMLAnchorElement>} */
const links = document.querySelectorAll(".nb-sidebar a[href^='#']");
if (links.length) {
  const observer = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries) {
        if (!isIntersecting) continue;
        for (const link of links) {
          link.toggleAttribute("data-nb-current", link.hash.slice(1) === target.id);
        }
      }
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  for (const heading of document.querySelectorAll("#notice-body :is(h2, h3, h4)")) {
    observer.observe(heading);
  }
}

// Only readers who come from the search need its modules.
if (new URLSearchParams(window.location.search).has("h")) import("../search/highlight.js");
