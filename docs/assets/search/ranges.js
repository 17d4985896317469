// The ranges of the search page: days of publication, and days from feedback to publication.

/** @typedef {{from: string, to: string, wait: string}} Ranges `from` and `to` are days such as
 *    `2024-06-20` or empty, `wait` is empty or a range of days such as `90-179`, `720-` */

/** @type {Ranges} */
export const NO_RANGES = { from: "", to: "", wait: "" };
const DAY = /^\d{4}-\d{2}-\d{2}$/;
const WAIT = /^(\d*)-(\d*)$/;

/**
 * @param {URLSearchParams} parameters
 * @returns {Ranges}
 */
export function readRanges(parameters) {
  const [from, to] = ["from", "to"].map((name) => parameters.get(name) || "");
  const wait = parameters.get("wait") || "";
  return {
    from: DAY.test(from) ? from : "",
    to: DAY.test(to) ? to : "",
    wait: WAIT.test(wait) && wait !== "-" ? wait : "",
  };
}

/**
 * Return a function that says whether a notice lies in the ranges.
 *
 * @param {Ranges} ranges
 * @returns {(date: string, days: string) => boolean}
 */
export function rangeTest({ from, to, wait }) {
  const [, least = "", most = ""] = WAIT.exec(wait) || [];
  return (date, days) => {
    // A date without its day, 2024-12, lies in the range if one of its days does.
    if ((to && date > to) || (from && `${date}~` < from)) return false;
    if (!wait) return true;
    const number = days === "" ? -1 : Number(days);
    return number >= Number(least) && (most === "" || number <= Number(most));
  };
}

/**
 * Return the ranges in words, each with the change that removes it.
 *
 * @param {Ranges} ranges
 * @returns {{text: string, without: Partial<Ranges>}[]}
 */
export function describeRanges({ from, to, wait }) {
  const found = [];
  if (from || to) {
    const text = [from && `${from} 起`, to && `到 ${to} 为止`].filter(Boolean).join("，");
    found.push({ text: `公布日期：${text}`, without: { from: "", to: "" } });
  }
  const [, least, most] = WAIT.exec(wait) || [];
  if (wait) {
    const text = most ? `${least || 0}—${most} 天` : `${least} 天以上`;
    found.push({ text: `反馈后：${text}`, without: { wait: "" } });
  }
  return found;
}
