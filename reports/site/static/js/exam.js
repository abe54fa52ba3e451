// Practice and papers: questions by topic, those that come back, weak items, a paper of full
// length with marks for later. A sitting is kept after each answer and survives a reload.
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const by = (id) => document.getElementById(id);
  const index = window.parityIndex;
  const memory = window.parityMemory;
  const RESULTS = "parity-exam-results";
  const SITTING = "parity-sitting";
  const MOST = 20;
  const letters = document.body.dataset.language === "ja" ? "アイウエ" : "ABCD";
  let sitting = null;
  let ticking = 0;

  function element(tag, values = {}, ...children) {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children);
    return made;
  }
  const html = (tag, className, text) => element(tag, { className, innerHTML: text });
  const button = (key, act, values = {}) => {
    const made = element("button", { type: "button", textContent: say(key), ...values });
    made.addEventListener("click", act);
    return made;
  };
  function shuffled(list) {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  }

  // Questions are kept by topic. A page opened from a file may not fetch, but it may add a script.
  const loaded = {};
  function load(topic) {
    loaded[topic] ||= new Promise((resolve, reject) => {
      const script = element("script", { src: "questions/" + topic + ".js" });
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
    return loaded[topic];
  }
  const topicOf = (name) => index.topic[index.of[name]];
  async function fetched(names) {
    await Promise.all([...new Set(names.map(topicOf))].map(load));
    return names.filter((name) => window.parityBank[name]);
  }

  // Drawing: a set stays together, and of a family's variants one comes before the others.
  const setOf = {};
  for (const own of index.sets) for (const name of own) setOf[name] = own;
  const family = (name) => name.replace(/-\d+$/, "");
  function drawn(names, number) {
    const wanted = new Set(names);
    const heads = names.filter((name) => !setOf[name] || setOf[name].find((one) => wanted.has(one)) === name);
    const seen = new Set();
    const first = [];
    const later = [];
    for (const name of shuffled(heads)) {
      (seen.has(family(name)) ? later : first).push(name);
      seen.add(family(name));
    }
    return [...first, ...later]
      .flatMap((name) => (setOf[name] ? setOf[name].filter((one) => wanted.has(one)) : [name]))
      .slice(0, number);
  }
  function weakest(number) {
    const found = memory.byItem(index.of);
    const share = (item) => found[item].known / (found[item].known + found[item].wrong);
    const weak = Object.keys(found).filter((item) => found[item].wrong)
      .sort((a, b) => share(a) - share(b));
    const known = memory.all();
    const names = Object.keys(index.of);
    const picked = [];
    for (const item of weak) {
      const own = names.filter((name) => index.of[name] === item);
      const wrong = own.filter((name) => known[name] && !known[name].box);
      const fresh = drawn(own.filter((name) => !known[name]), wrong.length + 2);
      picked.push(...wrong, ...fresh);
    }
    return picked.slice(0, number);
  }

  // Choosing
  const boxes = [...document.querySelectorAll('input[name="topic"]')];
  by("all").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
  });
  for (const box of boxes) {
    box.addEventListener("change", () => { by("all").checked = boxes.every((one) => one.checked); });
  }
  const mode = () => document.querySelector('input[name="mode"]:checked').value;
  function settle() {
    by("topics").hidden = mode() !== "topic";
    by("for-practice").hidden = mode() === "paper";
    by("for-paper").hidden = mode() !== "paper";
  }
  for (const radio of document.querySelectorAll('input[name="mode"]')) radio.addEventListener("change", settle);
  settle();
  by("setup").addEventListener("submit", async (event) => {
    event.preventDefault();
    const number = Number(by("number").value);
    let names = [];
    let limit = 0;
    if (mode() === "paper") {
      names = index.papers[Number(by("paper").value) - 1];
      limit = index.minutes * 60;
    } else if (mode() === "again") names = memory.due().filter((name) => index.of[name]).slice(0, number);
    else if (mode() === "weak") names = weakest(number);
    else {
      const topics = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      if (!topics.size) { by("setup-said").textContent = say("chooseTopic"); return; }
      names = drawn(Object.keys(index.of).filter((name) => topics.has(topicOf(name))), number);
    }
    names = await fetched(names);
    if (!names.length) { by("setup-said").textContent = say(mode() === "again" ? "nothingDue" : "nothingWeak"); return; }
    by("setup-said").textContent = "";
    if (mode() !== "paper") limit = Number(by("pace").value) * names.length;
    begin({ paper: mode() === "paper", names, answers: names.map(() => null),
      marks: [], at: 0, started: Date.now(), limit });
  });
  function begin(what) {
    sitting = what;
    by("setup").hidden = by("score").hidden = by("past").hidden = true;
    by("sitting").hidden = false;
    ask();
    clearInterval(ticking);
    ticking = setInterval(tick, 250);
    tick();
  }
  const keep = () => remember(SITTING, JSON.stringify(sitting));
  const drop = () => { try { localStorage.removeItem(SITTING); } catch { /* nothing was kept */ } };

  // Asking
  const used = () => Math.floor((Date.now() - sitting.started) / 1000);
  const clock = (s) => Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  const question = (i) => window.parityBank[sitting.names[i]];
  const title = (q) => q.item + " " + index.items[q.item];
  function tick() {
    const left = sitting.limit - used();
    by("clock").textContent = sitting.limit
      ? say("left") + " " + clock(Math.max(left, 0)) : say("used") + " " + clock(used());
    by("clock").className = sitting.limit && left < 30 ? "late" : "";
    if (sitting.limit && left <= 0) finish(true);
  }
  // What stands above a question: its passage, its stem, its code.
  const above = (q) => [
    ...(q.passage && window.parityPassages[q.passage] ? [html("div", "passage", window.parityPassages[q.passage])] : []),
  ];
  const stemOf = (q) => html("div", "stem", q.stem);
  function choices(q, chosen, judged) {
    return q.choices.map(([text, why], i) => {
      const radio = element("input", { type: "radio", name: "choice", value: String(i), checked: i === chosen, disabled: judged });
      const right = i === q.right;
      const feedback = element("p", { className: "feedback", hidden: !judged },
        element("strong", { textContent: say(right ? "right" : "wrong") }), words.gap, html("span", "", why));
      const made = element("div", { className: "choice" },
        element("label", {}, radio, " ", element("span", {}, element("b", { className: "letter", textContent: letters[i] }), " ", html("span", "", text))), feedback);
      made.classList.toggle("is-right", judged && right);
      made.classList.toggle("is-wrong", judged && i === chosen && !right);
      return made;
    });
  }
  function ask() {
    const { paper, at, names, answers } = sitting;
    const q = question(at);
    const judged = !paper && answers[at] !== null;
    keep();
    by("progress").textContent = say("progress", { n: at + 1, total: names.length });
    const said = element("span", { className: "said" });
    said.setAttribute("role", "status");
    const last = at + 1 === names.length;
    const go = element("button", { type: "submit",
      textContent: say(paper || judged ? (last && !paper ? "finish" : "next") : "answer"), hidden: paper && last });
    const form = element("form", { className: "quiz" },
      element("h2", { textContent: title(q), tabIndex: -1 }), ...above(q),
      element("fieldset", {}, element("legend", {}, stemOf(q)), ...(q.code ? [html("div", "", q.code)] : []),
        ...choices(q, answers[at], judged)),
      element("p", { className: "act" }, ...(paper && at ? [button("previous", () => go_to(at - 1))] : []), go,
        ...(paper ? [marker(at), button("finish", () => finish(false), { className: "end" })]
          : judged ? [] : [button("skip", () => { answered(-1); step(); })]), said));
    if (judged && answers[at] >= 0) verdict(said, answers[at] === q.right);
    form.addEventListener("change", (event) => {
      if (paper && event.target.type === "radio") { answers[at] = Number(event.target.value); keep(); numbers(); }
    });
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (paper || answers[at] !== null) { step(); return; }
      const picked = form.querySelector("input:checked");
      if (!picked) { said.textContent = say("chooseFirst"); return; }
      answered(Number(picked.value));
      ask();
    });
    by("asked").replaceChildren(form);
    numbers();
    form.querySelector(judged ? 'button[type="submit"]' : "h2").focus({ preventScroll: true });
  }
  function marker(at) {
    const made = button("mark", () => {
      sitting.marks = sitting.marks.includes(at) ? sitting.marks.filter((one) => one !== at) : [...sitting.marks, at];
      made.setAttribute("aria-pressed", String(sitting.marks.includes(at)));
      keep();
      numbers();
    }, { className: "mark" });
    made.setAttribute("aria-pressed", String(sitting.marks.includes(at)));
    return made;
  }
  function numbers() {
    by("numbers").hidden = !sitting.paper;
    if (!sitting.paper) return;
    by("numbers").replaceChildren(...sitting.names.map((name, i) => {
      const marked = sitting.marks.includes(i);
      const made = element("button", { type: "button", textContent: String(i + 1) + (marked ? "*" : "") });
      made.classList.toggle("done", sitting.answers[i] !== null);
      made.classList.toggle("marked", marked);
      if (i === sitting.at) made.setAttribute("aria-current", "true");
      made.setAttribute("aria-label", say("numbered", { n: i + 1 }) + (sitting.answers[i] === null ? "" : say("isAnswered")) + (marked ? say("isMarked") : ""));
      made.addEventListener("click", () => go_to(i));
      return made;
    }));
  }
  function go_to(i) { sitting.at = i; ask(); }
  function verdict(said, right) {
    said.textContent = say(right ? "right" : "wrong");
    said.className = "said " + (right ? "good" : "poor");
  }
  function answered(value) {
    sitting.answers[sitting.at] = value;
    if (value >= 0) memory.answered(sitting.names[sitting.at], value === question(sitting.at).right);
    keep();
  }
  function step() {
    if (sitting.at + 1 < sitting.names.length) go_to(sitting.at + 1);
    else if (!sitting.paper) finish(false);
  }
  document.addEventListener("keydown", (event) => {
    if (by("sitting").hidden || event.target.tagName === "SELECT" || event.target.type === "search") return;
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (/^[1-4]$/.test(event.key)) {
      const radio = by("asked").querySelectorAll('input[type="radio"]')[Number(event.key) - 1];
      if (radio && !radio.disabled) { radio.focus(); radio.click(); }
    } else if (event.key === "m") by("asked").querySelector(".mark")?.click();
    else if (event.key === "Enter" && event.target.tagName !== "BUTTON" && event.target.tagName !== "A") {
      event.preventDefault();
      by("asked").querySelector("form").requestSubmit();
    }
  });

  // Scoring
  function finish(late) {
    clearInterval(ticking);
    drop();
    const { names, answers, paper } = sitting;
    const right = names.filter((name, i) => question(i).right === answers[i]).length;
    if (paper) names.forEach((name, i) => { if (answers[i] !== null) memory.answered(name, question(i).right === answers[i]); });
    const items = {};
    names.forEach((name, i) => {
      const one = (items[index.of[name]] ||= { right: 0, total: 0 });
      one.total += 1;
      one.right += question(i).right === answers[i];
    });
    const percent = Math.round((100 * right) / names.length);
    const rows = Object.entries(items).map(([item, one]) => element("div", {},
      element("dt", { textContent: item + " " + index.items[item] }),
      element("dd", { textContent: one.right + " / " + one.total })));
    const wrong = names.map((name, i) => i).filter((i) => question(i).right !== answers[i]);
    const fine = paper ? names.map((name, i) => i).filter((i) => question(i).right === answers[i]) : [];
    by("score").replaceChildren(
      element("h2", { id: "score-title", className: "points", textContent: say("score", { right, total: names.length, percent }) }),
      ...(late ? [element("p", { className: "bad", textContent: say("over") })] : []),
      element("p", { className: "small", textContent: say("used") + " " + clock(used()) }),
      element("h3", { textContent: say("byItem") }), element("dl", {}, ...rows),
      element("p", { className: "act" }, button("again", again)),
      element("h3", { textContent: say("review") }),
      ...(wrong.length ? wrong.map(reviewed) : [element("p", { textContent: say("perfect") })]),
      ...(fine.length ? [element("h3", { textContent: say("reviewRight") }), ...fine.map(reviewed)] : []));
    by("sitting").hidden = true;
    by("score").hidden = by("past").hidden = false;
    by("score").focus();
    const all = [{ when: new Date().toISOString(), right, total: names.length, seconds: used(), paper, items }, ...history()].slice(0, MOST);
    remember(RESULTS, JSON.stringify(all));
    standing();
  }
  function again() {
    by("score").hidden = true;
    by("setup").hidden = false;
    by("setup").querySelector('button[type="submit"]').focus();
  }
  // The whole question once more, with what is said of every choice.
  function reviewed(i) {
    const q = question(i);
    const given = sitting.answers[i];
    const link = q.concept ? [" · ", element("a", { textContent: q.concept, href: "concepts/" + q.concept + ".html" })] : [];
    const none = given === null || given < 0;
    const group = element("fieldset", {}, element("legend", {}, stemOf(q)), ...(q.code ? [html("div", "", q.code)] : []), ...choices(q, given, true));
    for (const radio of group.querySelectorAll("input")) radio.name = "review-" + i;
    if (!none) group.querySelectorAll("input")[given].checked = true;
    return element("div", { className: "review" }, element("p", {}, element("b", { textContent: String(i + 1) + " " }), title(q), ...link),
      ...above(q), group,
      ...(none ? [element("p", { className: "small", textContent: say("yours") + " " + say("noAnswer") })] : []),
      ...(q.source ? [element("p", { className: "small", textContent: q.source })] : []));
  }

  // What is kept
  function history() {
    try {
      const kept = JSON.parse(recall(RESULTS) || "[]");
      return Array.isArray(kept) ? kept : [];
    } catch { return []; }
  }
  function standing() {
    const all = history();
    const language = document.body.dataset.language;
    const rows = all.map((one) => element("div", {},
      element("dt", { textContent: new Date(one.when).toLocaleString(language) + (one.paper ? " · " + say("aPaper") : "") }),
      element("dd", { textContent: one.right + " / " + one.total + " · " + clock(one.seconds) })));
    by("history").replaceChildren(
      all.length ? element("dl", {}, ...rows) : element("p", { textContent: say("none") }));
    by("forget").hidden = !all.length;
    const due = memory.due().filter((name) => index.of[name]).length;
    by("due").textContent = due ? say("dueCount", { n: due }) : say("nothingDue");
    const found = memory.byItem(index.of);
    const totals = {};
    for (const item of Object.values(index.of)) totals[item] = (totals[item] || 0) + 1;
    by("items").replaceChildren(...Object.keys(index.items).filter((item) => totals[item]).map((item) => {
      const own = found[item] || { known: 0, wrong: 0 };
      const bar = element("meter", { min: 0, max: totals[item], value: own.known });
      bar.setAttribute("aria-hidden", "true");
      const row = element("tr", {}, element("th", { scope: "row", textContent: item + " " + index.items[item] }),
        element("td", {}, bar), element("td", { textContent: own.known + " / " + totals[item] }),
        element("td", { textContent: own.wrong ? say("wrongCount", { n: own.wrong }) : "" }));
      row.dataset.item = item;
      return row;
    }));
  }
  by("forget").addEventListener("click", () => {
    try { localStorage.removeItem(RESULTS); } catch { /* nothing was kept */ }
    standing();
  });
  by("export").addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([memory.exported()], { type: "application/json" }));
    element("a", { href: url, download: "dl-parity-practice.json" }).click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  });
  by("import").addEventListener("change", async (event) => {
    const [file] = event.target.files;
    if (!file) return;
    const taken = memory.imported(await file.text());
    by("kept-said").textContent = say(taken ? "imported" : "notImported");
    event.target.value = "";
    standing();
  });
  standing();

  // A sitting that a reload, or a closed window, has cut off goes on where it was.
  (async () => {
    let kept = null;
    try { kept = JSON.parse(recall(SITTING) || "null"); } catch { /* damaged */ }
    const whole = kept && Array.isArray(kept.names) && Array.isArray(kept.answers)
      && kept.names.length === kept.answers.length && kept.names.length
      && kept.names.every((name) => index.of[name]) && Number.isInteger(kept.at)
      && kept.at >= 0 && kept.at < kept.names.length && Array.isArray(kept.marks);
    if (!whole) { drop(); return; }
    await fetched(kept.names);
    if (kept.names.every((name) => window.parityBank[name])) begin(kept);
  })();
})();
