// The address of each paragraph and heading: a button that copies it, and a note when none has it.

const BLOCKS = ":is(h1, h2, h3, h4, h5, h6, p:not(.signature), li)";
const ADDRESS = /^[pz]-[0-9a-f]{8}(?:-\d+)?$/;
/** @type {Record<string, number>} */
const STEPS = { ArrowDown: 1, ArrowUp: -1, Home: -Infinity, End: Infinity };

/**
 * Return the address that is made of the text; a heading has it in addition to its number.
 *
 * @param {Element} block
 */
function textId(block) {
  const id = block.matches("p, li") ? block.id : block.querySelector(":scope > span")?.id;
  return id && ADDRESS.test(id) ? id : "";
}

/** Return the id in the page's address if it names a paragraph or a matter. */
export function requestedId() {
  const id = window.location.hash.slice(1);
  return ADDRESS.test(id) ? id : "";
}

/** Show that the requested paragraph is no longer there, unless it is. */
export function showMissing() {
  const note = document.getElementById("nb-moved");
  const id = requestedId();
  if (!note) return;
  note.hidden = !id || document.getElementById(id) !== null;
  if (!note.hidden) note.scrollIntoView();
}

/**
 * @param {string} id
 * @param {number} tabIndex
 */
function createButton(id, tabIndex) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "nb-anchor";
  button.tabIndex = tabIndex;
  button.title = "复制本段链接";
  button.dataset.nbParagraph = id;
  button.setAttribute("aria-label", button.title);
  button.setAttribute("aria-keyshortcuts", Object.keys(STEPS).join(" "));
  return button;
}

/**
 * Add the buttons. Only one is reached by the Tab key; the arrow keys lead to the others.
 *
 * @param {HTMLElement} body
 * @param {(id: string) => Promise<boolean>} copy returns whether the address was copied
 */
export function addParagraphLinks(body, copy) {
  /** @type {HTMLButtonElement[]} */
  const buttons = [];
  for (const block of body.querySelectorAll(BLOCKS)) {
    const id = textId(block);
    if (!id) continue;
    // The name of a heading does not include its button.
    if (!block.matches("p, li")) block.setAttribute("aria-label", block.textContent || "");
    const button = createButton(id, buttons.length ? -1 : 0);
    block.append(button);
    buttons.push(button);
  }

  body.addEventListener("click", async (event) => {
    const button = /** @type {Element} */ (event.target).closest("button.nb-anchor");
    if (!(button instanceof HTMLButtonElement)) return;
    const isCopied = await copy(button.dataset.nbParagraph || "");
    for (const one of buttons) one.toggleAttribute("data-nb-copied", one === button && isCopied);
  });

  body.addEventListener("keydown", (event) => {
    const step = STEPS[event.key];
    const index = buttons.indexOf(/** @type {HTMLButtonElement} */ (event.target));
    if (!step || index < 0) return;
    event.preventDefault();
    const next = buttons[Math.min(Math.max(index + step, 0), buttons.length - 1)];
    buttons[index].tabIndex = -1;
    next.tabIndex = 0;
    next.focus();
  });
}
