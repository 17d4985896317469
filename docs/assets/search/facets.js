// The facets of the search page. hooks/noticeboard/search/facets.py has their values.

/** Labels of the facets, in the order of the page. */
export const FACET_LABELS = {
  year: "年份",
  region: "地区",
  category: "整改类别",
  authority: "巡察机关",
  kind: "巡察类别",
  status: "状态",
  attachments: "附件",
  channel: "联系方式",
  progress: "整改数字",
};

/** @typedef {keyof typeof FACET_LABELS} Facet */

/** The address may repeat each of them. */
export const FACETS = /** @type {Facet[]} */ (Object.keys(FACET_LABELS));

/**
 * Select or deselect a value. A region replaces the selected regions that contain it or lie in it.
 *
 * @param {Facet} facet
 * @param {string[]} values selected so far
 * @param {string} value
 */
export function toggleValue(facet, values, value) {
  if (values.includes(value)) return values.filter((other) => other !== value);
  const isRelated = (/** @type {string} */ other) =>
    other.startsWith(`${value}/`) || value.startsWith(`${other}/`);
  return [...values.filter((other) => facet !== "region" || !isRelated(other)), value];
}
