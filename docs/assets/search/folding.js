// Folds text as hooks/noticeboard/folding.py does, from the table that Python wrote.

/** @param {number[]} flat gap, length, gap, length, … of ascending ranges
 *  @returns {(point: number) => boolean} whether a code point lies in one of them */
function rangeTest(flat) {
  const starts = [];
  const ends = [];
  let at = 0;
  for (let i = 0; i < flat.length; i += 2) {
    starts.push(at + flat[i]);
    at += flat[i] + flat[i + 1];
    ends.push(at);
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

export class Folder {
  /** @param {object} table the content of fold.json */
  constructor(table) {
    this.isKept = rangeTest(table.kept);
    this.isUnknown = rangeTest(table.unknown);
    this.isJoiner = rangeTest(table.joiners);
    this.changed = new Map(Object.entries(table.long));
    const to = Array.from(table.to);
    Array.from(table.from).forEach((character, i) => this.changed.set(character, to[i]));
    this.alone = new Map();
  }

  /** The folded form: letters and digits only. */
  fold(text) {
    let folded = "";
    this.eachSegment(text, (start, end, part) => {
      folded += part;
    });
    return folded;
  }

  /** The folded form, and for each of its UTF-16 units the start and end it comes from. */
  foldWithOrigins(text) {
    let folded = "";
    const starts = [];
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

  /** Calls visit(start, end, folded) for the parts that fold independently of their neighbours. */
  eachSegment(text, visit) {
    let start = 0;
    while (start < text.length) {
      let end = start + width(text, start);
      while (end < text.length && this.joins(text, end)) end += width(text, end);
      visit(start, end, this.foldSegment(text.slice(start, end)));
      start = end;
    }
  }

  /** Whether NFKC may join the character at an index to the one before it. */
  joins(text, index) {
    const unit = text.charCodeAt(index);
    // Ideographs and ASCII, nearly all of a text, never join.
    if (unit < 0x80 || (unit >= 0x4e00 && unit < 0x9f00)) return false;
    const point = text.codePointAt(index);
    return this.isJoiner(point) || this.isUnknown(point);
  }

  foldSegment(segment) {
    let folded = this.alone.get(segment);
    if (folded === undefined) {
      // A newer Unicode in the browser must not fold what Python left out.
      const known = Array.from(segment).filter((part) => !this.isUnknown(part.codePointAt(0)));
      folded = Array.from(known.join("").normalize("NFKC"), (part) => this.foldNormal(part)).join("");
      if (segment.length <= 2) this.alone.set(segment, folded);
    }
    return folded;
  }

  foldNormal(character) {
    const changed = this.changed.get(character);
    if (changed !== undefined) return changed;
    return this.isKept(character.codePointAt(0)) ? character : "";
  }
}

/** UTF-16 units of the character at an index. */
function width(text, index) {
  return text.codePointAt(index) > 0xffff ? 2 : 1;
}
