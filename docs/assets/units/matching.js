// Finds units by what people call them: name, pinyin, initials, region, field of work, synonyms,
// telephone. hooks/noticeboard/pages/unit_box.py writes the data.

/** @typedef {[text: string, pinyin: string, initials: string]} Word */

/** @typedef {[url: string, name: string, pinyin: string, initials: string, others: string,
 *    place: number, field: number, number: string, tel: string, count: number]} Row */

/** @typedef {{synonyms: Word[][], places: Word[], fields: Word[], units: Row[]}} UnitData */

/** @typedef {{url: string, name: string, place: string, field: string, number: string,
 *    tel: string}} Unit */

/** The longest run of initials in which synonyms are replaced. */
const MAX_INITIALS = 6;
const LATIN = /^[a-z]+$/;
const SUFFIX = /(?:委员会|管理局|服务中心|单位|部门|公司|中心|局|委|办|处|站|所)$/;

/** @param {string} text */
export function normalize(text) {
  return text
    .normalize("NFKC")
    .toLowerCase()
    .replace(/['‘’·-]/g, "");
}

/**
 * Return a term and its other wordings by the synonyms.
 *
 * @param {string} term
 * @param {Word[][]} synonyms
 */
function wordings(term, synonyms) {
  const latin = term.length > MAX_INITIALS ? [1] : [1, 2];
  const scripts = LATIN.test(term) ? latin : [0];
  const found = new Set([term]);
  for (const script of scripts) {
    for (const words of synonyms) {
      const own = words.find((word) => term.includes(word[script]));
      for (const word of own ? words : [])
        found.add(term.replace(`${own?.[script]}`, word[script]));
    }
  }
  return Array.from(found);
}

/**
 * Return how well a wording describes a unit, 0 the best, or Infinity.
 *
 * @param {Row} unit
 * @param {string} wording
 * @param {UnitData} data
 */
function rank([, name, pinyin, initials, others, place, field, number], wording, data) {
  const key = normalize(name);
  if (key.startsWith(wording)) return 0;
  if (key.includes(wording)) return 1;
  if (others && normalize(others).includes(wording)) return 2;
  const isDigits = /^\d{3,}$/.test(wording);
  if (isDigits) return number.replace(/\D/g, "").includes(wording) ? 2 : Infinity;
  const around = [data.places[place], data.fields[field]];
  if (!LATIN.test(wording)) return around.some(([text]) => text.includes(wording)) ? 5 : Infinity;
  if (pinyin.includes(wording)) return 3;
  if (initials.includes(wording)) return 4;
  return around.some((word) => word[1].includes(wording) || word[2] === wording) ? 5 : Infinity;
}

/**
 * @param {string[]} terms
 * @param {UnitData} data
 * @returns {Row[]}
 */
function matching(terms, data) {
  const all = terms.map((term) => wordings(term, data.synonyms));
  const ranked = [];
  for (const unit of data.units) {
    let sum = 0;
    for (const variants of all) {
      // A synonym counts less than the word itself.
      sum += Math.min(...variants.map((variant, i) => rank(unit, variant, data) + (i ? 0.5 : 0)));
    }
    if (sum < Infinity) ranked.push({ unit, sum });
  }
  ranked.sort((a, b) => a.sum - b.sum || b.unit[9] - a.unit[9] || (a.unit[1] < b.unit[1] ? -1 : 1));
  return ranked.map(({ unit }) => unit);
}

/**
 * Return the units that a query describes, the best first.
 *
 * Without any, the query is tried without its suffix (水利局 → 水利), then as two words.
 *
 * @param {string} query
 * @param {UnitData} data
 * @returns {Unit[]}
 */
export function findUnits(query, data) {
  const terms = normalize(query).split(/\s+/).filter(Boolean);
  if (!terms.length) return [];
  let rows = matching(terms, data);
  if (!rows.length) {
    const stems = terms.map((term) => (term.length > 2 ? term.replace(SUFFIX, "") : term));
    if (stems.every((stem) => stem.length > 1)) rows = matching(stems, data);
  }
  if (!rows.length) rows = splitMatches(terms, data);
  return rows.map(([url, name, , , , place, field, number, tel]) => {
    return { url, name, place: data.places[place][0], field: data.fields[field][0], number, tel };
  });
}

/**
 * @param {string[]} terms
 * @param {UnitData} data
 */
function splitMatches(terms, data) {
  if (terms.length > 1) return [];
  const [term] = terms;
  for (let at = term.length - 2; at > 1; at -= 1) {
    const parts = [term.slice(0, at), term.slice(at).replace(SUFFIX, "") || term.slice(at)];
    const rows = matching(parts, data);
    if (rows.length) return rows;
  }
  return [];
}
