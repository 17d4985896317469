// The facets as check boxes, and the selected values as chips that deselect them.

import { element, fill } from "./dom.js";
import { FACET_LABELS, FACETS } from "./facets.js";

/** @import { FacetCounts } from "./facet-counts.js" */
/** @import { Facet } from "./facets.js" */
/** @import { Selection } from "./query.js" */

/** @typedef {(facet: Facet, value: string) => void} OnToggle */

export const STATUS = { in_force: "有效", corrected: "已更正", withdrawn: "已撤回" };
/** @type {Partial<Record<Facet, Record<string, string>>>} */
const VALUE_LABELS = {
  status: STATUS,
  attachments: { yes: "有附件", no: "无附件" },
  progress: { yes: "写明了", no: "没有写" },
};
const COLLAPSED_ROWS = 8;

/**
 * @param {Facet} facet
 * @param {string} value
 */
function labelOf(facet, value) {
  const labels = VALUE_LABELS[facet];
  if (labels && labels[value]) return labels[value];
  if (facet === "region") return value.slice(value.lastIndexOf("/") + 1);
  return facet === "year" ? `${value}年` : value;
}

/**
 * Return whether to list a value. Regions open one level at a time: below a selected region, and
 * next to it.
 *
 * @param {Facet} facet
 * @param {string} value
 * @param {string[]} selected
 */
function isListed(facet, value, selected) {
  if (facet !== "region" || !value.includes("/")) return true;
  const parent = value.slice(0, value.lastIndexOf("/"));
  return selected.some((other) => other === parent || other.startsWith(`${parent}/`));
}

/**
 * Return the values to list with their counts, in the order of the page.
 *
 * @param {Facet} facet
 * @param {Map<string, number>} counts
 * @param {string[]} selected
 */
