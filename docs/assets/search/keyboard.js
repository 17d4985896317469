// Keys of the search page: "/" moves to the box, arrows move along the hits, Escape clears.

/** @param {EventTarget | null} target */
function isEditable(target) {
  const element = /** @type {HTMLElement} */ (target);
  return element.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(element.tagName);
}

/**
 * @param {object} page
 * @param {HTMLInputElement} page.input
 * @param {HTMLElement} page.list the hits
 * @param {() => void} page.clear
 */
export function listenToKeys({ input, list, clear }) {
  /** @param {number} step */
  function moveFocus(step) {
    /** @type {HTMLElement[]} */
    const links = Array.from(list.querySelectorAll(".nbs-hit__link"));
    const focused = /** @type {HTMLElement} */ (document.activeElement);
    const next = links.indexOf(focused) + step;
    if (next < 0) input.focus();
    else if (next < links.length) links[next].focus();
  }

  /**
   * Return what a key does, null if nothing.
   *
   * @param {string} key
   * @param {Node} target
   */
  function actionOf(key, target) {
    const isInput = target === input;
    const isInList = list.contains(target);
    if (key === "/" && !isEditable(target)) {
      return () => {
        input.focus();
        input.select();
      };
    }
    if (key === "Escape" && (isInput || isInList || target === document.body)) {
      return () => {
        clear();
        input.focus();
      };
    }
    if (key === "ArrowDown" && (isInput || isInList)) return () => moveFocus(1);
    if (key === "ArrowUp" && isInList) return () => moveFocus(-1);
    return null;
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    // The box has acted on the key, or leaves it to the hits below.
    if (event.defaultPrevented) return;
    const action = actionOf(event.key, /** @type {Node} */ (event.target));
    if (!action) return;
    event.preventDefault();
    action();
  });
}
