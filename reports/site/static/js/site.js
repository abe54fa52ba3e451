// What every page has: progress, theme, language. Everything works from file://.
"use strict";
function remember(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } }
function recall(key) { try { return localStorage.getItem(key); } catch { return null; } }

// What has been read, solved and written right, by concept:
// {read: true, right: true, solved: {"1": true, "2": false}}. It stays in this browser.
window.parityProgress = (() => {
  const KEY = "parity-progress";
  const ENOUGH = 3;
  const all = () => {
    try {
      const kept = JSON.parse(recall(KEY) || "{}");
      return kept && typeof kept === "object" && !Array.isArray(kept) ? kept : {};
    } catch { return {}; }
  };
  const of = (name) => {
    const own = all()[name];
    return own && typeof own === "object" ? own : {};
  };
  function change(name, edit) {
    const kept = all();
    const own = of(name);
    edit(own);
    kept[name] = own;
    remember(KEY, JSON.stringify(kept));
    document.dispatchEvent(new CustomEvent("parity-progress", { detail: name }));
  }
  const solved = (name) => Object.values(of(name).solved || {}).filter(Boolean).length;
  return {
    all,
    of,
    solved,
    // "read", or "right" where one's own code was judged right.
    mark: (name, what, on = true) => {
      if (Boolean(of(name)[what]) !== on) change(name, (own) => { if (on) own[what] = true; else delete own[what]; });
    },
    answered: (name, question, right) =>
      change(name, (own) => { own.solved = { ...own.solved, [question]: right }; }),
    practised: (name, questions) => questions > 0 && solved(name) >= Math.min(ENOUGH, questions),
    again: () => Object.entries(all()).flatMap(([name, own]) =>
      Object.entries((own && own.solved) || {}).filter(([, right]) => !right).map(([n]) => [name, n])),
  };
})();

// Language and theme
document.getElementById("language").addEventListener("click", (event) => {
  remember("parity-language", event.currentTarget.hreflang);
  event.currentTarget.hash = location.hash;
});
(() => {
  const button = document.getElementById("theme");
  const root = document.documentElement;
  const say = () => button.setAttribute("aria-label", button.dataset[root.dataset.theme || "auto"]);
  button.addEventListener("click", () => {
    // From the system's to its opposite, to the same by choice, and back to the system's.
    const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
    const other = system === "dark" ? "light" : "dark";
    const now = root.dataset.theme;
    if (!now) root.dataset.theme = other;
    else if (now === other) root.dataset.theme = system;
    else delete root.dataset.theme;
    remember("parity-theme", root.dataset.theme || "");
    say();
  });
  say();
})();
document.getElementById("print")?.addEventListener("click", () => print());
