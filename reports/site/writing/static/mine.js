// Code of one's own: paste it, or drop a .py or .ipynb; all of it, or one object, is judged.
"use strict";
(() => {
  const section = document.getElementById("mine");
  if (!section) return;
  const { Judge, kept, editor, progress, served, draw, replace, causeless, firstTime, LIMIT } = globalThis.parityWrite;
  const { words } = JSON.parse(document.getElementById("mine-data").textContent);
  const language = document.body.dataset.language;
  const $ = (selector) => section.querySelector(selector);
  const KEY = "dl-parity.code"; // {file, text}: what stood here last
  const MOST = 2 * 1024 * 1024;
  const judgeButton = $(".wr-judge"), said = $(".wr-told"), answer = $(".wr-answer"), drop = $(".wr-drop");
  const objects = $("#mine-object"), concepts = $("#mine-concept"), opened = $(".wr-opened");
  const judge = new Judge(language, words);
  const shown = progress($(".wr-progress"), words);
  let file = "my_code.py", notebook = null, pad = null, timer = 0;

  section.classList.add("is-live");
  $(".wr-first-time").textContent = firstTime(words);
  if (!served) {
    judgeButton.disabled = true;
    $(".wr-from-file").hidden = false;
    $(".wr-first-time").hidden = true;
  }

  function list() { // what can be chosen, as far as the text shows it
    const names = [...pad.text().matchAll(/^(?:class|def)\s+([A-Za-z_]\w*)/gm)].map((m) => m[1]);
    const before = objects.value;
    objects.replaceChildren(new Option(words.everything, ""), ...[...new Set(names)].map((name) => new Option(name, name)));
    if (names.includes(before)) objects.value = before;
  }
  function save() { if (pad && !notebook) kept.set(KEY, { file, text: pad.text() }); }
  const begin = async () => {
    const { create } = await editor();
    pad = create($(".wr-editor"), { language, label: words.editor, placeholder: words.empty_mine, describedBy: "wr-keyboard",
      wrap: matchMedia("(max-width: 640px)").matches,
      onChange: () => { clearTimeout(timer); timer = setTimeout(() => { list(); save(); }, 300); },
      onJudge: ask });
    const before = kept.get(KEY);
    if (before?.text) { file = before.file; pad.set(before.text, []); }
    list();
  };
  const ready = begin();
  addEventListener("pagehide", save);

  // A notebook's code cells one below the other; `starts` says in which line each begins.
  function cellsOf(text) {
    const data = JSON.parse(text.replace(/^\uFEFF/, ""));
    const cells = (data.cells || data.worksheets.flatMap((sheet) => sheet.cells)).filter((cell) => cell.cell_type === "code");
    const starts = [], lines = [];
    cells.forEach((cell, i) => {
      lines.push(`# %% ${i + 1}`);
      starts.push(lines.length + 1);
      lines.push(...[cell.source ?? cell.input ?? ""].flat().join("").replace(/\n$/, "").split("\n"), "");
    });
    return { text: lines.join("\n"), starts };
  }
  async function take(given) {
    said.textContent = "";
    const tell = (key) => { said.textContent = words[key].replace("{file}", given.name); };
    if (!/\.(py|ipynb)$/i.test(given.name)) return tell("bad_file");
    if (given.size > MOST) return tell("too_large");
    const text = await given.text();
    await ready;
    let shownText = text, found = null;
    if (/\.ipynb$/i.test(given.name)) {
      try { found = cellsOf(text); } catch { return tell("bad_notebook"); }
      shownText = found.text;
    }
    notebook = found && { raw: text, shown: shownText, starts: found.starts };
    file = given.name.replace(/[^\w.-]/g, "_").toLowerCase().replace(/\.(py|ipynb)$/, "") + (found ? ".ipynb" : ".py");
    clear();
    pad.set(shownText.replace(/\r\n?/g, "\n"), []);
    objects.value = ""; list(); save();
    opened.textContent = words.dropped.replace("{file}", given.name) + (found ? " " + words.notebook_told : "");
  }
  $("#mine-file").addEventListener("change", (event) => { if (event.target.files[0]) take(event.target.files[0]); event.target.value = ""; });
  const holdsFile = (event) => [...(event.dataTransfer?.types || [])].includes("Files");
  for (const kind of ["dragenter", "dragover"]) {
    section.addEventListener(kind, (event) => { if (holdsFile(event)) { event.preventDefault(); drop.classList.add("is-over"); } }, true);
  }
  section.addEventListener("dragleave", (event) => { if (!section.contains(event.relatedTarget)) drop.classList.remove("is-over"); });
  section.addEventListener("drop", (event) => {
    if (!holdsFile(event)) return;
    event.preventDefault(); event.stopPropagation();
    drop.classList.remove("is-over");
    if (event.dataTransfer.files[0]) take(event.dataTransfer.files[0]);
  }, true);
  for (const key of section.querySelectorAll(".wr-keys button")) {
    key.addEventListener("pointerdown", (event) => event.preventDefault());
    key.addEventListener("click", () => pad?.insert(key.dataset.sign));
  }
  function clear() { answer.replaceChildren(); said.textContent = ""; shown.end(); pad?.mark([]); }
  $(".wr-again").addEventListener("click", () => {
    notebook = null; file = "my_code.py"; opened.textContent = "";
    pad.set("", []); kept.drop(KEY); clear(); list(); pad.focus();
  });

  function place(line) {
    if (line.file === file) return [words.line_n.replace("{n}", line.number), line.number];
    const cell = line.file.match(/\[cell (\d+)\]$/);
    if (cell && notebook) {
      return [words.cell_n.replace("{cell}", cell[1]).replace("{n}", line.number), notebook.starts[cell[1] - 1] + line.number - 1];
    }
    return [`${line.file}:${line.number}`, 0];
  }
  function over(text = "") {
    judgeButton.textContent = words.judge;
    judgeButton.classList.remove("is-stop");
    shown.end(text);
  }
  async function ask() {
    if (judgeButton.disabled) return;
    await ready;
    if (judge.busy) { judge.cancel(); over(words.stopped); return; }
    clear(); save();
    if (!pad.text().trim()) { said.textContent = words.nothing; pad.focus(); return; }
    if (notebook && pad.text() !== notebook.shown) { notebook = null; file = file.replace(/\.ipynb$/, ".py"); } // it was changed here
    judgeButton.textContent = words.stop;
    judgeButton.classList.add("is-stop");
    shown.show(); shown.begin();
    const wrong = new Set(), drawn = new Map();
    const show = (report) => {
      if (report.rows.length) report.took = words.took;
      const element = draw(report, words, { place, goTo: (line) => pad.goTo(line),
        onLines: (lines) => { lines.forEach((n) => wrong.add(n)); pad.mark([...wrong]); } });
      const before = drawn.get(report.place);
      if (report.place !== undefined) drawn.set(report.place, element);
      if (before) { replace(before, element); return; }
      answer.append(element);
      if (answer.children.length === 1) { element.focus({ preventScroll: true }); element.scrollIntoView({ block: "nearest" }); }
    };
    judge.ask({ text: notebook ? notebook.raw : pad.text(), file, concept: concepts.value, name: objects.value }, {
      stage: shown.stage, judging: shown.judging, report: show,
      causeless: () => causeless(answer, words),
      done: () => over(), late: (report) => { over(); show(report); }, failed: (text) => over(text),
    }, Number(section.dataset.limit) || LIMIT);
  }
  judgeButton.addEventListener("click", ask);
})();
