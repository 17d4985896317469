// The facets as check boxes, and those chosen as chips that can be taken off.

import { element, fill } from "./dom.js";
import { FACETS } from "./query.js";

const NAMES = {
  year: "年份", region: "地区", authority: "巡察机关", kind: "巡察类别", status: "状态", attachments: "附件",
};
export const STATUS = { in_force: "有效", corrected: "已更正", withdrawn: "已撤回" };
const VALUES = {
  status: STATUS,
  attachments: { yes: "有附件", no: "无附件" },
};
const SHOWN = 8;

function label(name, value) {
  const own = VALUES[name] && VALUES[name][value];
  if (own) return own;
  if (name === "region") return value.split("/").pop();
  return name === "year" ? `${value}年` : value;
}

/** Regions one level at a time: the largest, those beside and those inside a chosen one. */
function isOpen(name, value, chosen) {
  if (name !== "region" || !value.includes("/")) return true;
  const parent = value.slice(0, value.lastIndexOf("/"));
  return chosen.some((one) => one === parent || one.startsWith(`${parent}/`));
}

function sorted(name, counts, chosen) {
  const entries = Array.from(counts).filter(
    ([value, count]) => chosen.includes(value) || (count && isOpen(name, value, chosen)),
  );
  if (name === "year") return entries.sort((a, b) => (a[0] < b[0] ? 1 : -1));
  if (name === "region") return byTree(entries, new Map(counts));
  return entries.sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
}

/** Each region right after the one it lies in, those of one level by count. */
function byTree(entries, counts) {
  const keys = new Map(entries.map(([value]) => [value, treeKey(value, counts)]));
  return entries.sort((a, b) => (keys.get(a[0]) < keys.get(b[0]) ? -1 : 1));
}

function treeKey(value, counts) {
  const parts = value.split("/");
  return parts.map((part, i) => {
    const count = counts.get(parts.slice(0, i + 1).join("/")) || 0;
    return String(1e7 - count) + part;
  }).join("/");
}

/** Draws all facets. @param {(name: string, value: string) => void} onToggle */
export function showFilters(parent, counts, chosen, onToggle) {
  const focused = document.activeElement && document.activeElement.id;
  const expanded = new Set(Array.from(parent.querySelectorAll("[data-expanded]"), (set) => set.dataset.name));
  fill(parent, FACETS.map((name) => {
    const entries = sorted(name, counts[name], chosen[name]);
    return fieldset(name, entries, chosen[name], onToggle, expanded.has(name));
  }).filter(Boolean));
  const again = focused && parent.querySelector(`#${CSS.escape(focused)}`);
  if (again) again.focus();
}

function fieldset(name, entries, chosen, onToggle, isExpanded) {
  if (!entries.length) return null;
  const rows = entries.map(([value, count]) => row(name, value, count, chosen, onToggle));
  const set = element("fieldset", { class: "nbs-facet", "data-name": name, "data-expanded": isExpanded },
    element("legend", {}, NAMES[name]), ...rows);
  if (rows.length > SHOWN && !isExpanded) addExpander(set, rows, entries, chosen);
  return set;
}

function addExpander(set, rows, entries, chosen) {
  const hidden = rows.slice(SHOWN).filter((_, i) => !chosen.includes(entries[SHOWN + i][0]));
  if (!hidden.length) return;
  hidden.forEach((one) => one.setAttribute("hidden", ""));
  const more = element("button", {
    type: "button",
    class: "nbs-button nbs-button--plain",
    onclick: () => {
      hidden.forEach((one) => one.removeAttribute("hidden"));
      set.setAttribute("data-expanded", "");
      hidden[0].querySelector("input").focus();
      more.remove();
    },
  }, `显示全部 ${rows.length} 项`);
  set.appendChild(more);
}

function row(name, value, count, chosen, onToggle) {
  const id = `nbs-${name}-${value.replace(/\//g, "-")}`;
  const box = element("input", { type: "checkbox", id, value, onchange: () => onToggle(name, value) });
  box.checked = chosen.includes(value);
  const depth = name === "region" ? value.split("/").length - 1 : 0;
  return element("label", { class: `nbs-facet__row nbs-facet__row--${depth}`, for: id },
    box, element("span", { class: "nbs-facet__name" }, label(name, value)),
    element("span", { class: "nbs-facet__count" }, String(count)));
}

/** Draws the chosen facets. @param {() => void} onClear takes all of them off */
export function showChips(parent, chosen, onToggle, onClear) {
  const chips = [];
  FACETS.forEach((name) => chosen[name].forEach((value) => {
    const text = `${NAMES[name]}：${name === "region" ? value.replace(/\//g, "") : label(name, value)}`;
    chips.push(element("button", {
      type: "button", class: "nbs-chip", "aria-label": `去掉筛选条件，${text}`, onclick: () => onToggle(name, value),
    }, text, element("span", { "aria-hidden": "true", class: "nbs-chip__cross" }, "×")));
  }));
  if (chips.length > 1) {
    chips.push(element("button", { type: "button", class: "nbs-button nbs-button--plain", onclick: onClear }, "全部去掉"));
  }
  fill(parent, chips);
  parent.hidden = !chips.length;
}
