// The list of hits, and the help that replaces it when there are none.

import { chineseDate } from "../dates.js";
import { element, fill } from "./dom.js";
import { findExcerpts, highlightMatches, leadExcerpt } from "./excerpts.js";
import { STATUS } from "./filters.js";
import { quoteTerm } from "./query.js";

/** @import { Answer } from "./engine.js" */
/** @import { FoldTable } from "./folding.js" */
/** @import { Term } from "./query.js" */
/** @import { SplitQuery } from "./split-query.js" */
/** @import { Notice } from "./store.js" */

/** @typedef {{termCounts: number[], split: SplitQuery | null}} Help how many notices each term
 *    matches by itself, and the query with its terms split, if that has matches */

const ROOT = new URL("../../", import.meta.url);

/**
 * Return the element of one hit.
 *
 * @param {Notice} notice
 * @param {string[]} terms folded
 * @param {string} query
 * @param {FoldTable} foldTable
 */
export function hitElement(notice, terms, query, foldTable) {
  const url = new URL(`notices/${notice.id}/`, ROOT);
  if (terms.length) url.searchParams.set("h", query);
  const highlight = (/** @type {string} */ text) => highlightMatches(text, terms, foldTable);
  const link = element("a", { href: url.href, class: "nbs-hit__link" }, ...highlight(notice.title));
  const heading = element("h2", { class: "nbs-hit__title" }, link);
  if (notice.status !== "in_force") {
    const style = `nbs-hit__status nbs-hit__status--${notice.status}`;
    heading.appendChild(element("span", { class: style }, STATUS[notice.status]));
  }
  const facts = element(
    "p",
    { class: "nbs-hit__facts" },
    element("span", {}, ...highlight(notice.issuer)),
    element("time", { datetime: notice.published }, chineseDate(notice.published)),
    element("span", {}, ...highlight(notice.region.split("/").join(" "))),
  );
  const excerpts = findExcerpts(notice, terms, foldTable);
  if (!excerpts.length) excerpts.push([document.createTextNode(leadExcerpt(notice))]);
  return element(
    "li",
    { class: "nbs-hit", "data-notice-id": notice.id },
    heading,
    facts,
    ...excerpts.map((nodes) => element("p", { class: "nbs-hit__passage" }, ...nodes)),
  );
}

/**
 * Show what may help when a query has no hits.
 *
 * @param {Element} parent
 * @param {Answer} answer
 * @param {Help} help
 * @param {{search: (q: string) => void, clearFacets: () => void}} actions
 */
export function showEmpty(parent, answer, help, actions) {
  if (answer.isUnusable) {
    fill(parent, [element("p", {}, "请输入要找的字、词或数字。标点符号不参与搜索。")]);
    return;
  }
  const children = [element("p", { class: "nbs-empty__lead" }, "没有找到同时符合全部条件的通报。")];
  if (answer.unfiltered) {
    children.push(
      element("p", {}, `不加筛选条件时有 ${answer.unfiltered} 篇。`),
      button("去掉全部筛选条件", actions.clearFacets),
    );
  } else {
    children.push(termList(answer.terms, help.termCounts, actions.search));
    if (help.split) children.push(splitSuggestion(help.split, actions.search));
    children.push(
      element("p", {}, "可以少写几个字，或换一种说法。几个词之间加空格，每个词都要出现。"),
    );
  }
  fill(parent, children);
}

/**
 * @param {Term[]} terms
 * @param {number[]} counts
 * @param {(q: string) => void} search
 */
function termList(terms, counts, search) {
  const items = terms.map((term, i) => {
    if (!counts[i]) return element("li", {}, `“${term.raw}”：没有一篇通报里有`);
    const item = element("li", {}, `“${term.raw}”：单独搜索有 ${counts[i]} 篇 `);
    if (terms.length > 1) {
      item.appendChild(button(`只搜“${term.raw}”`, () => search(quoteTerm(term))));
    }
    return item;
  });
  return element("ul", {}, ...items);
}

/**
 * @param {SplitQuery} split
 * @param {(q: string) => void} search
 */
function splitSuggestion({ q, count }, search) {
  return element(
    "p",
    {},
    `分开成几个词，有 ${count} 篇：`,
    button(`搜索“${q}”`, () => search(q)),
  );
}

/**
 * @param {string} text
 * @param {() => void} onclick
 */
function button(text, onclick) {
  return element(
    "button",
    { type: "button", class: "nbs-button nbs-button--plain", onclick },
    text,
  );
}
