// The list of hits, and what stands there when there are none.

import { chineseDate } from "../dates.js";
import { element, fill } from "./dom.js";
import { STATUS } from "./filters.js";
import { markedNodes, opening, passagesOf } from "./passages.js";
import { written } from "./query.js";

const ROOT = new URL("../../", import.meta.url);

/** One hit. @param {object} notice from the store  @param {string[]} terms folded */
export function hitElement(notice, terms, query, folder) {
  const address = new URL(notice.url, ROOT);
  if (terms.length) address.searchParams.set("h", query);
  const marked = (text) => markedNodes(text, terms, folder);
  const link = element("a", { href: address.href, class: "nbs-hit__link" }, ...marked(notice.title));
  const heading = element("h2", { class: "nbs-hit__title" }, link);
  if (notice.status !== "in_force") {
    heading.appendChild(
      element("span", { class: `nbs-hit__status nbs-hit__status--${notice.status}` }, STATUS[notice.status]),
    );
  }
  const facts = element("p", { class: "nbs-hit__facts" },
    element("span", {}, ...marked(notice.issuer)),
    element("time", { datetime: notice.date }, chineseDate(notice.date)),
    element("span", {}, ...marked(notice.region)));
  const passages = passagesOf(notice, terms, folder).map((nodes) => passage(nodes));
  if (!passages.length) passages.push(passage([document.createTextNode(opening(notice))]));
  return element("li", { class: "nbs-hit", "data-notice-id": notice.id }, heading, facts, ...passages);
}

function passage(nodes) {
  return element("p", { class: "nbs-hit__passage" }, ...nodes);
}

/** Fills `parent` with what may help when nothing was found.
 *  @param {{terms: Term[], before: number, isUnusable: boolean}} answer
 *  @param {{alone: number[], split: {q: string, count: number}|null}} help how many notices each
 *    term finds by itself, and the query in more words, if that finds any
 *  @param {{search: (q: string) => void, clearFacets: () => void}} actions */
export function showEmpty(parent, answer, help, actions) {
  if (answer.isUnusable) {
    fill(parent, [element("p", {}, "请输入要找的字、词或数字。标点符号不参与搜索。")]);
    return;
  }
  const children = [element("p", { class: "nbs-empty__lead" }, "没有找到同时符合全部条件的通报。")];
  if (answer.before) {
    children.push(
      element("p", {}, `不加筛选条件时有 ${answer.before} 篇。`),
      button("去掉全部筛选条件", actions.clearFacets),
    );
  } else {
    children.push(termCounts(answer.terms, help.alone, actions.search));
    if (help.split) children.push(splitOffer(help.split, actions.search));
    children.push(element("p", {}, "可以少写几个字，或换一种说法。几个词之间加空格，每个词都要出现。"));
  }
  fill(parent, children);
}

function termCounts(terms, alone, search) {
  const rows = terms.map((term, i) => {
    if (!alone[i]) return element("li", {}, `“${term.raw}”：没有一篇通报里有`);
    const row = element("li", {}, `“${term.raw}”：单独搜索有 ${alone[i]} 篇 `);
    if (terms.length > 1) row.appendChild(button(`只搜“${term.raw}”`, () => search(written(term))));
    return row;
  });
  return element("ul", {}, ...rows);
}

function splitOffer({ q, count }, search) {
  return element("p", {}, `分开成几个词，有 ${count} 篇：`, button(`搜索“${q}”`, () => search(q)));
}

function button(text, onclick) {
  return element("button", { type: "button", class: "nbs-button nbs-button--plain", onclick }, text);
}
