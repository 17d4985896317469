// The search page: the address holds the state, every change of it is a new answer.

import { element, fill } from "./dom.js";
import { Engine } from "./engine.js";
import { toggle } from "./facets.js";
import { showChips, showFilters } from "./filters.js";
import { listenToKeys } from "./keyboard.js";
import { FACETS, PAGE, readState, writeState } from "./query.js";
import { hitElement, showEmpty } from "./results.js";
import { splitQuery } from "./splits.js";
import { Store } from "./store.js";
import { Suggestions } from "./suggestions.js";

const TYPING_PAUSE = 300;
const byId = (id) => document.getElementById(id);

class SearchPage {
  constructor() {
    this.form = byId("search-form");
    this.input = byId("search-query");
    this.sort = byId("search-sort");
    this.results = byId("search-results");
    this.list = byId("search-hits");
    this.empty = byId("search-empty");
    this.more = byId("search-more");
    this.state = readState(window.location.search);
    this.turn = 0;
    this.isTyping = false;
    this.suggestions = new Suggestions(
      this.input, byId("search-units"), () => this.open(), (unit) => this.searchFor(unit),
    );
  }

  /** The store, asked for once; again after a failure. */
  open() {
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
    if (window.matchMedia("(min-width: 60em)").matches) byId("search-filters").open = true;
    this.showState();
    return this.answer();
  }

