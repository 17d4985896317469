// A notice's page: copy, share, print, read aloud, the place in the table of contents.

import { chineseDate } from "../dates.js";
import { Reader } from "./reader.js";

const said = document.getElementById("nb-said");

function say(text) {
  said.textContent = text;
}

/** Today as 2024-06-20, by the reader's clock. */
function today() {
  const now = new Date();
  const two = (number) => String(number).padStart(2, "0");
  return `${now.getFullYear()}-${two(now.getMonth() + 1)}-${two(now.getDate())}`;
}

/** Copies text; on a site without https, where the clipboard is closed, through a selection. */
async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "nb-unseen";
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }
}

/** The citation with the day on which it was read (GB/T 7714-2015, 8.8). */
function citation() {
  const text = document.getElementById("nb-citation").textContent.trim();
  return text.replace(/\)\. (?=https?:)/, `)[${today()}]. `);
}

async function share() {
  const url = document.querySelector("[data-nb-address]").dataset.nbAddress;
  const title = document.querySelector("h1").textContent;
  if (!navigator.share) {
    say((await copy(`${title} ${url}`)) ? "标题和网址已复制，可以粘贴到微信或短信里。" : "没有复制成，请长按网址复制。");
    return;
  }
  try {
    await navigator.share({ title, url });
  } catch {
    // The reader closed the dialog.
  }
}

const actions = {
  async cite() {
    say((await copy(citation())) ? "引用格式已复制。" : "没有复制成，请选中文字复制。");
  },
  share,
  print() {
    window.print();
  },
};

document.querySelectorAll("[data-nb-do]").forEach((button) => {
  const action = actions[button.dataset.nbDo];
  if (action) button.addEventListener("click", action);
});

const aloud = document.querySelector('[data-nb-do="read"]');
if (aloud && "speechSynthesis" in window) {
  const reader = new Reader(document.getElementById("notice-body"), window.speechSynthesis, (on) => {
    aloud.textContent = on ? "停止朗读" : "朗读全文";
  });
  aloud.addEventListener("click", () => reader.toggle());
}

document.getElementById("nb-retrieved").textContent = chineseDate(today());

const links = new Map();
document.querySelectorAll(".nb-sidebar a[href^='#']").forEach((link) => links.set(link.hash.slice(1), link));
if (links.size) {
  const observer = new IntersectionObserver(
    (entries) => {
      entries.filter((entry) => entry.isIntersecting).forEach((entry) => {
        links.forEach((link, id) => link.toggleAttribute("data-nb-here", id === entry.target.id));
      });
    },
    { rootMargin: "0px 0px -70% 0px" },
  );
  document.querySelectorAll("#notice-body :is(h2, h3, h4)").forEach((heading) => observer.observe(heading));
}

// Only who comes from the search needs the search's modules.
if (new URLSearchParams(window.location.search).has("h")) import("../search/highlight.js");
