/**
 * Format `2024-06-20` as `2024年6月20日`, and `2024-06` as `2024年6月`.
 *
 * @param {string} date
 */
export function chineseDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day ? `${day}日` : ""}`;
}
