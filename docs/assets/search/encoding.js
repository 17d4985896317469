// Reads the search dictionary. hooks/noticeboard/search/encoding.py describes the format.

const BASE = 45;
const ZERO = 35;
const BITMAP_BITS = 6;
const RANK_MARKS = new Map([
  [" ", 1],
  ["!", 2],
  ['"', 3],
  ["}", 4],
]);

/** @typedef {{ranks: Uint8Array, size: number}} Postings
 *    `ranks` holds 0 for a notice that is not in the posting list, else 1 + its rank. */

/** @param {number} unit */
function isSurrogate(unit) {
  return unit >= 0xd800 && unit < 0xe000;
}

/**
 * Compare two strings by code points, as Python does.
 *
 * @param {string} a
 * @param {string} b
 */
export function compare(a, b) {
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const x = a.charCodeAt(i);
    const y = b.charCodeAt(i);
    if (x !== y) {
      return isSurrogate(x) === isSurrogate(y)
        ? x - y
        : Number(isSurrogate(x)) - Number(isSurrogate(y));
    }
  }
  return a.length - b.length;
}

/**
 * Return the number of the chunk that holds a key, if the dictionary has it.
 *
 * @param {string[]} separators the separator before each chunk
 * @param {string} key
 */
export function chunkOf(separators, key) {
  let low = 0;
  let high = separators.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(separators[middle], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

class Cursor {
  /**
   * @param {string} text
   * @param {number} position
   */
  constructor(text, position) {
    this.text = text;
    this.position = position;
  }

  readNumber() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const digit = this.text.charCodeAt(this.position) - ZERO;
      this.position += 1;
      value += digit * scale;
      if (digit < BASE) return value;
      scale *= BASE;
    }
  }
}

/**
 * Find the longest key that is a prefix of a term.
 *
 * @param {string} chunk
 * @param {number[]} term code points
 * @returns {{length: number, postings: number}} the key's length, 0 if there is no key, and the
 *   position of its posting list, -1 if an earlier chunk holds it
 */
export function longestKey(chunk, term) {
  const headerEnd = chunk.indexOf("\n");
  const ancestors = chunk.slice(0, headerEnd).split(" ").map(Number);
  const cursor = new Cursor(chunk, headerEnd + 1);
  let longest = { length: 0, postings: -1 };
  let equal = 0;
  let isFirst = true;
  while (cursor.position < chunk.length) {
    const shared = cursor.readNumber();
    const comparison = compareLine(chunk, cursor.position, shared, term, equal);
    equal = comparison.equal;
    if (isFirst) {
      const lengths = ancestors.filter((length) => length <= comparison.equal);
      if (lengths.length) longest = { length: Math.max(...lengths), postings: -1 };
      isFirst = false;
    }
    if (comparison.isPrefix) longest = { length: equal, postings: comparison.end };
    if (comparison.isAfter) break;
    cursor.position = chunk.indexOf("\n", cursor.position) + 1;
  }
  return longest;
}

/**
 * Compare the key of one line with a term.
 *
 * @param {string} chunk
 * @param {number} start where the line's own characters begin
 * @param {number} shared characters that the key shares with the key before
 * @param {number[]} term code points
 * @param {number} previousEqual characters that the key before shares with the term
 */
function compareLine(chunk, start, shared, term, previousEqual) {
  let end = start;
  let equal = Math.min(previousEqual, shared);
  let isPrefix = equal === shared;
  let isAfter = false;
  while (!isMark(chunk.charCodeAt(end))) {
    const point = /** @type {number} */ (chunk.codePointAt(end));
    if (isPrefix && equal < term.length && point === term[equal]) equal += 1;
    else if (isPrefix) {
      isPrefix = false;
      isAfter = equal === term.length || point > term[equal];
    }
    end += point > 0xffff ? 2 : 1;
  }
  return { equal, isPrefix, isAfter, end };
}

/**
 * Marks sort below the letters and digits, or just above the ASCII ones.
 *
 * @param {number} unit
 */
function isMark(unit) {
  return unit <= 34 || unit === 125 || unit === 126;
}

/**
 * Read a posting list.
 *
 * @param {string} chunk
 * @param {number} position where the list begins
 * @param {number} count number of notices in the index
 * @returns {Postings}
 */
export function readPostings(chunk, position, count) {
  const ranks = new Uint8Array(count);
  const cursor = new Cursor(chunk, position);
  let size = 0;
  let rank = 0;
  let notice = -1;
  for (;;) {
    const character = chunk.charAt(cursor.position);
    const mark = RANK_MARKS.get(character);
    if (mark !== undefined) {
      rank = mark;
      notice = -1;
      cursor.position += 1;
    } else if (character === "~") {
      size += readBitmap(chunk, cursor.position + 1, ranks, rank);
      cursor.position += 1 + Math.ceil(count / BITMAP_BITS);
    } else if (character === "\n" || character === "") {
      return { ranks, size };
    } else {
      notice += 1 + cursor.readNumber();
      ranks[notice] = rank;
      size += 1;
    }
  }
}

/**
 * Set the rank of each notice in a bitmap.
 *
 * @param {string} chunk
 * @param {number} position where the bitmap begins
 * @param {Uint8Array} ranks is changed
 * @param {number} rank
 * @returns {number} how many notices the bitmap holds
 */
function readBitmap(chunk, position, ranks, rank) {
  let size = 0;
  for (let notice = 0; notice < ranks.length; notice += 1) {
    const offset = Math.floor(notice / BITMAP_BITS);
    const bits = chunk.charCodeAt(position + offset) - ZERO;
    if ((bits >> (notice - offset * BITMAP_BITS)) & 1) {
      ranks[notice] = rank;
      size += 1;
    }
  }
  return size;
}
