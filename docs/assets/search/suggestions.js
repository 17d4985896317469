// Suggests units that match the input, as the list box of a combo box (ARIA 1.2 pattern).

import { element, fill } from "./dom.js";

/** @import { Store, Unit } from "./store.js" */

const MAX_OPTIONS = 8;

export class Suggestions {
  /**
   * @param {HTMLInputElement} input
   * @param {HTMLElement} list
   * @param {() => Promise<Store>} openStore
   * @param {(unit: string) => void} onPick
   */
  constructor(input, list, openStore, onPick) {
    this.input = input;
    this.list = list;
    this.openStore = openStore;
    this.onPick = onPick;
    this.active = -1;
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Show the units that match the text typed so far. */
  async update() {
    const typed = this.input.value;
    const store = await this.openStore();
    const [units, foldTable] = await Promise.all([store.units(), store.foldTable()]);
    // The input may have changed while the units were loading.
    if (this.input.value !== typed || document.activeElement !== this.input) return;
    const query = foldTable.fold(typed);
    const matches = query ? units.filter((unit) => unit.folded.includes(query)) : [];
    this.show(matches.filter((unit) => unit.name !== typed).slice(0, MAX_OPTIONS));
  }

  /** @param {Unit[]} units */
  show(units) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    fill(
      this.list,
      units.map((unit, i) => this.option(unit, i)),
    );
    this.list.hidden = !units.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
  }

  /**
   * @param {Unit} unit
   * @param {number} index
   */
  option(unit, index) {
    return element(
      "li",
      {
        id: `nbs-unit-${index}`,
        role: "option",
        class: "nbs-option",
        "aria-selected": "false",
        "data-unit": unit.name,
        // Keeps the focus in the input until the click arrives.
        onmousedown: (/** @type {Event} */ event) => event.preventDefault(),
        onclick: () => this.pick(unit.name),
      },
      element("span", {}, unit.name),
      element("span", { class: "nbs-option__count" }, `${unit.count} 篇`),
    );
  }

  get options() {
    return /** @type {HTMLElement[]} */ (Array.from(this.list.children));
  }

  close() {
    this.show([]);
  }

  /** @param {string} unit */
  pick(unit) {
    this.close();
    this.onPick(unit);
  }

  /**
   * Act on a key in the input.
   *
   * @param {string} key
   * @returns {boolean} whether the key was for the list
   */
  handleKey(key) {
    if (!this.isOpen) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.active >= 0) {
      this.pick(this.options[this.active].dataset.unit || "");
    } else return false;
    return true;
  }

  /** @param {number} step */
  move(step) {
    const { options } = this;
    this.active =
      this.active < 0 && step < 0
        ? options.length - 1
        : (this.active + step + options.length) % options.length;
    for (const [i, option] of options.entries()) {
      option.setAttribute("aria-selected", String(i === this.active));
    }
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
    options[this.active].scrollIntoView({ block: "nearest" });
  }
}
