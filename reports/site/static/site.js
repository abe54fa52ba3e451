// What every page has: search, theme, language. Everything works from file://.
"use strict";
const up = document.body.dataset.up;

function remember(key, value) { try { localStorage.setItem(key, value); } catch { /* private mode */ } }

// Language and theme
document.getElementById("language").addEventListener("click", (event) => {
  remember("parity-language", event.currentTarget.hreflang);
  event.currentTarget.hash = location.hash;
});
document.getElementById("theme").addEventListener("click", () => {
  const root = document.documentElement;
  const system = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const now = (root.dataset.theme || system) === "dark" ? "light" : "dark";
  root.dataset.theme = now;
  remember("parity-theme", now);
});

// Search: a list on every page; on the index the table itself narrows.
const input = document.getElementById("search");
const found = document.getElementById("found");
const none = document.getElementById("found-none");
const matrix = document.querySelector(".matrix");
const folded = (text) => text.normalize("NFKC").toLowerCase().replace(/[\s_\-・ー]/g, "");
const entries = (window.parityConcepts || []).map(([name, en, ja, also]) =>
  ({ name, en, ja, text: folded([name, en, ja, also].join(" ")) }));
let chosen = -1;

function matching(query) {
  const wanted = folded(query);
  return wanted ? entries.filter((entry) => entry.text.includes(wanted)) : [];
}
function narrow(query) {
  const names = new Set(matching(query).map((entry) => entry.name));
  for (const row of matrix.querySelectorAll("tr[data-concept]")) {
    row.hidden = Boolean(query.trim()) && !names.has(row.dataset.concept);
  }
  for (const body of matrix.tBodies) body.hidden = !body.querySelector("tr[data-concept]:not([hidden])");
  none.textContent = query.trim() && !names.size ? none.dataset.none : "";
}
function list(query) {
  const hits = matching(query).slice(0, 12);
  found.replaceChildren(...hits.map((entry, i) => {
    const option = document.createElement("li");
    option.id = "found-" + i;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    const ours = document.body.dataset.language === "ja" ? [entry.ja, entry.en] : [entry.en, entry.ja];
    const small = document.createElement("span");
    small.textContent = ours[1];
    option.append(ours[0], small);
    option.addEventListener("mousedown", (event) => { event.preventDefault(); open(entry.name); });
    return option;
  }));
  found.hidden = !hits.length;
  input.setAttribute("aria-expanded", String(Boolean(hits.length)));
  none.textContent = query.trim() && !hits.length ? none.dataset.none : "";
  choose(hits.length ? 0 : -1);
}
function choose(index) {
  chosen = index;
  [...found.children].forEach((option, i) => option.setAttribute("aria-selected", String(i === index)));
  if (index < 0) input.removeAttribute("aria-activedescendant");
  else {
    input.setAttribute("aria-activedescendant", "found-" + index);
    found.children[index].scrollIntoView({ block: "nearest" });
  }
}
function open(name) { location.href = up + "concepts/" + name + ".html"; }
function close() { found.hidden = true; input.setAttribute("aria-expanded", "false"); none.textContent = ""; }
input.addEventListener("input", () => (matrix ? narrow(input.value) : list(input.value)));
input.addEventListener("keydown", (event) => {
  if (event.key === "Escape") { input.value = ""; matrix ? narrow("") : close(); }
  if (event.key === "Enter") {
    const hits = matching(input.value);
    if (hits.length) open(hits[Math.max(chosen, 0)].name);
  }
  if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
    event.preventDefault();
    const n = found.children.length;
    choose((chosen + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
  }
});
if (!matrix) input.addEventListener("blur", close);
else if (input.value) narrow(input.value);
document.addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
    event.preventDefault();
    input.focus();
  }
});

document.getElementById("print")?.addEventListener("click", () => print());
