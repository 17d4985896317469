// The slip for a telephone call: the chosen item, printing it alone, and reading it aloud.

import { SpeechReader } from "./speech.js";

const root = document.documentElement;

/**
 * @param {HTMLElement} text
 * @param {HTMLDetailsElement} around
 */
function setUp(text, around) {
  const blank = /** @type {HTMLElement} */ (text.querySelector("[data-nb-slip-blank]"));
  const choice = text.querySelector("select");
  choice?.addEventListener("change", () => {
    blank.textContent = choice.value ? `“${choice.value}”` : "";
  });

  around.querySelector('[data-nb-slip="print"]')?.addEventListener("click", () => {
    root.toggleAttribute("data-nb-slip", true);
    window.print();
  });
  window.addEventListener("afterprint", () => root.removeAttribute("data-nb-slip"));

  const button = around.querySelector('[data-nb-slip="read"]');
  if (!button || !("speechSynthesis" in window)) return;
  const reader = new SpeechReader(text, window.speechSynthesis, (isReading) => {
    button.textContent = isReading ? "停止朗读" : "朗读小抄";
  });
  button.addEventListener("click", () => reader.toggle());
}

/** Open the slip when a link leads to it: not every browser does. */
function reveal() {
  if (window.location.hash === "#call-slip" && details) details.open = true;
}

const slip = document.getElementById("call-slip");
const details = slip?.closest("details");
if (slip && details) {
  setUp(slip, details);
  reveal();
  window.addEventListener("hashchange", reveal);
}
