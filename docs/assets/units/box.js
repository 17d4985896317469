// The box “找我的单位”: below the input, each unit that matches with its telephone to call.

import { findUnits, normalize } from "./matching.js";

/** @import { Unit, UnitData } from "./matching.js" */

const MAX_SHOWN = 8;
const ROOT = new URL("../../", import.meta.url);
/** @type {Promise<UnitData> | undefined} */
let loading;

/** Load the sheet of the list, which most pages never show. */
function loadSheet() {
  const href = new URL("../unit-box.css", import.meta.url).href;
  if (!document.querySelector(`link[href="${href}"]`)) {
    document.head.append(
      Object.assign(document.createElement("link"), { rel: "stylesheet", href }),
    );
  }
}

function loadUnits() {
  if (!loading) {
    loading = fetch(new URL("units/units.json", ROOT).href).then((response) => {
      if (!response.ok) throw new Error(`units.json: ${response.status}`);
      return response.json();
    });
    loading.catch(() => {
      loading = undefined;
    });
  }
  return loading;
}

/**
 * Return the query in simplified characters.
 *
 * @param {string} query
 */
async function simplified(query) {
  const { Store } = await import("../search/store.js");
  return (await (await Store.open()).foldTable()).fold(query);
}

/**
 * @param {string} tag
 * @param {Record<string, string>} properties
 * @param {...(Node | string)} children
 */
function create(tag, properties, ...children) {
  const node = Object.assign(document.createElement(tag), properties);
  node.append(...children);
  return node;
}

/** @param {Unit} unit */
function suggestion({ url, name, place, field, number, tel }) {
  const facts = [place, field].filter(Boolean).join(" · ");
  const link = create("a", { href: new URL(url, ROOT).href, className: "nb-suggest__unit" }, name);
  link.append(create("small", {}, facts));
  const call = number
    ? create("a", { href: tel, className: "nb-suggest__call" }, `拨打 ${number}`)
    : create("small", {}, "没有电话");
  return create("li", { className: "nb-suggest__row" }, link, call);
}

export class UnitBox {
  /** @param {HTMLInputElement} input */
  constructor(input) {
    this.input = input;
    this.form = /** @type {HTMLFormElement} */ (input.form);
    this.list = create("ul", { className: "nb-suggest__list" });
    this.status = create("p", { className: "nb-suggest__status" });
    this.status.setAttribute("role", "status");
    this.panel = create("div", { className: "nb-suggest" }, this.status, this.list);
    this.panel.hidden = true;
    input.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.update();
    });
    input.addEventListener("compositionend", () => this.update());
    this.form.addEventListener("keydown", (event) => this.onKey(event));
    this.form.addEventListener("focusout", ({ relatedTarget }) => {
      if (!this.form.contains(/** @type {Node | null} */ (relatedTarget))) this.close();
    });
    // A pointer moves the focus before the click: keep it, so that the link is still there.
    this.panel.addEventListener("mousedown", (event) => event.preventDefault());
    if (input.value && document.activeElement === input) this.update();
  }

  /** Add the list to the page, once somebody types. */
  attach() {
    if (this.panel.isConnected) return;
    loadSheet();
    const landmark = document.createElement("nav");
    landmark.setAttribute("aria-label", "找到的单位");
    landmark.append(this.panel);
    const row = this.input.closest(".nb-search__row, .nbs-search__row") || this.form;
    row.append(landmark);
    row.classList.add("nb-suggests");
  }

  get isOpen() {
    return !this.panel.hidden;
  }

  close() {
    this.panel.hidden = true;
  }

  async update() {
    const typed = this.input.value;
    if (!normalize(typed).trim()) {
      this.close();
      return;
    }
    this.attach();
    const data = await loadUnits();
    let units = findUnits(typed, data);
    if (!units.length) units = findUnits(await simplified(typed), data);
    // The input may have changed while the data were loading.
    if (this.input.value !== typed || document.activeElement !== this.input) return;
    this.show(units);
  }

  /** @param {Unit[]} units */
  show(units) {
    const more = units.length > MAX_SHOWN ? `，先列 ${MAX_SHOWN} 个，多写几个字就少了` : "";
    this.status.textContent = units.length
      ? `找到 ${units.length} 个单位${more}`
      : "没有这样的单位；按“搜索”在通报全文里找";
    this.list.replaceChildren(...units.slice(0, MAX_SHOWN).map(suggestion));
    this.panel.hidden = false;
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing || !this.isOpen) return;
    const links = Array.from(this.list.querySelectorAll("a"));
    const at = links.indexOf(/** @type {HTMLAnchorElement} */ (document.activeElement));
    if (event.key === "Escape") {
      this.input.focus();
      this.close();
    } else if (event.key === "ArrowDown" && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || this.input).focus();
    else return;
    event.preventDefault();
    event.stopPropagation();
  }
}
