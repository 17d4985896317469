// The search page: the address holds the state, and each change of the state shows a new answer.

import { UnitBox } from "../units/box.js";
import { ApiEngine } from "./api-engine.js";
import { element, fill } from "./dom.js";
import { Engine } from "./engine.js";
import { FACETS, toggleValue } from "./facets.js";
import { showChips, showFilters } from "./filters.js";
import { listenToKeys } from "./keyboard.js";
import { PAGE_SIZE, readState, selectionOf, sortOf, writeState } from "./query.js";
import { describeRanges, NO_RANGES } from "./ranges.js";
import { hitElement, showEmpty } from "./results.js";
import { splitQuery } from "./split-query.js";
import { Store } from "./store.js";

/** @import { Answer } from "./engine.js" */
/** @import { Facet } from "./facets.js" */
/** @import { FoldTable } from "./folding.js" */
/** @import { State } from "./query.js" */
/** @import { Ranges } from "./ranges.js" */
/** @import { Help } from "./results.js" */

/** @typedef {"pushState"|"replaceState"} HistoryMethod */

const TYPING_PAUSE = 300;

/** @param {string} id */
function byId(id) {
  return /** @type {HTMLElement} */ (document.getElementById(id));
}

class SearchPage {
  constructor() {
    this.form = byId("search-form");
    this.input = /** @type {HTMLInputElement} */ (byId("search-query"));
    this.sort = /** @type {HTMLSelectElement} */ (byId("search-sort"));
    this.filters = /** @type {HTMLDetailsElement} */ (byId("search-filters"));
    this.results = byId("search-results");
    this.list = byId("search-hits");
    this.empty = byId("search-empty");
    this.more = byId("search-more");
    this.state = readState(window.location.search);
    this.turn = 0;
    this.isTyping = false;
    /** @type {number | undefined} */
    this.typingTimer = undefined;
    /** @type {Promise<Store> | null} */
    this.opening = null;
    /** The address that answers searches; empty without one, and once it has failed. */
    this.api = byId("search-app").dataset.api || "";
    /** @type {{answer: Answer, foldTable: FoldTable} | null} */
    this.current = null;
    this.units = new UnitBox(this.input);
  }

  /** Open the store once, and again after a failure. */
  openStore() {
    if (!this.opening) {
      this.opening = Store.open();
      this.opening.catch(() => {
        this.opening = null;
      });
    }
    return this.opening;
  }

