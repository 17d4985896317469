// The header's buttons: elder mode, dark colours, and the menu on a narrow screen.

const root = document.documentElement;

/**
 * Store a choice between visits. Without storage it applies to this page only.
 *
 * @param {string} name
 * @param {string} value empty to forget the choice
 */
function store(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Storage is disabled: the choice still applies to this page.
  }
}

function isDark() {
  return root.dataset.mdColorScheme === "slate";
}

function isElder() {
  return "nbElder" in root.dataset;
}

function showState() {
  setPressed("elder", isElder());
  setPressed("dark", isDark());
}

/**
 * @param {string} name
 * @param {boolean} on
 */
function setPressed(name, on) {
  const button = document.querySelector(`[data-nb-control="${name}"]`);
  if (button) button.setAttribute("aria-pressed", String(on));
}

/** @param {HTMLElement} button */
function toggleMenu(button) {
  const open = button.getAttribute("aria-expanded") !== "true";
  button.setAttribute("aria-expanded", String(open));
  const nav = /** @type {HTMLElement} */ (document.getElementById("nb-nav"));
  nav.toggleAttribute("data-nb-open", open);
}

/** @type {Record<string, (button: HTMLElement) => void>} */
const actions = {
  elder() {
    root.toggleAttribute("data-nb-elder");
    store("nb-elder", isElder() ? "on" : "");
    showState();
  },
  dark() {
    root.dataset.mdColorScheme = isDark() ? "default" : "slate";
    store("nb-scheme", isDark() ? "dark" : "light");
    showState();
  },
  menu: toggleMenu,
  search() {
    const form = /** @type {HTMLElement} */ (document.querySelector(".nb-header-search"));
    form.toggleAttribute("data-nb-open", true);
    /** @type {HTMLInputElement} */ (form.querySelector("input")).focus();
  },
};

/** @type {NodeListOf<HTMLElement>} */
const buttons = document.querySelectorAll("[data-nb-control]");
for (const button of buttons) {
  button.addEventListener("click", (event) => {
    event.preventDefault();
    actions[button.dataset.nbControl || ""](button);
  });
}

/** @type {NodeListOf<HTMLInputElement>} */
const unitInputs = document.querySelectorAll("[data-units]");
for (const input of unitInputs) {
  // Loaded when somebody is about to type: most pages are only read.
  const start = () => import("../units/box.js").then(({ UnitBox }) => new UnitBox(input));
  input.addEventListener("focus", start, { once: true });
}

document.addEventListener("keydown", (event) => {
  /** @type {HTMLElement | null} */
  const menu = document.querySelector('[data-nb-control="menu"][aria-expanded="true"]');
  if (event.key !== "Escape" || !menu) return;
  toggleMenu(menu);
  menu.focus();
});

showState();
