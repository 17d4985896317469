// Suggests units by a part of the name or its pinyin. Without scripts the form opens the search page.

/** @typedef {[path: string, name: string, pinyin: string]} Unit */

const MAX_MATCHES = 20;
const form = /** @type {HTMLFormElement} */ (document.querySelector("form[data-units]"));
const input = /** @type {HTMLInputElement} */ (form.querySelector("input"));
const output = /** @type {HTMLElement} */ (document.getElementById("unit-matches"));
const unitsUrl = new URL(form.dataset.units || "", location.href);
const root = new URL("../", unitsUrl);
/** @type {Promise<Unit[]> | undefined} */
let units;

function loadUnits() {
  if (!units) units = fetch(unitsUrl.href).then((response) => response.json());
  return units;
}

/** @param {string} text */
function normalize(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/[\s'-]/g, "");
}

/** @param {Unit} unit */
function matchItem([path, name]) {
  const link = document.createElement("a");
  link.href = new URL(path, root).href;
  link.textContent = name;
  const item = document.createElement("li");
  item.append(link);
  return item;
}

async function showMatches() {
  const query = normalize(input.value);
  if (!query) {
    output.replaceChildren();
    return;
  }
  const all = await loadUnits();
  // The input may have changed while the units were loading.
  if (query !== normalize(input.value)) return;
  const matches = all.filter(
    ([, name, pinyin]) => normalize(name).includes(query) || pinyin.includes(query),
  );
  const summary = document.createElement("p");
  const limit = matches.length > MAX_MATCHES ? `，这里列出前 ${MAX_MATCHES} 个` : "";
  summary.textContent = `找到 ${matches.length} 个单位${limit}。`;
  output.replaceChildren(summary);
  if (!matches.length) return;
  const list = document.createElement("ul");
  list.append(...matches.slice(0, MAX_MATCHES).map(matchItem));
  output.append(list);
}

input.addEventListener("input", showMatches);
