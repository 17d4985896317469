// Reads the files of the search dictionary. docs-dev/search-index.md specifies the format.

const BASE = 45;
const ZERO = 35;
const BITMAP_BITS = 6;
const RANK_MARKS = ' !"}';
const FIRST_HASH = ZERO + BASE;
const HASHES = 43;
const ANY_HASH = HASHES + 1;

/** @typedef {{length: number, at: number, branches: boolean}} Key the longest key of a segment that
 *    is a prefix of a term: its length, 0 without one; where its common text and posting lists
 *    begin, -1 if an earlier chunk holds it; and whether it has keys that are one character longer */

/** @typedef {{common: string, notices: number[], ranks: number[], hashes: string}} Line the text
 *    common to all occurrences of a key; the numbers of its notices in the segment; the rank of
 *    each; and for a leaf two hashes for each */

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
function compare(a, b) {
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
 * Return the index of the last entry that is not greater than a key.
 *
 * @param {[string, string][]} entries ascending; the first one is not greater than any key
 * @param {string} key
 */
export function lastNotAfter(entries, key) {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(entries[middle][0], key) <= 0) low = middle + 1;
    else high = middle;
  }
  return low - 1;
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

  /** Return the number at the position, -1 if the line ends before it does. */
  readNumber() {
    let value = 0;
    let scale = 1;
    for (;;) {
      const digit = this.text.charCodeAt(this.position) - ZERO;
      if (digit < 0) return -1;
      this.position += 1;
      value += digit * scale;
      if (digit < BASE) return value;
      scale *= BASE;
    }
  }
}

/**
 * Return for each segment the longest key that is a prefix of a term.
 *
 * @param {string} chunk the chunk that holds the term if it is a key
 * @param {number[]} separator of the chunk, as code points
 * @param {number[]} term code points
 */
export function longestKeys(chunk, separator, term) {
  let common = 0;
  while (common < separator.length && separator[common] === term[common]) common += 1;
  /** @type {Key[]} */
  const keys = [];
  let start = 0;
  while (start < chunk.length) {
    const headerEnd = chunk.indexOf("\n", start);
    const end = chunk.indexOf("\n\n", headerEnd) + 1;
    keys.push(
      longestInLines(chunk, headerEnd + 1, end, term, common) ||
        longestAncestor(chunk, start, headerEnd, common),
    );
    start = end + 1;
  }
  return keys;
}

/**
 * @param {string} chunk
 * @param {number} start of the first line of a section
 * @param {number} end of it
 * @param {number} common how many characters the separator shares with the term
 * @returns {Key}
 */
function longestAncestor(chunk, start, end, common) {
  const key = { length: 0, at: -1, branches: false };
  const cursor = new Cursor(chunk, start);
  while (cursor.position < end) {
    const number = cursor.readNumber();
    if (number >> 1 > common) break;
    key.length = number >> 1;
    key.branches = (number & 1) === 1;
  }
  return key;
}

/**
 * @param {string} chunk
 * @param {number} start of the lines of a section
 * @param {number} end of them
 * @param {number[]} term
 * @param {number} common how many characters the separator shares with the term
 * @returns {Key | null}
 */
function longestInLines(chunk, start, end, term, common) {
  const cursor = new Cursor(chunk, start);
  let key = null;
  let equal = common;
  while (cursor.position < end - 1) {
    const shared = cursor.readNumber();
    const line = compareLine(chunk, cursor.position, shared, term, equal);
    equal = line.equal;
    if (line.isPrefix) key = { length: equal, at: line.end, branches: false };
    if (line.isAfter) break;
    cursor.position = chunk.indexOf("\n", line.end) + 1;
  }
  return key;
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
 * Read a line from the end of its key on.
 *
 * @param {string} chunk
 * @param {number} position
 * @param {number} count number of notices in the segment
 * @returns {Line}
 */
export function readLine(chunk, position, count) {
  const cursor = new Cursor(chunk, position);
  /** @type {Line} */
  const line = { common: "", notices: [], ranks: [], hashes: "" };
  if (chunk.charAt(position) === "~") {
    while (!isMark(chunk.charCodeAt(cursor.position + 1))) cursor.position += 1;
    cursor.position += 1;
    line.common = chunk.slice(position + 1, cursor.position);
  }
  let rank = 0;
  let notice = -1;
  for (;;) {
    const character = chunk.charAt(cursor.position);
    const start = cursor.position;
    if (character === "\n") return line;
    if (character === "~") {
      addBitmap(line, chunk, start + 1, count, rank);
      cursor.position += 1 + Math.ceil(count / BITMAP_BITS);
    } else if (RANK_MARKS.includes(character)) {
      rank = RANK_MARKS.indexOf(character);
      notice = -1;
      cursor.position += 1;
    } else {
      const gap = cursor.readNumber();
      if (gap < 0) {
        line.hashes = chunk.slice(start, cursor.position);
        return line;
      }
      notice += 1 + gap;
      line.notices.push(notice);
      line.ranks.push(rank);
    }
  }
}

/**
 * @param {Line} line is changed
 * @param {string} chunk
 * @param {number} position where the bitmap begins
 * @param {number} count
 * @param {number} rank
 */
function addBitmap(line, chunk, position, count, rank) {
  for (let notice = 0; notice < count; notice += 1) {
    const offset = Math.floor(notice / BITMAP_BITS);
    const bits = chunk.charCodeAt(position + offset) - ZERO;
    if ((bits >> (notice - offset * BITMAP_BITS)) & 1) {
      line.notices.push(notice);
      line.ranks.push(rank);
    }
  }
}

/**
 * Return whether a notice of a leaf may hold the key and then these characters.
 *
 * @param {string} hashes of the leaf
 * @param {number} i index of the notice in the leaf
 * @param {number[]} rest code points, at least one
 */
export function mayFollow(hashes, i, rest) {
  return rest.slice(0, 2).every((point, offset) => {
    const hash = hashes.charCodeAt(2 * i + offset) - FIRST_HASH;
    return hash === ANY_HASH || hash === point % HASHES;
  });
}
