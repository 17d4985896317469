// What was typed in one go, taken as two words: 武昌区网格 as 武昌区 网格.

import { written } from "./query.js";

const SHORTEST = 2;
const LONGEST = 24;

/** A term in two, the way that finds most notices.
 *  @returns {Promise<{raw: string, folded: string}[]|null>} null where no way finds any */
async function inTwo(engine, term, folder) {
  const characters = Array.from(term.raw);
  if (characters.length > LONGEST) return null;
  const ways = [];
  for (let at = SHORTEST; at <= characters.length - SHORTEST; at += 1) {
    const halves = [characters.slice(0, at).join(""), characters.slice(at).join("")];
    const parts = halves.map((raw) => ({ raw, folded: folder.fold(raw) }));
    if (parts.every((part) => part.folded)) ways.push(parts);
  }
  const counts = await Promise.all(ways.map((parts) => engine.count(parts)));
  const most = Math.max(0, ...counts);
  return most ? ways[counts.indexOf(most)] : null;
}

/** The query with each term that finds nothing by itself in two words.
 *  @param {Term[]} terms  @param {number[]} alone how many notices each finds by itself
 *  @returns {Promise<{q: string, count: number}|null>} null where that finds nothing either */
export async function splitQuery(engine, terms, alone, folder) {
  if (alone.every(Boolean)) return null;
  const parts = await Promise.all(
    terms.map((term, i) => (alone[i] ? [term] : inTwo(engine, term, folder))),
  );
  if (!parts.every(Boolean)) return null;
  const all = parts.flat();
  const count = await engine.count(all);
  const q = all.map(written).join(" ");
  return count ? { q, count } : null;
}