  listen() {
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.suggestions.close();
      this.searchFor(this.input.value);
    });
    this.input.addEventListener("input", (event) => {
      if (!event.isComposing) this.typed();
    });
    this.input.addEventListener("compositionend", () => this.typed());
    this.sort.addEventListener("change", () => this.change({ sort: this.sort.value, shown: PAGE }));
    this.more.addEventListener("click", () => this.showMore());
    window.addEventListener("popstate", () => {
      clearTimeout(this.typing);
      this.isTyping = false;
      this.state = readState(window.location.search);
      this.input.value = this.state.q;
      this.showState();
      this.answer();
    });
    listenToKeys({
      input: this.input,
      list: this.list,
      suggestions: this.suggestions,
      clear: () => this.searchFor(""),
    });
  }

  typed() {
    clearTimeout(this.typing);
    this.suggestions.update().catch(() => {});
    this.typing = setTimeout(() => {
      // What is typed in one go is one step of the history.
      const how = this.isTyping ? "replaceState" : "pushState";
      this.change({ q: this.input.value, shown: PAGE }, how);
      this.isTyping = true;
    }, TYPING_PAUSE);
  }

  searchFor(q) {
    clearTimeout(this.typing);
    this.input.value = q;
    this.change({ q, shown: PAGE });
  }

  /** A new state: into the address, then its answer. */
  change(part, how = "pushState") {
    this.isTyping = false;
    this.state = { ...this.state, ...part };
    this.keep(how);
    return this.answer();
  }

  keep(how) {
    const address = writeState(this.state);
    const same = address === window.location.search;
    window.history[same ? "replaceState" : how](null, "", address);
    this.showState();
  }

  showState() {
    // While someone types, the box is ahead of the state.
    if (document.activeElement !== this.input) this.input.value = this.state.q;
    this.sort.value = this.state.sort;
    const title = document.title.replace(/^“.*”的搜索结果 - /, "");
    document.title = this.state.q ? `“${this.state.q}”的搜索结果 - ${title}` : title;
  }

  /** Shows what the state finds; an answer that another state has overtaken is dropped. */
  async answer() {
    this.turn += 1;
    const { turn } = this;
    this.results.setAttribute("aria-busy", "true");
    try {
      const store = await this.open();
      const engine = new Engine(store);
      const answer = await engine.search(this.state);
      const folder = await store.folder();
      const shown = Math.min(this.state.shown, answer.hits.length);
      const [help, hits] = await Promise.all([
        this.help(engine, answer, folder),
        this.hits(store, answer, 0, shown, folder),
      ]);
      if (turn !== this.turn) return;
      this.current = { store, answer, folder };
      this.show(answer, hits, help);
    } catch (error) {
      if (turn === this.turn) this.fail(error);
    }
  }

  /** What may help where nothing was found. */
  async help(engine, { hits, before, terms }, folder) {
    if (hits.length || before) return { alone: [], split: null };
    const alone = await Promise.all(terms.map((term) => engine.count([term])));
    return { alone, split: await splitQuery(engine, terms, alone, folder) };
  }

  hits(store, { hits, terms }, start, end, folder) {
    const folded = terms.map((term) => term.folded);
    const { q } = this.state;
    return Promise.all(hits.slice(start, end).map(
      async (number) => hitElement(await store.notice(number), folded, q, folder),
    ));
  }

  show(answer, hits, help) {
    const total = answer.hits.length;
    fill(this.list, hits);
    this.list.hidden = !total;
    this.empty.hidden = total > 0;
    if (!total) {
      showEmpty(this.empty, answer, help, {
        search: (q) => this.searchFor(q),
        clearFacets: () => this.clearFacets(),
      });
    }
    const onToggle = (name, value) => this.toggleFacet(name, value);
    showFilters(byId("search-facets"), answer.facets, this.state.chosen, onToggle);
    byId("search-filters").hidden = !byId("search-facets").firstChild;
    showChips(byId("search-chips"), this.state.chosen, onToggle, () => this.clearFacets());
    this.showCount(total);
    this.showRest();
    this.results.setAttribute("aria-busy", "false");
  }

  showCount(total) {
    const number = element("span", { id: "search-total" }, String(total));
    const lead = this.state.q || this.hasChosen() ? "找到 " : "共有 ";
    const parts = [document.createTextNode(lead), number, document.createTextNode(" 篇通报")];
    fill(byId("search-status"), parts);
  }

  showRest() {
    const rest = this.current.answer.hits.length - this.list.children.length;
    this.more.hidden = rest <= 0;
    this.more.textContent = `再显示 ${Math.min(PAGE, rest)} 篇`;
  }

  async showMore() {
    const { store, answer, folder } = this.current;
    const { turn } = this;
    const start = this.list.children.length;
    const end = Math.min(start + PAGE, answer.hits.length);
    this.results.setAttribute("aria-busy", "true");
    try {
      const hits = await this.hits(store, answer, start, end, folder);
      if (turn !== this.turn || this.list.children.length !== start) return;
      hits.forEach((hit) => this.list.appendChild(hit));
      this.state = { ...this.state, shown: end };
      this.keep("replaceState");
      this.showRest();
      byId("search-progress").textContent = `已显示 ${end} 篇`;
      if (this.more.hidden) hits[0].querySelector("a").focus();
      this.results.setAttribute("aria-busy", "false");
    } catch (error) {
      this.fail(error);
    }
  }

  toggleFacet(name, value) {
    const values = toggle(name, this.state.chosen[name], value);
    const fromChip = document.activeElement && document.activeElement.classList.contains("nbs-chip");
    const done = this.change({ chosen: { ...this.state.chosen, [name]: values }, shown: PAGE });
    // The chip is gone; the focus must not fall to the top of the page.
    if (fromChip) done.then(() => byId("search-status").focus());
  }

  clearFacets() {
    const chosen = {};
    FACETS.forEach((name) => {
      chosen[name] = [];
    });
    this.change({ chosen, shown: PAGE }).then(() => byId("search-status").focus());
  }

  hasChosen() {
    return FACETS.some((name) => this.state.chosen[name].length);
  }

  fail(error) {
    fill(this.list, []);
    this.more.hidden = true;
    this.empty.hidden = false;
    fill(this.empty, [
      element("p", {}, "搜索暂时不可用，可能是网络中断。"),
      element("button", { type: "button", class: "nbs-button", onclick: () => this.answer() }, "重试"),
    ]);
    byId("search-status").textContent = "搜索没有完成";
    this.results.setAttribute("aria-busy", "false");
    throw error;
  }
}

new SearchPage().start();
