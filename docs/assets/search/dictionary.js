// Reads the search dictionary; hooks/noticeboard/search_chunks.py describes the format.

const BASE = 45;
const ZERO = 35;
const BITMAP_BITS = 6;
const RANKS = new Map([[" ", 1], ["!", 2], ["\"", 3], ["}", 4]]);

/** Compares two strings by code points, as Python does. */
export function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      const surrogateX = x >= 0xd800 && x < 0xe000;
      const surrogateY = y >= 0xd800 && y < 0xe000;
      return surrogateX === surrogateY ? x - y : Number(surrogateX) - Number(surrogateY);
    }
  }
  return a.length - b.length;
}

/** The chunk in which a key stands if it is one. @param {string[]} firstKeys of the chunks */
export function chunkOf(firstKeys, key) {
  let low = 0;
  let high = firstKeys.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(firstKeys[middle], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

class Reader {
  constructor(text) {
    this.text = text;
    this.at = 0;
  }

  number() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const digit = this.text.charCodeAt(this.at) - ZERO;
      this.at += 1;
      value += digit * scale;
      if (digit < BASE) return value;
      scale *= BASE;
    }
  }
}

/** Finds the longest key that a term begins with.
 *  @param {string} chunk  @param {number[]} term code points
 *  @returns {{length: number, list: number}} the key's length, 0 for none; list is where its
 *    notices begin in the chunk, or -1 where the key stands in an earlier chunk */
export function longestKey(chunk, term) {
  const headEnd = chunk.indexOf("\n");
  const ancestors = chunk.slice(0, headEnd).split(" ").map(Number);
  const reader = new Reader(chunk);
  reader.at = headEnd + 1;
  let best = { length: 0, list: -1 };
  let equal = 0;
  let isFirst = true;
  while (reader.at < chunk.length) {
    const shared = reader.number();
    const comparison = compareLine(chunk, reader.at, shared, term, equal);
    equal = comparison.equal;
    if (isFirst) {
      const lengths = ancestors.filter((length) => length <= equal);
      if (lengths.length) best = { length: Math.max(...lengths), list: -1 };
      isFirst = false;
    }
    if (comparison.isPrefix) best = { length: equal, list: comparison.end };
    if (comparison.isAfter) break;
    reader.at = chunk.indexOf("\n", reader.at) + 1;
  }
  return best;
}

/** Compares one line's key with a term, of which the line before had `equal` characters. */
function compareLine(chunk, start, shared, term, equal) {
  let end = start;
  let now = Math.min(equal, shared);
  let open = now === shared;
  let isAfter = false;
  while (!isMark(chunk.charCodeAt(end))) {
    const point = chunk.codePointAt(end);
    if (open && now < term.length && point === term[now]) now += 1;
    else if (open) {
      open = false;
      isAfter = now === term.length || point > term[now];
    }
    end += point > 0xffff ? 2 : 1;
  }
  return { equal: now, isPrefix: open, isAfter, end };
}

/** Marks are below the letters and digits, or just above the ASCII ones. */
function isMark(unit) {
  return unit <= 34 || unit === 125 || unit === 126;
}

/** Reads a key's notices.
 *  @param {string} chunk  @param {number} at where they begin  @param {number} count of notices
 *  @returns {{ranks: Uint8Array, size: number}} for each notice 0, or 1 + its rank */
export function readNotices(chunk, at, count) {
  const ranks = new Uint8Array(count);
  const reader = new Reader(chunk);
  reader.at = at;
  let size = 0;
  let rank = 0;
  let notice = -1;
  for (;;) {
    const character = chunk.charAt(reader.at);
    if (RANKS.has(character)) {
      rank = RANKS.get(character);
      notice = -1;
      reader.at += 1;
    } else if (character === "~") {
      size += readBitmap(chunk, reader.at + 1, ranks, rank);
      reader.at += 1 + Math.ceil(count / BITMAP_BITS);
    } else if (character === "\n" || character === "") {
      return { ranks, size };
    } else {
      notice += 1 + reader.number();
      ranks[notice] = rank;
      size += 1;
    }
  }
}

function readBitmap(chunk, at, ranks, rank) {
  let size = 0;
  for (let notice = 0; notice < ranks.length; notice += 1) {
    const place = Math.floor(notice / BITMAP_BITS);
    const bits = chunk.charCodeAt(at + place) - ZERO;
    if ((bits >> (notice - place * BITMAP_BITS)) & 1) {
      ranks[notice] = rank;
      size += 1;
    }
  }
  return size;
}
