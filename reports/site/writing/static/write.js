// "Write it yourself" on a concept's page: levels, the editor, the judge, what is kept.
"use strict";
(() => {
  const section = document.getElementById("write");
  if (!section) return;
  const { Judge, remember, kept, editor, progress, served, draw, replace, causeless, firstTime, LIMIT } = globalThis.parityWrite;
  const data = JSON.parse(document.getElementById("write-data").textContent);
  const { words, concept, file, levels, records } = data;
  const language = document.body.dataset.language;
  const $ = (selector) => section.querySelector(selector);
  const KEY = `dl-parity.code.${concept}`; // {level, blank: {text, blanks}, signature: …, empty: …}
  const narrow = matchMedia("(max-width: 640px)");
  const judgeButton = $(".wr-judge"), againButton = $(".wr-again"), said = $(".wr-told"), result = $(".wr-answer");
  const state = kept.get(KEY) || {};
  let level = levels.some((one) => one.key === state.level) ? state.level : levels[0].key;
  let pad = null, undo = null, timer = 0;
  const judge = new Judge(language, words);
  const shown = progress($(".wr-progress"), words);
  const textOf = (key) => levels.find((one) => one.key === key).text;

  section.classList.add("is-live");
  $(".wr-first-time").textContent = firstTime(words);
  if (!served) { // a page from file:// can be written in, not judged
    judgeButton.disabled = true;
    $(".wr-from-file").hidden = false;
    $(".wr-first-time").hidden = true;
  }

  function save() {
    if (!pad) return;
    clearTimeout(timer);
    const text = pad.text();
    if (text === textOf(level)) delete state[level];
    else state[level] = { text, ...(level === "blank" ? { blanks: pad.blanks() } : {}) };
    state.level = level;
    kept.set(KEY, state);
  }
  function open(key) {
    level = key;
    const mine = state[key];
    const blanks = key === "blank" ? (mine ? mine.blanks : null) : [];
    pad.set(mine ? mine.text : textOf(key), blanks);
    for (const button of section.querySelectorAll("[data-level]")) {
      button.setAttribute("aria-pressed", String(button.dataset.level === key));
    }
    $(".wr-about").textContent = levels.find((one) => one.key === key).about;
    $(".wr-keyboard").textContent = key === "blank" ? words.keys_blank : words.keys_free;
    againButton.textContent = words.again;
    undo = null;
  }
  // The editor arrives while somebody reads elsewhere on the page: choosing must not scroll there.
  function chooseQuietly() {
    const text = pad.text();
    const first = pad.blanks().find(([from, to]) => ["", "____"].includes(text.slice(from, to).trim()));
    if (first) pad.view.dispatch({ selection: { anchor: first[0], head: first[1] } });
  }
  async function begin() {
    if (pad || begin.on) return begin.on;
    return (begin.on = (async () => {
      const { create } = await editor();
      const place = $(".wr-editor");
      const held = place.contains(document.activeElement);
      place.replaceChildren();
      pad = create(place, { language, label: words.editor, wrap: narrow.matches, describedBy: "wr-keyboard",
        placeholder: levels.at(-1).about,
        onChange: () => {
          clearTimeout(timer);
          timer = setTimeout(save, 300);
          if (undo) { undo = null; againButton.textContent = words.again; }
        },
        onJudge: ask });
      open(level);
      chooseQuietly();
      if (held) pad.focus(); // who had reached the code by keyboard is not thrown out of it
    })());
  }
  new IntersectionObserver((seen, watcher) => {
    if (seen.some((one) => one.isIntersecting)) { watcher.disconnect(); begin(); }
  }, { rootMargin: "600px" }).observe(section);
  addEventListener("pagehide", save);

  for (const button of section.querySelectorAll("[data-level]")) {
    button.addEventListener("click", async () => {
      await begin();
      save(); open(button.dataset.level); save();
      clear();
      if (level === "blank") pad.chooseFirstBlank();
    });
  }
  for (const key of section.querySelectorAll(".wr-keys button")) {
    key.addEventListener("pointerdown", (event) => event.preventDefault()); // the keyboard stays open
    key.addEventListener("click", () => pad?.insert(key.dataset.sign));
  }
  function clear() { result.replaceChildren(); said.textContent = ""; shown.end(); pad?.mark([]); }

  againButton.addEventListener("click", async () => {
    await begin();
    if (undo) { const [text, blanks] = undo; pad.set(text, blanks); undo = null; againButton.textContent = words.again; save(); return; }
    const before = [pad.text(), level === "blank" ? pad.blanks() : []];
    pad.set(textOf(level), level === "blank" ? null : []);
    clear(); save();
    undo = before;
    againButton.textContent = words.undo;
    said.textContent = words.started_over;
    if (level === "blank") pad.chooseFirstBlank();
  });

  const place = (line) => (line.file === file ? [words.line_n.replace("{n}", line.number), line.number] : [`${line.file}:${line.number}`, 0]);
  function over(text = "") {
    judgeButton.textContent = words.judge;
    judgeButton.classList.remove("is-stop");
    shown.end(text);
  }
  function show(report) {
    const right = report.verdict === "agrees" && report.concept === concept && !report.alone;
    if (right) remember(concept, "right");
    if (report.rows.length) report.took = words.took;
    const element = draw(report, words, { hints: true, place, done: right ? words.written : "",
      onLines: (lines) => pad.mark(lines), goTo: (line) => pad.goTo(line) });
    const before = result.firstElementChild;
    if (before && !report.late) { replace(before, element); return; }
    result.replaceChildren(element);
    element.focus({ preventScroll: true });
    element.scrollIntoView({ block: "nearest" });
  }
  async function ask() {
    if (judgeButton.disabled) return;
    await begin();
    if (judge.busy) { judge.cancel(); over(words.stopped); return; }
    save(); clear();
    const left = level === "blank" ? pad.unfilled() : [];
    if (left.length) { said.textContent = words.blanks_left.replace("{labels}", left.join(language === "ja" ? "・" : ", ")); pad.chooseFirstBlank(); pad.focus(); return; }
    if (!pad.text().trim()) { said.textContent = words.nothing; pad.focus(); return; }
    judgeButton.textContent = words.stop;
    judgeButton.classList.add("is-stop");
    shown.show(); shown.begin();
    judge.ask({ text: pad.text(), file, concept, records }, {
      stage: shown.stage, judging: shown.judging,
      report: show, causeless: () => causeless(result, words),
      done: () => over(),
      late: (report) => { over(); show({ ...report, late: true }); },
      failed: (text) => over(text),
    }, Number(section.dataset.limit) || LIMIT);
  }
  judgeButton.addEventListener("click", ask);
})();
