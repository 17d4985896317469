// Folds text as hooks/noticeboard/text/folding.py does, with the same table.

/** @typedef {{kept: number[], unknown: number[], joiners: number[],
 *    from: number[], high: string, low: string, long: Object<string, string>}} FoldTableData the
 *    content of the fold table */

const DIGITS = 90;
const FIRST_DIGIT = 35;

/**
 * Return a test for membership in ranges of code points.
 *
 * @param {number[]} ranges ascending: gap, length, gap, length, …
 * @returns {(point: number) => boolean}
 */
function rangeTest(ranges) {
  /** @type {number[]} */
  const starts = [];
  /** @type {number[]} */
  const ends = [];
  let end = 0;
  for (let i = 0; i < ranges.length; i += 2) {
    starts.push(end + ranges[i]);
    end += ranges[i] + ranges[i + 1];
    ends.push(end);
  }
  return (point) => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle] <= point) low = middle + 1;
      else high = middle;
    }
    return low > 0 && point < ends[low - 1];
  };
}

/**
 * @param {string} digits
 * @param {number} i
 */
function digit(digits, i) {
  return digits.charCodeAt(i) - FIRST_DIGIT;
}

export class FoldTable {
  /** @param {FoldTableData} data */
  constructor(data) {
    this.isKept = rangeTest(data.kept);
    this.isUnknown = rangeTest(data.unknown);
    this.isJoiner = rangeTest(data.joiners);
    /** @type {Map<string, string>} */
    this.replacements = new Map(Object.entries(data.long));
    let point = 0;
    for (const [i, gap] of data.from.entries()) {
      point += gap;
      const to = DIGITS * digit(data.high, i) + digit(data.low, i);
      this.replacements.set(String.fromCodePoint(point), String.fromCodePoint(to));
    }
    /** @type {Map<string, string>} */
    this.cache = new Map();
  }

  /**
   * Return the folded form: letters and digits only.
   *
   * @param {string} text
   */
  fold(text) {
    let folded = "";
    this.eachSegment(text, (_start, _end, part) => {
      folded += part;
    });
    return folded;
  }

  /**
   * Return the folded form, and for each of its UTF-16 units the start and end of its origin.
   *
   * @param {string} text
   */
  foldWithOrigins(text) {
    let folded = "";
    /** @type {number[]} */
    const starts = [];
    /** @type {number[]} */
    const ends = [];
    this.eachSegment(text, (start, end, part) => {
      folded += part;
      for (let i = 0; i < part.length; i += 1) {
        starts.push(start);
        ends.push(end);
      }
    });
    return { folded, starts, ends };
  }

  /**
   * Visit the segments that fold independently of their neighbours.
   *
   * @param {string} text
   * @param {(start: number, end: number, folded: string) => void} visit
   */
  eachSegment(text, visit) {
    let start = 0;
    while (start < text.length) {
      let end = start + width(text, start);
      while (end < text.length && this.joins(text, end)) end += width(text, end);
      visit(start, end, this.foldSegment(text.slice(start, end)));
      start = end;
    }
  }

  /**
   * Return whether NFKC may join the character at an index to the one before it.
   *
   * @param {string} text
   * @param {number} index
   */
  joins(text, index) {
    const unit = text.charCodeAt(index);
    // Ideographs and ASCII never join, and are nearly all of a text.
    if (unit < 0x80 || (unit >= 0x4e00 && unit < 0x9f00)) return false;
    const point = codePoint(text, index);
    return this.isJoiner(point) || this.isUnknown(point);
  }

  /** @param {string} segment */
  foldSegment(segment) {
    const cached = this.cache.get(segment);
    if (cached !== undefined) return cached;
    // The browser may have a newer Unicode: drop what Python does not know.
    const known = Array.from(segment).filter((character) => !this.isUnknown(codePoint(character)));
    const normalized = Array.from(known.join("").normalize("NFKC"));
    const folded = normalized.map((character) => this.foldNormalized(character)).join("");
    if (segment.length <= 2) this.cache.set(segment, folded);
    return folded;
  }

  /** @param {string} character after NFKC */
  foldNormalized(character) {
    const replacement = this.replacements.get(character);
    if (replacement !== undefined) return replacement;
    return this.isKept(codePoint(character)) ? character : "";
  }
}

/**
 * @param {string} text
 * @param {number} index of a character
 */
function codePoint(text, index = 0) {
  return /** @type {number} */ (text.codePointAt(index));
}

/**
 * Return the UTF-16 units of the character at an index.
 *
 * @param {string} text
 * @param {number} index
 */
function width(text, index) {
  return codePoint(text, index) > 0xffff ? 2 : 1;
}
