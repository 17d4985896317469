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
  // Links to folders, modules and the search need a server.
  if (location.protocol === "file:") {
    document.addEventListener("DOMContentLoaded", () => {
      const note = document.createElement("p");
      note.className = "nb-banner md-typeset";
      note.setAttribute("role", "note");
      note.textContent =
        "直接打开文件时链接和搜索不能用。在解压出的文件夹（里面有 index.html）里运行 python3 -m http.server，再打开 http://127.0.0.1:8000/";
      document.body.prepend(note);
    });
  }
})();
