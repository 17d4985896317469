// Searches the matters of all notices, the newest year first. Without scripts the form opens the search.

/**
 * @typedef {[id: string, problem: string, field: number, word: string, states: number[], sums: string[]]} Matter
 * @typedef {[address: string, units: string, day: string, matters: Matter[]]} NoticeMatters
 * @typedef {{ fields: string[], states: string[], notices: NoticeMatters[] }} Year
 * @typedef {{ text: string, field: string, state: string, sums: boolean }} Query
 */

const ENOUGH = 50;
const NO_STATE = "文中没有逐项写明";
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-matters]"));
const output = /** @type {HTMLElement} */ (document.getElementById("matters-hits"));
const data = new URL(form.dataset.matters || "", location.href);
const root = new URL("../../", data);
const years = (form.dataset.years || "").split(" ");
/** @type {Map<string, Promise<Year>>} */
const loaded = new Map();
let run = 0;

/** @param {string} year */
function load(year) {
  let promise = loaded.get(year);
  if (!promise) {
    promise = fetch(new URL(`${year}.json`, data).href).then((answer) => answer.json());
    loaded.set(year, promise);
  }
  return promise;
}

/** @param {string} text */
function normalize(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s/g, "");
}

/** @returns {Query} */
function readQuery() {
  const values = new FormData(form);
  return {
    text: String(values.get("q") || ""),
    field: String(values.get("field") || ""),
    state: String(values.get("state") || ""),
    sums: values.has("sums"),
  };
}

/**
 * @param {Year} year
 * @param {NoticeMatters} notice
 * @param {Matter} matter
 * @param {Query} query
 */
function isHit(year, notice, matter, query) {
  const [, problem, field, , states, sums] = matter;
  const names = states.length ? states.map((state) => year.states[state]) : [NO_STATE];
  const text = normalize(problem + notice[1]);
  return (
    (!query.field || year.fields[field] === query.field) &&
    (!query.state || names.includes(query.state)) &&
    (!query.sums || sums.length > 0) &&
    query.text.split(/\s+/).every((term) => text.includes(normalize(term)))
  );
}

/**
 * @param {Year} year
 * @param {NoticeMatters} notice
 * @param {Matter} matter
 */
function hitItem(year, [address, units, day], [id, problem, field, word, states, sums]) {
  const item = document.createElement("li");
  item.className = "nb-matter";
  item.dataset.matter = id;
  const link = document.createElement("a");
  link.href = `${new URL(address, root).href}#${id}`;
  link.textContent = problem;
  const title = document.createElement("p");
  title.className = "nb-matter__problem";
  title.append(link);
  const facts = document.createElement("p");
  facts.className = "nb-matter__facts";
  const stated = states.map((state) => year.states[state]).join("、");
  const parts = [
    units,
    `${day}公布`,
    stated ? `单位自述：${stated}` : `${NO_STATE}结果`,
    word ? `${year.fields[field]}（“${word}”）` : "",
    sums.join("、"),
  ];
  for (const part of parts.filter(Boolean)) {
    const span = document.createElement("span");
    span.textContent = part;
    facts.append(span);
  }
  item.append(title, facts);
  return item;
}

/**
 * Show the hits of the newest years, until there are enough; a button continues with older years.
 *
 * @param {Query} query
 * @param {HTMLUListElement} list
 * @param {number} from
 */
async function search(query, list, from) {
  run += 1;
  const own = run;
  output.setAttribute("aria-busy", "true");
  let next = from;
  let count = 0;
  while (next < years.length && count < ENOUGH) {
    const year = await load(years[next]);
    if (own !== run) return;
    for (const notice of year.notices) {
      for (const matter of notice[3]) {
        if (!isHit(year, notice, matter, query)) continue;
        list.append(hitItem(year, notice, matter));
        count += 1;
      }
    }
    next += 1;
  }
  show(query, list, next);
  output.setAttribute("aria-busy", "false");
}

/**
 * @param {Query} query
 * @param {HTMLUListElement} list
 * @param {number} next
 */
function show(query, list, next) {
  const summary = document.createElement("p");
  const span = next > 1 ? `${years[next - 1]}年至${years[0]}年` : `${years[0]}年`;
  summary.textContent = `${span}公布的通报里有 ${list.childElementCount} 项。`;
  output.replaceChildren(summary, list);
  if (next >= years.length) return;
  const more = document.createElement("button");
  more.type = "button";
  more.className = "nb-action";
  more.textContent = `继续查${years[next]}年及更早的`;
  more.addEventListener("click", () => search(query, list, next));
  output.append(more);
}

/** Put the query into the page's address, and search. */
function submit() {
  const query = readQuery();
  const values = new URLSearchParams();
  for (const [name, value] of new FormData(form)) if (value) values.set(name, String(value));
  const address = values.size ? `?${values}` : location.pathname;
  history.replaceState(null, "", address);
  if (!values.size) {
    run += 1;
    output.replaceChildren();
    return;
  }
  const list = document.createElement("ul");
  list.className = "nb-matters";
  search(query, list, 0);
}

const given = new URLSearchParams(location.search);
for (const element of form.elements) {
  if (element instanceof HTMLInputElement && element.type === "checkbox") {
    element.checked = given.has(element.name);
  } else if (element instanceof HTMLInputElement || element instanceof HTMLSelectElement) {
    element.value = given.get(element.name) || "";
  }
}
form.addEventListener("submit", (event) => {
  event.preventDefault();
  submit();
});
form.addEventListener("change", submit);
if (given.size) submit();
