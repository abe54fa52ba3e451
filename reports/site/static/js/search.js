// The search of every page: all texts in both languages, Japanese by pairs of letters. What it
// searches in is loaded when the field is first used.
"use strict";
(() => {
  const { root, up, language } = document.body.dataset;
  const input = document.getElementById("search");
  const found = document.getElementById("found");
  const none = document.getElementById("found-none");
  const KNOWN = ["js/documents.js", "js/texts-en.js", "js/texts-ja.js"];
  const MOST = 12;
  const JAPANESE = /[\u3005-\u30ff\u3400-\u9fff]/;
  const RUNS = /[\u3005-\u30ff\u3400-\u9fff]+|[\p{L}\p{N}]+/gu;
  const plain = (text) => text.normalize("NFKC").toLowerCase();
  const folded = (text) => plain(text).replace(/[\s_\-・ー().]/g, "");
  let chosen = -1;
  let index = null;
  let loading = null;

  function tokens(text) {
    return (plain(text).replace(/_/g, " ").match(RUNS) || []).flatMap((run) => {
      if (!JAPANESE.test(run) || run.length < 2) return [run];
      return [...run].slice(0, -1).map((letter, i) => letter + run[i + 1]);
    });
  }
  function script(address) {
    return new Promise((resolve, reject) => {
      const made = Object.assign(document.createElement("script"), { src: root + "assets/" + address });
      made.addEventListener("load", resolve);
      made.addEventListener("error", reject);
      document.head.append(made);
    });
  }
  function load() {
    loading ||= Promise.all(["vendor/minisearch.js", ...KNOWN].map(script)).then(() => {
      const fields = ["en", "ja", "names", "terms", "text"];
      index = new window.MiniSearch({
        fields,
        storeFields: ["kind", "en", "ja", "place"],
        tokenize: tokens,
        processTerm: (term) => term,
        extractField: (one, field) =>
          (fields.includes(field) && Array.isArray(one[field]) ? one[field].join(" | ") : one[field]),
        searchOptions: {
          boost: { en: 8, ja: 8, names: 6, terms: 6, text: 1 },
          boostDocument: (id, term, kept) => (kept.kind === "concept" ? 1 : 0.4),
          combineWith: "AND",
          prefix: (term, i, all) => !JAPANESE.test(term) || (all.length === 1 && term.length === 1),
          fuzzy: (term) => (!JAPANESE.test(term) && term.length > 4 ? 0.2 : false),
        },
      });
      const texts = Object.values(window.parityTexts);
      for (const one of window.parityDocuments) {
        index.add({ ...one, text: texts.map((text) => text[one.id] || "") });
        called.set(one.id, [one.en, one.ja, ...one.names, ...one.terms].map(folded));
      }
    });
    return loading;
  }
  const called = new Map();

  // What is called exactly so comes first, then what is called something with it, then the rest.
  function matching(query) {
    const wanted = folded(query);
    if (!index || !wanted) return [];
    const hits = new Map(index.search(query).map((hit) => [hit.id, hit]));
    for (const [id, names] of called) {
      if (!hits.has(id) && names.some((name) => name.includes(wanted))) {
        hits.set(id, { id, score: 0, ...index.getStoredFields(id) });
      }
    }
    const rank = ({ id, kind }) => {
      const names = called.get(id);
      const other = kind === "concept" ? 0 : 0.5;
      if (names.slice(0, 2).includes(wanted)) return kind === "concept" ? 0 : 1.5;
      if (names.includes(wanted)) return 1 + other;
      return names.some((name) => name.startsWith(wanted)) ? 2 + other : 3 + other;
    };
    return [...hits.values()].map((hit) => [rank(hit), hit])
      .sort(([a, x], [b, y]) => a - b || y.score - x.score).slice(0, MOST).map(([, hit]) => hit);
  }
  function list() {
    const hits = matching(input.value);
    found.replaceChildren(...hits.map((hit, i) => {
      const option = document.createElement("li");
      option.id = "found-" + i;
      option.dataset.to = up + hit.id;
      option.setAttribute("role", "option");
      option.setAttribute("aria-selected", "false");
      const [ours, theirs] = language === "ja" ? [hit.ja, hit.en] : [hit.en, hit.ja];
      const small = document.createElement("span");
      small.textContent = [theirs === ours ? "" : theirs, hit.place[language === "ja" ? 1 : 0]].filter(Boolean).join(" · ");
      option.append(ours, small);
      option.addEventListener("mousedown", (event) => { event.preventDefault(); location.href = option.dataset.to; });
      return option;
    }));
    found.hidden = !hits.length;
    input.setAttribute("aria-expanded", String(Boolean(hits.length)));
    none.textContent = index && input.value.trim() && !hits.length ? none.dataset.none : "";
    choose(hits.length ? 0 : -1);
    document.dispatchEvent(new CustomEvent("parity-found", { detail: input.value.trim() ? hits.map((hit) => hit.id) : null }));
  }
  function choose(i) {
    chosen = i;
    [...found.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === i)));
    if (i < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", "found-" + i);
      found.children[i].scrollIntoView({ block: "nearest" });
    }
  }
  function close() {
    found.hidden = true;
    input.setAttribute("aria-expanded", "false");
    none.textContent = "";
  }
  input.addEventListener("focus", load);
  input.addEventListener("input", () => load().then(list));
  input.addEventListener("blur", close);
  input.addEventListener("keydown", async (event) => {
    if (event.key === "Escape") { input.value = ""; list(); close(); }
    if (event.key === "Enter" && input.value.trim()) {
      await load();
      if (found.hidden) list();
      const option = found.children[Math.max(chosen, 0)];
      if (option) location.href = option.dataset.to;
    }
    if (!found.hidden && (event.key === "ArrowDown" || event.key === "ArrowUp")) {
      event.preventDefault();
      const n = found.children.length;
      choose((chosen + (event.key === "ArrowDown" ? 1 : n - 1)) % n);
    }
  });
  document.addEventListener("keydown", (event) => {
    const at = document.activeElement;
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !/^(INPUT|SELECT|TEXTAREA)$/.test(at.tagName) && !at.isContentEditable) {
      event.preventDefault();
      input.focus();
    }
  });
})();
