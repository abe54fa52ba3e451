// Draws the answer of the judge: one sentence, the table, the first wrong quantity, hints or causes.
"use strict";
(() => {
  function make(tag, attributes = {}, ...inside) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (value === false || value === null || value === undefined) continue;
      if (name === "class") element.className = value;
      else if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
      else element.setAttribute(name, value === true ? "" : value);
    }
    element.append(...inside.filter((part) => part !== null && part !== undefined && part !== ""));
    return element;
  }
  const sign = (verdict) => ({ agree: ["o", "○"], imprecise: ["t", "△"], differ: ["x", "×"], error: ["x", "!"],
    missing: ["x", "–"], agrees: ["o", "○"], differs: ["x", "×"], passed: ["t", "–"] }[verdict] || ["x", "!"]);
  const marked = (verdict) => { const [kind, text] = sign(verdict); return make("i", { class: "wr-mark " + kind, "aria-hidden": "true" }, text); };

  function table(report, words) {
    const head = make("tr", {}, ...report.heads.map((text, i) =>
      make("th", { scope: "col", class: i === 4 ? "wr-worst" : i === 3 ? "r" : null }, text)));
    const rows = report.rows.map((row) => make("tr", { class: row.verdict === "agree" ? null : "bad" },
      make("th", { scope: "row" }, make("code", {}, row.quantity)),
      make("td", { class: "wr-digits" }, make("span", {}, make("i", { "aria-hidden": "true", style: `--d:${parseFloat(row.digits) || 0}` }), row.digits)),
      make("td", {}, make("span", { class: row.verdict === "agree" ? "good" : "poor" }, marked(row.verdict), " " + row.said)),
      make("td", { class: "r" }, row.cases),
      make("td", { class: "wr-worst" }, make("code", {}, row.worst))));
    const notes = report.rows.filter((row) => row.note && row.verdict !== "agree").slice(0, 3);
    return [make("table", { class: "wr-table" }, make("thead", {}, head), make("tbody", {}, ...rows)),
      ...report.rest.map((text) => make("p", { class: "wr-note" }, text)),
      ...notes.map((row) => make("p", { class: "wr-note" }, make("code", {}, row.quantity), " " + row.note))];
  }

  const fold = (title, ...inside) => make("details", { class: "wr-fold" }, make("summary", {}, title), make("div", {}, ...inside));
  const code = (text) => make("pre", { class: "wr-code" }, make("code", {}, text));
  const list = (items) => (items.length === 1 ? make("p", {}, items[0]) : make("ul", {}, ...items.map((item) => make("li", {}, item))));

  // Where a line is, as something to press; `place` knows how lines of files are called here.
  function lineLink(line, words, place) {
    if (!line) return null;
    const [label, number] = place(line);
    const content = [label, line.text ? make("code", {}, line.text) : null];
    return number ? make("button", { type: "button", class: "wr-line", "data-line": number }, ...content.filter(Boolean).flatMap((c) => [c, " "]))
      : make("span", {}, ...content.filter(Boolean).flatMap((c) => [c, " "]));
  }

  function causes(report, words, place, hints) {
    const parts = [];
    const kinds = [...new Set(report.causes.map((cause) => cause.kind).filter(Boolean))];
    const known = report.causes.filter((cause) => cause.text);
    const told = known.map((cause) => make("div", { class: "wr-cause" }, make("p", {}, cause.text),
      cause.line ? make("p", {}, lineLink(cause.line, words, place)) : null));
    const mended = known.filter((cause) => cause.mended).map((cause) => make("div", {}, make("p", { class: "wr-label" }, cause.label), code(cause.mended)));
    if (!report.causes.length) return report.no_cause ? [make("p", {}, report.no_cause)] : [];
    if (!hints) {
      parts.push(make("h4", {}, words.cause), ...told);
      if (mended.length) parts.push(fold(words.mended_form, ...mended));
      return parts;
    }
    const steps = [
      [words.hint_1, [kinds.length ? list(kinds) : make("p", {}, words.no_kind)]],
      [words.hint_2, told.length ? told : [make("p", {}, words.no_line)]],
      ...(mended.length ? [[words.hint_3, mended]] : []),
    ];
    const folds = steps.map(([title, inside], i) => { const made = fold(title, ...inside); made.dataset.hint = i + 1; return made; });
    const all = make("button", { type: "button", class: "wr-text", onclick: () => folds.forEach((f) => { f.open = true; }) }, words.all_hints);
    return [make("div", { class: "wr-hints" }, make("h4", {}, words.hints), all), ...folds];
  }

  // `place(line)` gives [words, number in the editor or 0]; `onLines(numbers)` marks lines there.
  function draw(report, words, { hints = false, place, onLines = () => {}, goTo = () => {}, title = "h3", done = "" }) {
    const kind = report.verdict === "agrees" ? "good" : report.verdict === "passed" ? "" : "poor";
    const head = make("header", {}, make(title, { class: "wr-said" }, make("span", { class: kind }, marked(report.verdict)), " " + report.headline),
      report.context.length ? make("p", { class: "wr-note" }, [...report.context, report.took].filter(Boolean).join("・")) : null);
    const left = [], right = [];
    if (done) left.push(make("p", { class: "wr-done good" }, done));
    if (report.rows.length) left.push(...table(report, words));
    if (report.crash) {
      const { crash } = report;
      if (crash.understood) left.push(make("p", {}, crash.understood));
      if (crash.hint) right.push(make("p", {}, crash.hint));
      if (crash.line) right.push(make("p", {}, lineLink(crash.line, words, place)));
      if (crash.trace) left.push(make("h4", {}, words.trace), code(crash.trace));
    }
    if (report.verdict === "differs" && report.first) {
      right.push(make("p", {}, make("b", {}, words.first_wrong), " ", make("code", {}, report.first)));
    }
    if (report.pending) right.push(make("p", { class: "wr-note wr-pending" }, words.looking_here));
    else right.push(...causes(report, words, place, hints && report.verdict === "differs"));
    if (report.example) right.push(fold(report.example[0], code(report.example[1])));
    const rest = report.sections.map(([heading, before, items]) => make("div", { class: "wr-more" },
      make("h4", {}, heading), before ? make("p", {}, before) : null, list(items)));
    if (report.printed.length) rest.push(make("div", { class: "wr-more" }, make("h4", {}, report.printed[0]), code(report.printed[1])));
    const element = make("section", { class: "wr-result " + (report.verdict === "agrees" ? "is-right" : report.verdict === "passed" ? "" : "is-wrong"), tabindex: "-1", "data-verdict": report.verdict },
      head, make("div", { class: "wr-both" + (left.length && right.length ? "" : " one") }, left.length ? make("div", {}, ...left) : null, right.length ? make("div", { class: "wr-why" }, ...right) : null), ...rest);
    element.setAttribute("aria-label", report.headline);

    const numbers = (lines) => lines.filter(Boolean).map((line) => place(line)[1]).filter(Boolean);
    const ofCauses = numbers(report.causes.map((cause) => cause.line));
    const ofCrash = report.crash ? numbers([report.crash.line]) : [];
    if (ofCrash.length || !hints) onLines([...ofCrash, ...(hints && report.verdict === "differs" ? [] : ofCauses)]);
    element.querySelector('[data-hint="2"]')?.addEventListener("toggle", (event) => { if (event.target.open) onLines(ofCauses); });
    for (const button of element.querySelectorAll("[data-line]")) {
      button.addEventListener("click", () => goTo(Number(button.dataset.line)));
    }
    return element;
  }
  // Put an answer where the one without causes stands, without taking the reader away.
  function replace(before, after) {
    const held = before.contains(document.activeElement);
    before.replaceWith(after);
    if (held) after.focus({ preventScroll: true });
  }
  const causeless = (place, words) => place.querySelectorAll(".wr-pending").forEach((p) => { p.textContent = words.causeless; });
  Object.assign(globalThis.parityWrite, { draw, make, replace, causeless });
})();