  start() {
    this.listen();
    if (window.matchMedia("(min-width: 60em)").matches) this.filters.open = true;
    this.showState();
    return this.showAnswer();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.units.close();
      this.searchFor(this.input.value);
    });
    this.input.addEventListener("input", (event) => {
      if (!(/** @type {InputEvent} */ (event).isComposing)) this.onType();
    });
    this.input.addEventListener("compositionend", () => this.onType());
    this.sort.addEventListener("change", () => {
      this.change({ sort: sortOf(this.sort.value), shown: PAGE_SIZE });
    });
    for (const name of /** @type {const} */ (["from", "to"])) {
      const input = /** @type {HTMLInputElement} */ (byId(`search-${name}`));
      input.addEventListener("change", () => this.setRanges({ [name]: input.value }));
    }
    byId("search-skip").addEventListener("click", (event) => {
      event.preventDefault();
      byId("search-status").focus();
    });
    this.more.addEventListener("click", () => this.showMore());
    window.addEventListener("popstate", () => {
      clearTimeout(this.typingTimer);
      this.isTyping = false;
      this.state = readState(window.location.search);
      this.input.value = this.state.q;
      this.showState();
      this.showAnswer();
    });
    listenToKeys({
      input: this.input,
      list: this.list,
      clear: () => this.searchFor(""),
    });
  }

  onType() {
    clearTimeout(this.typingTimer);
    this.typingTimer = window.setTimeout(() => {
      // Everything typed without a break is one entry of the history.
      const method = this.isTyping ? "replaceState" : "pushState";
      this.change({ q: this.input.value, shown: PAGE_SIZE }, method);
      this.isTyping = true;
    }, TYPING_PAUSE);
  }

  /** @param {string} q */
  searchFor(q) {
    clearTimeout(this.typingTimer);
    this.input.value = q;
    this.change({ q, shown: PAGE_SIZE });
  }

  /**
   * Change the state, then the address and the answer.
   *
   * @param {Partial<State>} changes
   * @param {HistoryMethod} method
   */
  change(changes, method = "pushState") {
    this.isTyping = false;
    this.state = { ...this.state, ...changes };
    this.saveState(method);
    return this.showAnswer();
  }

  /** @param {HistoryMethod} method */
  saveState(method) {
    const address = writeState(this.state);
    const isSame = address === window.location.search;
    window.history[isSame ? "replaceState" : method](null, "", address);
    this.showState();
  }

  showState() {
    // While someone types, the input is ahead of the state.
    if (document.activeElement !== this.input) this.input.value = this.state.q;
    this.sort.value = this.state.sort;
    for (const name of /** @type {const} */ (["from", "to"])) {
      /** @type {HTMLInputElement} */ (byId(`search-${name}`)).value = this.state.ranges[name];
    }
    const title = document.title.replace(/^“.*”的搜索结果 - /, "");
    document.title = this.state.q ? `“${this.state.q}”的搜索结果 - ${title}` : title;
  }

  /** Show the answer to the state, unless the state changes meanwhile. */
  async showAnswer() {
    this.turn += 1;
    const { turn } = this;
    this.results.setAttribute("aria-busy", "true");
    if (this.current) byId("search-status").textContent = "正在找，下面还是上一次的结果";
    try {
      const { answer, foldTable, help, hits } = await this.findAnswer(this.state);
      if (turn !== this.turn) return;
      this.current = { answer, foldTable };
      this.show(answer, hits, help);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  /**
   * Ask the server for the answer; from its first failure on, read the static index instead.
   *
   * @param {State} state
   */
  async findAnswer(state) {
    const store = await this.openStore();
    // The server knows neither ranges of days nor the order by waits.
    const isStatic = state.sort === "days" || Object.values(state.ranges).some(Boolean);
    if (this.api && !isStatic) {
      try {
        return await this.answerFrom(new ApiEngine(this.api, store), store, state);
      } catch {
        this.api = "";
      }
    }
    return this.answerFrom(new Engine(store), store, state);
  }

  /**
   * @param {Engine | ApiEngine} engine
   * @param {Store} store
   * @param {State} state
   */
  async answerFrom(engine, store, state) {
    const [answer, foldTable] = await Promise.all([engine.search(state), store.foldTable()]);
    const shown = Math.min(state.shown, answer.total);
    const [help, hits] = await Promise.all([
      this.findHelp(engine, answer, foldTable),
      this.hitElements({ answer, foldTable }, 0, shown),
    ]);
    return { answer, foldTable, help, hits };
  }

  /**
   * Find what may help if there are no matches.
   *
   * @param {Engine | ApiEngine} engine
   * @param {Answer} answer
   * @param {FoldTable} foldTable
   * @returns {Promise<Help>}
   */
  async findHelp(engine, { total, unfiltered, terms }, foldTable) {
    if (total || unfiltered) return { termCounts: [], split: null };
    const termCounts = await Promise.all(terms.map((term) => engine.count([term])));
    return { termCounts, split: await splitQuery(engine, terms, termCounts, foldTable) };
  }

  /**
   * @param {{answer: Answer, foldTable: FoldTable}} current
   * @param {number} start
   * @param {number} end
   */
  async hitElements({ answer, foldTable }, start, end) {
    const terms = answer.terms.map((term) => term.folded);
    const { q } = this.state;
    const notices = await answer.notices(start, end);
    return notices.map((notice) => hitElement(notice, terms, q, foldTable));
  }

  /**
   * @param {Answer} answer
   * @param {HTMLElement[]} hits
   * @param {Help} help
   */
  show(answer, hits, help) {
    const { total } = answer;
    fill(this.list, hits);
    this.list.hidden = !total;
    this.empty.hidden = total > 0;
    if (!total) {
      showEmpty(this.empty, answer, help, {
        search: (q) => this.searchFor(q),
        clearFacets: () => this.clearFacets(),
      });
    }
    /** @type {import("./filters.js").OnToggle} */
    const onToggle = (facet, value) => this.toggleFacet(facet, value);
    showFilters(byId("search-facets"), answer.facets, this.state.selected, onToggle);
    const ranges = describeRanges(this.state.ranges).map(({ text, without }) => {
      return { text, remove: () => this.setRanges(without) };
    });
    const chips = byId("search-chips");
    showChips(chips, this.state.selected, onToggle, () => this.clearFacets(), ranges);
    this.showTotal(total);
    this.showRest(total);
    this.results.setAttribute("aria-busy", "false");
  }

  /** @param {number} total */
  showTotal(total) {
    const number = element("span", { id: "search-total" }, String(total));
    const lead = this.state.q || this.hasSelection() ? "找到 " : "共有 ";
    fill(byId("search-status"), [
      document.createTextNode(lead),
      number,
      document.createTextNode(" 篇通报"),
    ]);
  }

  /** @param {number} total */
  showRest(total) {
    const rest = total - this.list.children.length;
    this.more.hidden = rest <= 0;
    this.more.textContent = `再显示 ${Math.min(PAGE_SIZE, rest)} 篇`;
  }

  async showMore() {
    const { current, turn } = this;
    if (!current) return;
    const { total } = current.answer;
    const start = this.list.children.length;
    const end = Math.min(start + PAGE_SIZE, total);
    this.results.setAttribute("aria-busy", "true");
    try {
      const hits = await this.hitElements(current, start, end);
      if (turn !== this.turn || this.list.children.length !== start) return;
      for (const hit of hits) this.list.appendChild(hit);
      this.state = { ...this.state, shown: end };
      this.saveState("replaceState");
      this.showRest(total);
      byId("search-progress").textContent = `已显示 ${end} 篇`;
      // The button is gone: move the focus to the first new hit.
      if (this.more.hidden) /** @type {HTMLElement} */ (hits[0].querySelector("a")).focus();
      this.results.setAttribute("aria-busy", "false");
    } catch (error) {
      if (this.api) {
        this.api = "";
        this.change({ shown: end }, "replaceState");
      } else this.fail(error);
    }
  }

  /**
   * @param {Facet} facet
   * @param {string} value
   */
  toggleFacet(facet, value) {
    const values = toggleValue(facet, this.state.selected[facet], value);
    const focused = document.activeElement;
    const isFromChip = focused && focused.classList.contains("nbs-chip");
    const selected = { ...this.state.selected, [facet]: values };
    const answered = this.change({ selected, shown: PAGE_SIZE });
    // The chip is gone: keep the focus from falling to the top of the page.
    if (isFromChip) answered.then(() => byId("search-status").focus());
  }

  clearFacets() {
    const cleared = { selected: selectionOf(() => []), ranges: NO_RANGES };
    const answered = this.change({ ...cleared, shown: PAGE_SIZE });
    answered.then(() => byId("search-status").focus());
  }

  /** @param {Partial<Ranges>} changes */
  setRanges(changes) {
    return this.change({ ranges: { ...this.state.ranges, ...changes }, shown: PAGE_SIZE });
  }

  hasSelection() {
    const { selected, ranges } = this.state;
    return FACETS.some((facet) => selected[facet].length) || Object.values(ranges).some(Boolean);
  }

  /** @param {unknown} error */
  fail(error) {
    fill(this.list, []);
    this.more.hidden = true;
    this.empty.hidden = false;
    fill(this.empty, [
      element("p", {}, "搜索暂时不可用，可能是网络中断。"),
      element(
        "button",
        { type: "button", class: "nbs-button", onclick: () => this.showAnswer() },
        "重试",
      ),
    ]);
    byId("search-status").textContent = "搜索没有完成";
    this.results.setAttribute("aria-busy", "false");
    throw error;
  }
}

new SearchPage().start();
