// The list of problems, each of which leads to its field or line.

import { element, fill } from "../search/dom.js";

/** @typedef {import("./program.js").Problem} Problem */

/**
 * @param {HTMLElement} root
 * @param {Problem[]} problems
 * @param {(problem: Problem) => void} onGo
 * @param {(problem: Problem) => void} onConfirm
 */
export function showProblems(root, problems, onGo, onConfirm) {
  const errors = problems.filter((problem) => problem.severity === "error");
  const others = problems.filter((problem) => problem.severity !== "error");
  const items = [...errors, ...others].map((problem) =>
    element(
      "li",
      {
        "data-rule": problem.rule,
        "data-line": String(problem.line),
        class: `nbw-problem nbw-problem--${problem.severity}`,
      },
      element("strong", {}, problem.severity === "error" ? "错误" : "提醒"),
      " ",
      element(
        "button",
        { type: "button", class: "nbw-link", onclick: () => onGo(problem) },
        `第${problem.line}行：${problem.message}`,
      ),
      problem.rule === "unanswered-doubt"
        ? element(
            "button",
            { type: "button", class: "nb-action", onclick: () => onConfirm(problem) },
            "核对无误",
          )
        : element("span", { class: "nbw-help" }, `改法：${problem.help}`),
    ),
  );
  fill(root, [
    element("p", { class: "nbw-summary" }, summary(errors.length, others.length)),
    ...(items.length ? [element("ul", {}, ...items)] : []),
  ]);
  root.setAttribute("aria-busy", "false");
}

/** @param {number} errors @param {number} others */
function summary(errors, others) {
  if (!errors && !others) return "检查通过，没有发现问题。";
  const more = others ? `，${others} 处提醒请看一看` : "";
  return errors ? `还有 ${errors} 处要改${more}。` : `检查通过${more}。`;
}
