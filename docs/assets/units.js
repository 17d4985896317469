// Finds units by a part of the name or its pinyin; without it the form asks the search page.

const SHOWN = 20;
const form = document.querySelector("form[data-units]");
const field = form.querySelector("input");
const place = document.getElementById("unit-matches");
const root = new URL("../", new URL(form.dataset.units, location.href));
let units;

async function load() {
  units ??= fetch(form.dataset.units).then((answer) => answer.json());
  return units;
}

function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/[\s'-]/g, "");
}

async function show() {
  const asked = folded(field.value);
  if (!asked) {
    place.replaceChildren();
    return;
  }
  const all = await load();
  if (asked !== folded(field.value)) return;
  const found = all.filter(([, name, pinyin]) => folded(name).includes(asked) || pinyin.includes(asked));
  const told = document.createElement("p");
  const beyond = found.length > SHOWN ? `，这里列出前 ${SHOWN} 个` : "";
  told.textContent = `找到 ${found.length} 个单位${beyond}。`;
  const list = document.createElement("ul");
  for (const [address, name] of found.slice(0, SHOWN)) {
    const link = document.createElement("a");
    link.href = new URL(address, root);
    link.textContent = name;
    const item = document.createElement("li");
    item.append(link);
    list.append(item);
  }
  place.replaceChildren(told, ...(found.length ? [list] : []));
}

field.addEventListener("input", show);
