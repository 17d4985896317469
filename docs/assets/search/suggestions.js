// Units that hold what is being typed, as the list of a combo box (ARIA 1.2 pattern).

import { element, fill } from "./dom.js";

const SHOWN = 8;

export class Suggestions {
  /** @param {HTMLInputElement} input  @param {HTMLElement} list
   *  @param {() => Promise<object>} open the store  @param {(unit: string) => void} onPick */
  constructor(input, list, open, onPick) {
    this.input = input;
    this.list = list;
    this.open = open;
    this.onPick = onPick;
    this.active = -1;
    input.addEventListener("blur", () => this.close());
  }

  get isOpen() {
    return !this.list.hidden;
  }

  /** Shows the units for the text typed so far. */
  async update() {
    const typed = this.input.value;
    const store = await this.open();
    const [units, folder] = await Promise.all([store.units(), store.folder()]);
    if (this.input.value !== typed || document.activeElement !== this.input) return;
    const wanted = folder.fold(typed);
    const found = wanted ? units.filter((unit) => unit.folded.includes(wanted)) : [];
    const others = found.filter((unit) => unit.name !== typed).slice(0, SHOWN);
    this.show(others);
  }

  show(units) {
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    fill(this.list, units.map((unit, i) => this.option(unit, i)));
    this.list.hidden = !units.length;
    this.input.setAttribute("aria-expanded", String(this.isOpen));
  }

  option(unit, number) {
    return element("li", {
      id: `nbs-unit-${number}`,
      role: "option",
      class: "nbs-option",
      "aria-selected": "false",
      "data-unit": unit.name,
      // The input must not lose the focus before the click arrives.
      onmousedown: (event) => event.preventDefault(),
      onclick: () => this.pick(unit.name),
    }, element("span", {}, unit.name), element("span", { class: "nbs-option__count" }, `${unit.count} 篇`));
  }

  close() {
    this.show([]);
  }

  pick(unit) {
    this.close();
    this.onPick(unit);
  }

  /** Acts on a key in the input. @returns {boolean} whether the key was for the list */
  handle(key) {
    if (!this.isOpen) return false;
    if (key === "ArrowDown" || key === "ArrowUp") this.move(key === "ArrowDown" ? 1 : -1);
    else if (key === "Escape") this.close();
    else if (key === "Enter" && this.active >= 0) this.pick(this.list.children[this.active].dataset.unit);
    else return false;
    return true;
  }

  move(step) {
    const options = Array.from(this.list.children);
    this.active = this.active < 0 && step < 0
      ? options.length - 1
      : (this.active + step + options.length) % options.length;
    options.forEach((one, i) => one.setAttribute("aria-selected", String(i === this.active)));
    this.input.setAttribute("aria-activedescendant", options[this.active].id);
    options[this.active].scrollIntoView({ block: "nearest" });
  }
}
