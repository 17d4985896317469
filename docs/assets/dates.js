/** `2024-06-20` -> `2024年6月20日`, `2024-06` -> `2024年6月`. */
export function chineseDate(date) {
  const [year, month, day] = date.split("-").map(Number);
  return `${year}年${month}月${day ? `${day}日` : ""}`;
}
