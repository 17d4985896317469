// Runs before the first paint: applies the colours and the size that the reader chose last time.
(() => {
  const root = document.documentElement;
  let scheme = null;
  let elder = null;
  try {
    scheme = localStorage.getItem("nb-scheme");
    elder = localStorage.getItem("nb-elder");
  } catch {
    // Storage is disabled: each page follows the device's settings.
  }
  const dark = scheme
    ? scheme === "dark"
    : window.matchMedia("(prefers-color-scheme: dark)").matches;
  root.dataset.mdColorScheme = dark ? "slate" : "default";
  if (elder) root.dataset.nbElder = "";
  root.dataset.nbScript = "";
  if ("speechSynthesis" in window) root.dataset.nbSpeech = "";
})();