function sortedEntries(facet, counts, selected) {
  const entries = Array.from(counts).filter(
    ([value, count]) => selected.includes(value) || (count && isListed(facet, value, selected)),
  );
  if (facet === "year") return entries.sort((a, b) => (a[0] < b[0] ? 1 : -1));
  if (facet === "region") return sortByTree(entries, counts);
  return entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/**
 * Sort each region after the one that contains it, and the regions of one level by count.
 *
 * @param {[string, number][]} entries
 * @param {Map<string, number>} counts
 */
function sortByTree(entries, counts) {
  const keyed = entries.map((entry) => ({ entry, key: treeKey(entry[0], counts) }));
  keyed.sort((a, b) => (a.key < b.key ? -1 : 1));
  return keyed.map(({ entry }) => entry);
}

/**
 * @param {string} region
 * @param {Map<string, number>} counts
 */
function treeKey(region, counts) {
  const parts = region.split("/");
  return parts
    .map((part, i) => {
      const count = counts.get(parts.slice(0, i + 1).join("/")) || 0;
      return String(1e7 - count) + part;
    })
    .join("/");
}

/**
 * Render all facets.
 *
 * @param {Element} parent
 * @param {FacetCounts} counts
 * @param {Selection} selected
 * @param {OnToggle} onToggle
 */
export function showFilters(parent, counts, selected, onToggle) {
  const focusedId = document.activeElement && document.activeElement.id;
  /** @type {NodeListOf<HTMLElement>} */
  const expandedSets = parent.querySelectorAll("[data-expanded]");
  const expanded = new Set(Array.from(expandedSets, (set) => set.dataset.name));
  const sets = [];
  for (const facet of FACETS) {
    const entries = sortedEntries(facet, counts[facet], selected[facet]);
    if (!entries.length) continue;
    sets.push(fieldset(facet, entries, selected[facet], onToggle, expanded.has(facet)));
  }
  fill(parent, sets);
  /** @type {HTMLElement | null} */
  const focused = focusedId ? parent.querySelector(`#${CSS.escape(focusedId)}`) : null;
  if (focused) focused.focus();
}

/**
 * @param {Facet} facet
 * @param {[string, number][]} entries
 * @param {string[]} selected
 * @param {OnToggle} onToggle
 * @param {boolean} isExpanded
 */
function fieldset(facet, entries, selected, onToggle, isExpanded) {
  const rows = entries.map(([value, count]) => row(facet, value, count, selected, onToggle));
  const set = element(
    "fieldset",
    { class: "nbs-facet", "data-name": facet, "data-expanded": isExpanded },
    element("legend", {}, FACET_LABELS[facet]),
    ...rows,
  );
  if (rows.length > COLLAPSED_ROWS && !isExpanded) collapse(set, rows, entries, selected);
  return set;
}

/**
 * Hide the rows beyond the limit that are not selected, behind a button that shows them.
 *
 * @param {HTMLElement} set
 * @param {HTMLElement[]} rows
 * @param {[string, number][]} entries of the rows
 * @param {string[]} selected
 */
function collapse(set, rows, entries, selected) {
  const hidden = rows.filter((_, i) => i >= COLLAPSED_ROWS && !selected.includes(entries[i][0]));
  if (!hidden.length) return;
  for (const one of hidden) one.hidden = true;
  const expand = () => {
    for (const one of hidden) one.hidden = false;
    set.setAttribute("data-expanded", "");
    /** @type {HTMLElement} */ (hidden[0].querySelector("input")).focus();
    button.remove();
  };
  const button = element(
    "button",
    { type: "button", class: "nbs-button nbs-button--plain", onclick: expand },
    `显示全部 ${rows.length} 项`,
  );
  set.appendChild(button);
}

/**
 * @param {Facet} facet
 * @param {string} value
 * @param {number} count
 * @param {string[]} selected
 * @param {OnToggle} onToggle
 */
function row(facet, value, count, selected, onToggle) {
  const id = `nbs-${facet}-${value.replace(/\//g, "-")}`;
  const onchange = () => onToggle(facet, value);
  const box = /** @type {HTMLInputElement} */ (
    element("input", { type: "checkbox", id, value, onchange })
  );
  box.checked = selected.includes(value);
  const depth = facet === "region" ? value.split("/").length - 1 : 0;
  return element(
    "label",
    { class: `nbs-facet__row nbs-facet__row--${depth}`, for: id },
    box,
    element("span", { class: "nbs-facet__name" }, labelOf(facet, value)),
    element("span", { class: "nbs-facet__count" }, String(count)),
  );
}

/**
 * Render the selected values.
 *
 * @param {HTMLElement} parent
 * @param {Selection} selected
 * @param {OnToggle} onToggle
 * @param {() => void} onClear deselects all of them
 * @param {{text: string, remove: () => void}[]} ranges
 */
export function showChips(parent, selected, onToggle, onClear, ranges) {
  const chips = ranges.map(({ text, remove }) => chip(text, remove));
  for (const facet of FACETS) {
    for (const value of selected[facet])
      chips.push(chip(chipText(facet, value), () => onToggle(facet, value)));
  }
  if (chips.length > 1) {
    chips.push(
      element(
        "button",
        { type: "button", class: "nbs-button nbs-button--plain", onclick: onClear },
        "全部去掉",
      ),
    );
  }
  fill(parent, chips);
  parent.hidden = !chips.length;
}

/**
 * @param {Facet} facet
 * @param {string} value
 */
function chipText(facet, value) {
  const label = facet === "region" ? value.replace(/\//g, "") : labelOf(facet, value);
  return `${FACET_LABELS[facet]}：${label}`;
}

/**
 * @param {string} text
 * @param {() => void} remove
 */
function chip(text, remove) {
  return element(
    "button",
    {
      type: "button",
      class: "nbs-chip",
      "aria-label": `去掉筛选条件，${text}`,
      onclick: remove,
    },
    text,
    element("span", { "aria-hidden": "true", class: "nbs-chip__cross" }, "×"),
  );
}
