// The mock exam: chosen groups, a timer, a score; the results stay in this browser.
"use strict";
(() => {
  const words = JSON.parse(document.getElementById("words").textContent);
  const say = (key, values = {}) =>
    words[key].replace(/\{(\w+)\}/g, (all, name) => (name in values ? values[name] : all));
  const by = (id) => document.getElementById(id);
  const KEY = "parity-exam-results";
  const MOST = 20;
  let sitting = null;
  let ticking = 0;

  function element(tag, values = {}, ...children) {
    const made = Object.assign(document.createElement(tag), values);
    made.append(...children);
    return made;
  }
  function code(html) { return element("code", { innerHTML: html }); }
  function shuffled(list) {
    const copy = [...list];
    for (let i = copy.length - 1; i > 0; i--) {
      const j = Math.floor(Math.random() * (i + 1));
      [copy[i], copy[j]] = [copy[j], copy[i]];
    }
    return copy;
  }

  // Choosing
  const boxes = [...document.querySelectorAll('input[name="group"]')];
  by("all").addEventListener("change", (event) => {
    for (const box of boxes) box.checked = event.target.checked;
  });
  for (const box of boxes) {
    box.addEventListener("change", () => { by("all").checked = boxes.every((one) => one.checked); });
  }
  // A page opened from a file may not fetch, but it may add a script.
  function load(group) {
    if (window.parityQuestions?.[group]) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const script = element("script", { src: "questions/" + group + ".js" });
      script.addEventListener("load", resolve);
      script.addEventListener("error", reject);
      document.head.append(script);
    });
  }
  by("setup").addEventListener("submit", async (event) => {
    event.preventDefault();
    const groups = boxes.filter((box) => box.checked).map((box) => box.value);
    if (!groups.length) { by("setup-said").textContent = say("chooseGroup"); return; }
    by("setup-said").textContent = "";
    await Promise.all(groups.map(load));
    const all = groups.flatMap((group) =>
      (window.parityQuestions[group] || []).map((question) => ({ ...question, group })));
    const asked = shuffled(all).slice(0, Number(by("number").value));
    const pace = Number(by("pace").value);
    sitting = { asked, answers: [], at: 0, started: Date.now(), limit: pace * asked.length };
    by("setup").hidden = true;
    by("score").hidden = true;
    by("sitting").hidden = false;
    ask();
    clearInterval(ticking);
    ticking = setInterval(tick, 250);
    tick();
  });

  // Asking
  const used = () => Math.floor((Date.now() - sitting.started) / 1000);
  const clock = (s) => Math.floor(s / 60) + ":" + String(s % 60).padStart(2, "0");
  function tick() {
    const left = sitting.limit - used();
    by("clock").textContent = sitting.limit
      ? say("left") + " " + clock(Math.max(left, 0)) : say("used") + " " + clock(used());
    by("clock").className = sitting.limit && left < 30 ? "late" : "";
    if (sitting.limit && left <= 0) finish(true);
  }
  function shown(question) {
    const gap = element("b", { className: "gap", textContent: say("blank") });
    const lines = [
      ...question.before.map(code),
      element("code", {}, " ".repeat(question.indent), gap),
      ...question.after.map(code),
    ].map((line) => element("div", { className: "l" }, line));
    return element("div", { className: "code quiz-code" }, ...lines);
  }
  // A blanked line has code to choose from, a question with a stem has words or numbers.
  function shownChoice(question, choice) {
    return question.stem ? element("span", { innerHTML: choice[0] }) : code(choice[0]);
  }
  function ask() {
    const question = sitting.asked[sitting.at];
    by("progress").textContent =
      say("progress", { n: sitting.at + 1, total: sitting.asked.length });
    const choices = shuffled(question.choices.map((choice, i) => [choice, i])).map(([choice, i]) => {
      const radio = element("input", { type: "radio", name: "mock", value: String(i) });
      const feedback = element("p", { className: "feedback", hidden: true });
      const right = i === question.right;
      feedback.append(element("strong", { textContent: say(right ? "right" : "wrong") }), words.gap);
      feedback.append(element("span", { innerHTML: choice[1] }));
      return element("div", { className: "choice" },
        element("label", {}, radio, " ", shownChoice(question, choice)), feedback);
    });
    const said = element("span", { className: "said" });
    said.setAttribute("role", "status");
    const answer = element("button", { type: "submit", textContent: say("answer") });
    const skip = element("button", { type: "button", textContent: say("skip") });
    const form = element("form", { className: "quiz" },
      element("h2", { textContent: question.title, tabIndex: -1 }),
      ...(question.stem ? [] : [shown(question)]),
      element("fieldset", {},
        element("legend", question.stem ? { innerHTML: question.stem }
          : { textContent: say("ask", { method: question.method }) }), ...choices),
      element("p", { className: "act" }, answer, skip, said));
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      if (sitting.answers.length > sitting.at) { next(); return; }
      const picked = form.querySelector("input:checked");
      if (!picked) { said.textContent = say("chooseFirst"); return; }
      judge(form, question, Number(picked.value), said);
      answer.textContent = sitting.at + 1 < sitting.asked.length ? say("next") : say("finish");
      skip.hidden = true;
    });
    skip.addEventListener("click", () => { sitting.answers.push(-1); next(); });
    by("asked").replaceChildren(form);
    form.querySelector("h2").focus({ preventScroll: true });
  }
  function judge(form, question, picked, said) {
    const right = picked === question.right;
    sitting.answers.push(picked);
    // Their numbers are not those of the concept's page.
    if (!question.stem) window.parityProgress.answered(question.concept, question.number, right);
    for (const choice of form.querySelectorAll(".choice")) {
      const value = Number(choice.querySelector("input").value);
      choice.querySelector("input").disabled = true;
      choice.classList.toggle("is-right", value === question.right);
      choice.classList.toggle("is-wrong", value === picked && !right);
      choice.querySelector(".feedback").hidden = value !== picked && value !== question.right;
    }
    said.textContent = say(right ? "right" : "wrong");
    said.className = "said " + (right ? "good" : "poor");
  }
  function next() {
    sitting.at += 1;
    if (sitting.at < sitting.asked.length) ask();
    else finish(false);
  }
  document.addEventListener("keydown", (event) => {
    if (by("sitting").hidden || !/^[1-8]$/.test(event.key) || event.target.tagName === "SELECT") return;
    if (event.target.type === "search") return;
    const radio = by("asked").querySelectorAll('input[type="radio"]')[Number(event.key) - 1];
    if (radio && !radio.disabled) { radio.checked = true; radio.focus(); }
  });

  // Scoring
  function finish(late) {
    clearInterval(ticking);
    const { asked, answers } = sitting;
    while (answers.length < asked.length) answers.push(-1);
    const right = asked.filter((question, i) => question.right === answers[i]).length;
    const titles = Object.fromEntries(boxes.map((box) => [box.value, box.dataset.title]));
    const groups = {};
    asked.forEach((question, i) => {
      const one = (groups[question.group] ||= { right: 0, total: 0 });
      one.total += 1;
      one.right += question.right === answers[i];
    });
    const percent = Math.round((100 * right) / asked.length);
    const heading = element("h2", {
      id: "score-title", className: "points",
      textContent: say("score", { right, total: asked.length, percent }),
    });
    const rows = Object.entries(groups).map(([group, one]) => element("div", {},
      element("dt", { textContent: titles[group] }),
      element("dd", { textContent: one.right + " / " + one.total })));
    const missed = asked.map((question, i) => [question, answers[i]])
      .filter(([question, answer]) => question.right !== answer).map(reviewed);
    const again = element("button", { type: "button", textContent: say("again") });
    again.addEventListener("click", () => {
      by("score").hidden = true;
      by("setup").hidden = false;
      by("setup").querySelector("button").focus();
    });
    by("score").replaceChildren(
      heading,
      ...(late ? [element("p", { className: "bad", textContent: say("over") })] : []),
      element("p", { className: "small", textContent: say("used") + " " + clock(used()) }),
      element("h3", { textContent: say("byGroup") }), element("dl", {}, ...rows),
      element("p", { className: "act" }, again),
      element("h3", { textContent: say("review") }),
      ...(missed.length ? missed : [element("p", { textContent: say("perfect") })]));
    by("sitting").hidden = true;
    by("score").hidden = false;
    by("score").focus();
    const kept = { when: new Date().toISOString(), right, total: asked.length,
      seconds: used(), groups: Object.keys(groups) };
    const all = [kept, ...history()].slice(0, MOST);
    try { localStorage.setItem(KEY, JSON.stringify(all)); } catch { /* private mode */ }
    showHistory();
  }
  function reviewed([question, answer]) {
    const link = question.concept
      ? element("a", { textContent: question.title, href: "concepts/" + question.concept + ".html"
        + (question.stem ? "" : "#question-" + question.number) })
      : question.title;
    const yours = answer < 0 ? [say("noAnswer")]
      : [shownChoice(question, question.choices[answer]), element("p", { innerHTML: question.choices[answer][1] })];
    return element("div", { className: "review" },
      element("p", {}, link, question.stem ? "" : " · " + question.method),
      ...(question.stem ? [element("p", { innerHTML: question.stem })] : []),
      element("p", {}, say(question.stem ? "rightAnswer" : "rightLine") + " ",
        shownChoice(question, question.choices[question.right])),
      ...(question.stem ? [element("p", { innerHTML: question.choices[question.right][1] })] : []),
      element("div", { className: "small" }, say("yours") + " ", ...yours));
  }
  function history() {
    try { return JSON.parse(localStorage.getItem(KEY)) || []; } catch { return []; }
  }
  function showHistory() {
    const all = history();
    const language = document.body.dataset.language;
    const rows = all.map((one) => element("div", {},
      element("dt", { textContent: new Date(one.when).toLocaleString(language) }),
      element("dd", { textContent: one.right + " / " + one.total + " · " + clock(one.seconds) })));
    by("history").replaceChildren(
      all.length ? element("dl", {}, ...rows) : element("p", { textContent: say("none") }));
    by("forget").hidden = !all.length;
  }
  by("forget").addEventListener("click", () => {
    try { localStorage.removeItem(KEY); } catch { /* nothing was kept */ }
    showHistory();
  });
  showHistory();
})();
