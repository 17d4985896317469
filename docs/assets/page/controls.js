// The header's buttons: elder mode, dark colours, and the menu on a narrow screen.

const root = document.documentElement;

/** Keeps a choice between visits; without storage it holds for this page. */
function keep(name, value) {
  try {
    if (value) localStorage.setItem(name, value);
    else localStorage.removeItem(name);
  } catch {
    // Nothing to do: the choice still holds here.
  }
}

function isDark() {
  return root.dataset.mdColorScheme === "slate";
}

function isElder() {
  return "nbElder" in root.dataset;
}

function showState() {
  press("elder", isElder());
  press("dark", isDark());
}

function press(name, on) {
  const button = document.querySelector(`[data-nb-control="${name}"]`);
  if (button) button.setAttribute("aria-pressed", String(on));
}

const actions = {
  elder() {
    if (isElder()) delete root.dataset.nbElder;
    else root.dataset.nbElder = "";
    keep("nb-elder", isElder() ? "on" : "");
    showState();
  },
  dark() {
    root.dataset.mdColorScheme = isDark() ? "default" : "slate";
    keep("nb-scheme", isDark() ? "dark" : "light");
    showState();
  },
  menu(button) {
    const open = button.getAttribute("aria-expanded") !== "true";
    button.setAttribute("aria-expanded", String(open));
    document.getElementById("nb-nav").toggleAttribute("data-nb-open", open);
  },
};

document.querySelectorAll("[data-nb-control]").forEach((button) => {
  button.addEventListener("click", () => actions[button.dataset.nbControl](button));
});
document.addEventListener("keydown", (event) => {
  const menu = document.querySelector('[data-nb-control="menu"][aria-expanded="true"]');
  if (event.key !== "Escape" || !menu) return;
  actions.menu(menu);
  menu.focus();
});
showState();
