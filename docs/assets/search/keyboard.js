// The search page by keyboard: "/" to the box, arrows along the hits, Esc clears.

function isEditable(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

/** @param {{input: HTMLInputElement, list: HTMLElement, suggestions: object,
 *    clear: () => void}} page */
export function listenToKeys({ input, list, suggestions, clear }) {
  const links = () => Array.from(list.querySelectorAll(".nbs-hit__link"));

  function moveFocus(step) {
    const all = links();
    const next = all.indexOf(document.activeElement) + step;
    if (next < 0) input.focus();
    else if (next < all.length) all[next].focus();
  }

  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    const { key, target } = event;
    const inList = list.contains(target);
    if (target === input && suggestions.handle(key)) event.preventDefault();
    else if (key === "/" && !isEditable(target)) {
      event.preventDefault();
      input.focus();
      input.select();
    } else if (key === "Escape" && (target === input || inList || target === document.body)) {
      event.preventDefault();
      clear();
      input.focus();
    } else if (key === "ArrowDown" && (target === input || inList)) {
      event.preventDefault();
      moveFocus(1);
    } else if (key === "ArrowUp" && inList) {
      event.preventDefault();
      moveFocus(-1);
    }
  });
}
